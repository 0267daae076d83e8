//! JSON that a user hands in as the AWS CLI takes it: inline or as `file://PATH`.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use serde::de::DeserializeOwned;

use super::error::CommandError;
use crate::base::Kind;
use crate::base::parse_json;
use crate::ui::SourceSpan;

/// Largest file that is read, in bytes.
const MAXIMUM_BYTES: u64 = 8 * 1024 * 1024;

/// Parses the value of `flag`.
pub(crate) fn parse<T: DeserializeOwned>(flag: &str, value: &str) -> Result<T, CommandError> {
    match value.strip_prefix("file://") {
        Some(path) => parse_file(Path::new(path)),
        None => parse_text(flag, value),
    }
}

/// Parses a file that may be a pipe without a writer: the deadline and signals end the wait.
pub(crate) async fn await_file<T>(path: &Path) -> Result<T, CommandError>
where
    T: DeserializeOwned + Send + 'static,
{
    let path = path.to_owned();
    // Nothing waits for the thread when the command ends.
    tokio::task::spawn_blocking(move || parse_file(&path)).await.map_err(|error| {
        CommandError::failed(format!("the file was not read to its end: {error}"))
    })?
}

/// Parses a file.
pub(crate) fn parse_file<T: DeserializeOwned>(path: &Path) -> Result<T, CommandError> {
    let name = path.display().to_string();
    let failed = |error: std::io::Error| {
        let kind = if error.kind() == std::io::ErrorKind::NotFound {
            Kind::NotFound
        } else {
            Kind::Failed
        };
        let cause = error.to_string();
        CommandError::new(kind, format!("cannot read {name}: {cause}"))
            .hint("paths are relative to the working directory")
    };
    let file = File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(MAXIMUM_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAXIMUM_BYTES {
        return Err(CommandError::usage(format!("{name} is larger than {MAXIMUM_BYTES} bytes")));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        CommandError::usage(format!(
            "{name} is not UTF-8: byte {} begins no character",
            error.valid_up_to()
        ))
    })?;
    parse_text(&name, text)
}

fn parse_text<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, CommandError> {
    parse_json(text.as_bytes()).map_err(|error| {
        let usage = CommandError::usage(format!("{name} is not the JSON that is expected here"));
        match error {
            crate::base::JsonError::Invalid(error) if error.line() > 0 => {
                let message = error.to_string();
                let label = message.split(" at line ").next().unwrap_or(&message).to_owned();
                usage.span(SourceSpan::at(name, text, error.line(), error.column(), label))
            }
            error => usage.hint(error.to_string()),
        }
    })
}
