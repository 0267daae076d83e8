//! What secrets look like: tokens of known shape, and names that promise one.
//!
//! Only shapes that nothing else has; 32 hexadecimal digits, for one, are also a sum or an id.

use std::sync::OnceLock;

use regex::Regex;

const SHAPES: [(&str, &str); 10] = [
    ("a Honeycomb ingest or configuration key", r"\bhc[a-z](ik|ic)_[0-9a-z]{58}\b"),
    ("a Honeycomb management key", r"\bhc[a-z]mk_[0-9a-z]{26}:[0-9A-Za-z]{32}\b"),
    ("an AWS access key id", r"\b(A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b"),
    ("a GitHub token", r"\bgh[pousr]_[0-9A-Za-z]{36}"),
    ("a GitHub token", r"\bgithub_pat_\w{82}"),
    ("a Slack token", r"\bxoxb-[0-9]{10,13}-[0-9A-Za-z-]+"),
    ("a Stripe key", r"\b[sr]k_(test|live|prod)_[A-Za-z0-9]{10,99}\b"),
    ("a JSON web token", r"\bey[A-Za-z0-9_-]{15,}\.ey[A-Za-z0-9_-]{10,}\."),
    ("a private key", r"-----BEGIN [A-Z ]*PRIVATE KEY"),
    ("an address with a password", r"\b[a-z][a-z0-9+.-]*://[^/\s:@]+:[^/\s:@]+@"),
];

/// Says what secret a text holds, if it surely is one.
#[must_use]
pub fn known_token(text: &str) -> Option<&'static str> {
    static COMPILED: OnceLock<Vec<(&'static str, Regex)>> = OnceLock::new();
    let shapes = COMPILED.get_or_init(|| {
        let compile = |(kind, shape): (&'static str, &str)| Some((kind, Regex::new(shape).ok()?));
        SHAPES.into_iter().filter_map(compile).collect()
    });
    shapes.iter().find(|(_, shape)| shape.is_match(text)).map(|(kind, _)| *kind)
}

/// Says whether the name of a variable promises a secret.
#[must_use]
pub fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let ends = ["TOKEN", "SECRET", "KEY", "PASSWORD", "PASSWD", "CREDENTIALS"];
    let is_whole_word = |end: &&str| {
        name.strip_suffix(*end).is_some_and(|rest| rest.is_empty() || rest.ends_with('_'))
    };
    ends.iter().any(is_whole_word) || name.contains("SECRET_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_compiles_and_is_told() {
        let made = [
            format!("hcaik_{}", "a1".repeat(29)),
            format!("hcbmk_{}:{}", "a".repeat(26), "B".repeat(32)),
            format!("AKIA{}", "A2".repeat(8)),
            format!("ghp_{}", "aB3d".repeat(9)),
            format!("github_pat_{}", "a".repeat(82)),
            format!("xoxb-{}-abc", "1".repeat(12)),
            format!("sk_live_{}", "a".repeat(24)),
            format!("ey{}.ey{}.x", "a".repeat(20), "b".repeat(20)),
            "-----BEGIN RSA PRIVATE KEY-----".to_owned(),
            "postgres://user:password@host/base".to_owned(),
        ];
        for (secret, (kind, _)) in made.iter().zip(SHAPES) {
            assert_eq!(known_token(&format!("x={secret}")), Some(kind), "{secret}");
        }
    }

    #[test]
    fn ordinary_values_are_no_secrets() {
        for text in [
            "backend-flask",
            "eu-west-3",
            "http://127.0.0.1:4318",
            "d41d8cd98f00b204e9800998ecf8427e",
            "https://host/path?a=b@c",
        ] {
            assert_eq!(known_token(text), None, "{text}");
        }
    }

    #[test]
    fn names_promise_secrets() {
        for name in ["ROLLBAR_ACCESS_TOKEN", "HONEYCOMB_API_KEY", "KEY", "aws_secret_access_key"] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["MONKEY", "OTEL_SERVICE_NAME", "KEYBOARD", "AWS_REGION", "TOKENIZER"] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
