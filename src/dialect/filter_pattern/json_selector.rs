//! Selectors of JSON fields: how they are written, and the tree that finds many in one pass.
//!
//! Owns paths. It must not know what is compared with the values found. AWS documentation: "Filter
//! pattern syntax", section on JSON log events.

use super::cursor::Cursor;
use super::error::PatternError;
use super::error_kind::PatternErrorKind;
use super::json_syntax::MAXIMUM_DEPTH;

/// How many wildcards one selector may have (AWS documentation, "Filter pattern syntax").
const SELECTOR_WILDCARDS: usize = 1;
/// How many wildcard selectors one pattern may have (AWS documentation, "Filter pattern syntax").
const PATTERN_WILDCARDS: usize = 3;

/// What ends a malformed selector in an error.
const SELECTOR_STOPS: [char; 8] = [')', '&', '|', '=', '!', '<', '>', ','];

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Member(Box<str>),
    AnyMember,
    Element(usize),
    AnyElement,
}

impl Step {
    fn is_wildcard(&self) -> bool {
        matches!(self, Self::AnyMember | Self::AnyElement)
    }
}

/// A path from the top of the message to a value, with its text in the pattern.
#[derive(Clone, Debug)]
pub(super) struct Selector {
    pub(super) text: Box<str>,
    pub(super) steps: Vec<Step>,
}

impl Selector {
    /// Tells whether the path can lead to several values.
    pub(super) fn has_wildcard(&self) -> bool {
        self.steps.iter().any(Step::is_wildcard)
    }

    /// Returns the longest name that a message must hold for the path to lead anywhere.
    pub(super) fn longest_name(&self) -> Option<&str> {
        let names = self.steps.iter().filter_map(|step| match step {
            Step::Member(name) if !name.is_empty() => Some(&**name),
            _ => None,
        });
        names.max_by_key(|name| name.len())
    }
}

/// Reads selectors and counts their wildcards.
#[derive(Debug, Default)]
pub(super) struct SelectorReader {
    wildcards: usize,
}

impl SelectorReader {
    pub(super) fn read(&mut self, cursor: &mut Cursor<'_>) -> Result<Selector, PatternError> {
        let start = cursor.position();
        if !cursor.eat("$") {
            return Err(cursor.fail_next(PatternErrorKind::ExpectedSelector, &SELECTOR_STOPS));
        }
        let mut steps = Vec::new();
        while let Some(step) = read_step(cursor, start)? {
            steps.push(step);
            if steps.len() > MAXIMUM_DEPTH {
                return Err(cursor.fail(PatternErrorKind::TooDeep, start));
            }
        }
        if steps.is_empty() {
            return Err(malformed(cursor, start));
        }
        let wildcards = steps.iter().filter(|step| step.is_wildcard()).count();
        if wildcards > SELECTOR_WILDCARDS {
            return Err(cursor.fail(PatternErrorKind::SelectorWildcards, start));
        }
        self.wildcards += wildcards;
        if self.wildcards > PATTERN_WILDCARDS {
            return Err(cursor.fail(PatternErrorKind::TooManyWildcards, start));
        }
        Ok(Selector { text: cursor.since(start).into(), steps })
    }
}

/// Reads one step; `None` when the selector ends here.
fn read_step(cursor: &mut Cursor<'_>, start: usize) -> Result<Option<Step>, PatternError> {
    let step = if cursor.eat(".['") || cursor.eat("['") {
        quoted_member(cursor, start)?
    } else if cursor.eat(".*") {
        Step::AnyMember
    } else if cursor.eat("[*]") {
        Step::AnyElement
    } else if cursor.eat("[") {
        let digits = cursor.take_while(|character| character.is_ascii_digit());
        match digits.parse() {
            Ok(index) if cursor.eat("]") => Step::Element(index),
            _ => return Err(malformed(cursor, start)),
        }
    } else if cursor.eat(".") {
        let name = cursor.take_while(is_name_character);
        if name.is_empty() {
            return Err(malformed(cursor, start));
        }
        Step::Member(name.into())
    } else {
        return Ok(None);
    };
    Ok(Some(step))
}

/// Reads a bracketed name, whose `['` has been read, up to the next `']`.
fn quoted_member(cursor: &mut Cursor<'_>, start: usize) -> Result<Step, PatternError> {
    let Some(length) = cursor.rest().find("']") else {
        return Err(malformed(cursor, start));
    };
    let name: Box<str> = cursor.rest().get(..length).unwrap_or_default().into();
    cursor.eat(&name);
    cursor.eat("']");
    Ok(Step::Member(name))
}

fn malformed(cursor: &mut Cursor<'_>, start: usize) -> PatternError {
    cursor.take_while(|next| !super::cursor::is_blank(next) && !SELECTOR_STOPS.contains(&next));
    cursor.fail(PatternErrorKind::SelectorSyntax, start)
}

fn is_name_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_')
}

/// Says, for one place in a message, which paths end there and where the others lead.
///
/// A value is read once, so a place that both a name and a wildcard reach must be one node: each
/// named branch already contains what the wildcard next to it wants.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// The paths that end here, by their number in the list the tree was built from.
    pub(super) ends: Vec<usize>,
    members: Vec<(Box<str>, Self)>,
    other_members: Option<Box<Self>>,
    elements: Vec<(usize, Self)>,
    other_elements: Option<Box<Self>>,
}

impl Node {
    /// Builds the tree of all `paths`.
    pub(super) fn tree(paths: &[&[Step]]) -> Self {
        Self::build(paths.iter().copied().enumerate().collect())
    }

    /// Recurses once per step, which the parser bounds.
    fn build(paths: Vec<(usize, &[Step])>) -> Self {
        let mut node = Self::default();
        let mut ahead = Vec::new();
        for (path, steps) in paths {
            match steps.split_first() {
                None => node.ends.push(path),
                Some((step, rest)) => ahead.push((path, step, rest)),
            }
        }
        let branch = |wanted: &dyn Fn(&Step) -> bool| {
            let chosen = ahead.iter().filter(|(_, step, _)| wanted(step));
            Self::build(chosen.map(|(path, _, rest)| (*path, *rest)).collect())
        };
        for (_, step, _) in &ahead {
            match step {
                Step::Member(name) if node.member(name).is_none_or(|(_, named)| !named) => {
                    let child = branch(&|other| other == *step || *other == Step::AnyMember);
                    node.members.push((name.clone(), child));
                }
                Step::Element(index) if !node.elements.iter().any(|(known, _)| known == index) => {
                    let child = branch(&|other| other == *step || *other == Step::AnyElement);
                    node.elements.push((*index, child));
                }
                Step::AnyMember if node.other_members.is_none() => {
                    node.other_members = Some(Box::new(branch(&|other| *other == Step::AnyMember)));
                }
                Step::AnyElement if node.other_elements.is_none() => {
                    node.other_elements =
                        Some(Box::new(branch(&|other| *other == Step::AnyElement)));
                }
                _ => {}
            }
        }
        node
    }

    /// Returns where a member leads, and whether it is named in some path.
    fn member(&self, name: &str) -> Option<(&Self, bool)> {
        let named = self.members.iter().find(|(known, _)| &**known == name);
        named
            .map(|(_, child)| (child, true))
            .or_else(|| self.other_members.as_deref().map(|child| (child, false)))
    }

    /// Returns where the member `name` of an object leads.
    pub(super) fn at_member(&self, name: &str) -> Option<&Self> {
        self.member(name).map(|(child, _)| child)
    }

    /// Returns where the element `index` of an array leads.
    pub(super) fn at_element(&self, index: usize) -> Option<&Self> {
        let named = self.elements.iter().find(|(known, _)| *known == index);
        named.map(|(_, child)| child).or(self.other_elements.as_deref())
    }

    /// Tells whether any member of an object at this place is wanted.
    pub(super) fn wants_members(&self) -> bool {
        !self.members.is_empty() || self.other_members.is_some()
    }

    /// Tells whether any element of an array at this place is wanted.
    pub(super) fn wants_elements(&self) -> bool {
        !self.elements.is_empty() || self.other_elements.is_some()
    }
}
