//! Lines that set a variable in a shell.
//!
//! csh is left out: its rules for history and line breaks leave no form that always works.

use crate::model::variable::NAME_PATTERN;
use crate::model::variable::check_name;

/// A family of shells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// sh, bash, dash, zsh and others of their kind.
    Posix,
    /// fish.
    Fish,
    /// `PowerShell`.
    PowerShell,
}

/// Why a shell cannot be told a variable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShellError {
    /// The name would be read as something else.
    #[error("the name of a variable must match {}", NAME_PATTERN)]
    Name,
    /// The value holds what the shell changes.
    #[error("{shell} cannot be told a value with {held}")]
    Value {
        /// The shell.
        shell: &'static str,
        /// What the value holds.
        held: &'static str,
    },
}

impl Shell {
    /// Returns the line that gives a variable its value, line break included.
    ///
    /// # Errors
    /// The name is none, or the shell cannot take the value over unchanged.
    pub fn assignment(self, name: &str, value: &str) -> Result<String, ShellError> {
        check_name("name", name).map_err(|_| ShellError::Name)?;
        let refuse = |shell, held| Err(ShellError::Value { shell, held });
        if value.contains('\0') {
            return refuse("a shell", "a zero byte");
        }
        Ok(match self {
            Self::Posix => format!("export {name}='{}'\n", value.replace('\'', r"'\''")),
            Self::Fish => {
                let escaped = value.replace('\\', r"\\").replace('\'', r"\'");
                format!("set -gx {name} '{escaped}'\n")
            }
            // It takes output apart at these, and puts it together with others.
            Self::PowerShell if value.contains('\r') => {
                return refuse("PowerShell", "a carriage return");
            }
            Self::PowerShell => {
                // These close a text between single quotes, too.
                let is_quote = |c: char| matches!(c, '\'' | '\u{2018}'..='\u{201b}');
                let mut escaped = String::with_capacity(value.len());
                for c in value.chars() {
                    if is_quote(c) {
                        escaped.push(c);
                    }
                    escaped.push(c);
                }
                format!("$env:{name} = '{escaped}'\n")
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_shell_has_its_form() {
        let value = "it's \\ $HOME `id`\n\"x\"";
        let line = |shell: Shell| shell.assignment("K", value).unwrap();
        assert_eq!(line(Shell::Posix), "export K='it'\\''s \\ $HOME `id`\n\"x\"'\n");
        assert_eq!(line(Shell::Fish), "set -gx K 'it\\'s \\\\ $HOME `id`\n\"x\"'\n");
        assert_eq!(line(Shell::PowerShell), "$env:K = 'it''s \\ $HOME `id`\n\"x\"'\n");
    }

    #[test]
    fn what_cannot_be_told_is_refused() {
        for shell in [Shell::Posix, Shell::Fish, Shell::PowerShell] {
            assert_eq!(shell.assignment("A;id", "x"), Err(ShellError::Name));
            let error = shell.assignment("A", "x\0hunter2").unwrap_err();
            assert!(!error.to_string().contains("hunter2"));
        }
        assert!(Shell::Posix.assignment("A", "a\rb").is_ok());
        assert!(Shell::PowerShell.assignment("A", "a\rb").is_err());
    }

    proptest! {
        #[test]
        fn a_value_never_leaves_its_quotes(value in "[a'\\\\\"$`\u{2018}\u{2019}\n;]{0,12}") {
            let posix = Shell::Posix.assignment("K", &value).unwrap();
            prop_assert_eq!(posix.replace(r"'\''", "").matches('\'').count(), 2);
            let power = Shell::PowerShell.assignment("K", &value).unwrap();
            let inner = power.strip_prefix("$env:K = '").unwrap().strip_suffix("'\n").unwrap();
            let quotes = |c: char| matches!(c, '\'' | '\u{2018}'..='\u{201b}');
            let runs = inner.split(|c| !quotes(c)).map(|run| run.chars().count());
            prop_assert!(runs.into_iter().all(|length| length % 2 == 0));
        }
    }
}
