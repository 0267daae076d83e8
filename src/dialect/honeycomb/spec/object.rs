//! Reading an object of JSON: known members, typed values, problems with their path.

use std::cell::RefCell;
use std::ops::RangeInclusive;

use serde_json::Map;
use serde_json::Value;

use super::MAXIMUM_MEMBERS;
use super::MAXIMUM_NAME_LENGTH;
use super::error::SpecPath;
use super::error::SpecProblem;
use crate::base::did_you_mean;
use crate::base::kind_of_json;

/// The problems found so far.
#[derive(Debug, Default)]
pub(super) struct Problems(RefCell<Vec<SpecProblem>>);

impl Problems {
    pub(super) fn add(&self, path: &SpecPath, message: impl Into<String>) {
        self.push(path, message.into(), None);
    }

    pub(super) fn hinted(
        &self,
        path: &SpecPath,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.push(path, message.into(), Some(hint.into()));
    }

    pub(super) fn push(&self, path: &SpecPath, message: String, hint: Option<String>) {
        self.put(SpecProblem { path: path.clone(), message, hint, part: None });
    }

    pub(super) fn put(&self, problem: SpecProblem) {
        self.0.borrow_mut().push(problem);
    }

    pub(super) fn count(&self) -> usize {
        self.0.borrow().len()
    }

    pub(super) fn into_inner(self) -> Vec<SpecProblem> {
        self.0.into_inner()
    }
}

/// An object that is read.
pub(super) struct Object<'v> {
    members: &'v Map<String, Value>,
    pub(super) path: SpecPath,
    pub(super) problems: &'v Problems,
    known: Vec<&'static str>,
}

impl<'v> Object<'v> {
    /// Begins to read a value that must be an object.
    pub(super) fn of(value: &'v Value, path: SpecPath, problems: &'v Problems) -> Option<Self> {
        let Some(members) = value.as_object() else {
            problems.add(&path, mistyped("an object", value));
            return None;
        };
        Some(Self { members, path, problems, known: Vec::new() })
    }

    /// Returns a member; null is none.
    pub(super) fn get(&mut self, key: &'static str) -> Option<&'v Value> {
        self.known.push(key);
        self.members.get(key).filter(|value| !value.is_null())
    }

    pub(super) fn path_of(&self, key: &str) -> SpecPath {
        self.path.key(key)
    }

    /// Reads a text that is not empty.
    pub(super) fn text(&mut self, key: &'static str) -> Option<&'v str> {
        let value = self.get(key)?;
        match value.as_str() {
            Some("") => self.problems.add(&self.path_of(key), "must not be empty"),
            Some(text) => return Some(text),
            None => self.problems.add(&self.path_of(key), mistyped("a text", value)),
        }
        None
    }

    /// Reads a text that must be there.
    pub(super) fn required_text(&mut self, key: &'static str, hint: &str) -> Option<&'v str> {
        if self.get(key).is_none() {
            self.problems.hinted(&self.path_of(key), "is missing", hint);
            return None;
        }
        self.text(key)
    }

    /// Reads a name.
    pub(super) fn name(&mut self, key: &'static str) -> Option<&'v str> {
        let name = self.text(key)?;
        if name.chars().count() > MAXIMUM_NAME_LENGTH {
            let message = format!("must have at most {MAXIMUM_NAME_LENGTH} characters");
            self.problems.add(&self.path_of(key), message);
        }
        Some(name)
    }

    /// Reads one of some words.
    pub(super) fn word(
        &mut self,
        key: &'static str,
        words: &[&'static str],
    ) -> Option<&'static str> {
        let text = self.text(key)?;
        let found = words.iter().copied().find(|word| *word == text);
        if found.is_none() {
            let message = format!("must be one of {}, not {}", words.join(", "), shown(text));
            let hint = did_you_mean(text, words.iter().copied());
            let hint = hint.map(|word| format!("did you mean {word}?"));
            self.problems.push(&self.path_of(key), message, hint);
        }
        found
    }

    /// Reads a whole number.
    pub(super) fn whole(&mut self, key: &'static str, range: RangeInclusive<i64>) -> Option<i64> {
        let value = self.get(key)?;
        // JSON has one kind of number, and some writers put a point into all.
        let Some(number) = value.as_i64().or_else(|| whole_float(value)) else {
            let message = match value {
                Value::Number(number) => format!("must be a whole number, not {number}"),
                other => mistyped("a whole number", other),
            };
            self.problems.add(&self.path_of(key), message);
            return None;
        };
        if range.contains(&number) {
            return Some(number);
        }
        let message = format!("must be {} to {}, not {number}", range.start(), range.end());
        self.problems.add(&self.path_of(key), message);
        None
    }

    /// Reads true or false.
    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        if !value.is_boolean() {
            self.problems.add(&self.path_of(key), mistyped("true or false", value));
        }
        value.as_bool()
    }

    /// Reads the elements of a list, each with its path; none if it is no list.
    pub(super) fn list(&mut self, key: &'static str) -> Vec<(&'v Value, SpecPath)> {
        let path = self.path_of(key);
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(elements) = value.as_array() else {
            self.problems.add(&path, mistyped("a list", value));
            return Vec::new();
        };
        if elements.len() > MAXIMUM_MEMBERS {
            let count = elements.len();
            let message = format!("must have at most {MAXIMUM_MEMBERS} members, not {count}");
            self.problems.add(&path, message);
        }
        let some = elements.iter().take(MAXIMUM_MEMBERS).enumerate();
        some.map(|(index, element)| (element, path.index(index))).collect()
    }

    /// Reads the objects of a list.
    pub(super) fn objects(&mut self, key: &'static str) -> Vec<Self> {
        let problems = self.problems;
        let elements = self.list(key).into_iter();
        elements.filter_map(|(element, path)| Object::of(element, path, problems)).collect()
    }

    /// Reports the members that nobody asked for.
    pub(super) fn finish(self) {
        for name in self.members.keys().filter(|name| !self.known.contains(&name.as_str())) {
            let hint = match did_you_mean(name, self.known.iter().copied()) {
                Some(nearest) => format!("did you mean {nearest}?"),
                None => format!("known here: {}", self.known.join(", ")),
            };
            self.problems.hinted(&self.path_of(name), "is unknown", hint);
        }
    }
}

/// Returns a whole number that is written with a point.
pub(super) fn whole_float(value: &Value) -> Option<i64> {
    /// Up to here every whole number is a float.
    const MOST: f64 = 9_007_199_254_740_992.0;
    let number = value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() <= MOST)?;
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and in range")]
    Some(number as i64)
}

/// Tells that a value has another type.
pub(super) fn mistyped(wanted: &str, found: &Value) -> String {
    let kind = kind_of_json(found);
    format!("must be {wanted}, not {kind}")
}

/// Renders a text for a message: quoted, cut short, control characters escaped.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let short: String = text.chars().take(MOST).flat_map(char::escape_debug).collect();
    let end = if text.chars().nth(MOST).is_some() { "…" } else { "" };
    format!("\"{short}{end}\"")
}
