//! Term patterns: words, phrases and regular expressions that a message holds or lacks.
//!
//! Owns the signs `?` and `-` and how terms combine. It must not know the other two forms. AWS
//! documentation: "Filter pattern syntax", section on matching terms.

use memchr::memmem::Finder;
use regex::Regex;

use super::cursor::{Cursor, is_blank};
use super::error::PatternError;
use super::error_kind::PatternErrorKind;

/// One thing to look for.
#[derive(Debug)]
enum Term {
    Text(Box<str>, Box<Finder<'static>>),
    Regex(Regex),
}

impl Term {
    fn text(text: &str) -> Self {
        Self::Text(text.into(), Box::new(Finder::new(text).into_owned()))
    }

    fn is_in(&self, message: &str) -> bool {
        match self {
            Self::Text(_, finder) => finder.find(message.as_bytes()).is_some(),
            Self::Regex(regex) => regex.is_match(message),
        }
    }

    fn literal(&self) -> Option<&str> {
        match self {
            Self::Text(text, _) => Some(text),
            Self::Regex(_) => None,
        }
    }

    /// Sorts cheap and selective terms to the front.
    fn cost(&self) -> (bool, std::cmp::Reverse<usize>) {
        let length = self.literal().map_or(0, str::len);
        (self.literal().is_none(), std::cmp::Reverse(length))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Plain,
    Optional,
    Excluded,
}

/// Matches a message against all terms of a pattern.
#[derive(Debug)]
pub(super) struct Terms {
    required: Vec<Term>,
    excluded: Vec<Term>,
    /// One of these must be present; empty when the `?` signs have no effect.
    alternatives: Vec<Term>,
    regexes: usize,
}

impl Terms {
    /// Reads a term pattern; `None` when it asks for nothing and matches every message.
    pub(super) fn parse(source: &str) -> Result<Option<Self>, PatternError> {
        let mut cursor = Cursor::new(source, 0);
        let mut terms = Self {
            required: Vec::new(),
            excluded: Vec::new(),
            alternatives: Vec::new(),
            regexes: 0,
        };
        cursor.skip_blanks();
        while !cursor.is_done() {
            let (sign, term) = read_term(&mut cursor)?;
            terms.regexes += usize::from(matches!(term, Term::Regex(_)));
            match sign {
                Sign::Plain => terms.required.push(term),
                Sign::Optional => terms.alternatives.push(term),
                Sign::Excluded => terms.excluded.push(term),
            }
            cursor.skip_blanks();
        }
        Ok(Some(terms.settled()).filter(|terms| !terms.asks_nothing()))
    }

    fn settled(mut self) -> Self {
        // `?` joins terms with OR only when every term has it; otherwise the service ignores it.
        if !self.required.is_empty() || !self.excluded.is_empty() {
            self.alternatives.clear();
        }
        self.required.sort_by_key(Term::cost);
        self.excluded.sort_by_key(Term::cost);
        self
    }

    /// Tells whether nothing is asked once ineffective signs are dropped: by a blank pattern, or by
    /// the quoted blank that is documented to match every event.
    fn asks_nothing(&self) -> bool {
        if !self.excluded.is_empty() || !self.alternatives.is_empty() {
            return false;
        }
        match self.required.as_slice() {
            [] => true,
            [only] => matches!(only.literal(), Some("" | " ")),
            _ => false,
        }
    }

    pub(super) fn matches(&self, message: &str) -> bool {
        self.required.iter().all(|term| term.is_in(message))
            && !self.excluded.iter().any(|term| term.is_in(message))
            && (self.alternatives.is_empty()
                || self.alternatives.iter().any(|term| term.is_in(message)))
    }

    /// Returns the longest text that every matching message contains.
    pub(super) fn required_literal(&self) -> Option<&str> {
        let certain = match self.alternatives.as_slice() {
            [only] => only.literal(),
            _ => self.required.iter().filter_map(Term::literal).max_by_key(|text| text.len()),
        };
        certain.filter(|text| !text.is_empty())
    }

    /// Tells whether the required literal alone decides.
    pub(super) fn is_single_literal(&self) -> bool {
        self.required_literal().is_some()
            && self.excluded.is_empty()
            && self.required.len() + self.alternatives.len() == 1
    }

    pub(super) fn regex_count(&self) -> usize {
        self.regexes
    }
}

fn read_term(cursor: &mut Cursor<'_>) -> Result<(Sign, Term), PatternError> {
    let start = cursor.position();
    let sign = if cursor.eat("?") {
        Sign::Optional
    } else if cursor.eat("-") {
        Sign::Excluded
    } else {
        Sign::Plain
    };
    let signed_to = cursor.position();
    if sign == Sign::Excluded {
        // Old documentation writes the minus sign apart from its term.
        cursor.skip_blanks();
    }
    let body = cursor.position();
    let term = match cursor.peek() {
        Some('"') => Term::text(&cursor.quoted()?),
        Some('%') => Term::Regex(read_regex(cursor)?),
        next if next.is_none_or(is_blank) => {
            let span = start..signed_to;
            return Err(PatternError::new(PatternErrorKind::MissingTerm, cursor.since(0), span));
        }
        _ => Term::text(cursor.take_while(is_word_character)),
    };
    if cursor.peek().is_some_and(|next| !is_blank(next)) {
        cursor.take_while(|next| !is_blank(next));
        let refused = cursor.since(body);
        return Err(cursor.fail(PatternErrorKind::UnquotedTerm, body).quoting(refused));
    }
    Ok((sign, term))
}

fn read_regex(cursor: &mut Cursor<'_>) -> Result<Regex, PatternError> {
    let start = cursor.position();
    cursor.regex().map_err(|error| error.quoting(cursor.since(start)))
}

fn is_word_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}
