//! How everything looks.

use super::ci::Ci;
use super::format::Format;
use super::query::Query;
use super::runner::RunnerOptions;

/// How much is said on stderr.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// `-q`: warnings and errors.
    Quiet,
    /// Status and hints too.
    #[default]
    Normal,
    /// `-v`: requests too, with secrets cut.
    Verbose,
    /// `-vv`: everything.
    Debug,
}

/// How everything looks. The default suits tests: no terminal, no colour, no prompt.
#[derive(Clone, Debug, Default)]
pub struct UiOptions {
    /// The format, if one was named.
    pub format: Option<Format>,
    /// `--query`.
    pub query: Option<Query>,
    /// Whether stdout may have colour.
    pub color_stdout: bool,
    /// Whether stderr may have colour.
    pub color_stderr: bool,
    /// Whether stdin is a terminal.
    pub stdin_is_terminal: bool,
    /// Whether stdout is a terminal.
    pub stdout_is_terminal: bool,
    /// Whether stderr is a terminal.
    pub stderr_is_terminal: bool,
    /// The columns of the terminal.
    pub width: Option<u16>,
    /// How much is said on stderr.
    pub verbosity: Verbosity,
    /// `--raw`: data is not escaped.
    pub raw: bool,
    /// The CI system around us.
    pub ci: Ci,
    /// What GitHub's runner has given us.
    pub runner: RunnerOptions,
    /// `--no-input`: never prompt.
    pub no_input: bool,
    /// `--yes`: every confirmation is given.
    pub yes: bool,
}

impl UiOptions {
    /// Returns the format of a report that is JSON in a pipe, or not.
    pub(crate) fn format_of(&self, json_when_piped: bool) -> Format {
        match self.format {
            Some(format) => format,
            None if json_when_piped && !self.stdout_is_terminal => Format::Json,
            None => Format::default(),
        }
    }
}
