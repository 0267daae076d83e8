//! A name for a key that tells nothing about it, for files that its user's processes share.

use std::io;
use std::path::Path;

use hmac::Hmac;
use hmac::KeyInit as _;
use hmac::Mac as _;
use secrecy::ExposeSecret as _;
use secrecy::SecretString;
use sha2::Sha256;

use crate::base::hexadecimal;
use crate::base::kept_key;

/// The file with the random key of all names.
const FILE: &str = "names.key";

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
    let random = kept_key(&folder.join(FILE))?;
    let mut mac = Hmac::<Sha256>::new_from_slice(random.as_bytes()).map_err(io::Error::other)?;
    mac.update(base.as_bytes());
    mac.update(&[0]);
    mac.update(key.expose_secret().as_bytes());
    let mut name = hexadecimal(&mac.finalize().into_bytes());
    name.truncate(NAME_LENGTH);
    Ok(name)
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
