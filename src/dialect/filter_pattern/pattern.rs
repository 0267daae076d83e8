//! A parsed filter pattern and everything a caller can ask of it.
//!
//! Owns the choice between the three forms. It must not know their grammars.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::cursor::is_blank;
use super::delimited::Delimited;
use super::error::PatternError;
use super::error_kind::PatternErrorKind;
use super::json::JsonPattern;
use super::terms::Terms;
use super::{delimited_syntax, json_syntax};

/// The most characters a pattern may have: the length constraint of the API's `FilterPattern`
/// type, <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricFilter.html>.
pub const MAXIMUM_LENGTH: usize = 1024;

/// What the service answers when a metric filter asks for dimensions and its pattern names no
/// fields; see [`FilterPattern::supports_dimensions`].
pub const DIMENSIONS_UNSUPPORTED: &str = "The specified filter pattern does not support dimensions";

/// Names the form of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// An empty or blank pattern: every message matches.
    Everything,
    /// Words, phrases and regular expressions.
    Terms,
    /// A condition on the fields of a JSON object, in braces.
    Json,
    /// Slots for the words of a line, in brackets.
    Delimited,
}

#[derive(Debug)]
enum Matcher {
    Everything,
    Terms(Terms),
    Json(JsonPattern),
    Delimited(Delimited),
}

struct Parsed {
    source: String,
    matcher: Matcher,
}

/// A filter pattern, ready to match messages; clones share one parsed form.
#[derive(Clone)]
pub struct FilterPattern {
    parsed: Arc<Parsed>,
}

impl FilterPattern {
    /// Parses a pattern in any of the three forms.
    ///
    /// # Errors
    ///
    /// Refuses what the filter pattern syntax does not allow, with the place of the fault.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        if let Some((limit, _)) = text.char_indices().nth(MAXIMUM_LENGTH) {
            let span = limit..text.len();
            return Err(PatternError::new(PatternErrorKind::TooLong, text, span).quoting(text));
        }
        let matcher = parse_form(text)?;
        Ok(Self { parsed: Arc::new(Parsed { source: text.to_owned(), matcher }) })
    }

    /// Returns the text this was parsed from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.parsed.source
    }

    /// Returns which form the pattern has.
    #[must_use]
    pub fn form(&self) -> Form {
        match self.parsed.matcher {
            Matcher::Everything => Form::Everything,
            Matcher::Terms(_) => Form::Terms,
            Matcher::Json(_) => Form::Json,
            Matcher::Delimited(_) => Form::Delimited,
        }
    }

    /// Tells whether a message matches.
    #[must_use]
    pub fn matches(&self, message: &str) -> bool {
        match &self.parsed.matcher {
            Matcher::Everything => true,
            Matcher::Terms(terms) => terms.matches(message),
            Matcher::Json(json) => json.matches(message),
            Matcher::Delimited(delimited) => delimited.matches(message),
        }
    }

    /// Returns the values that a test of a metric filter shows, or `None` without a match.
    ///
    /// Space-delimited patterns give `$name` for named slots and `$1`, `$2`… (the position in the
    /// event) for the rest; JSON patterns give the text under each selector they use that leads to
    /// one plain value; other patterns give nothing. API documentation: `TestMetricFilter`,
    /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TestMetricFilter.html>.
    #[must_use]
    pub fn extract(&self, message: &str) -> Option<BTreeMap<String, String>> {
        match &self.parsed.matcher {
            Matcher::Json(json) => json.extract(message),
            Matcher::Delimited(delimited) => delimited.extract(message),
            Matcher::Everything | Matcher::Terms(_) => self.matches(message).then(BTreeMap::new),
        }
    }

    /// Returns a text that every matching message contains, when there is one.
    ///
    /// JSON patterns give none, since a JSON text may spell any character as an escape.
    #[must_use]
    pub fn required_literal(&self) -> Option<&str> {
        match &self.parsed.matcher {
            Matcher::Terms(terms) => terms.required_literal(),
            Matcher::Delimited(delimited) => delimited.required_literal(),
            Matcher::Everything | Matcher::Json(_) => None,
        }
    }

    /// Tells whether a message matches exactly when it contains [`Self::required_literal`].
    #[must_use]
    pub fn is_single_literal(&self) -> bool {
        matches!(&self.parsed.matcher, Matcher::Terms(terms) if terms.is_single_literal())
    }

    /// Returns how many regular expressions the pattern holds.
    ///
    /// Filters that hold any count against a quota of five per log group.
    #[must_use]
    pub fn regex_count(&self) -> usize {
        match &self.parsed.matcher {
            Matcher::Everything => 0,
            Matcher::Terms(terms) => terms.regex_count(),
            Matcher::Json(json) => json.regex_count(),
            Matcher::Delimited(delimited) => delimited.regex_count(),
        }
    }

    /// Returns the names that metric values and dimensions may refer to, each once, in the order
    /// of the pattern: `$name` of slots, `$.selector` of JSON fields without a wildcard.
    #[must_use]
    pub fn fields(&self) -> Vec<String> {
        match &self.parsed.matcher {
            Matcher::Everything | Matcher::Terms(_) => Vec::new(),
            Matcher::Json(json) => json.fields(),
            Matcher::Delimited(delimited) => delimited.fields(),
        }
    }

    /// Tells whether a metric filter with this pattern may have dimensions.
    #[must_use]
    pub fn supports_dimensions(&self) -> bool {
        matches!(self.form(), Form::Json | Form::Delimited)
    }
}

impl fmt::Debug for FilterPattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("FilterPattern").field(&self.source()).finish()
    }
}

/// Chooses the form by the outermost characters that are not blank.
fn parse_form(text: &str) -> Result<Matcher, PatternError> {
    let opening = text.len() - text.trim_start_matches(is_blank).len();
    let trimmed = text.trim_end_matches(is_blank);
    let refuse = |kind| PatternError::new(kind, text, opening..trimmed.len());
    match trimmed.get(opening..).and_then(|pattern| pattern.chars().next()) {
        None => Ok(Matcher::Everything),
        Some('{') => {
            let inner =
                trimmed.strip_suffix('}').ok_or_else(|| refuse(PatternErrorKind::UnclosedBrace))?;
            json_syntax::parse(inner, opening + 1).map(Matcher::Json)
        }
        Some('[') => {
            let inner = trimmed
                .strip_suffix(']')
                .ok_or_else(|| refuse(PatternErrorKind::UnclosedBracket))?;
            delimited_syntax::parse(inner, opening + 1).map(Matcher::Delimited)
        }
        Some(_) => Ok(Terms::parse(text)?.map_or(Matcher::Everything, Matcher::Terms)),
    }
}
