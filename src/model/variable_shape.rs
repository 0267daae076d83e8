//! Variables whose values have a fixed shape, and the vendors that tokens and names belong to.

use std::sync::OnceLock;

use regex::Regex;

use super::secret_shape;

/// Whose a variable, or the token in it, is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A region of AWS.
    Region,
    /// Credentials of AWS.
    Aws,
    /// A key of Honeycomb.
    Honeycomb,
    /// A token of Rollbar.
    Rollbar,
    /// A token of GitHub.
    GitHub,
    /// The name of a service.
    ServiceName,
    /// An address.
    Address,
}

impl Owner {
    /// Says whether its values are secrets.
    #[must_use]
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::Aws | Self::Honeycomb | Self::Rollbar | Self::GitHub)
    }

    /// Returns what people call one of its values.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Region => "a region",
            Self::Aws => "credentials of AWS",
            Self::Honeycomb => "a Honeycomb key",
            Self::Rollbar => "a Rollbar token",
            Self::GitHub => "a GitHub token",
            Self::ServiceName => "the name of a service",
            Self::Address => "an address",
        }
    }
}

/// Says whose a variable is by its name, if that is known.
#[must_use]
pub fn owner_of_name(name: &str) -> Option<Owner> {
    let name = name.to_ascii_uppercase();
    let is_secret = secret_shape::is_secret_name(&name);
    match name.as_str() {
        "AWS_REGION" | "AWS_DEFAULT_REGION" => Some(Owner::Region),
        "AWS_ACCESS_KEY_ID" => Some(Owner::Aws),
        _ if name.ends_with("_SERVICE_NAME") => Some(Owner::ServiceName),
        _ if name.starts_with("OTEL_EXPORTER_OTLP_") && name.ends_with("ENDPOINT") => {
            Some(Owner::Address)
        }
        _ if is_secret && name.contains("ROLLBAR") => Some(Owner::Rollbar),
        _ if is_secret && name.contains("HONEYCOMB") => Some(Owner::Honeycomb),
        _ if is_secret && name.starts_with("AWS_") => Some(Owner::Aws),
        _ if is_secret && (name.starts_with("GITHUB_") || name.starts_with("GH_")) => {
            Some(Owner::GitHub)
        }
        _ => None,
    }
}

/// Says whose a value is, if it can belong to one only.
#[must_use]
pub fn owner_of_value(value: &str) -> Option<Owner> {
    match secret_shape::known_token(value)? {
        kind if kind.contains("Honeycomb") => Some(Owner::Honeycomb),
        kind if kind.contains("AWS") => Some(Owner::Aws),
        kind if kind.contains("GitHub") => Some(Owner::GitHub),
        _ => None,
    }
}

/// Says whether a value has the shape of some token: a known one, or the 32 digits of several.
#[must_use]
pub fn looks_like_token(value: &str) -> bool {
    let is_digits = value.len() == 32
        && value.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    is_digits || secret_shape::known_token(value).is_some()
}

/// Returns what the value of a variable must be, if its name fixes that and the value is not.
///
/// A token of another vendor is told by [`owner_of_value`].
#[must_use]
pub fn expected(name: &str, value: &str) -> Option<&'static str> {
    let matches = |shape: &str| {
        static COMPILED: OnceLock<Vec<(&'static str, Regex)>> = OnceLock::new();
        let compiled = COMPILED.get_or_init(|| {
            let compile = |shape: &'static str| Some((shape, Regex::new(shape).ok()?));
            PATTERNS.into_iter().filter_map(compile).collect()
        });
        compiled.iter().any(|(known, regex)| *known == shape && regex.is_match(value))
    };
    let upper = name.to_ascii_uppercase();
    let (is_right, what) = match upper.as_str() {
        "AWS_REGION" | "AWS_DEFAULT_REGION" => (matches(REGION), "a region such as eu-west-3"),
        "AWS_ACCESS_KEY_ID" => (matches(KEY_ID), "AKIA or ASIA and 16 further characters"),
        "AWS_SECRET_ACCESS_KEY" => (matches(SECRET_KEY), "40 letters, digits, / or +"),
        "AWS_ACCOUNT_ID" => (matches(ACCOUNT), "the 12 digits of an account"),
        "HONEYCOMB_API_KEY" => (matches(HONEYCOMB), "an ingest or configuration key"),
        "OTEL_EXPORTER_OTLP_HEADERS" => {
            (matches(HEADERS), "NAME=VALUE, as in x-honeycomb-team=KEY")
        }
        "OTEL_SERVICE_NAME" | "HONEYCOMB_SERVICE_NAME" => (
            matches(SERVICE) && !value.starts_with("unknown_service"),
            "a name of letters, digits, dots, - and _",
        ),
        _ if owner_of_name(name) == Some(Owner::Address) => {
            (matches(ADDRESS), "an address that begins with http:// or https://")
        }
        _ => return None,
    };
    (!is_right).then_some(what)
}

const REGION: &str = r"^[a-z]{2}(-[a-z]+)+-[0-9]$";
const KEY_ID: &str = r"^(AKIA|ASIA)[A-Z2-7]{16}$";
const SECRET_KEY: &str = r"^[A-Za-z0-9/+]{40}$";
const ACCOUNT: &str = r"^[0-9]{12}$";
const HONEYCOMB: &str = r"^(hc[a-z](ik|ic)_[0-9a-z]{58}|[0-9a-f]{32}|[0-9A-Za-z]{20,24})$";
const HEADERS: &str = r"^[^=,\s]+=[^,]+(,[^=,\s]+=[^,]+)*$";
const SERVICE: &str = r"^[A-Za-z0-9][A-Za-z0-9._-]*$";
const ADDRESS: &str = r"^https?://[^\s]+$";
const PATTERNS: [&str; 8] =
    [REGION, KEY_ID, SECRET_KEY, ACCOUNT, HONEYCOMB, HEADERS, SERVICE, ADDRESS];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_their_values_are() {
        for (name, good, bad) in [
            ("AWS_REGION", "us-gov-west-1", "Paris"),
            ("AWS_DEFAULT_REGION", "eu-west-3", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
            ("AWS_ACCESS_KEY_ID", "AKIAQ2R3S4T5Q2R3S4T5", "AKIA1"),
            ("AWS_ACCOUNT_ID", "123456789012", "12345"),
            ("HONEYCOMB_API_KEY", "0123456789abcdefABCDEF", "a key"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x-honeycomb-team=abc,a=b", "abc"),
            ("OTEL_SERVICE_NAME", "backend-flask", "unknown_service:python"),
            ("HONEYCOMB_SERVICE_NAME", "Cruddur", "back end"),
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://api.honeycomb.io", "api.honeycomb.io"),
        ] {
            assert_eq!(expected(name, good), None, "{name}={good}");
            assert!(expected(name, bad).is_some(), "{name}={bad}");
        }
        assert_eq!(expected("AWS_XRAY_URL", "*4567-x*"), None, "no rule for other names");
        assert!(expected("AWS_SECRET_ACCESS_KEY", &"a".repeat(39)).is_some());
    }

    #[test]
    fn names_and_tokens_have_owners() {
        assert_eq!(owner_of_name("REACT_APP_ROLLBAR_TOKEN"), Some(Owner::Rollbar));
        assert_eq!(owner_of_name("HONEYCOMB_API_KEY"), Some(Owner::Honeycomb));
        assert_eq!(owner_of_name("AWS_SECRET_ACCESS_KEY"), Some(Owner::Aws));
        assert_eq!(owner_of_name("HONEYCOMB_SERVICE_NAME"), Some(Owner::ServiceName));
        assert_eq!(owner_of_name("PORT"), None);
        let key = format!("hcaik_{}", "a1".repeat(29));
        assert_eq!(owner_of_value(&key), Some(Owner::Honeycomb));
        assert_eq!(
            owner_of_value("0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
            None,
            "two vendors have such"
        );
        assert!(
            looks_like_token("0f1e2d3c4b5a69788796a5b4c3d2e1f0") && !looks_like_token("eu-west-3")
        );
    }
}
