//! A name for a key that tells nothing about it, for files that its user's processes share.

use std::io;
use std::io::Read as _;
use std::path::Path;

use hmac::Hmac;
use hmac::KeyInit as _;
use hmac::Mac as _;
use secrecy::ExposeSecret as _;
use secrecy::SecretString;
use sha2::Sha256;

use crate::base::hexadecimal;
use crate::base::open_regular;
use crate::base::random_hex;
use crate::commands::private_file::PrivateFile;

/// The file with the random key of all names.
const FILE: &str = "names.key";

/// Bytes of the random key.
const KEY_BYTES: usize = 32;

/// Characters of a name.
const NAME_LENGTH: usize = 32;

/// Returns a name for a key at an address.
///
/// It is made with a random key that is kept in `folder`, so that nobody who sees the name can find
/// out whether it is that of a key which they guess.
///
/// # Errors
/// The random key cannot be read or written.
pub(super) fn name_of(folder: &Path, base: &str, key: &SecretString) -> io::Result<String> {
    let random = random_key(&folder.join(FILE))?;
    let mut mac = Hmac::<Sha256>::new_from_slice(random.as_bytes()).map_err(io::Error::other)?;
    mac.update(base.as_bytes());
    mac.update(&[0]);
    mac.update(key.expose_secret().as_bytes());
    let mut name = hexadecimal(&mac.finalize().into_bytes());
    name.truncate(NAME_LENGTH);
    Ok(name)
}

fn random_key(path: &Path) -> io::Result<String> {
    match read_key(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        other => return other,
    }
    let other = |error: &dyn std::fmt::Display| io::Error::other(error.to_string());
    let random = random_hex(KEY_BYTES).map_err(|error| other(&error))?;
    let mut file = PrivateFile::create(path).map_err(|error| other(&error))?;
    file.write(random.as_bytes()).map_err(|error| other(&error))?;
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

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn names_are_stable_and_tell_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let name =
            |base: &str, key: &str| name_of(folder.path(), base, &SecretString::from(key)).unwrap();
        let first = name("https://api.honeycomb.io", "secret");
        assert_eq!(first, name("https://api.honeycomb.io", "secret"));
        assert_ne!(first, name("https://api.eu1.honeycomb.io", "secret"));
        assert_ne!(first, name("https://api.honeycomb.io", "other"));
        assert_eq!(first.len(), NAME_LENGTH);
        let file = folder.path().join(FILE);
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let elsewhere = tempfile::tempdir().unwrap();
        let key = SecretString::from("secret");
        let other = name_of(elsewhere.path(), "https://api.honeycomb.io", &key).unwrap();
        assert_ne!(first, other, "made with another random key");
        std::fs::write(&file, "short").unwrap();
        assert!(name_of(folder.path(), "https://api.honeycomb.io", &key).is_err());
    }
}
