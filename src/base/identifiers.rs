//! Random identifiers, from the operating system's generator.

use std::fmt::Write as _;

use super::hint::Hint;

/// The operating system refused to give random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct RandomError(#[source] getrandom::Error);

impl Hint for RandomError {}

/// Fills `bytes` from the operating system's generator.
///
/// # Errors
/// The generator is not available (a broken sandbox).
pub fn fill_random(bytes: &mut [u8]) -> Result<(), RandomError> {
    getrandom::fill(bytes).map_err(RandomError)
}

/// Returns `count` random bytes as lower-case hexadecimal digits, two a byte.
///
/// # Errors
/// The generator is not available.
pub fn random_hex(count: usize) -> Result<String, RandomError> {
    let mut bytes = vec![0_u8; count];
    fill_random(&mut bytes)?;
    Ok(hexadecimal(&bytes))
}

/// Returns a random version 4 UUID in its usual form.
///
/// # Errors
/// The generator is not available.
pub fn random_uuid() -> Result<String, RandomError> {
    let mut bytes = [0_u8; 16];
    fill_random(&mut bytes)?;
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let digits = hexadecimal(&bytes);
    Ok([&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-"))
}

/// Returns `count` random upper-case characters of the base-32 alphabet, as in X-Ray group ARNs.
///
/// # Errors
/// The generator is not available.
pub fn random_base32(count: usize) -> Result<String, RandomError> {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut bytes = vec![0_u8; count];
    fill_random(&mut bytes)?;
    Ok(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect())
}

/// Returns bytes as lower-case hexadecimal digits, two a byte.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuid_has_version_and_variant() {
        let uuid = random_uuid().unwrap();
        assert_eq!(uuid.len(), 36);
        assert_eq!(uuid.as_bytes()[14], b'4');
        assert!(matches!(uuid.as_bytes()[19], b'8' | b'9' | b'a' | b'b'));
        assert_ne!(uuid, random_uuid().unwrap());
    }

    #[test]
    fn base32_keeps_to_its_alphabet() {
        let text = random_base32(52).unwrap();
        assert_eq!(text.len(), 52);
        assert!(text.chars().all(|c| c.is_ascii_uppercase() || ('2'..='7').contains(&c)));
    }
}
