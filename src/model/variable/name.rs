//! The names of variables.

use super::VariableTarget;
use crate::model::Rule;
use crate::model::Violation;
use crate::model::check_characters;
use crate::model::check_length;

/// Longest name of a variable, in characters.
pub const MAXIMUM_NAME_LENGTH: usize = 255;

/// The pattern of a variable's name.
pub const NAME_PATTERN: &str = "[A-Za-z_][A-Za-z0-9_]*";

/// Checks the name of a variable.
///
/// # Errors
/// It is empty, too long, begins with a digit or holds another character.
pub fn check_name(path: &str, name: &str) -> Result<(), Violation> {
    check_length(path, name, 1, MAXIMUM_NAME_LENGTH)?;
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        return Err(Violation::new(path, Rule::Pattern(NAME_PATTERN), name));
    }
    check_characters(path, name, NAME_PATTERN, |c| c.is_ascii_alphanumeric() || c == '_')
}

/// Checks a name that goes into the file of `GITHUB_ENV`: there the runner keeps names of its own.
///
/// # Errors
/// It is no name of a variable, or the runner would not take it.
pub fn check_github_file_name(path: &str, name: &str) -> Result<(), Violation> {
    check_name(path, name)?;
    let upper = name.to_ascii_uppercase();
    for prefix in ["GITHUB_", "RUNNER_"] {
        reserved(path, name, upper.starts_with(prefix), || {
            format!("GITHUB_ENV cannot set names that begin with {prefix}")
        })?;
    }
    reserved(path, name, upper == "NODE_OPTIONS", || "GITHUB_ENV refuses NODE_OPTIONS".to_owned())
}

impl VariableTarget {
    /// Returns a variable's name as the target compares it.
    #[must_use]
    pub fn stored_name(&self, name: &str) -> String {
        match self {
            Self::GitHub(_) | Self::Codespaces(_) => name.to_ascii_uppercase(),
            _ => name.to_owned(),
        }
    }

    /// Checks the name of a variable against the rules of the target.
    ///
    /// # Errors
    /// It is too short or too long for it, or begins with a reserved word.
    pub fn check_name(&self, path: &str, name: &str) -> Result<(), Violation> {
        let prefix = |is_reserved: bool, prefix: &str| {
            reserved(path, name, is_reserved, || {
                format!("{self} reserves names that begin with {prefix}")
            })
        };
        match self {
            Self::Gitpod(_) => {
                let is_reserved = name.starts_with("GITPOD_") && name != "GITPOD_IMAGE_AUTH";
                prefix(is_reserved, "GITPOD_")
            }
            Self::Ona(_) => check_length(path, name, 3, 127).map_err(|broken| {
                let sentence = "ona takes names of 3 to 127 characters".to_owned();
                Violation { rule: Rule::Sentence(sentence), ..broken }
            }),
            Self::GitHub(_) | Self::Codespaces(_) => {
                prefix(name.to_ascii_uppercase().starts_with("GITHUB_"), "GITHUB_")
            }
            Self::Shell | Self::Direnv | Self::Dotenv(_) => Ok(()),
        }
    }
}

fn reserved(
    path: &str,
    name: &str,
    is_reserved: bool,
    sentence: impl FnOnce() -> String,
) -> Result<(), Violation> {
    match is_reserved {
        false => Ok(()),
        true => Err(Violation::new(path, Rule::Sentence(sentence()), name)),
    }
}
