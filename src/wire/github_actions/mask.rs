//! What the runner must hide of a secret.
//!
//! It replaces texts line by line, and knows those that were told before the line. A short or
//! common text must not be told: every line that holds it would be garbled, and an output that
//! holds it is dropped.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::base::percent_encoded;
use crate::model::secret_shape::entropy;
use crate::model::secret_shape::is_secret_name;

/// Fewest characters of a text that is hidden.
const MINIMUM_LENGTH: usize = 6;

/// Fewest characters of a part of a secret that is hidden by itself.
const MINIMUM_LENGTH_OF_PART: usize = 8;

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

/// Lists every text to hide for a secret: the value of each of its lines, and these and the whole as
/// base64 and as a part of an address. Empty if nothing of it is worth hiding.
///
/// Of a secret of several lines only what looks random is hidden: keys and configurations have
/// borders and names, which stand in every log.
#[must_use]
pub fn masks(secret: &str) -> Vec<String> {
    let lines: Vec<&str> =
        secret.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty()).collect();
    let plain: Vec<&str> = match lines.as_slice() {
        [only] => vec![*only],
        several => several.iter().copied().filter_map(secret_of_line).collect(),
    };
    let plain: Vec<&str> = plain.into_iter().filter(|text| is_worth_masking(text)).collect();
    let whole = [secret.trim(), secret].into_iter().filter(|_| lines.len() > 1);
    let mut found: Vec<String> = Vec::new();
    let mut known = BTreeSet::new();
    let mut add = |text: String| {
        if known.insert(text.clone()) {
            found.push(text);
        }
    };
    for line in &plain {
        add((*line).to_owned());
    }
    for text in whole.chain(plain) {
        add(STANDARD.encode(text));
        add(percent_encoded(text));
    }
    found
}

/// Returns what is secret in a line: what a name of a secret is given, or what looks random.
fn secret_of_line(line: &str) -> Option<&str> {
    let bare = |text| trimmed(text, &['"', '\'', ',']);
    let named = [": ", "=", ":"].iter().find_map(|sign| {
        let (name, value) = line.split_once(sign)?;
        let name = bare(name.trim_start_matches("- "));
        let is_name = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        // What ends in `=` is base64, and gives nothing a name.
        let is_value = value.contains(char::is_alphanumeric);
        (is_value && !name.is_empty() && name.chars().all(is_name)).then(|| (name, bare(value)))
    });
    let (is_named, value) =
        named.map_or((false, bare(line)), |(name, value)| (is_secret_name(name), value));
    (is_named || is_random(value)).then_some(value)
}

fn trimmed<'t>(text: &'t str, signs: &[char]) -> &'t str {
    text.trim().trim_matches(signs).trim()
}

/// Says whether a text is made of more than words.
fn is_random(text: &str) -> bool {
    let length = text.chars().count();
    let is_border = text.starts_with("-----");
    let is_address = text.contains("://") && !text.contains('@');
    let kinds: [fn(char) -> bool; 4] = [
        |c| c.is_lowercase(),
        |c| c.is_uppercase(),
        |c| c.is_numeric(),
        |c| !c.is_alphanumeric() && !"-_.:/, ".contains(c),
    ];
    let mixed = kinds.iter().filter(|kind| text.chars().any(**kind)).count() > 1;
    let is_varied = length >= 12 && entropy(text) >= 3.5;
    !is_border && !is_address && length >= MINIMUM_LENGTH_OF_PART && (mixed || is_varied)
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
    fn what_is_random_in_the_lines_of_a_key_is_hidden() {
        let key = "-----BEGIN KEY-----\r\n  bGluZSBvbmU=\nc2Vjb25kCg==\n-----END KEY-----\n";
        let found = masks(key);
        assert_eq!(found[..2], ["bGluZSBvbmU=", "c2Vjb25kCg=="]);
        assert!(found.contains(&STANDARD.encode(key.trim())));
        let border = "-----BEGIN KEY-----";
        assert!(found.iter().all(|mask| !mask.contains(['\r', '\n']) && mask != border));
    }

    #[test]
    fn the_words_of_a_configuration_are_not_hidden() {
        let text = "apiVersion: v1\nkind: Config\nclusters:\n- cluster:\n    server: https://k8s.example\n  name: cruddur\nusers:\n- name: admin\n  user:\n    token: Zx81qR77pL20\n    \"password\": \"correct horse battery\",\n";
        let found = masks(text);
        assert_eq!(found[..2], ["Zx81qR77pL20", "correct horse battery"]);
        let words =
            ["apiVersion", "v1", "Config", "clusters", "https", "cruddur", "users", "admin"];
        for mask in &found[..2] {
            assert!(words.iter().all(|word| !mask.contains(word)), "{mask}");
        }
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
