//! What the runner must hide of a secret.
//!
//! It replaces texts line by line, and knows those that were told before the line. A short or
//! common text must not be told: every line that holds it would be garbled, and an output that
//! holds it is dropped.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::base::percent_encoded;

/// Fewest characters of a text that is hidden.
const MINIMUM_LENGTH: usize = 6;

/// Values that secrets are given by mistake or by convention, and that logs are full of.
const COMMON: [&str; 12] = [
    "cruddur-obs",
    "cruddur-obs-local",
    "default",
    "development",
    "disabled",
    "enabled",
    "localhost",
    "password",
    "production",
    "secret",
    "staging",
    "testing",
];

/// What the names of regions begin with.
const AREAS: [&str; 10] = ["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx", "cn"];

/// Says whether hiding a text hides a secret rather than half of the log.
#[must_use]
pub fn is_worth_masking(text: &str) -> bool {
    let text = text.trim();
    let is_account = text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() <= 12;
    text.chars().count() >= MINIMUM_LENGTH
        && !is_account
        && !is_region(text)
        && !COMMON.contains(&text.to_ascii_lowercase().as_str())
}

/// Says whether a text is a region of AWS: an area, a part of it, and a number.
fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [area, .., part, number] = parts.as_slice() else { return false };
    let parts_of_areas = ["north", "south", "east", "west", "central"];
    let is_part = parts_of_areas.iter().any(|name| {
        part.strip_prefix(name).is_some_and(|rest| ["", "east", "west"].contains(&rest))
    });
    AREAS.contains(area)
        && is_part
        && number.len() == 1
        && number.bytes().all(|n| n.is_ascii_digit())
}

/// Lists every text to hide for a secret: each line of it, and the whole and each line as base64
/// and as a part of an address. Empty if nothing of it is worth hiding.
#[must_use]
pub fn masks(secret: &str) -> Vec<String> {
    let lines = secret.split(['\r', '\n']).map(str::trim);
    let plain: Vec<&str> = lines.filter(|line| is_worth_masking(line)).collect();
    if plain.is_empty() {
        return Vec::new();
    }
    let whole = Some(secret).filter(|secret| secret.contains(['\r', '\n']));
    let mut found: Vec<String> = Vec::new();
    let mut add = |text: String| {
        if !found.contains(&text) {
            found.push(text);
        }
    };
    plain.iter().for_each(|line| add((*line).to_owned()));
    for text in whole.into_iter().chain(plain) {
        add(STANDARD.encode(text));
        add(percent_encoded(text));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_hidden_in_three_forms() {
        assert_eq!(masks("p/ss wörd"), ["p/ss wörd", "cC9zcyB3w7ZyZA==", "p%2Fss%20w%C3%B6rd"]);
        assert_eq!(masks("0123456789abcdef"), ["0123456789abcdef", "MDEyMzQ1Njc4OWFiY2RlZg=="]);
    }

    #[test]
    fn every_line_of_a_key_is_hidden() {
        let key = "-----BEGIN KEY-----\r\n  bGluZSBvbmU=\nend\n";
        let found = masks(key);
        assert_eq!(found[..2], ["-----BEGIN KEY-----", "bGluZSBvbmU="]);
        assert!(found.contains(&STANDARD.encode(key)));
        assert!(found.iter().all(|mask| !mask.contains(['\r', '\n']) && mask != "end"));
    }

    #[test]
    fn what_logs_are_full_of_is_not_hidden() {
        for text in [
            "",
            "short",
            "123456789012",
            "eu-west-3",
            "us-gov-west-1",
            "ap-southeast-2",
            "cruddur-obs",
            "true",
        ] {
            assert!(masks(text).is_empty(), "{text}");
        }
        for text in [
            "a-b-secret-9-and-more-of-it",
            "my-secret-1",
            "eu-secret-1",
            "9f86d081884c7d65",
            "1234567890123",
        ] {
            assert!(!masks(text).is_empty(), "{text}");
        }
    }
}
