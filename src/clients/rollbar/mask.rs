//! Tokens are cut out of what the service answers, because its refusals repeat them.

use std::fmt;
use std::sync::OnceLock;

use regex::Regex;
use secrecy::ExposeSecret as _;
use secrecy::SecretString;
use serde_json::Value;

use crate::wire::rollbar::is_token;

/// What stands in place of a token.
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

    /// Cuts our own tokens out of every text of an answer, in whichever case they are written.
    ///
    /// Names of members stay, unless one is a token: a short secret that is a word would else make
    /// the answer another one.
    pub(super) fn answer(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(masked) = self.without_own(text) {
                    *text = masked;
                }
            }
            Value::Array(elements) => elements.iter_mut().for_each(|element| self.answer(element)),
            Value::Object(members) => {
                members.values_mut().for_each(|member| self.answer(member));
                if members.keys().any(|name| self.named(name).is_some()) {
                    let renamed = std::mem::take(members).into_iter();
                    let renamed =
                        renamed.map(|(name, value)| (self.named(&name).unwrap_or(name), value));
                    *members = renamed.collect();
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Cuts out of a message of the service everything that could be a token, whosever it is.
    pub(super) fn message(&self, text: &str) -> String {
        static PATTERNS: OnceLock<Vec<Regex>> = OnceLock::new();
        let patterns = PATTERNS.get_or_init(|| {
            TOKENS_IN_MESSAGES.into_iter().filter_map(|pattern| Regex::new(pattern).ok()).collect()
        });
        let text = self.without_own(text).unwrap_or_else(|| text.to_owned());
        let replacement = format!("${{1}}{MASK}");
        patterns.iter().fold(text, |text, pattern| {
            pattern.replace_all(&text, replacement.as_str()).into_owned()
        })
    }

    fn named(&self, name: &str) -> Option<String> {
        self.replaced(name, is_token)
    }

    fn without_own(&self, text: &str) -> Option<String> {
        self.replaced(text, |_| true)
    }

    /// Returns a text without those of our tokens that are meant; nothing where none is in it.
    fn replaced(&self, text: &str, is_meant: impl Fn(&str) -> bool) -> Option<String> {
        let tokens = self.own.iter().map(|token| token.expose_secret());
        tokens.filter(|token| is_meant(token)).fold(None, |masked: Option<String>, token| {
            let found = without(masked.as_deref().unwrap_or(text), token);
            found.or(masked)
        })
    }
}

/// Returns a text without a token; nothing where it is not in it.
fn without(text: &str, token: &str) -> Option<String> {
    let is_there =
        |rest: &str| rest.get(..token.len()).is_some_and(|front| front.eq_ignore_ascii_case(token));
    let mut masked = None;
    let mut kept = 0;
    let mut place = 0;
    while let Some(character) = text.get(place..).and_then(|rest| rest.chars().next()) {
        if is_there(&text[place..]) {
            let masked = masked.get_or_insert_with(String::new);
            *masked += &text[kept..place];
            *masked += MASK;
            place += token.len();
            kept = place;
        } else {
            place += character.len_utf8();
        }
    }
    masked.map(|masked| masked + &text[kept..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const OWN: &str = "0123456789abcdef0123456789abcdef";
    const OTHER: &str = "ffffffffffffffffffffffffffffffff";

    fn mask() -> Mask {
        Mask::new([SecretString::from(OWN), SecretString::from("p\"q/r\\s-t")])
    }

    fn answer(mut value: Value) -> Value {
        mask().answer(&mut value);
        value
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
        let item = json!({ "uuid": OTHER, "title": "0123456789abcdef", "n": 1.5 });
        assert_eq!(answer(item.clone()), item, "an answer loses our own tokens only");
    }

    #[test]
    fn our_own_tokens_are_cut_out_of_every_text() {
        assert_eq!(answer(json!({ "a": [format!("x{OWN}y")] })), json!({ "a": ["x****y"] }));
        assert_eq!(answer(json!(OWN.to_uppercase())), json!(MASK));
        assert_eq!(answer(json!([format!("{OWN}{OWN}")])), json!(["********"]));
        assert_eq!(answer(json!(["é p\"q/r\\s-t é", "p"])), json!(["é **** é", "p"]));
        assert_eq!(answer(json!(OWN[..31])), json!(OWN[..31]));
        assert_eq!(answer(json!({ OWN: OWN, "z": 1 })), json!({ "****": "****", "z": 1 }));
    }

    #[test]
    fn a_secret_that_is_a_word_leaves_the_form_of_an_answer() {
        let mask = Mask::new([SecretString::from("instances")]);
        let mut value = json!({ "instances": ["instances"] });
        mask.answer(&mut value);
        assert_eq!(value, json!({ "instances": ["****"] }));
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
        fn nothing_but_the_tokens_is_lost(text in any::<String>()) {
            let value = answer(json!([format!("{text}{OWN}{text}"), text]));
            prop_assert_eq!(value, json!([format!("{text}{MASK}{text}"), text]));
        }
    }
}
