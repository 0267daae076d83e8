//! What a comparison with a value means, for JSON fields and for slots alike.
//!
//! Owns wildcards, number against text, and negation. It must not know how the value was found or
//! how the comparison was written. AWS documentation: "Filter pattern syntax", sections on JSON
//! and space-delimited events.

use std::borrow::Cow;
use std::cmp::Ordering;

use memchr::memmem::Finder;
use regex::Regex;

use super::number::Number;

/// A value of a message that can be compared; arrays and objects never can.
#[derive(Clone, Copy, Debug)]
pub(super) enum Scalar<'v> {
    Text(&'v str),
    Number(Number),
    Boolean(bool),
    Null,
}

impl<'v> Scalar<'v> {
    /// Returns the value as a text comparison sees it; null has no text.
    pub(super) fn text(&self) -> Option<Cow<'v, str>> {
        match *self {
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Number(number) => Some(Cow::Owned(number.text())),
            Self::Boolean(true) => Some(Cow::Borrowed("true")),
            Self::Boolean(false) => Some(Cow::Borrowed("false")),
            Self::Null => None,
        }
    }

    /// Returns the value as a number, also when a text holds one.
    fn number(&self) -> Option<Number> {
        match *self {
            Self::Text(text) => Number::parse(text),
            Self::Number(number) => Some(number),
            Self::Boolean(_) | Self::Null => None,
        }
    }
}

/// A text to compare with; an asterisk is a wildcard only at the very start and the very end.
#[derive(Clone, Debug)]
enum Wildcard {
    Exact(Box<str>),
    Prefix(Box<str>),
    Suffix(Box<str>),
    Within(Box<str>, Box<Finder<'static>>),
}

impl Wildcard {
    fn new(text: &str) -> Self {
        match (text.strip_prefix('*'), text.strip_suffix('*')) {
            (Some(tail), Some(_)) => {
                let middle = tail.strip_suffix('*').unwrap_or(tail);
                Self::Within(middle.into(), Box::new(Finder::new(middle).into_owned()))
            }
            (Some(tail), None) => Self::Suffix(tail.into()),
            (None, Some(head)) => Self::Prefix(head.into()),
            (None, None) => Self::Exact(text.into()),
        }
    }

    fn matches(&self, text: &str) -> bool {
        match self {
            Self::Exact(wanted) => text == &**wanted,
            Self::Prefix(head) => text.starts_with(&**head),
            Self::Suffix(tail) => text.ends_with(&**tail),
            Self::Within(_, finder) => finder.find(text.as_bytes()).is_some(),
        }
    }

    fn literal(&self) -> &str {
        match self {
            Self::Exact(text) | Self::Prefix(text) | Self::Suffix(text) | Self::Within(text, _) => {
                text
            }
        }
    }
}

/// The right-hand side of `=` and `!=`.
#[derive(Clone, Debug)]
pub(super) enum Operand {
    /// A lone asterisk: any value at all.
    Anything,
    Number(Number),
    Regex(Regex),
    Text(TextOperand),
}

/// A text operand, with the number it spells, for comparison with a JSON number.
#[derive(Clone, Debug)]
pub(super) struct TextOperand {
    wildcard: Wildcard,
    number: Option<Number>,
}

impl Operand {
    /// Reads the wildcards of a text, quoted or bare.
    pub(super) fn text(text: &str) -> Self {
        if text == "*" {
            return Self::Anything;
        }
        Self::Text(TextOperand { wildcard: Wildcard::new(text), number: Number::parse(text) })
    }

    fn equals(&self, value: &Scalar<'_>) -> bool {
        match self {
            Self::Anything => true,
            // Number against text is undocumented: numerically when both spell a number.
            Self::Number(wanted) => value.number().is_some_and(|found| found.equals(*wanted)),
            Self::Regex(regex) => value.text().is_some_and(|text| regex.is_match(&text)),
            Self::Text(operand) => match (value, operand.number) {
                (Scalar::Number(found), Some(wanted)) => found.equals(wanted),
                _ => value.text().is_some_and(|text| operand.wildcard.matches(&text)),
            },
        }
    }
}

/// An order relation; the value stands on its left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Relation {
    fn accepts(self, order: Ordering) -> bool {
        match self {
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

/// One comparison of a value with a constant.
#[derive(Clone, Debug)]
pub(super) enum Comparison {
    Equal(Operand),
    NotEqual(Operand),
    Order(Relation, Number),
}

impl Comparison {
    pub(super) fn holds(&self, value: &Scalar<'_>) -> bool {
        match self {
            Self::Equal(operand) => operand.equals(value),
            Self::NotEqual(operand) => !operand.equals(value),
            Self::Order(relation, bound) => value
                .number()
                .and_then(|number| number.compare(*bound))
                .is_some_and(|order| relation.accepts(order)),
        }
    }

    /// Returns a text that every accepted *text* value contains; numbers may be spelt otherwise.
    pub(super) fn literal(&self) -> Option<&str> {
        match self {
            Self::Equal(Operand::Text(operand)) => {
                Some(operand.wildcard.literal()).filter(|literal| !literal.is_empty())
            }
            _ => None,
        }
    }
}
