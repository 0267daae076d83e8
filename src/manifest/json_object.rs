//! An object of a JSON file: known members, typed values, problems with their place.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;
use toml::Spanned;

use super::json_members;
use super::json_members::Member;
use super::rules;
use super::rules::Integer;
use super::rules::Number;
use super::rules::Text;
use crate::base::Document;
use crate::base::Fault;
use crate::base::Problem;
use crate::base::did_you_mean;
use crate::base::kind_of_json;
use crate::dialect::honeycomb::PathPart;

/// An object, and the list that its problems go to.
pub(super) struct JsonObject<'p> {
    document: Arc<Document>,
    path: String,
    start: usize,
    members: Vec<(String, Member)>,
    index: BTreeMap<String, usize>,
    known: Vec<&'static str>,
    refused: Vec<&'static str>,
    problems: &'p mut Vec<Problem>,
}

impl<'p> JsonObject<'p> {
    /// Reads a document that is one object; `None` if it is not, which is reported.
    pub(super) fn read(document: &Arc<Document>, problems: &'p mut Vec<Problem>) -> Option<Self> {
        let text = &document.text;
        if let Err(error) = serde_json::from_str::<Value>(text) {
            let at = document.offset_of(error.line(), error.column());
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
            problems.push(document.problem_at(at..at, message, None));
            return None;
        }
        let start = text.len() - text.trim_start().len();
        if !text[start..].starts_with('{') {
            let message = "must be a JSON object, {…}".to_owned();
            problems.push(document.problem_at(start..text.len(), message, None));
            return None;
        }
        Some(Self::at(document, start, String::new(), problems))
    }

    fn at(
        document: &Arc<Document>,
        start: usize,
        path: String,
        problems: &'p mut Vec<Problem>,
    ) -> Self {
        let mut object = JsonObject {
            document: Arc::clone(document),
            path,
            start,
            members: Vec::new(),
            index: BTreeMap::new(),
            known: Vec::new(),
            refused: Vec::new(),
            problems,
        };
        for member in json_members::members(&document.text, start) {
            let name = serde_json::from_str(&document.text[member.key.clone()]).unwrap_or_default();
            object.add(name, member);
        }
        object
    }

    fn add(&mut self, name: String, member: Member) {
        let known = self.index.get(&name).and_then(|index| self.members.get(*index));
        if let Some((_, first)) = known {
            let first = self.document.place(first.key.start);
            let message = format!("`{}` is given twice", self.path_of(&name));
            self.problem(member.key, message, Some(format!("the first stands at {first}")));
        } else {
            self.index.insert(name.clone(), self.members.len());
            self.members.push((name, member));
        }
    }

    /// Says whether a member is there; null is none.
    pub(super) fn has(&self, key: &str) -> bool {
        self.found(key).is_some()
    }

    fn found(&self, key: &str) -> Option<Range<usize>> {
        let (_, member) = self.members.iter().find(|(name, _)| name == key)?;
        (&self.document.text[member.value.clone()] != "null").then(|| member.value.clone())
    }

    /// Reads a value; `convert` says what is wrong with it.
    pub(super) fn value<T>(
        &mut self,
        key: &'static str,
        convert: impl FnOnce(Value) -> Result<T, Fault>,
    ) -> Option<Spanned<T>> {
        self.known.push(key);
        let range = self.found(key)?;
        let value = serde_json::from_str(&self.document.text[range.clone()]).unwrap_or_default();
        match convert(value) {
            Ok(converted) => Some(Spanned::new(range, converted)),
            Err(fault) => {
                let message = format!("`{}` {}", self.path_of(key), fault.message);
                self.problem(range, message, fault.hint);
                None
            }
        }
    }

    /// Reads a text.
    pub(super) fn text(&mut self, key: &'static str, rule: &Text<'_>) -> Option<Spanned<String>> {
        self.value(key, |value| match value {
            Value::String(text) => rule.check(&text).map(|()| text),
            other => Err(mistyped("a text", &other)),
        })
    }

    /// Reads a whole number.
    pub(super) fn integer(&mut self, key: &'static str, range: &Integer) -> Option<Spanned<i64>> {
        self.value(key, |value| {
            let number = value.as_i64().ok_or_else(|| mistyped("a whole number", &value))?;
            rules::check_integer(number, range).map(|()| number)
        })
    }

    /// Reads a number.
    pub(super) fn number(&mut self, key: &'static str, range: &Number) -> Option<Spanned<f64>> {
        self.value(key, |value| {
            let number = value.as_f64().ok_or_else(|| mistyped("a number", &value))?;
            rules::check_number(number, range).map(|()| number)
        })
    }

    /// Reads an object below this one.
    pub(super) fn object<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut JsonObject<'_>) -> T,
    ) -> Option<Spanned<T>> {
        self.known.push(key);
        let range = self.found(key)?;
        if !self.document.text[range.clone()].starts_with('{') {
            let value: Value =
                serde_json::from_str(&self.document.text[range.clone()]).unwrap_or_default();
            let fault = mistyped("an object", &value);
            self.problem(range, format!("`{}` {}", self.path_of(key), fault.message), None);
            return None;
        }
        let path = self.path_of(key);
        let mut below = JsonObject::at(&self.document, range.start, path, self.problems);
        let value = read(&mut below);
        below.finish();
        Some(Spanned::new(range, value))
    }

    /// Reads an object of texts with free names.
    pub(super) fn texts_by_name(
        &mut self,
        key: &'static str,
        most: usize,
        [names, texts]: [&Text<'_>; 2],
    ) -> Option<Spanned<Vec<(String, String)>>> {
        let path = self.path_of(key);
        self.object(key, |object| {
            let members = std::mem::take(&mut object.members);
            if let Err(fault) = rules::check_members(members.len(), most, "members") {
                let at = members.first().map_or(0..0, |(_, member)| member.key.clone());
                object.problem(at, format!("`{path}` {}", fault.message), fault.hint);
            }
            let mut found = Vec::new();
            for (name, member) in members {
                if let Err(fault) = names.check(&name) {
                    let message = format!("the name of `{path}.{name}` {}", fault.message);
                    object.problem(member.key, message, fault.hint);
                }
                let raw = &object.document.text[member.value.clone()];
                let text = match serde_json::from_str(raw).unwrap_or_default() {
                    Value::String(text) => texts.check(&text).map(|()| text),
                    other => Err(mistyped("a text", &other)),
                };
                match text {
                    Ok(text) => found.push((name, text)),
                    Err(fault) => {
                        let message = format!("`{path}.{name}` {}", fault.message);
                        object.problem(member.value, message, fault.hint);
                    }
                }
            }
            found
        })
    }

    /// Refuses a member that others have a reason to write.
    pub(super) fn refuse(&mut self, key: &'static str, reason: &str, hint: &str) {
        self.refused.push(key);
        let member = self.members.iter().find(|(name, _)| name == key);
        if let Some(range) = member.map(|(_, member)| member.key.clone()) {
            let message = format!("`{}` is not legal here: {reason}", self.path_of(key));
            self.problem(range, message, Some(hint.to_owned()));
        }
    }

    /// Demands a member.
    pub(super) fn require(&mut self, key: &str) {
        if !self.has(key) {
            self.problem(
                self.start..self.start + 1,
                format!("`{}` is missing", self.path_of(key)),
                None,
            );
        }
    }

    /// Reports a problem.
    pub(super) fn problem(&mut self, range: Range<usize>, message: String, hint: Option<String>) {
        self.problems.push(self.document.problem_at(range, message, hint));
    }

    /// Reports the members that nobody asked for.
    pub(super) fn finish(&mut self) {
        let unknown: Vec<(String, Range<usize>)> = self
            .members
            .iter()
            .filter(|(name, _)| {
                let name = name.as_str();
                !self.known.contains(&name) && !self.refused.contains(&name)
            })
            .map(|(name, member)| (name.clone(), member.key.clone()))
            .collect();
        for (name, range) in unknown {
            let hint = match did_you_mean(&name, self.known.iter().copied()) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => format!("known here: {}", self.known.join(", ")),
            };
            self.problem(range, format!("unknown member `{}`", self.path_of(&name)), Some(hint));
        }
    }

    /// Returns where the deepest value of a path stands that is there.
    pub(super) fn range_within(&self, path: &[PathPart]) -> Range<usize> {
        let text = &self.document.text;
        let mut found = self.start..self.start + 1;
        for part in path {
            let below = match part {
                PathPart::Key(key) => json_members::members(text, found.start)
                    .into_iter()
                    .find(|member| {
                        let name = serde_json::from_str::<String>(&text[member.key.clone()]);
                        name.is_ok_and(|name| name == *key)
                    })
                    .map(|member| member.value),
                PathPart::Index(index) => {
                    json_members::elements(text, found.start).into_iter().nth(*index)
                }
            };
            let Some(below) = below else { break };
            found = below;
        }
        found
    }

    /// Returns the dotted path of a member.
    pub(super) fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

/// Tells that a value has another type.
pub(super) fn mistyped(wanted: &str, found: &Value) -> Fault {
    let kind = kind_of_json(found);
    Fault { message: format!("must be {wanted}, not {kind}"), hint: None }
}
