//! The one printer for text that came from outside.
//!
//! A log line, a resource name or an error text may hold terminal commands, or characters that
//! make a terminal show another order than the bytes have. Both become visible here, as
//! `\u{1b}`. A backslash that was there stays as it is: the result is for eyes, not for parsing.
//!
//! Newline and tab: [`escape_untrusted`] shows them as `\n` and `\t`, for cells and for anything
//! that must stay on one line. [`escape_untrusted_lines`] keeps both, for bodies that have lines
//! of their own, and drops the carriage return of a CRLF.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Makes every control and direction character visible, newline and tab included.
#[must_use]
pub fn escape_untrusted(text: &str) -> Cow<'_, str> {
    if is_clean_ascii(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    escape_with(text, is_dangerous)
}

/// Makes every control and direction character visible, but keeps newlines and tabs.
#[must_use]
pub fn escape_untrusted_lines(text: &str) -> Cow<'_, str> {
    if is_clean_ascii(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    if text.contains("\r\n") {
        let unix = text.replace("\r\n", "\n");
        return Cow::Owned(escape_with(&unix, is_dangerous_in_lines).into_owned());
    }
    escape_with(text, is_dangerous_in_lines)
}

/// Makes a message harmless; its further lines are indented, so that none passes for a message of
/// its own.
pub(crate) fn indent_lines(text: &str) -> String {
    escape_untrusted_lines(text.trim_end()).replace('\n', "\n    ")
}

/// Says whether a terminal could take `character` for a command, or show the text in another order.
pub(crate) fn is_dangerous(character: char) -> bool {
    character.is_control()
        || matches!(character,
            // Arabic letter mark, left-to-right and right-to-left marks.
            '\u{061c}' | '\u{200e}' | '\u{200f}'
            // Line and paragraph separator, bidi embeddings and overrides.
            | '\u{2028}'..='\u{202e}'
            // Bidi isolates and deprecated format characters.
            | '\u{2066}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            // Tag characters: invisible copies of ASCII.
            | '\u{e0000}'..='\u{e007f}')
}

fn is_dangerous_in_lines(character: char) -> bool {
    !matches!(character, '\n' | '\t') && is_dangerous(character)
}

fn is_clean_ascii(bytes: &[u8]) -> bool {
    // No early exit inside a block, so that the compiler can use vector instructions.
    bytes
        .chunks(64)
        .all(|block| block.iter().fold(true, |clean, byte| clean & (0x20..0x7f).contains(byte)))
}

fn escape_with(text: &str, dangerous: impl Fn(char) -> bool) -> Cow<'_, str> {
    let Some(first) = text.find(&dangerous) else {
        return Cow::Borrowed(text);
    };
    let mut escaped = String::with_capacity(text.len() + 16);
    escaped.push_str(&text[..first]);
    for character in text[first..].chars() {
        match character {
            '\n' if dangerous('\n') => escaped.push_str("\\n"),
            '\t' if dangerous('\t') => escaped.push_str("\\t"),
            '\r' => escaped.push_str("\\r"),
            _ if dangerous(character) => {
                // Writing into a string cannot fail.
                let _ = write!(escaped, "\\u{{{:x}}}", u32::from(character));
            }
            _ => escaped.push(character),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn clean_text_is_borrowed() {
        for text in ["", "GET /api/health 200", "größe 日本 👩‍🚀"] {
            assert!(matches!(escape_untrusted(text), Cow::Borrowed(_)), "{text}");
            assert!(matches!(escape_untrusted_lines(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn terminal_commands_become_visible() {
        assert_eq!(
            escape_untrusted("a\x1b[31mb\x07\u{9b}c\x7f"),
            "a\\u{1b}[31mb\\u{7}\\u{9b}c\\u{7f}"
        );
        assert_eq!(
            escape_untrusted("x\u{202e}y\u{2066}z\u{2028}"),
            "x\\u{202e}y\\u{2066}z\\u{2028}"
        );
        assert_eq!(escape_untrusted("a\tb\r\nc"), "a\\tb\\r\\nc");
        assert_eq!(escape_untrusted_lines("a\tb\r\nc\rd\n"), "a\tb\nc\\rd\n");
    }

    proptest! {
        #[test]
        fn nothing_dangerous_gets_through(text in any::<String>()) {
            prop_assert!(!escape_untrusted(&text).contains(is_dangerous));
            prop_assert!(!escape_untrusted_lines(&text).contains(is_dangerous_in_lines));
        }

        #[test]
        fn control_characters_do_not_get_through(characters in proptest::collection::vec(
            prop_oneof![0_u32..0xa0, 0x2020_u32..0x2070, 0x60_u32..0x70], 0..200)) {
            let text: String = characters.into_iter().filter_map(char::from_u32).collect();
            prop_assert!(!escape_untrusted(&text).contains(is_dangerous));
            prop_assert!(!escape_untrusted_lines(&text).contains(is_dangerous_in_lines));
        }
    }
}
