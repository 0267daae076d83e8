//! The program `gp`, which takes values only on its command line and prints them back.
//!
//! What it prints never leaves this file but as the variables that it lists. It says why it failed
//! on stderr, and repeats arguments there: a line of it is passed on only if it holds no value.

use std::ffi::OsStr;
use std::ffi::OsString;
use std::process::Stdio;
use std::time::Duration;

use secrecy::ExposeSecret as _;
use secrecy::SecretString;
use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt as _;
use tokio::process::Command;

use crate::wire::gitpod::GpVariable;
use crate::wire::gitpod::gp_line;
use crate::wire::gitpod::parse_gp_list;

/// How long a call may take; the program itself gives up after a minute.
const CALL_TIME: Duration = Duration::from_secs(90);

/// How much of its output is read: more than all variables that a user may have by default.
const MAXIMUM_OUTPUT_BYTES: u64 = 64 * 1024 * 1024;

/// Longest argument that Linux hands to a program, in bytes without the zero at its end.
const MAXIMUM_ARGUMENT_BYTES: usize = 131_071;

/// Longest line of its errors that is passed on, in characters.
const MAXIMUM_REASON_LENGTH: usize = 300;

/// Whose workspaces get a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GpScope {
    /// Those of this workspace's repository.
    Repository,
    /// All of the user's; the program only changes what is there.
    User,
}

/// Why the program did not do what was asked. No text holds a value.
#[derive(Clone, Debug, thiserror::Error)]
pub enum GpError {
    /// There is no such program.
    #[error("there is no program gp on the PATH")]
    NotFound,
    /// The operating system does not start it.
    #[error("gp cannot be started: {0}")]
    NotStarted(String),
    /// It did not end.
    #[error("gp did not end within {} s", CALL_TIME.as_secs())]
    Slow,
    /// It said no.
    #[error("gp failed: {reason}")]
    Failed {
        /// What it said, if that can be passed on.
        reason: String,
        /// Whether it does not reach the supervisor of a workspace.
        is_outside: bool,
        /// Whether it wants the variable to be made by hand first.
        wants_creation: bool,
    },
    /// It printed what it should not have.
    #[error("gp did not store {name} as it was given")]
    Changed {
        /// The variable.
        name: String,
    },
    /// It prints without an end, or no text.
    #[error("gp prints what cannot be read")]
    Unreadable,
    /// The value does not fit on a command line.
    #[error("{name} is too long for the command line of gp")]
    TooLong {
        /// The variable.
        name: String,
    },
}

/// Runs `gp`.
#[derive(Clone, Debug)]
pub struct GpProgram {
    program: OsString,
}

impl Default for GpProgram {
    fn default() -> Self {
        Self::new("gp")
    }
}

/// What a run gave.
struct Output {
    succeeded: bool,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

impl GpProgram {
    /// Names the program: a path, or a name that is looked for on the PATH.
    #[must_use]
    pub fn new(program: impl Into<OsString>) -> Self {
        Self { program: program.into() }
    }

    /// Lists the variables of this workspace: what holds after all of user and repository is laid
    /// over another, so that nobody can tell where one comes from.
    ///
    /// # Errors
    /// The program fails.
    pub async fn list(&self) -> Result<Vec<GpVariable>, GpError> {
        let output = self.run(&["env".as_ref()], None).await?;
        let text = String::from_utf8(output.stdout).map_err(|_| GpError::Unreadable)?;
        Ok(parse_gp_list(&text))
    }

    /// Gives a variable a value, and sees to it that the program took it as it was given.
    ///
    /// # Errors
    /// The program fails, or stores another value.
    pub async fn set(
        &self,
        scope: GpScope,
        name: &str,
        value: &SecretString,
    ) -> Result<(), GpError> {
        let assignment = SecretString::from(format!("{name}={}", value.expose_secret()));
        if assignment.expose_secret().len() > MAXIMUM_ARGUMENT_BYTES {
            return Err(GpError::TooLong { name: name.to_owned() });
        }
        let mut arguments = vec![OsStr::new("env")];
        if scope == GpScope::User {
            arguments.extend([OsStr::new("-s"), OsStr::new("user")]);
        }
        arguments.push(assignment.expose_secret().as_ref());
        let output = self.run(&arguments, Some(value)).await?;
        let printed = format!("{}\n", gp_line(name, value.expose_secret()));
        if output.stdout == printed.as_bytes() {
            return Ok(());
        }
        Err(GpError::Changed { name: name.to_owned() })
    }

    /// Deletes a variable of this workspace's repository.
    ///
    /// # Errors
    /// The program fails.
    pub async fn unset(&self, name: &str) -> Result<(), GpError> {
        self.run(&["env".as_ref(), "-u".as_ref(), name.as_ref()], None).await.map(|_| ())
    }

    async fn run(
        &self,
        arguments: &[&OsStr],
        secret: Option<&SecretString>,
    ) -> Result<Output, GpError> {
        let output = match tokio::time::timeout(CALL_TIME, self.output(arguments)).await {
            Ok(output) => output?,
            Err(_) => return Err(GpError::Slow),
        };
        if output.succeeded {
            return Ok(output);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(GpError::Failed {
            reason: reason(&said, secret),
            is_outside: said.contains("supervisor"),
            wants_creation: said.contains("create the var manually"),
        })
    }

    async fn output(&self, arguments: &[&OsStr]) -> Result<Output, GpError> {
        let mut child = Command::new(&self.program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| match error.kind() {
                std::io::ErrorKind::NotFound => GpError::NotFound,
                _ => GpError::NotStarted(error.to_string()),
            })?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let (stdout, stderr) = tokio::join!(read(stdout), read(stderr));
        let status = child.wait().await.map_err(|error| GpError::NotStarted(error.to_string()))?;
        Ok(Output { succeeded: status.success(), stdout: stdout?, stderr: stderr? })
    }
}

async fn read(stream: Option<impl AsyncRead + Unpin>) -> Result<Vec<u8>, GpError> {
    let Some(stream) = stream else { return Ok(Vec::new()) };
    let mut bytes = Vec::new();
    let read = stream.take(MAXIMUM_OUTPUT_BYTES + 1).read_to_end(&mut bytes).await;
    match read {
        Ok(length) if length as u64 <= MAXIMUM_OUTPUT_BYTES => Ok(bytes),
        _ => Err(GpError::Unreadable),
    }
}

/// Returns the first line of what the program said, unless the value may stand in it.
fn reason(said: &str, secret: Option<&SecretString>) -> String {
    let line = said.lines().map(str::trim).find(|line| !line.is_empty());
    let line: String =
        line.unwrap_or("it does not say why").chars().take(MAXIMUM_REASON_LENGTH).collect();
    // The program may repeat an argument as it is, escaped or cut: any piece of it counts.
    let is_repeated = secret.is_some_and(|secret| {
        let value: Vec<char> = secret.expose_secret().chars().collect();
        value.len() < PIECE
            || value.windows(PIECE).any(|piece| line.contains(&piece.iter().collect::<String>()))
    });
    if is_repeated { "what it says may hold the value, and is not shown".to_owned() } else { line }
}

/// How many characters in a row count as a piece of a value.
const PIECE: usize = 4;

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    /// Writes a program of a few lines of shell.
    fn program(script: &str) -> (tempfile::TempDir, GpProgram) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gp");
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        let program = GpProgram::new(path);
        (folder, program)
    }

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[tokio::test]
    async fn a_value_that_is_printed_back_is_stored() {
        let (_folder, gp) = program(r#"printf '%s\n' "$2" | sed 's/"/\\"/g'"#);
        gp.set(GpScope::Repository, "A", &secret("a \"b\" $c `d`\\e\nf")).await.unwrap();
        let (_folder, gp) = program(r#"printf '%s %s %s' "$1" "$2" "$3" >&2; printf '%s\n' "$4""#);
        gp.set(GpScope::User, "A", &secret("x")).await.unwrap();
    }

    #[tokio::test]
    async fn a_value_that_was_changed_is_an_error_that_does_not_show_it() {
        let (_folder, gp) = program("echo A=changed-secret");
        let error = gp.set(GpScope::Repository, "A", &secret("given-secret")).await.unwrap_err();
        assert!(matches!(error, GpError::Changed { .. }));
        assert!(!format!("{error} {error:?}").contains("secret"));
    }

    #[tokio::test]
    async fn what_it_says_is_passed_on_without_the_value() {
        let (_folder, gp) = program(r#"echo "$2 is wrong" >&2; exit 1"#);
        let error = gp.set(GpScope::Repository, "A", &secret("hidden")).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "gp failed: what it says may hold the value, and is not shown"
        );
        let (_folder, gp) = program("echo 'failed connecting to supervisor: x' >&2; exit 1");
        let error = gp.set(GpScope::Repository, "A", &secret("hidden")).await.unwrap_err();
        assert!(matches!(error, GpError::Failed { is_outside: true, .. }), "{error:?}");
        assert_eq!(error.to_string(), "gp failed: failed connecting to supervisor: x");
        let (_folder, gp) = program("exit 3");
        let error = gp.list().await.unwrap_err();
        assert_eq!(error.to_string(), "gp failed: it does not say why");
    }

    #[tokio::test]
    async fn a_program_that_is_not_there_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let gp = GpProgram::new(folder.path().join("gp"));
        assert!(matches!(gp.list().await.unwrap_err(), GpError::NotFound));
        let long = secret(&"é".repeat(70_000));
        let error = gp.set(GpScope::Repository, "A", &long).await.unwrap_err();
        assert!(matches!(error, GpError::TooLong { .. }));
    }

    #[test]
    fn a_piece_of_a_value_is_not_shown() {
        let shown = |said: &str, value: &str| reason(said, Some(&secret(value)));
        assert_eq!(shown("\n  no such repository\n", "hunter2-hunter2"), "no such repository");
        for said in ["bad: hunter2", "x ter2- y"] {
            assert!(shown(said, "hunter2-hunter2").contains("not shown"), "{said}");
        }
        assert!(shown("whatever", "ab").contains("not shown"));
        assert_eq!(reason(&"x".repeat(9000), None).len(), MAXIMUM_REASON_LENGTH);
    }
}
