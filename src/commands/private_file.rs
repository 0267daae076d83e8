//! Files that only their owner may read, written whole or not at all.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use super::error::CommandError;

/// Writes `text` beside `path` and renames it, so that nobody ever sees half of it.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), CommandError> {
    let failed = |error| CommandError::io(format!("cannot write {}", path.display()), error);
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let beside = path.with_file_name(name);
    let write = || {
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    };
    write().map_err(|error| {
        let _ = std::fs::remove_file(&beside);
        failed(error)
    })
}
