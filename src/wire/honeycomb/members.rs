//! Bodies of resources, read member by member, with everything that is wrong told at once.
//!
//! Members that nobody asks for are passed over: clients send back what they were answered.

use std::cell::RefCell;
use std::ops::RangeInclusive;

use serde_json::Map;
use serde_json::Value;

use super::FieldCode;
use super::FieldProblem;
use super::Problem;
use super::ProblemKind;
use crate::base::kind_of_json;
use crate::base::parse_json_object;

/// An object of a body.
#[derive(Debug)]
pub struct Members<'b> {
    members: &'b Map<String, Value>,
    /// What comes before a member's name in a problem, as in `panels[0].`.
    path: String,
    problems: &'b RefCell<Vec<FieldProblem>>,
}

impl<'b> Members<'b> {
    /// Reads a body, which must be one JSON object.
    ///
    /// # Errors
    /// The body is no object, or `read` found problems.
    pub fn read<T>(body: &[u8], read: impl FnOnce(&Members<'_>) -> T) -> Result<T, Problem> {
        let members: Map<String, Value> = parse_json_object(body)
            .map_err(|_| Problem::new(ProblemKind::Unparseable, "could not parse request body"))?;
        let problems = RefCell::default();
        let found = read(&Members { members: &members, path: String::new(), problems: &problems });
        let problems = problems.into_inner();
        if problems.is_empty() { Ok(found) } else { Err(Problem::validation(problems)) }
    }

    /// Tells that a member is wrong.
    pub fn refuse(&self, key: &str, code: FieldCode, description: impl Into<String>) {
        let field = format!("{}{key}", self.path);
        let problem = FieldProblem { field, code, description: description.into() };
        self.problems.borrow_mut().push(problem);
    }

    /// Returns a member; null is none.
    #[must_use]
    pub fn value(&self, key: &str) -> Option<&'b Value> {
        self.members.get(key).filter(|value| !value.is_null())
    }

    fn typed<T>(
        &self,
        key: &str,
        wanted: &str,
        of: impl FnOnce(&'b Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.value(key)?;
        let found = of(value);
        if found.is_none() {
            let description = format!("must be {wanted}, not {}", kind_of_json(value));
            self.refuse(key, FieldCode::IncorrectType, description);
        }
        found
    }

    /// Reads a text of at most `most` characters.
    #[must_use]
    pub fn text(&self, key: &str, most: usize) -> Option<String> {
        let text = self.typed(key, "a text", Value::as_str)?;
        if text.chars().count() > most {
            let description = format!("must have at most {most} characters");
            self.refuse(key, FieldCode::Invalid, description);
        }
        Some(text.to_owned())
    }

    /// Reads a text that must be there and not be blank; otherwise it is empty.
    #[must_use]
    pub fn required_text(&self, key: &str, most: usize) -> String {
        let before = self.problems.borrow().len();
        let text = self.text(key, most).unwrap_or_default();
        if text.trim().is_empty() && self.problems.borrow().len() == before {
            self.refuse(key, FieldCode::Missing, "cannot be blank");
        }
        text
    }

    /// Tells that a member is missing, if it is.
    pub fn require(&self, key: &str) {
        if self.value(key).is_none() {
            self.refuse(key, FieldCode::Missing, "cannot be blank");
        }
    }

    /// Reads one of some words.
    #[must_use]
    pub fn word(&self, key: &str, words: &[&str]) -> Option<String> {
        let text = self.typed(key, "a text", Value::as_str)?;
        if !words.contains(&text) {
            let description = format!("must be one of {}", words.join(", "));
            self.refuse(key, FieldCode::Invalid, description);
        }
        Some(text.to_owned())
    }

    /// Reads a whole number.
    #[must_use]
    pub fn whole(&self, key: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let number = self.typed(key, "a whole number", Value::as_i64)?;
        if !range.contains(&number) {
            let description = format!("must be {} to {}", range.start(), range.end());
            self.refuse(key, FieldCode::Invalid, description);
        }
        Some(number)
    }

    /// Reads a number.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<f64> {
        self.typed(key, "a number", Value::as_f64)
    }

    /// Reads true or false.
    #[must_use]
    pub fn flag(&self, key: &str) -> Option<bool> {
        self.typed(key, "true or false", Value::as_bool)
    }

    /// Reads an object.
    #[must_use]
    pub fn object(&self, key: &str) -> Option<Self> {
        let members = self.typed(key, "an object", Value::as_object)?;
        Some(self.below(members, format!("{}{key}.", self.path)))
    }

    /// Reads a list of at most `most` values; of a longer one nothing is read.
    fn values(&self, key: &str, most: usize) -> Option<&'b [Value]> {
        let list = self.typed(key, "a list", Value::as_array)?;
        if list.len() > most {
            self.refuse(key, FieldCode::Invalid, format!("must have at most {most} members"));
            return Some(&[]);
        }
        Some(list)
    }

    /// Reads a list of at most `most` texts, none of them blank.
    #[must_use]
    pub fn texts(&self, key: &str, most: usize) -> Option<Vec<String>> {
        let mut texts = Vec::new();
        for (place, value) in self.values(key, most)?.iter().enumerate() {
            let key = format!("{key}[{place}]");
            match value.as_str() {
                Some(text) if text.trim().is_empty() => {
                    self.refuse(&key, FieldCode::Missing, "cannot be blank");
                }
                Some(text) => texts.push(text.to_owned()),
                None => {
                    let description = format!("must be a text, not {}", kind_of_json(value));
                    self.refuse(&key, FieldCode::IncorrectType, description);
                }
            }
        }
        Some(texts)
    }

    /// Reads a list of at most `most` objects.
    #[must_use]
    pub fn objects(&self, key: &str, most: usize) -> Option<Vec<Self>> {
        let list = self.values(key, most)?;
        let mut objects = Vec::with_capacity(list.len());
        for (place, value) in list.iter().enumerate() {
            match value.as_object() {
                Some(members) => {
                    objects.push(self.below(members, format!("{}{key}[{place}].", self.path)));
                }
                None => {
                    let description = format!("must be an object, not {}", kind_of_json(value));
                    self.refuse(&format!("{key}[{place}]"), FieldCode::IncorrectType, description);
                }
            }
        }
        Some(objects)
    }

    fn below(&self, members: &'b Map<String, Value>, path: String) -> Self {
        Self { members, path, problems: self.problems }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(body: &str, read: impl FnOnce(&Members<'_>)) -> Vec<(String, FieldCode)> {
        let problem = Members::read(body.as_bytes(), read).unwrap_err();
        assert_eq!(problem.kind, ProblemKind::ValidationFailed);
        problem.fields.into_iter().map(|field| (field.field, field.code)).collect()
    }

    #[test]
    fn everything_that_is_wrong_is_told_with_its_place() {
        let body = r#"{"a":1,"b":" ","c":"xx","d":11,"e":"no","l":[{"f":2},3],"o":[]}"#;
        let problems = told(body, |members| {
            let _ = members.text("a", 1);
            let _ = members.required_text("b", 1);
            let _ = members.required_text("missing", 1);
            let _ = members.text("c", 1);
            let _ = members.whole("d", 0..=10);
            let _ = members.word("e", &["yes"]);
            for below in members.objects("l", 2).unwrap_or_default() {
                let _ = below.flag("f");
            }
            let _ = members.object("o").is_none();
        });
        let shown: Vec<(&str, FieldCode)> =
            problems.iter().map(|(field, code)| (field.as_str(), *code)).collect();
        assert_eq!(
            shown,
            [
                ("a", FieldCode::IncorrectType),
                ("b", FieldCode::Missing),
                ("missing", FieldCode::Missing),
                ("c", FieldCode::Invalid),
                ("d", FieldCode::Invalid),
                ("e", FieldCode::Invalid),
                ("l[1]", FieldCode::IncorrectType),
                ("l[0].f", FieldCode::IncorrectType),
                ("o", FieldCode::IncorrectType),
            ]
        );
    }

    #[test]
    fn null_is_absent_and_more_members_are_passed_over() {
        let read = |members: &Members<'_>| (members.text("a", 9), members.whole("n", 0..=9));
        let found = Members::read(br#"{"a":null,"n":5,"id":"x"}"#, read).unwrap();
        assert_eq!(found, (None, Some(5)));
        let refused = Members::read(b"[1]", |_| ()).unwrap_err();
        assert_eq!(refused.kind, ProblemKind::Unparseable);
    }
}
