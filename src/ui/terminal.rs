//! What the three standard streams are connected to.

use std::io::IsTerminal as _;
use std::os::fd::AsFd;

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
    /// Whether stdout goes into a file.
    pub stdout_is_file: bool,
    /// Whether stderr goes into a file.
    pub stderr_is_file: bool,
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
            stdout_is_file: is_file(std::io::stdout()),
            stderr_is_file: is_file(std::io::stderr()),
            width: columns(Term::stdout()).or_else(|| columns(Term::stderr())),
        }
    }
}

fn is_file(stream: impl AsFd) -> bool {
    rustix::fs::fstat(stream)
        .is_ok_and(|status| rustix::fs::FileType::from_raw_mode(status.st_mode).is_file())
}
