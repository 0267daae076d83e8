//! JSON patterns: a condition on the fields of a message that is one JSON object.
//!
//! Owns the condition and its evaluation. It must not know how it is written. AWS documentation:
//! "Filter pattern syntax", section on JSON log events.

use std::collections::BTreeMap;

use memchr::memchr;
use memchr::memmem::Finder;

use super::comparison::{Comparison, Scalar};
use super::json_reader::{Sink, read};
use super::json_selector::{Node, Selector, Step};
use super::pattern::MAXIMUM_LENGTH;

/// What a test asks of the values its selector leads to; one value that answers yes is enough.
#[derive(Debug)]
pub(super) enum Check {
    Compares(Comparison),
    IsNull,
    IsBoolean(bool),
    /// Anything at all is there, arrays and objects included.
    Exists,
}

impl Check {
    fn holds(&self, value: &Scalar<'_>) -> bool {
        match self {
            Self::Compares(comparison) => comparison.holds(value),
            Self::IsNull => matches!(value, Scalar::Null),
            Self::IsBoolean(wanted) => matches!(value, Scalar::Boolean(found) if found == wanted),
            Self::Exists => true,
        }
    }
}

/// A check of one field.
#[derive(Debug)]
pub(super) struct FieldTest {
    pub(super) selector: Selector,
    pub(super) check: Check,
}

impl FieldTest {
    /// Returns a text that a matching message contains unless it spells it with escapes, and
    /// whether that text is a value, which tells more than the name of a field.
    fn essential(&self) -> Option<(bool, &str)> {
        let value = match &self.check {
            Check::Compares(comparison) => comparison.literal(),
            _ => None,
        };
        // A JSON number has several spellings, so digits alone prove nothing.
        let value = value.filter(|text| {
            text.chars()
                .any(|character| !matches!(character, '0'..='9' | '.' | 'e' | 'E' | '+' | '-'))
        });
        value
            .map(|text| (true, text))
            .or_else(|| self.selector.longest_name().map(|name| (false, name)))
    }
}

/// How the tests of a pattern combine; a test is named by its number.
#[derive(Debug)]
pub(super) enum Condition {
    Holds(usize),
    Fails(usize),
    All(Vec<Self>),
    Any(Vec<Self>),
}

impl Condition {
    /// Recurses once per parenthesis, which the parser bounds.
    fn is_met(&self, outcomes: &Outcomes) -> bool {
        match self {
            Self::Holds(test) => outcomes.contains(*test),
            Self::Fails(test) => !outcomes.contains(*test),
            Self::All(parts) => parts.iter().all(|part| part.is_met(outcomes)),
            Self::Any(parts) => parts.iter().any(|part| part.is_met(outcomes)),
        }
    }

    fn essential<'t>(&self, tests: &'t [FieldTest]) -> Option<(bool, &'t str)> {
        match self {
            Self::Holds(test) => tests.get(*test)?.essential(),
            Self::Fails(_) => None,
            Self::All(parts) => parts
                .iter()
                .filter_map(|part| part.essential(tests))
                .max_by_key(|(is_value, text)| (*is_value, text.len())),
            Self::Any(parts) => match parts.as_slice() {
                [only] => only.essential(tests),
                _ => None,
            },
        }
    }
}

/// The shortest test in a pattern, `$.a=1`, bounds how many there can be.
const MAXIMUM_TESTS: usize = MAXIMUM_LENGTH.div_ceil("$.a=1".len());
const OUTCOME_WORDS: usize = MAXIMUM_TESTS.div_ceil(u64::BITS as usize);

/// The set of tests that hold, kept on the stack since one is made for every message.
#[derive(Default)]
struct Outcomes([u64; OUTCOME_WORDS]);

impl Outcomes {
    fn insert(&mut self, test: usize) {
        if let Some(word) = self.0.get_mut(test / 64) {
            *word |= 1 << (test % 64);
        }
    }

    fn contains(&self, test: usize) -> bool {
        self.0.get(test / 64).is_some_and(|word| word & (1 << (test % 64)) != 0)
    }
}

/// Matches messages against a condition on their fields.
#[derive(Debug)]
pub(super) struct JsonPattern {
    condition: Condition,
    tests: Vec<FieldTest>,
    tree: Node,
    essential: Option<Finder<'static>>,
    regexes: usize,
}

impl JsonPattern {
    pub(super) fn new(condition: Condition, tests: Vec<FieldTest>, regexes: usize) -> Self {
        let paths: Vec<&[Step]> = tests.iter().map(|test| test.selector.steps.as_slice()).collect();
        let tree = Node::tree(&paths);
        let essential = condition.essential(&tests).map(|(_, text)| Finder::new(text).into_owned());
        Self { condition, tests, tree, essential, regexes }
    }

    pub(super) fn matches(&self, message: &str) -> bool {
        if self.lacks_essential(message.as_bytes()) {
            return false;
        }
        let mut matching = Matching { tests: &self.tests, outcomes: Outcomes::default() };
        read(&self.tree, message, &mut matching) && self.condition.is_met(&matching.outcomes)
    }

    /// Tells whether a message cannot match, without parsing it: a text is missing, and there is
    /// no escape that could spell it.
    fn lacks_essential(&self, message: &[u8]) -> bool {
        self.essential.as_ref().is_some_and(|finder| finder.find(message).is_none())
            && memchr(b'\\', message).is_none()
    }

    pub(super) fn extract(&self, message: &str) -> Option<BTreeMap<String, String>> {
        if !self.matches(message) {
            return None;
        }
        let mut extracting = Extracting { tests: &self.tests, values: BTreeMap::new() };
        read(&self.tree, message, &mut extracting);
        Some(extracting.values)
    }

    pub(super) fn fields(&self) -> Vec<String> {
        let mut fields: Vec<String> = Vec::new();
        for selector in self.tests.iter().map(|test| &test.selector) {
            if !selector.has_wildcard() && !fields.iter().any(|known| **known == *selector.text) {
                fields.push(selector.text.to_string());
            }
        }
        fields
    }

    pub(super) fn regex_count(&self) -> usize {
        self.regexes
    }
}

/// Notes which tests hold.
struct Matching<'t> {
    tests: &'t [FieldTest],
    outcomes: Outcomes,
}

impl Sink for Matching<'_> {
    fn scalar(&mut self, ends: &[usize], value: &Scalar<'_>) {
        for test in ends {
            if self.tests.get(*test).is_some_and(|field| field.check.holds(value)) {
                self.outcomes.insert(*test);
            }
        }
    }

    fn container(&mut self, ends: &[usize]) {
        for test in ends {
            let check = self.tests.get(*test).map(|field| &field.check);
            if matches!(check, Some(Check::Exists)) {
                self.outcomes.insert(*test);
            }
        }
    }
}

/// Collects the text of the values that selectors without wildcards lead to.
struct Extracting<'t> {
    tests: &'t [FieldTest],
    values: BTreeMap<String, String>,
}

impl Sink for Extracting<'_> {
    fn scalar(&mut self, ends: &[usize], value: &Scalar<'_>) {
        let text = value.text().unwrap_or("null".into());
        for selector in ends.iter().filter_map(|test| self.tests.get(*test)).map(|t| &t.selector) {
            if !selector.has_wildcard() {
                self.values.insert(selector.text.to_string(), text.to_string());
            }
        }
    }

    fn container(&mut self, _ends: &[usize]) {}
}
