//! Wide events: one moment of a dataset with any number of fields.
//!
//! Limits: Honeycomb, "Events API" and "Send data: limits"; husky cuts texts at 65,535 bytes.

use std::collections::HashSet;

use super::Rule;
use super::Violation;

/// Most distinct fields of one event, and most distinct columns of one dataset.
pub const MAXIMUM_COLUMNS: usize = 2_000;

/// Longest text of a field, in bytes; what is longer is cut.
pub const MAXIMUM_TEXT_BYTES: usize = 65_535;

/// Largest event, in bytes.
pub const MAXIMUM_EVENT_BYTES: usize = 1_000_000;

/// Longest name of a field, in bytes.
pub const MAXIMUM_FIELD_NAME_BYTES: usize = 1_024;

/// Longest name of a dataset, in characters.
pub const MAXIMUM_DATASET_NAME_LENGTH: usize = 255;

/// Days for which the events of a new dataset are kept.
pub const RETENTION_DAYS: u32 = 60;

/// A value of a field; a field that is null has none.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldScalar {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// True or false.
    Flag(bool),
}

impl FieldScalar {
    /// Returns the bytes that the value counts for its event.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Integer(_) | Self::Float(_) => 8,
            Self::Flag(_) => 1,
        }
    }
}

/// One event of a dataset.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Slug of the dataset, as the catalog has it.
    pub dataset: String,
    /// Event time in nanoseconds since the epoch.
    pub time_ns: i64,
    /// How many events this one stands for, at least one.
    pub sample_rate: u32,
    /// Names and values; of a name that comes twice the first value counts.
    pub fields: Vec<(String, FieldScalar)>,
}

impl Event {
    /// Returns the bytes of names and values.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.fields.iter().map(|(name, value)| name.len() + value.bytes()).sum()
    }
}

/// Cuts a text at [`MAXIMUM_TEXT_BYTES`], between two characters.
pub fn cut_text(text: &mut String) {
    if text.len() > MAXIMUM_TEXT_BYTES {
        let end = text.floor_char_boundary(MAXIMUM_TEXT_BYTES);
        text.truncate(end);
    }
}

/// Checks an event against the limits that it breaks by itself.
///
/// # Errors
/// It has too many fields, too many bytes, or a field without a name or with one too long.
pub fn check(event: &Event) -> Result<(), Violation> {
    if event.fields.len() > MAXIMUM_COLUMNS {
        let names: HashSet<&str> = event.fields.iter().map(|(name, _)| name.as_str()).collect();
        if names.len() > MAXIMUM_COLUMNS {
            let rule = Rule::MaximumLength(MAXIMUM_COLUMNS);
            return Err(Violation::new("data", rule, names.len().to_string()));
        }
    }
    if let Some((name, _)) = event
        .fields
        .iter()
        .find(|(name, _)| name.is_empty() || name.len() > MAXIMUM_FIELD_NAME_BYTES)
    {
        let rule = if name.is_empty() {
            Rule::MinimumLength(1)
        } else {
            Rule::MaximumLength(MAXIMUM_FIELD_NAME_BYTES)
        };
        return Err(Violation::new("data", rule, name.clone()));
    }
    let bytes = event.bytes();
    if bytes > MAXIMUM_EVENT_BYTES {
        let text = format!("an event has at most {MAXIMUM_EVENT_BYTES} bytes");
        return Err(Violation::new("data", Rule::Sentence(text), bytes.to_string()));
    }
    Ok(())
}

/// Returns the slug of a dataset: lower case, with `-` for what is no letter, digit, `.` or `_`.
#[must_use]
pub fn slug(name: &str) -> String {
    name.chars()
        .map(|c| match c.to_ascii_lowercase() {
            c if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') => c,
            _ => '-',
        })
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(fields: Vec<(String, FieldScalar)>) -> Event {
        Event { dataset: "d".to_owned(), time_ns: 0, sample_rate: 1, fields }
    }

    #[test]
    fn limits_hold_at_their_edges() {
        let fields = |count: usize| -> Vec<(String, FieldScalar)> {
            (0..count).map(|n| (format!("f{n}"), FieldScalar::Flag(true))).collect()
        };
        assert!(check(&event(fields(MAXIMUM_COLUMNS))).is_ok());
        assert!(check(&event(fields(MAXIMUM_COLUMNS + 1))).is_err());
        let mut twice = fields(MAXIMUM_COLUMNS);
        twice.push(("f0".to_owned(), FieldScalar::Integer(1)));
        assert!(check(&event(twice)).is_ok());
        let text = |bytes| vec![("f".to_owned(), FieldScalar::Text("x".repeat(bytes)))];
        assert!(check(&event(text(MAXIMUM_EVENT_BYTES - 1))).is_ok());
        assert!(check(&event(text(MAXIMUM_EVENT_BYTES))).is_err());
        assert!(check(&event(vec![(String::new(), FieldScalar::Flag(true))])).is_err());
    }

    #[test]
    fn texts_are_cut_between_characters() {
        let mut text = "ä".repeat(40_000);
        cut_text(&mut text);
        assert_eq!(text.len(), MAXIMUM_TEXT_BYTES - 1);
        let mut short = "short".to_owned();
        cut_text(&mut short);
        assert_eq!(short, "short");
    }

    #[test]
    fn slugs_are_those_of_the_service() {
        assert_eq!(slug("My Dataset!"), "my-dataset-");
        assert_eq!(slug("backend-flask"), "backend-flask");
    }
}
