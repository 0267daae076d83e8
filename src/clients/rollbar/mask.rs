//! Tokens are cut out of what the service answers, because its refusals repeat them.

use std::fmt;
use std::sync::OnceLock;

use regex::Regex;
use secrecy::ExposeSecret as _;
use secrecy::SecretString;

/// What stands in place of a token; it is the same inside and outside of JSON.
const MASK: &str = "****";

/// What is shorter is no secret, and cutting it out would leave holes in ordinary words.
const SHORTEST: usize = 8;

/// What a message may hold that is a token, or that the service itself calls one.
const TOKENS_IN_MESSAGES: [&str; 2] =
    [r"()[0-9a-fA-F]{32,}", r"(?i)(access[ _]?token[^:=]{0,40}[:=]\s*)[^\s&]+"];

/// Cuts tokens out of texts.
#[derive(Clone)]
pub(super) struct Mask {
    own: Vec<SecretString>,
}

impl fmt::Debug for Mask {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Mask")
    }
}

impl Mask {
    /// Creates a mask of our own tokens.
    pub(super) fn new(own: impl IntoIterator<Item = SecretString>) -> Self {
        let is_long = |token: &SecretString| token.expose_secret().len() >= SHORTEST;
        Self { own: own.into_iter().filter(is_long).collect() }
    }

    /// Cuts our own tokens out of an answer, in whichever case they are written, and as JSON may
    /// write them.
    pub(super) fn answer(&self, json: Vec<u8>) -> Vec<u8> {
        self.cut_out(json, json_unit)
    }

    /// Cuts out of a message of the service everything that could be a token, whosever it is.
    pub(super) fn message(&self, text: &str) -> String {
        static PATTERNS: OnceLock<Vec<Regex>> = OnceLock::new();
        let patterns = PATTERNS.get_or_init(|| {
            TOKENS_IN_MESSAGES.into_iter().filter_map(|pattern| Regex::new(pattern).ok()).collect()
        });
        let own = self.cut_out(text.as_bytes().to_vec(), plain_unit);
        let text = String::from_utf8_lossy(&own).into_owned();
        let replacement = format!("${{1}}{MASK}");
        patterns.iter().fold(text, |text, pattern| {
            pattern.replace_all(&text, replacement.as_str()).into_owned()
        })
    }

    fn cut_out(&self, text: Vec<u8>, unit: UnitReader) -> Vec<u8> {
        let tokens = self.own.iter().map(|token| token.expose_secret().as_bytes());
        tokens.fold(text, |text, token| without(text, token, unit))
    }
}

/// How many bytes of the front of a text are one character, and which, if it is of ASCII.
type UnitReader = fn(&[u8]) -> (usize, Option<u8>);

fn plain_unit(bytes: &[u8]) -> (usize, Option<u8>) {
    (1, bytes.first().copied())
}

/// Reads an escape of JSON as one character, so that nothing begins in the middle of one.
fn json_unit(bytes: &[u8]) -> (usize, Option<u8>) {
    match bytes {
        [b'\\', b'u', digits @ ..] => {
            let digits = digits.get(..4).and_then(|digits| std::str::from_utf8(digits).ok());
            let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
            (if digits.is_some() { 6 } else { 2 }, code.and_then(|code| u8::try_from(code).ok()))
        }
        [b'\\', escaped @ (b'"' | b'\\' | b'/'), ..] => (2, Some(*escaped)),
        [b'\\', _, ..] => (2, None),
        _ => plain_unit(bytes),
    }
}

fn without(text: Vec<u8>, token: &[u8], unit: UnitReader) -> Vec<u8> {
    let mut kept = Vec::with_capacity(text.len());
    let mut rest = text.as_slice();
    while !rest.is_empty() {
        let (length, is_token) = match matched(rest, token, unit) {
            Some(length) => (length, true),
            None => (unit(rest).0, false),
        };
        let (front, after) = rest.split_at(length.min(rest.len()));
        kept.extend_from_slice(if is_token { MASK.as_bytes() } else { front });
        rest = after;
    }
    kept
}

/// Returns how many bytes of the front are the token.
fn matched(bytes: &[u8], token: &[u8], unit: UnitReader) -> Option<usize> {
    let mut length = 0;
    for expected in token {
        let (step, found) = unit(bytes.get(length..)?);
        if !found?.eq_ignore_ascii_case(expected) {
            return None;
        }
        length += step;
    }
    Some(length)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OWN: &str = "0123456789abcdef0123456789abcdef";
    const OTHER: &str = "ffffffffffffffffffffffffffffffff";

    fn mask() -> Mask {
        Mask::new([SecretString::from(OWN), SecretString::from("p\"q/r\\s-t")])
    }

    fn answer(text: &str) -> String {
        String::from_utf8(mask().answer(text.as_bytes().to_vec())).unwrap()
    }

    #[test]
    fn the_echo_of_a_token_is_cut_out_wherever_it_stands() {
        let message = |text: &str| mask().message(text);
        assert_eq!(
            message(&format!("access token not found: {OWN}")),
            "access token not found: ****"
        );
        assert_eq!(
            message(&format!("access token not found: {OTHER}")),
            "access token not found: ****"
        );
        assert_eq!(
            message("access token not found: not-hex-at-all"),
            "access token not found: ****"
        );
        assert_eq!(
            message(&format!("{OTHER} is no token; {OWN} neither")),
            "**** is no token; **** neither"
        );
        assert_eq!(
            message(&format!("at /item?access_token={OTHER}&x=1")),
            "at /item?access_token=****&x=1"
        );
        assert_eq!(message(&format!("token{}", OTHER.to_uppercase())), "token****");
        assert_eq!(message("Access Token: \t abc"), "Access Token: \t ****");
    }

    #[test]
    fn what_is_no_token_stays() {
        let words = "insufficient privileges: post_server_item scope is required but the access token only has post_client_item.";
        for text in [words, "invalid access token", "Invalid UUID format", ""] {
            assert_eq!(mask().message(text), text);
        }
        let item = format!(r#"{{"uuid":"{OTHER}","title":"0123456789abcdef"}}"#);
        assert_eq!(answer(&item), item, "an answer loses our own tokens only");
    }

    #[test]
    fn our_own_tokens_are_cut_out_of_answers_as_json_writes_them() {
        assert_eq!(answer(&format!(r#"{{"a":"x{OWN}y"}}"#)), r#"{"a":"x****y"}"#);
        assert_eq!(answer(&OWN.to_uppercase()), MASK);
        let escaped: String = OWN.chars().map(|c| format!("\\u00{:02X}", u32::from(c))).collect();
        assert_eq!(answer(&format!(r#"["{escaped}","{OWN}{OWN}"]"#)), r#"["****","********"]"#);
        assert_eq!(answer(r#"["p\"q\/r\\s-t","p"]"#), r#"["****","p"]"#);
        assert_eq!(answer(&OWN[..31]), OWN[..31]);
    }

    #[test]
    fn what_is_short_is_no_secret() {
        let mask = Mask::new([SecretString::from("a"), SecretString::from("")]);
        assert_eq!(mask.message("a banana"), "a banana");
    }

    #[test]
    fn nothing_is_told_of_the_tokens() {
        assert_eq!(format!("{:?}", mask()), "Mask");
    }

    proptest! {
        #[test]
        fn no_message_keeps_a_token(before in ".{0,40}", between in "[a-f0-9\\\\u]{0,40}", after in ".{0,40}") {
            let text = format!("{before}{OWN}{between}{OWN}{after}");
            prop_assert!(!mask().message(&text).contains(OWN));
        }

        #[test]
        fn json_stays_json_and_loses_the_tokens_only(
            text in prop_oneof![any::<String>(), "[\\\\\"\u{c}\u{8}0-3fu/]{0,12}"],
        ) {
            let json = serde_json::json!([format!("{text}{OWN}{text}"), text]).to_string();
            let read: serde_json::Value = serde_json::from_str(&answer(&json)).unwrap();
            prop_assert_eq!(read, serde_json::json!([format!("{text}{MASK}{text}"), text]));
        }
    }
}
