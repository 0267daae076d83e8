//! Space-delimited patterns: slots that bind to the words of a message by position.
//!
//! Owns binding and matching. It must not know how slots are written. AWS documentation: "Filter
//! pattern syntax", section on space-delimited events.

use std::collections::BTreeMap;

use memchr::memmem::Finder;

use super::comparison::{Comparison, Scalar};
use super::tokens::Tokens;

/// A place in a line, perhaps named, perhaps tested.
#[derive(Debug, Default)]
pub(super) struct Slot {
    pub(super) name: Option<Box<str>>,
    /// Alternatives of comparisons that hold together; empty when any word will do.
    pub(super) tests: Vec<Vec<Comparison>>,
}

impl Slot {
    fn accepts(&self, word: &str) -> bool {
        let value = Scalar::Text(word);
        self.tests.is_empty()
            || self.tests.iter().any(|together| together.iter().all(|test| test.holds(&value)))
    }

    /// Returns a text that every accepted word contains.
    fn literal(&self) -> Option<&str> {
        match self.tests.as_slice() {
            [together] => {
                together.iter().filter_map(Comparison::literal).max_by_key(|text| text.len())
            }
            _ => None,
        }
    }
}

/// How the slots of a pattern are laid over a line.
#[derive(Debug)]
pub(super) enum Layout {
    /// `[]`: no slots, and any line will do.
    Open,
    /// One slot per word, the last of which takes the rest of the line.
    Closed { leading: Vec<Slot>, last: Slot },
    /// Slots from the start and from the end, and any number of words between.
    Ellipsis { head: Vec<Slot>, tail: Vec<Slot> },
}

impl Layout {
    fn slots(&self) -> impl Iterator<Item = &Slot> {
        let (front, back): (&[Slot], &[Slot]) = match self {
            Self::Open => (&[], &[]),
            Self::Closed { leading, last } => (leading, std::slice::from_ref(last)),
            Self::Ellipsis { head, tail } => (head, tail),
        };
        front.iter().chain(back)
    }
}

/// Matches lines against a layout of slots.
#[derive(Debug)]
pub(super) struct Delimited {
    layout: Layout,
    essential: Option<(Box<str>, Finder<'static>)>,
    regexes: usize,
}

impl Delimited {
    pub(super) fn new(layout: Layout, regexes: usize) -> Self {
        let literal = layout.slots().filter_map(Slot::literal).max_by_key(|text| text.len());
        let essential = literal.map(|text| (text.into(), Finder::new(text).into_owned()));
        Self { layout, essential, regexes }
    }

    pub(super) fn matches(&self, message: &str) -> bool {
        if self
            .essential
            .as_ref()
            .is_some_and(|(_, finder)| finder.find(message.as_bytes()).is_none())
        {
            return false;
        }
        match &self.layout {
            Layout::Open => true,
            Layout::Closed { leading, last } => {
                let mut tokens = Tokens::new(message);
                let fits = |slot: &Slot| tokens.next().is_some_and(|word| slot.accepts(word));
                leading.iter().all(fits) && tokens.rest().is_some_and(|rest| last.accepts(rest))
            }
            Layout::Ellipsis { head, tail } => {
                let mut tokens = Tokens::new(message);
                let fits = |slot: &Slot| tokens.next().is_some_and(|word| slot.accepts(word));
                head.iter().all(fits) && tail_accepts(tail, tokens)
            }
        }
    }

    pub(super) fn extract(&self, message: &str) -> Option<BTreeMap<String, String>> {
        if !self.matches(message) {
            return None;
        }
        let mut values = BTreeMap::new();
        for (index, (slot, word)) in self.bound(message).into_iter().enumerate() {
            let key = match slot.and_then(|slot| slot.name.as_deref()) {
                Some(name) => format!("${name}"),
                None => format!("${}", index + 1),
            };
            values.insert(key, word.to_owned());
        }
        Some(values)
    }

    /// Pairs each word of a matching message with its slot.
    fn bound<'m>(&self, message: &'m str) -> Vec<(Option<&Slot>, &'m str)> {
        let mut tokens = Tokens::new(message);
        match &self.layout {
            Layout::Open => tokens.map(|word| (None, word)).collect(),
            Layout::Closed { leading, last } => {
                let mut bound: Vec<_> =
                    leading.iter().map(Some).zip(tokens.by_ref().take(leading.len())).collect();
                bound.extend(tokens.rest().map(|rest| (Some(last), rest)));
                bound
            }
            Layout::Ellipsis { head, tail } => {
                let words: Vec<&str> = tokens.collect();
                let between = words.len().saturating_sub(head.len() + tail.len());
                let free = std::iter::repeat_n(None, between);
                let slots = head.iter().map(Some).chain(free).chain(tail.iter().map(Some));
                slots.zip(words).collect()
            }
        }
    }

    pub(super) fn required_literal(&self) -> Option<&str> {
        self.essential.as_ref().map(|(text, _)| &**text)
    }

    pub(super) fn fields(&self) -> Vec<String> {
        let mut fields: Vec<String> = Vec::new();
        for name in self.layout.slots().filter_map(|slot| slot.name.as_deref()) {
            let field = format!("${name}");
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
        fields
    }

    pub(super) fn regex_count(&self) -> usize {
        self.regexes
    }
}

/// Lays the slots of `tail` over the last words.
fn tail_accepts(tail: &[Slot], tokens: Tokens<'_>) -> bool {
    if tail.is_empty() {
        return true;
    }
    let words: Vec<&str> = tokens.collect();
    let Some(skipped) = words.len().checked_sub(tail.len()) else {
        return false;
    };
    tail.iter().zip(words.into_iter().skip(skipped)).all(|(slot, word)| slot.accepts(word))
}
