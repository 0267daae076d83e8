//! What secrets look like: tokens of known shape, and names that promise one.
//!
//! [`known_token`] knows only shapes that nothing else has. [`tokens`] also looks at what stands
//! around a text: 32 hexadecimal digits, for one, are a sum or an id as often as a token.

use std::collections::BTreeMap;
use std::ops::Range;
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
    (ADDRESS, r"\b[a-z][a-z0-9+.-]*://[^/\s:@]+:[^/\s:@]+@"),
];

/// The last of the shapes: databases of a developer's machine have such addresses, too.
const ADDRESS: &str = "an address with a password";

/// How far around a token its context reaches, in characters, runs of blanks counted as one.
const CONTEXT: usize = 40;

/// Least bits a character of a secret access key has, and of a literal whose name says it is one.
const SECRET_KEY_ENTROPY: f64 = 4.0;
const LITERAL_ENTROPY: f64 = 3.5;

/// A token in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: &'static str,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Whether it surely is one, rather than by its name alone.
    pub is_sure: bool,
}

struct Shapes {
    known: Vec<(&'static str, Regex)>,
    digits: Option<Regex>,
    secret_key: Option<Regex>,
    literal: Option<Regex>,
}

fn shapes() -> &'static Shapes {
    static COMPILED: OnceLock<Shapes> = OnceLock::new();
    COMPILED.get_or_init(|| {
        let compile = |(kind, shape): (&'static str, &str)| Some((kind, Regex::new(shape).ok()?));
        Shapes {
            known: SHAPES.into_iter().filter_map(compile).collect(),
            digits: Regex::new(r"\b[0-9a-f]{32}\b").ok(),
            secret_key: Regex::new(r"[A-Za-z0-9/+]{40,}").ok(),
            literal: Regex::new(
                r#"(?i)(?:key|secret|token|passw(?:or)?d|auth|credential)s?["']?\]?\s*(?:=>|:=|=|:)\s*["']([^"'\s]{10,150})["']"#,
            )
            .ok(),
        }
    })
}

/// Says what secret a text holds, if it surely is one.
#[must_use]
pub fn known_token(text: &str) -> Option<&'static str> {
    shapes().known.iter().find(|(_, shape)| shape.is_match(text)).map(|(kind, _)| *kind)
}

/// Lists the tokens that stand in a text, in its order.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found: BTreeMap<usize, Token> = BTreeMap::new();
    let mut add = |kind, range: Range<usize>, is_sure| {
        // No two of them overlap, so that the last one before the end tells.
        let before = found.range(..range.end).next_back();
        let is_free = before.is_none_or(|(_, known)| known.range.end <= range.start);
        if is_free && !is_made_up(&text[range.clone()]) {
            found.insert(range.start, Token { kind, range, is_sure });
        }
    };
    for (kind, shape) in &shapes().known {
        for part in shape.find_iter(text) {
            add(*kind, part.range(), *kind != ADDRESS);
        }
    }
    for part in shapes().digits.iter().flat_map(|shape| shape.find_iter(text)) {
        if let Some(kind) = kind_of_digits(text, &part.range()) {
            add(kind, part.range(), true);
        }
    }
    for part in shapes().secret_key.iter().flat_map(|shape| shape.find_iter(text)) {
        if is_secret_key(text, &part.range()) {
            add("an AWS secret access key", part.range(), true);
        }
    }
    for captures in shapes().literal.iter().flat_map(|shape| shape.captures_iter(text)) {
        if let Some(literal) = captures.get(1).filter(|literal| is_random(literal.as_str())) {
            add("a literal whose name says that it is secret", literal.range(), false);
        }
    }
    found.into_values().collect()
}

/// Says whether a value only holds the place of one.
#[must_use]
pub fn is_placeholder(value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    let parts = [
        "changeme",
        "change-me",
        "change_me",
        "your-",
        "your_",
        "placeholder",
        "replace-me",
        "replace_me",
        "xxx",
        "...",
    ];
    let is_bracketed = value.starts_with('<') && value.ends_with('>');
    is_bracketed
        || ["todo", "tbd", "none", "null"].contains(&value.as_str())
        || parts.iter().any(|part| value.contains(part))
}

// Vendors' pages show such ones, and what is put together when it runs is none.
fn is_made_up(token: &str) -> bool {
    let password = token.rsplit_once('@').and_then(|(before, _)| before.rsplit_once(':'));
    let common = ["password", "postgres", "admin", "root", "user", "pass", "secret", "guest"];
    token.contains("EXAMPLE")
        || token.contains(['$', '{', '%'])
        || is_placeholder(token)
        || entropy(token) < 2.5
        || password.is_some_and(|(_, password)| common.contains(&password))
}

fn kind_of_digits(text: &str, range: &Range<usize>) -> Option<&'static str> {
    let before = before(text, range.start);
    let near: String =
        before.chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect();
    if ["md5", "sha", "hash", "checksum", "digest", "etag"].iter().any(|sum| near.contains(sum)) {
        return None;
    }
    let around = format!("{before} {}", after(text, range.end));
    let is_near = |words: &[&str]| words.iter().any(|word| around.contains(word));
    if is_near(&["rollbar"]) {
        return Some("a Rollbar access token");
    }
    if is_near(&["honeycomb", "libhoney", "writekey"]) {
        return Some("a classic Honeycomb key");
    }
    let named = ["access_token", "access-token", "accesstoken", "api_key", "apikey"];
    named.iter().any(|name| before.contains(name)).then_some("an access token")
}

fn is_secret_key(text: &str, range: &Range<usize>) -> bool {
    let key = &text[range.clone()];
    let goes_on =
        text[..range.start].ends_with(['_', '-']) || text[range.end..].starts_with(['=', '_', '-']);
    let has = |is: fn(&u8) -> bool| key.as_bytes().iter().any(is);
    let context = before(text, range.start);
    key.len() == 40
        && !goes_on
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
        && entropy(key) >= SECRET_KEY_ENTROPY
        && (context.contains("aws") || context.contains("secret"))
}

fn is_random(literal: &str) -> bool {
    let has = |is: fn(&u8) -> bool| literal.as_bytes().iter().any(is);
    has(u8::is_ascii_alphabetic)
        && has(u8::is_ascii_digit)
        && !literal.contains("://")
        && !literal.contains(['$', '<', '{', '('])
        && entropy(literal) >= LITERAL_ENTROPY
}

// What stands before a place, in lower case, so that a token on the next line has its context.
fn before(text: &str, at: usize) -> String {
    let tail: String = text[..at].chars().rev().take(CONTEXT * 4).collect();
    let tail: String = collapsed(&tail).chars().take(CONTEXT).collect();
    tail.chars().rev().collect()
}

fn after(text: &str, at: usize) -> String {
    let head: String = text[at..].chars().take(CONTEXT).collect();
    collapsed(head.lines().next().unwrap_or_default())
}

fn collapsed(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_ascii_lowercase()
}

/// Returns how many bits a character of a text has (Shannon).
#[must_use]
pub fn entropy(text: &str) -> f64 {
    let mut counts = BTreeMap::<char, u32>::new();
    text.chars().for_each(|character| *counts.entry(character).or_default() += 1);
    let total = f64::from(counts.values().sum::<u32>());
    let bits = |count: &u32| {
        let share = f64::from(*count) / total;
        -share * share.log2()
    };
    counts.values().map(bits).sum()
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

    fn kinds(text: &str) -> Vec<(&'static str, bool)> {
        tokens(text).into_iter().map(|token| (token.kind, token.is_sure)).collect()
    }

    const DIGITS: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    #[test]
    fn digits_are_a_token_by_what_stands_around_them() {
        let rollbar = ("a Rollbar access token", true);
        let call = format!("rollbar.init(\n            # access token\n            '{DIGITS}',\n");
        assert_eq!(kinds(&call), [rollbar]);
        assert_eq!(kinds(&format!("ROLLBAR_ACCESS_TOKEN={DIGITS}")), [rollbar]);
        assert_eq!(kinds(&format!("t = '{DIGITS}'  # for Rollbar")), [rollbar]);
        assert_eq!(kinds(&format!("accessToken: '{DIGITS}'")), [("an access token", true)]);
        let classic = ("a classic Honeycomb key", true);
        assert_eq!(kinds(&format!("x-honeycomb-team={DIGITS}")), [classic]);
        for text in [
            DIGITS.to_owned(),
            format!("rollbar==1.3 --hash=md5:{DIGITS}"),
            format!("rollbar {}{DIGITS}", "far away and further on and on and ".repeat(2)),
            format!("ROLLBAR_ACCESS_TOKEN={}", "0".repeat(32)),
            format!("rollbar: {DIGITS}{DIGITS}"),
        ] {
            assert_eq!(kinds(&text), [], "{text}");
        }
    }

    #[test]
    fn a_secret_access_key_is_random_and_near_its_name() {
        let key = "q8Zr2Lw0/Vb6Nc4Xm9Kd+Ty7Hs1Jp3Gf5Ae8Uo2I";
        let found = [("an AWS secret access key", true)];
        assert_eq!(kinds(&format!("AWS_SECRET_ACCESS_KEY={key}")), found);
        assert_eq!(kinds(&format!("aws:\n  key: {key}")), found);
        assert_eq!(kinds(&format!("content: {key}")), []);
        assert_eq!(kinds("aws = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), []);
        assert_eq!(kinds(&format!("aws commit {}", "a1".repeat(20))), []);
        assert_eq!(kinds(&format!("secret {key}A")), []);
    }

    #[test]
    fn names_alone_are_likely() {
        let likely = [("a literal whose name says that it is secret", false)];
        assert_eq!(kinds("db_password = \"t7Kq0zX4mWb2\""), likely);
        assert_eq!(kinds("{\"apiKey\": \"t7Kq0zX4mWb2\"}"), likely);
        for text in [
            "db_password = os.environ[\"DB_PASSWORD_1\"]",
            "token = \"aaaaaaaaaa1\"",
            "token = \"your-token-123456\"",
            "authority = \"https://host1/path\"",
            "db_password = \"${DB_PASSWORD_12}\"",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    #[test]
    fn a_database_of_a_developer_is_no_finding() {
        assert_eq!(kinds("postgres://postgres:password@db:5432/cruddur"), []);
        assert_eq!(kinds("postgres://app:t7Kq0zX4@db:5432/cruddur"), [(ADDRESS, false)]);
    }

    #[test]
    fn every_token_is_found_once_and_in_order() {
        let key = format!("hcaik_{}", "a1b2c3".repeat(10).split_at(58).0);
        let text = format!("api_key = \"{key}\"\nother = AKIA{}", "Q2R3S4T5".repeat(2));
        assert_eq!(
            kinds(&text),
            [("a Honeycomb ingest or configuration key", true), ("an AWS access key id", true)]
        );
        assert_eq!(&text[tokens(&text)[0].range.clone()], key);
    }

    #[test]
    fn placeholders_are_told() {
        for text in ["<token>", "changeme", "your-key", "XXXX", "TODO", "sk-..."] {
            assert!(is_placeholder(text), "{text}");
        }
        assert!(!is_placeholder("backend-flask") && !is_placeholder("a<b"));
    }

    #[test]
    fn entropy_is_shannons() {
        assert!((entropy("aabb") - 1.0).abs() < 1e-9);
        assert!((entropy(DIGITS) - 4.0).abs() < 1e-9);
        assert!(entropy("").abs() < f64::EPSILON);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_safe(text in "(?s).{0,200}|[0-9a-f'\"=: \nrolba]{0,200}") {
            for token in tokens(&text) {
                proptest::prop_assert!(text.get(token.range).is_some());
            }
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
