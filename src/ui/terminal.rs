//! What the three standard streams are connected to.

use std::io::IsTerminal as _;

use dialoguer::console::Term;

/// Which streams are terminals, and how wide.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminals {
    /// Whether stdin is a terminal.
    pub stdin: bool,
    /// Whether stdout is a terminal.
    pub stdout: bool,
    /// Whether stderr is a terminal.
    pub stderr: bool,
    /// The columns, of stdout or else of stderr.
    pub width: Option<u16>,
}

impl Terminals {
    /// Asks the operating system.
    #[must_use]
    pub fn detect() -> Self {
        let columns = |term: Term| {
            term.size_checked().map(|(_, columns)| columns).filter(|columns| *columns > 0)
        };
        Self {
            stdin: std::io::stdin().is_terminal(),
            stdout: std::io::stdout().is_terminal(),
            stderr: std::io::stderr().is_terminal(),
            width: columns(Term::stdout()).or_else(|| columns(Term::stderr())),
        }
    }
}
