//! What stands behind a field: an operator and a value.
//!
//! Owns how they are read, and the faults of values of another type or another language. Must not
//! know which operators a field takes.

use super::advice;
use super::canonical;
use super::error::ExpressionError;
use super::keyword::Scope;
use super::lexer::{Fault, Span, Token, TokenKind};
use super::parser::{Parsed, Parser};
use super::refusal::shown;
use super::tree::{NumberOperator, TextOperator};

/// The characters that end a value whose quotes were forgotten.
const VALUE_STOPS: [char; 8] = ['(', ')', '{', '}', '[', ']', ',', '"'];

/// An operator as found, before its keyword has a say.
#[derive(Clone, Copy)]
pub(super) enum Operator {
    Relation(NumberOperator),
    Search(TextOperator),
}

impl Operator {
    /// Returns the operator for a field of text.
    pub(super) fn for_text(self) -> Option<TextOperator> {
        match self {
            Self::Relation(NumberOperator::Equal) => Some(TextOperator::Equal),
            Self::Relation(NumberOperator::NotEqual) => Some(TextOperator::NotEqual),
            Self::Relation(_) => None,
            Self::Search(operator) => Some(operator),
        }
    }

    /// Returns true for `=` and false for `!=`.
    pub(super) fn for_flag(self) -> Option<bool> {
        match self {
            Self::Relation(NumberOperator::Equal) => Some(true),
            Self::Relation(NumberOperator::NotEqual) => Some(false),
            _ => None,
        }
    }
}

/// A field and the operator behind it, for the words of a fault in the value.
pub(super) struct Place<'source> {
    field: &'source str,
    operator: &'source str,
    operator_span: Span,
}

impl Place<'_> {
    /// Renders the comparison with `value`, as it should have been written.
    fn with(&self, value: &str) -> String {
        match self.operator {
            ":" => format!("{}:{value}", self.field),
            operator => format!("{} {operator} {value}", self.field),
        }
    }
}

impl<'source> Parser<'source> {
    /// Reads the operator behind a field, if there is one.
    pub(super) fn operator<'name>(
        &mut self,
        field: &'name str,
    ) -> Parsed<Option<(Operator, Place<'name>)>>
    where
        'source: 'name,
    {
        let token = self.peek();
        let operator = match &token.kind {
            TokenKind::Operator(relation) => Operator::Relation(*relation),
            TokenKind::Faulty(Fault::ForeignOperator) => return Err(self.foreign_operator(token)),
            TokenKind::Bang => return self.refuse_negated(token, field).map(|()| None),
            TokenKind::Word => {
                let word = self.text(token);
                if word.eq_ignore_ascii_case("NOT") {
                    self.refuse_negated(token, field)?;
                }
                match search(word) {
                    Some(search) => Operator::Search(search),
                    None if advice::foreign_operator(word).is_some() => {
                        return Err(self.foreign_operator(token));
                    }
                    None => return Ok(None),
                }
            }
            _ => return Ok(None),
        };
        self.advance();
        let place = Place { field, operator: self.text(token), operator_span: token.span };
        Ok(Some((operator, place)))
    }

    /// Refuses a negation that stands in front of a word operator: `http.url !CONTAINS "x"`.
    fn refuse_negated(&self, negation: &Token, field: &str) -> Parsed<()> {
        let word = self.peek_at(1);
        let operator = self.text(word);
        if word.kind != TokenKind::Word || search(operator).is_none() {
            return Ok(());
        }
        let value = match &self.peek_at(2).kind {
            TokenKind::Text(value) => canonical::quote(value),
            _ => "\"…\"".to_owned(),
        };
        let operator = operator.to_ascii_uppercase();
        let span = Span::new(negation.span.start, word.span.end);
        Err(self
            .fail_on_symbol(span, format!("{operator} cannot be negated"))
            .hint(format!("write !({field} {operator} {value})")))
    }

    /// Refuses an operator that does not fit its field.
    pub(super) fn misfit(&self, place: &Place<'_>, forms: &str) -> ExpressionError {
        let message = format!("{} cannot be compared by {}", place.field, place.operator);
        self.fail(place.operator_span, message).hint(format!("{} {forms}", place.field))
    }

    /// Begins the refusal of the next token where a value is expected.
    fn no_value(&self, place: &Place<'_>, expected: &str) -> ExpressionError {
        let token = self.peek();
        let found = self.shown(token);
        let message = format!("expected {expected} after {}, found {found}", place.operator);
        self.fail(token.span, message)
    }

    fn no_text(&self, place: &Place<'_>) -> ExpressionError {
        let hint = format!("write {}", place.with("\"…\""));
        self.no_value(place, "text in double quotes").hint(hint)
    }

    /// Reads `true` or `false`.
    pub(super) fn boolean(&mut self, place: &Place<'_>) -> Parsed<bool> {
        let token = self.peek();
        let value = self.is_word(token, "true");
        if value || self.is_word(token, "false") {
            self.advance();
            return Ok(value);
        }
        let hint = format!("write {0} or {0} = false", place.field);
        Err(self.no_value(place, "true or false").hint(hint))
    }

    /// Reads a number.
    pub(super) fn number_value(&mut self, place: &Place<'_>) -> Parsed<f64> {
        let token = self.peek();
        let written = |value: &str| format!("write {}", place.with(value));
        match &token.kind {
            TokenKind::Number(value) => {
                self.advance();
                Ok(*value)
            }
            TokenKind::Text(text) => {
                let error = self.no_value(place, "a number");
                let bare = text.trim();
                let is_number = bare.parse::<f64>().is_ok_and(f64::is_finite);
                Err(error.hint(written(if is_number { bare } else { "5" })))
            }
            TokenKind::Word => {
                let word = self.text(token);
                let error = self.no_value(place, "a number").on_symbol(word);
                Err(match (without_unit(word), status_class(word)) {
                    (Some(seconds), _) => {
                        let hint = written(&seconds);
                        error.hint(format!("{hint}, in seconds and without a unit"))
                    }
                    (_, Some(class)) => error
                        .hint(format!("write {0} >= {class}00 AND {0} <= {class}99", place.field)),
                    _ if word.starts_with('.') => error.hint(written(&format!("0{word}"))),
                    _ => error.hint(written("5")),
                })
            }
            TokenKind::Faulty(_) => Err(self.unexpected(token)),
            _ => Err(self.no_value(place, "a number").hint(written("5"))),
        }
    }

    /// Reads text in double quotes; in root cause braces a bare word will do.
    pub(super) fn text_value(&mut self, place: &Place<'_>, scope: Scope) -> Parsed<String> {
        let token = self.peek();
        match &token.kind {
            TokenKind::Text(value) => {
                self.advance();
                Ok(value.clone())
            }
            TokenKind::Word if self.is_word(token, "AND") || self.is_word(token, "OR") => {
                Err(self.no_text(place))
            }
            // The vendor's own example has `name = traces` there.
            TokenKind::Word if scope == Scope::RootCause => {
                self.advance();
                Ok(self.text(token).to_owned())
            }
            TokenKind::Word
            | TokenKind::Number(_)
            | TokenKind::Json(_)
            | TokenKind::Faulty(
                Fault::Stray | Fault::SingleQuotes | Fault::NumberRange | Fault::Json(..),
            ) => Err(self.unquoted(token, |quoted| {
                format!("write {} with double quotes", place.with(quoted))
            })),
            TokenKind::Faulty(_) => Err(self.unexpected(token)),
            _ => Err(self.no_text(place)),
        }
    }

    /// Refuses text that lacks its double quotes.
    pub(super) fn unquoted(
        &self,
        token: &Token,
        advice: impl FnOnce(&str) -> String,
    ) -> ExpressionError {
        let span = match token.kind {
            TokenKind::Faulty(Fault::SingleQuotes) => token.span,
            _ => self.run_from(token.span.start, &VALUE_STOPS),
        };
        let run = span.of(self.source());
        let bare = run.trim_matches(['\'', '`', '‘', '’', '“', '”', '„', '«', '»']);
        self.fail_on_symbol(span, format!("text {} lacks double quotes", shown(run)))
            .hint(advice(&canonical::quote(bare)))
    }

    /// Reads text in double quotes behind an operator that the caller has taken.
    pub(super) fn text_after(&mut self, field: &str, operator: &Token) -> Parsed<String> {
        let place = Place { field, operator: self.text(operator), operator_span: operator.span };
        self.text_value(&place, Scope::Trace)
    }
}

/// Finds the word operator on text that a word spells.
fn search(word: &str) -> Option<TextOperator> {
    [TextOperator::Contains, TextOperator::BeginsWith, TextOperator::EndsWith]
        .into_iter()
        .find(|operator| operator.as_str().eq_ignore_ascii_case(word))
}

/// Turns a number with a unit of time, such as `5s` or `250ms`, into seconds.
fn without_unit(word: &str) -> Option<String> {
    let start = word.find(|each: char| each.is_alphabetic())?;
    let (value, unit) = word.split_at_checked(start)?;
    let value: f64 = value.parse().ok()?;
    let seconds = match unit {
        "ms" => value / 1_000.0,
        "s" | "sec" | "seconds" => value,
        "m" | "min" => value * 60.0,
        _ => return None,
    };
    seconds.is_finite().then(|| canonical::number(seconds))
}

/// Returns the first digit of a class of status codes, such as `4xx`.
fn status_class(word: &str) -> Option<char> {
    let class = word.chars().next().filter(char::is_ascii_digit)?;
    word.get(1..)?.eq_ignore_ascii_case("xx").then_some(class)
}
