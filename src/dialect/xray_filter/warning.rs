//! Expressions that are legal and likely not meant.
//!
//! Owns what is said of them. Finding them is the parser's part, which alone sees the source.

use std::fmt;

use super::canonical::quote;

/// The most characters of an expression that a hint spells out.
const LONGEST_EXAMPLE: usize = 200;

/// What a warning is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WarningKind {
    /// `AND` and `OR` stand side by side without parentheses.
    MixedOperators,
    /// A service is asked for by a name that looks like a URL.
    NameWithScheme,
}

/// A remark on a part of an expression that is legal and likely not meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    kind: WarningKind,
    column: usize,
    length: usize,
    message: String,
    hint: String,
}

impl Warning {
    /// Warns of operands joined by `AND` next to an `OR`; `canonical` is the meaning spelt out.
    pub(super) fn mixed_operators(column: usize, length: usize, canonical: &str) -> Self {
        // A long expression again in full would hide the advice.
        let hint = if canonical.chars().count() <= LONGEST_EXAMPLE {
            format!("write {canonical}, or place the parentheses otherwise")
        } else {
            "put the operands of each AND in parentheses, or those of each OR".to_owned()
        };
        Self {
            kind: WarningKind::MixedOperators,
            column,
            length,
            message: "AND and OR are mixed without parentheses; AND is taken first".to_owned(),
            hint,
        }
    }

    /// Warns of a service name with a scheme; `None` when the name has none.
    pub(super) fn name_with_scheme(column: usize, length: usize, name: &str) -> Option<Self> {
        let (scheme, rest) = name.split_once("://")?;
        let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|each| each.is_ascii_alphanumeric() || "+-.".contains(each));
        if !is_scheme {
            return None;
        }
        let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        let url = format!("http.url BEGINSWITH {}", quote(name));
        let hint = if host.is_empty() {
            format!("write {url} to test the request's URL")
        } else {
            format!("write {} for the node of that host, or {url}", quote(host))
        };
        Some(Self {
            kind: WarningKind::NameWithScheme,
            column,
            length,
            message: format!(
                "only a segment literally named {} matches; names rarely hold a scheme",
                quote(name)
            ),
            hint,
        })
    }

    /// Returns what the warning is about.
    pub fn kind(&self) -> WarningKind {
        self.kind
    }

    /// Returns where the part begins, in characters, from 1.
    pub fn column(&self) -> usize {
        self.column
    }

    /// Returns how many characters the part has.
    pub fn length(&self) -> usize {
        self.length
    }

    /// Returns what to write instead.
    pub fn hint(&self) -> &str {
        &self.hint
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}
