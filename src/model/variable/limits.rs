//! What a target can carry as the value of a variable.

use super::DotenvForm;
use super::VariableTarget;
use crate::model::Rule;
use crate::model::Violation;

/// Longest value of Gitpod, in the units in which its server counts, those of UTF-16.
const GITPOD_UNITS: usize = 32_767;

/// Longest value of Ona, in characters.
const ONA_CHARACTERS: usize = 10_240;

/// Longest value of GitHub, in bytes.
const GITHUB_BYTES: usize = 48 * 1024;

/// Longest `NAME=value` that Linux hands to a program, in bytes, without the zero at its end.
const PROCESS_BYTES: usize = 131_071;

impl VariableTarget {
    /// Checks what the target can carry. The value is not repeated by the violation, which tells
    /// target and reason.
    ///
    /// # Errors
    /// The value holds what the target changes or refuses, or is too large for it.
    pub fn check_value(&self, path: &str, name: &str, value: &str) -> Result<(), Violation> {
        let broken = |reason: String| {
            let sentence = format!("{self} cannot carry {name}: {reason}");
            Err(Violation::new(path, Rule::Sentence(sentence), ""))
        };
        let within = |length: usize, most: usize, unit: &str| match length <= most {
            true => Ok(()),
            false => broken(format!("it has {length} {unit}, and at most {most} are taken")),
        };
        if value.contains('\0') {
            return broken("it holds a zero byte, which no variable can".to_owned());
        }
        match self {
            Self::Gitpod(_) if value.trim().is_empty() => broken("it is blank".to_owned()),
            Self::Gitpod(_) => within(value.encode_utf16().count(), GITPOD_UNITS, "characters"),
            Self::Ona(_) if value.is_empty() => broken("it is empty".to_owned()),
            Self::Ona(_) => within(value.chars().count(), ONA_CHARACTERS, "characters"),
            Self::GitHub(_) | Self::Codespaces(_) => within(value.len(), GITHUB_BYTES, "bytes"),
            Self::Shell => {
                within(name.len() + 1 + value.len(), PROCESS_BYTES, "bytes with its name")
            }
            Self::Direnv | Self::Dotenv(_) => {
                if let Err(held) = DotenvForm::of(value) {
                    return broken(format!(
                        "it holds {held}, and dotenv readers disagree on every form of that"
                    ));
                }
                within(name.len() + 1 + value.len(), PROCESS_BYTES, "bytes with its name")
            }
        }
    }
}

/// Checks what the program `gp` hands on unchanged: less than Gitpod itself takes.
///
/// # Errors
/// The value holds what `gp` takes away or changes.
pub fn check_gp_value(path: &str, name: &str, value: &str) -> Result<(), Violation> {
    let quotes = ['"', '\''];
    let reason = if value.starts_with(quotes) || value.ends_with(quotes) {
        "takes quotes away at both ends"
    } else if value.contains("\\ ") {
        "turns a backslash before a blank into a blank"
    } else {
        return Ok(());
    };
    let sentence = format!("gitpod cannot carry {name}: the program gp {reason}");
    Err(Violation::new(path, Rule::Sentence(sentence), ""))
}
