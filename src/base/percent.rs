//! Percent-encoding of one part of an address (RFC 3986, section 2.1).

use std::fmt::Write as _;

/// Encodes everything but letters, digits and `-_.~`, so that the text stays one part.
#[must_use]
pub fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Decodes a part; an escape that is none stays as it is, and what is no UTF-8 afterwards becomes
/// the replacement character.
#[must_use]
pub fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let digit = |place: usize| {
            tail.get(place)
                .and_then(|digit| char::from(*digit).to_digit(16))
                .map(|digit| digit as u8)
        };
        match (byte, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(high * 16 + low);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_one_part() {
        assert_eq!(percent_encoded("My Dataset/é"), "My%20Dataset%2F%C3%A9");
        assert_eq!(percent_encoded("__all__"), "__all__");
        for text in ["", "a b", "%41", "é%ü", "\u{0}"] {
            assert_eq!(percent_decoded(&percent_encoded(text)), text);
        }
    }

    #[test]
    fn broken_escapes_stay() {
        assert_eq!(percent_decoded("My%20Dataset"), "My Dataset");
        assert_eq!(percent_decoded("%zz%2"), "%zz%2");
        assert_eq!(percent_decoded("%+1%ff"), "%+1\u{fffd}");
    }
}
