//! Bytes of an export on their way through a checksum.

use std::fmt::Write as _;
use std::io;
use std::io::Read;

use sha2::Digest as _;
use sha2::Sha256;

/// Bytes that are read at a time.
const BUFFER_BYTES: usize = 256 * 1024;

/// Reads all of `from`, gives each part to `take`, and returns the number of bytes and the
/// checksum.
///
/// # Errors
/// Reading failed, or `take` did.
pub(super) fn pump(
    from: &mut dyn Read,
    mut take: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<(u64, String)> {
    let mut buffer = vec![0; BUFFER_BYTES];
    let mut hasher = Sha256::new();
    let mut bytes = 0;
    loop {
        let length = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(&buffer[..length]);
        bytes += length as u64;
        take(&buffer[..length])?;
    }
    let digits = hasher.finalize().iter().fold(String::new(), |mut digits, byte| {
        // Writing into a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    });
    Ok((bytes, digits))
}
