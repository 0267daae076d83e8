//! Whether a text can be a Rollbar token; what it is instead is said by name, and never shown.

use crate::commands::CommandError;
use crate::model::secret_shape;
use crate::wire::rollbar::TOKEN_LENGTH;
use crate::wire::rollbar::is_token;

/// Refuses what cannot be a token, before it is sent to anybody.
pub(crate) fn check(name: &str, text: &str) -> Result<(), CommandError> {
    if is_token(text) {
        return Ok(());
    }
    let refused = |what: String, hint: &str| {
        Err(CommandError::usage(format!("{name} holds {what}, not a Rollbar token")).hint(hint))
    };
    if let Some(kind) = secret_shape::known_token(text) {
        return refused(
            kind.to_owned(),
            "a key that was given to the wrong variable may be in logs already: think about a new one",
        );
    }
    let copy = "copy the token again: 32 digits and letters from a to f";
    match text {
        _ if is_region(text) => refused("the name of a region".to_owned(), copy),
        _ if is_token(text.trim()) => refused("blanks around a token".to_owned(), copy),
        _ if is_token(text.trim_matches(['"', '\''])) => {
            refused("quotation marks around a token".to_owned(), copy)
        }
        _ if is_token(&text.to_ascii_lowercase()) => {
            refused("a token in capital letters".to_owned(), copy)
        }
        _ => refused(format!("{} characters", text.chars().count()), copy),
    }
}

/// Says whether a text is a region, as `eu-west-3`: a token stored under the wrong name is an old
/// mistake.
fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
    let is_word = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase());
    (3..=4).contains(&parts.len())
        && text.len() < TOKEN_LENGTH
        && first.len() == 2
        && parts[..parts.len() - 1].iter().all(is_word)
        && last.len() == 1
        && last.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn what_is_no_token_is_said_by_name_and_not_shown() {
        let made = [
            format!("hcaik_{}", "a1".repeat(29)),
            "AKIAIOSFODNN7EXAMPLE".to_owned(),
            "eu-west-3".to_owned(),
            "us-gov-west-1".to_owned(),
            format!(" {TOKEN}"),
            format!("\"{TOKEN}\""),
            TOKEN.to_uppercase(),
            TOKEN[1..].to_owned(),
            String::new(),
        ];
        let told: Vec<String> = made
            .iter()
            .map(|text| {
                let error = check("ROLLBAR_ACCESS_TOKEN", text).unwrap_err();
                let message = error.message();
                let all = format!("{} {}", message.title, message.hints.join(" "));
                assert!(text.is_empty() || !all.contains(text.as_str()), "{all}");
                assert!(!all.contains(TOKEN), "{all}");
                message.title
            })
            .collect();
        insta::assert_snapshot!(told.join("\n"), @"
        ROLLBAR_ACCESS_TOKEN holds a Honeycomb ingest or configuration key, not a Rollbar token
        ROLLBAR_ACCESS_TOKEN holds an AWS access key id, not a Rollbar token
        ROLLBAR_ACCESS_TOKEN holds the name of a region, not a Rollbar token
        ROLLBAR_ACCESS_TOKEN holds the name of a region, not a Rollbar token
        ROLLBAR_ACCESS_TOKEN holds blanks around a token, not a Rollbar token
        ROLLBAR_ACCESS_TOKEN holds quotation marks around a token, not a Rollbar token
        ROLLBAR_ACCESS_TOKEN holds a token in capital letters, not a Rollbar token
        ROLLBAR_ACCESS_TOKEN holds 31 characters, not a Rollbar token
        ROLLBAR_ACCESS_TOKEN holds 0 characters, not a Rollbar token
        ");
    }

    #[test]
    fn a_token_passes() {
        assert!(check("X", TOKEN).is_ok());
    }
}
