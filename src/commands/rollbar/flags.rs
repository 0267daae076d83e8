//! The values of flags that several verbs take.

use clap::builder::PossibleValuesParser;
use clap::builder::TypedValueParser;

use crate::wire::rollbar::Level;
use crate::wire::rollbar::Status;

/// Longest name of an environment, in characters.
const LONGEST_ENVIRONMENT: usize = 255;

/// Reads a level.
pub(super) fn level() -> impl TypedValueParser<Value = Level> {
    PossibleValuesParser::new(Level::ALL.map(Level::word))
        .try_map(|word| Level::of_word(&word).ok_or("there is no such level"))
}

/// Reads a status.
pub(super) fn status() -> impl TypedValueParser<Value = Status> {
    PossibleValuesParser::new(Status::ALL.map(Status::word))
        .try_map(|word| Status::of_word(&word).ok_or("there is no such status"))
}

/// Reads the name of an environment.
pub(super) fn environment(text: &str) -> Result<String, String> {
    limited(text, LONGEST_ENVIRONMENT)
}

/// Reads a text of one line with a most number of characters.
pub(super) fn limited(text: &str, longest: usize) -> Result<String, String> {
    let is_legal = !text.trim().is_empty()
        && text.chars().count() <= longest
        && !text.contains(char::is_control);
    if is_legal {
        return Ok(text.to_owned());
    }
    Err(format!("it must have 1 to {longest} printable characters"))
}
