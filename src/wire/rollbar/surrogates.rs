//! Halves of characters that senders leave behind when they cut a text in the middle of one.
//!
//! JavaScript counts a character beyond the first 65,536 as two, and JSON can write either half
//! alone as `\ud83d`. Such a text is no text to anybody else.

use std::borrow::Cow;

/// How a lone half is written instead: the replacement character.
const REPLACEMENT: &str = "\\ufffd";

/// Returns JSON without lone halves of characters; what is no JSON stays none.
#[must_use]
pub(super) fn mend(json: &str) -> Cow<'_, str> {
    let mut mended: Option<String> = None;
    let mut place = 0;
    let mut copied = 0;
    let bytes = json.as_bytes();
    while let Some(found) = memchr::memchr(b'\\', &bytes[place..]) {
        let start = place + found;
        let Some(unit) = unit_at(json, start) else {
            // Any other escape has one character behind the backslash, which may be a backslash.
            place = start + 2;
            if place >= bytes.len() {
                break;
            }
            continue;
        };
        place = start + ESCAPE_LENGTH;
        let is_pair = is_high(unit) && unit_at(json, place).is_some_and(is_low);
        if is_pair {
            place += ESCAPE_LENGTH;
        } else if is_high(unit) || is_low(unit) {
            let text = mended.get_or_insert_with(|| String::with_capacity(json.len()));
            text.push_str(&json[copied..start]);
            text.push_str(REPLACEMENT);
            copied = place;
        }
    }
    match mended {
        None => Cow::Borrowed(json),
        Some(mut text) => {
            text.push_str(&json[copied..]);
            Cow::Owned(text)
        }
    }
}

/// Characters of an escape such as `\ud83d`.
const ESCAPE_LENGTH: usize = 6;

/// Reads the escape that begins at a place.
fn unit_at(json: &str, start: usize) -> Option<u32> {
    let digits = json.get(start..start + ESCAPE_LENGTH)?.strip_prefix("\\u")?;
    // A sign is no digit, though a number may have one.
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(())?;
    u32::from_str_radix(digits, 16).ok()
}

fn is_high(unit: u32) -> bool {
    (0xd800..0xdc00).contains(&unit)
}

fn is_low(unit: u32) -> bool {
    (0xdc00..0xe000).contains(&unit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lone_halves_are_replaced_and_nothing_else() {
        for (json, expected) in [
            (r#""\ud83d""#, r#""\ufffd""#),
            (r#""a\udE00b""#, r#""a\ufffdb""#),
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
            (r#""\ud83d\ud83d\ude00\ude00""#, r#""\ufffd\ud83d\ude00\ufffd""#),
            (r#""\\ud83d""#, r#""\\ud83d""#),
            (r#""\\\ud83d""#, r#""\\\ufffd""#),
            (r#""\n\u0041é""#, r#""\n\u0041é""#),
            (r#""\ud83dé""#, r#""\ufffdé""#),
            (r#""\u+83d""#, r#""\u+83d""#),
            ("\"\\", "\"\\"),
        ] {
            assert_eq!(mend(json), expected);
        }
    }

    proptest! {
        #[test]
        fn what_is_mended_can_be_read(units in prop::collection::vec(0xd7f0_u32..0xe010, 0..20)) {
            let text: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
            let mended = mend(&format!("\"{text}\"")).into_owned();
            prop_assert!(serde_json::from_str::<String>(&mended).is_ok(), "{}", mended);
            prop_assert_eq!(mend(&mended).into_owned(), mended);
        }

        #[test]
        fn any_text_is_taken(text in "(\\\\|u|d|8|é|😀|\"){0,40}") {
            let _ = mend(&text);
        }
    }
}
