//! A random key that is made once and kept in a file of its owner's.

use std::io;
use std::io::Read as _;
use std::path::Path;

use super::identifiers::random_hex;
use super::private_file::PrivateFile;
use super::regular_file::open_regular;

/// Bytes of the random key.
const KEY_BYTES: usize = 32;

/// Returns the random key that `path` keeps, as hexadecimal digits; the first call makes it.
///
/// # Errors
/// It cannot be read or written, or the file holds something else.
pub fn kept_key(path: &Path) -> io::Result<String> {
    match read_key(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        other => return other,
    }
    let random = random_hex(KEY_BYTES).map_err(io::Error::other)?;
    let mut file = PrivateFile::create(path)?;
    file.write(random.as_bytes())?;
    // Another process may have been quicker; then its key is everybody's.
    drop(file.finish(false));
    read_key(path)
}

fn read_key(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    open_regular(path)?.take(1024).read_to_string(&mut text)?;
    let is_right = text.len() == 2 * KEY_BYTES && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_right {
        return Ok(text);
    }
    let what = format!("{} does not hold what it should; remove it", path.display());
    Err(io::Error::new(io::ErrorKind::InvalidData, what))
}
