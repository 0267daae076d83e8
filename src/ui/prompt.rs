//! Questions, asked only where a person can answer.

use std::io;

use dialoguer::Confirm;
use dialoguer::Input;
use dialoguer::console::Term;

use crate::base::Hint;
use crate::base::Kind;

use super::ci::Ci;
use super::escape::escape_untrusted;
use super::streams::Ui;

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum PromptError {
    /// Nobody can be asked here.
    #[error("cannot ask `{question}` here: {reason}")]
    NoPerson {
        /// What would have been asked.
        question: String,
        /// Why nobody can be asked.
        reason: &'static str,
        /// What to give on the command line instead.
        instead: String,
    },
    /// The person pressed ^C.
    #[error("interrupted")]
    Interrupted,
    /// The terminal failed.
    #[error("cannot ask on the terminal")]
    Terminal(#[source] io::Error),
}

impl Hint for PromptError {
    fn kind(&self) -> Kind {
        match self {
            Self::NoPerson { .. } => Kind::Usage,
            Self::Interrupted => Kind::Interrupted,
            Self::Terminal(_) => Kind::Failed,
        }
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::NoPerson { instead, .. } => {
                vec![format!("answer on the command line: {instead}")]
            }
            _ => Vec::new(),
        }
    }
}

impl Ui {
    /// Says whether a person can be asked: stdin and stderr are terminals, not in CI, no `--no-input`.
    #[must_use]
    pub fn can_prompt(&self) -> bool {
        self.why_no_prompt().is_none()
    }

    /// Asks for a yes or no; `--yes` answers, and no answer is an error that names it.
    ///
    /// # Errors
    /// Nobody can be asked, or the person interrupts.
    pub fn confirm(&self, question: &str) -> Result<bool, PromptError> {
        if self.options().yes {
            return Ok(true);
        }
        self.require_person(question, "--yes")?;
        let prompt = Confirm::new().with_prompt(escape_untrusted(question)).default(false);
        prompt.interact_on(&Term::stderr()).map_err(from_dialoguer)
    }

    /// Asks for a text; `instead` is what to give on the command line, such as `--name NAME`.
    ///
    /// # Errors
    /// Nobody can be asked, or the person interrupts.
    pub fn ask(
        &self,
        question: &str,
        default: Option<&str>,
        instead: &str,
    ) -> Result<String, PromptError> {
        self.require_person(question, instead)?;
        let mut prompt = Input::<String>::new().with_prompt(escape_untrusted(question));
        if let Some(default) = default {
            prompt = prompt.default(default.to_owned());
        }
        prompt.interact_text_on(&Term::stderr()).map_err(from_dialoguer)
    }

    pub(super) fn require_person(&self, question: &str, instead: &str) -> Result<(), PromptError> {
        match self.why_no_prompt() {
            None => Ok(()),
            Some(reason) => {
                let question = question.to_owned();
                Err(PromptError::NoPerson { question, reason, instead: instead.to_owned() })
            }
        }
    }

    fn why_no_prompt(&self) -> Option<&'static str> {
        let options = self.options();
        if options.no_input {
            Some("--no-input is given")
        } else if options.ci != Ci::None {
            Some("this is a CI job")
        } else if !options.stdin_is_terminal || !options.stderr_is_terminal {
            Some("there is no terminal")
        } else {
            None
        }
    }
}

fn from_dialoguer(error: dialoguer::Error) -> PromptError {
    let dialoguer::Error::IO(error) = error;
    // The question stands on an open line, and the cursor may still be hidden.
    let terminal = Term::stderr();
    let _ = terminal.show_cursor().and_then(|()| terminal.write_line(""));
    if error.kind() == io::ErrorKind::Interrupted {
        PromptError::Interrupted
    } else {
        PromptError::Terminal(error)
    }
}

#[cfg(test)]
mod tests {
    use super::super::UiOptions;
    use super::*;

    fn on_terminal() -> UiOptions {
        UiOptions { stdin_is_terminal: true, stderr_is_terminal: true, ..UiOptions::default() }
    }

    #[test]
    fn yes_is_an_answer_anywhere() {
        let (ui, _) = Ui::captured(UiOptions { yes: true, no_input: true, ..UiOptions::default() });
        assert!(ui.confirm("delete?").unwrap());
    }

    #[test]
    fn nobody_is_asked_where_nobody_is() {
        for options in [
            UiOptions::default(),
            UiOptions { no_input: true, ..on_terminal() },
            UiOptions { ci: Ci::Other, ..on_terminal() },
            UiOptions { stdin_is_terminal: false, ..on_terminal() },
        ] {
            let (ui, _) = Ui::captured(options);
            let error = ui.confirm("delete 3 groups?").unwrap_err();
            assert_eq!(error.kind(), Kind::Usage);
            assert!(error.hints()[0].contains("--yes"));
        }
        assert!(Ui::captured(on_terminal()).0.can_prompt());
    }
}
