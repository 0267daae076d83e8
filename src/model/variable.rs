//! Environment variables and the places they are written to.
//!
//! Limits: Gitpod's and Ona's APIs, and "Naming your secrets" and "Limits for secrets" of GitHub's
//! documentation.

use std::fmt;

use super::Rule;
use super::Violation;
use super::check_characters;
use super::check_length;

/// Longest name of a variable, in characters.
pub const MAXIMUM_NAME_LENGTH: usize = 255;

/// The pattern of a variable's name.
pub const NAME_PATTERN: &str = "[A-Za-z_][A-Za-z0-9_]*";

/// A place that a variable is written to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VariableTarget {
    /// Gitpod Classic.
    Gitpod,
    /// Ona.
    Ona,
    /// GitHub Actions.
    GitHub,
    /// GitHub Codespaces.
    Codespaces,
    /// The shell that asked.
    Shell,
    /// A dotenv file, by its path inside of the project.
    Dotenv(String),
}

impl VariableTarget {
    /// The targets without a path.
    pub const PLAIN: [(&'static str, Self); 5] = [
        ("gitpod", Self::Gitpod),
        ("ona", Self::Ona),
        ("github", Self::GitHub),
        ("codespaces", Self::Codespaces),
        ("shell", Self::Shell),
    ];

    /// Reads a target as people write it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(path) = text.strip_prefix("dotenv:") {
            return Some(Self::Dotenv(path.to_owned()));
        }
        Self::PLAIN.into_iter().find(|(word, _)| *word == text).map(|(_, target)| target)
    }

    /// Returns a variable's name as the target compares it.
    #[must_use]
    pub fn stored_name(&self, name: &str) -> String {
        match self {
            Self::GitHub | Self::Codespaces => name.to_ascii_uppercase(),
            _ => name.to_owned(),
        }
    }

    /// Checks the name of a variable against the rules of the target.
    ///
    /// # Errors
    /// It is too short or too long for it, or begins with a reserved word.
    pub fn check_name(&self, path: &str, name: &str) -> Result<(), Violation> {
        let reserved = |is_reserved: bool, prefix: &str| match is_reserved {
            false => Ok(()),
            true => {
                let sentence = format!("{self} reserves names that begin with {prefix}");
                Err(Violation::new(path, Rule::Sentence(sentence), name))
            }
        };
        match self {
            Self::Gitpod => {
                let is_reserved = name.starts_with("GITPOD_") && name != "GITPOD_IMAGE_AUTH";
                reserved(is_reserved, "GITPOD_")
            }
            Self::Ona => check_length(path, name, 3, 127).map_err(|broken| {
                let sentence = "ona takes names of 3 to 127 characters".to_owned();
                Violation { rule: Rule::Sentence(sentence), ..broken }
            }),
            Self::GitHub | Self::Codespaces => {
                reserved(name.to_ascii_uppercase().starts_with("GITHUB_"), "GITHUB_")
            }
            Self::Shell | Self::Dotenv(_) => Ok(()),
        }
    }

    /// Returns the longest value that the target takes, in bytes.
    #[must_use]
    pub const fn maximum_value_bytes(&self) -> Option<usize> {
        match self {
            Self::Gitpod => Some(32_767),
            Self::Ona => Some(10_240),
            Self::GitHub | Self::Codespaces => Some(48 * 1024),
            Self::Shell | Self::Dotenv(_) => None,
        }
    }
}

impl fmt::Display for VariableTarget {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dotenv(path) => write!(formatter, "dotenv:{path}"),
            plain => {
                let word = Self::PLAIN.iter().find(|(_, target)| target == plain);
                formatter.write_str(word.map_or("", |(word, _)| word))
            }
        }
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_rules_of_their_targets() {
        for good in ["A", "_x9", "OTEL_SERVICE_NAME"] {
            assert!(check_name("name", good).is_ok(), "{good}");
        }
        for bad in ["", "9A", "A-B", "é", &"A".repeat(256)] {
            assert!(check_name("name", bad).is_err(), "{bad}");
        }
        let refuses = |target: &str, name| {
            VariableTarget::parse(target).unwrap().check_name("name", name).is_err()
        };
        assert!(refuses("gitpod", "GITPOD_X") && !refuses("gitpod", "GITPOD_IMAGE_AUTH"));
        assert!(refuses("github", "github_x") && refuses("codespaces", "GITHUB_X"));
        assert!(refuses("ona", "AB") && !refuses("shell", "GITHUB_X"));
    }

    #[test]
    fn targets_are_written_as_they_are_read() {
        for text in ["gitpod", "ona", "github", "codespaces", "shell", "dotenv:.env"] {
            assert_eq!(VariableTarget::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(VariableTarget::parse("GitHub"), None);
    }
}
