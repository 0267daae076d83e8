//! Entries of the files that `GITHUB_OUTPUT` and `GITHUB_ENV` name.
//!
//! The runner reads `NAME=VALUE`, or `NAME<<DELIMITER`, the value, and the delimiter on a line of
//! its own. A value that can hold its delimiter can set any other name, so that one is random and
//! looked for in the value.

use crate::base::Hint;
use crate::base::Kind;
use crate::base::RandomError;

/// How often another delimiter is tried; a value that holds the first by chance is no value.
const MAXIMUM_TRIES: usize = 8;

/// Names of `GITHUB_ENV` that the runner takes from nobody, or that change what its programs run.
const RESERVED_PREFIXES: [&str; 2] = ["GITHUB_", "RUNNER_"];
const RESERVED_NAMES: [&str; 1] = ["NODE_OPTIONS"];

/// Why a value cannot be handed to the runner.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// The name would be read as something else.
    #[error("`{0}` is no name that the runner reads")]
    Name(String),
    /// The runner keeps the name for itself.
    #[error("the runner keeps {0} for itself")]
    Reserved(String),
    /// No file of the runner holds a zero byte.
    #[error("the value of {0} holds a zero byte")]
    ZeroByte(String),
    /// Every delimiter that was tried is in the value.
    #[error("the value of {0} holds every delimiter that was tried")]
    Delimiter(String),
    /// There is no random delimiter to be had.
    #[error(transparent)]
    Random(#[from] RandomError),
}

impl Hint for EntryError {
    fn kind(&self) -> Kind {
        match self {
            Self::Name(_) | Self::Reserved(_) | Self::ZeroByte(_) => Kind::Usage,
            Self::Delimiter(_) | Self::Random(_) => Kind::Failed,
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::Reserved(_) => {
                vec![
                    "choose another name; GITHUB_*, RUNNER_* and NODE_OPTIONS are reserved"
                        .to_owned(),
                ]
            }
            _ => Vec::new(),
        }
    }
}

/// Returns the lines that set an output of a step.
///
/// # Errors
/// The name or the value cannot be written, or `random` gives no delimiter.
pub fn output_entry(
    name: &str,
    value: &str,
    random: impl FnMut() -> Result<String, RandomError>,
) -> Result<String, EntryError> {
    entry(name, value, random)
}

/// Returns the lines that set a variable of the job's later steps.
///
/// # Errors
/// As [`output_entry`]; also if the runner keeps the name for itself.
pub fn environment_entry(
    name: &str,
    value: &str,
    random: impl FnMut() -> Result<String, RandomError>,
) -> Result<String, EntryError> {
    let upper = name.to_ascii_uppercase();
    let is_reserved = RESERVED_PREFIXES.iter().any(|prefix| upper.starts_with(prefix))
        || RESERVED_NAMES.contains(&upper.as_str());
    if is_reserved {
        return Err(EntryError::Reserved(name.to_owned()));
    }
    entry(name, value, random)
}

fn entry(
    name: &str,
    value: &str,
    mut random: impl FnMut() -> Result<String, RandomError>,
) -> Result<String, EntryError> {
    let is_name_character = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if name.is_empty() || !name.chars().all(is_name_character) {
        return Err(EntryError::Name(name.to_owned()));
    }
    if value.contains('\0') {
        return Err(EntryError::ZeroByte(name.to_owned()));
    }
    if is_plain(value) {
        return Ok(format!("{name}={value}\n"));
    }
    for _ in 0..MAXIMUM_TRIES {
        let delimiter = format!("cruddur_obs_{}", random()?);
        if !value.contains(&delimiter) {
            return Ok(format!("{name}<<{delimiter}\n{value}\n{delimiter}\n"));
        }
    }
    Err(EntryError::Delimiter(name.to_owned()))
}

// The runner takes the rest of the line, and nothing that could be read otherwise gets here.
fn is_plain(value: &str) -> bool {
    !value.contains(char::is_control) && !value.contains("<<") && value.trim() == value
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn numbered() -> impl FnMut() -> Result<String, RandomError> {
        let mut number = 0;
        move || {
            number += 1;
            Ok(number.to_string())
        }
    }

    // The form of the runner's reader: whichever of `=` and `<<` comes first decides.
    fn read(text: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut lines = text.split('\n');
        while let Some(line) = lines.next() {
            let (equals, here) = (line.find('='), line.find("<<"));
            match (equals, here) {
                (Some(equals), here) if here.is_none_or(|here| equals < here) => {
                    found.push((line[..equals].to_owned(), line[equals + 1..].to_owned()));
                }
                (_, Some(here)) => {
                    let delimiter = &line[here + 2..];
                    let value: Vec<&str> = lines.by_ref().take_while(|l| *l != delimiter).collect();
                    found.push((line[..here].to_owned(), value.join("\n")));
                }
                _ => assert!(line.is_empty(), "{line:?}"),
            }
        }
        found
    }

    #[test]
    fn safe_values_are_one_line() {
        assert_eq!(output_entry("changed", "true", numbered()).unwrap(), "changed=true\n");
        assert_eq!(output_entry("a", "b=c", numbered()).unwrap(), "a=b=c\n");
        assert_eq!(output_entry("a", "", numbered()).unwrap(), "a=\n");
    }

    #[test]
    fn other_values_stand_between_delimiters() {
        assert_eq!(
            output_entry("a", "x\ny=1", numbered()).unwrap(),
            "a<<cruddur_obs_1\nx\ny=1\ncruddur_obs_1\n"
        );
        let holds_the_first = "x\ncruddur_obs_1\nevil=1";
        assert_eq!(
            output_entry("a", holds_the_first, numbered()).unwrap(),
            format!("a<<cruddur_obs_2\n{holds_the_first}\ncruddur_obs_2\n")
        );
        let stuck = output_entry("a", "x\ncruddur_obs_7", || Ok("7".to_owned()));
        assert!(matches!(stuck, Err(EntryError::Delimiter(_))));
    }

    #[test]
    fn names_that_would_be_read_as_something_else_are_refused() {
        for name in ["", "a=b", "a<<b", "a\nb", "a b", "é"] {
            assert!(
                matches!(output_entry(name, "x", numbered()), Err(EntryError::Name(_))),
                "{name:?}"
            );
        }
        assert!(matches!(output_entry("a", "x\0", numbered()), Err(EntryError::ZeroByte(_))));
        for name in ["GITHUB_TOKEN", "github_x", "RUNNER_OS", "NODE_OPTIONS", "node_options"] {
            let refused = environment_entry(name, "x", numbered());
            assert!(matches!(refused, Err(EntryError::Reserved(_))), "{name}");
            assert!(output_entry(name, "x", numbered()).is_ok(), "{name} is a good output");
        }
    }

    proptest! {
        #[test]
        fn values_are_read_back_and_set_nothing_else(
            values in proptest::collection::vec("[^\0]{0,40}|[a<=\r\n \t]{0,20}", 1..5)
        ) {
            let mut text = String::new();
            let mut expected = Vec::new();
            for (index, value) in values.into_iter().enumerate() {
                let name = format!("N{index}");
                text += &environment_entry(&name, &value, numbered()).unwrap();
                expected.push((name, value));
            }
            prop_assert_eq!(read(&text), expected);
        }
    }
}
