//! Opening what must be a file: a named pipe would block for ever, a folder fails with an odd
//! message.

use std::fs::File;
use std::io;
use std::path::Path;

/// Opens a file for reading.
///
/// # Errors
/// There is none, it may not be read, or it is a folder, a pipe or a device.
pub fn open_regular(path: &Path) -> io::Result<File> {
    let metadata = std::fs::metadata(path)?;
    if metadata.is_file() {
        return File::open(path);
    }
    let what = if metadata.is_dir() { "it is a folder" } else { "it is no regular file" };
    Err(io::Error::new(io::ErrorKind::InvalidInput, what))
}
