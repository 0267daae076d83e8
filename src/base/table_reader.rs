//! Reading one table of a document: known keys, typed values, problems with their place.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use super::document::Document;
use super::document::Problem;
use super::duplicate_key;
use super::place::Place;
use super::place::Placed;
use super::suggestion::did_you_mean;

/// A table of a document, and the list that its problems go to.
#[derive(Debug)]
pub(crate) struct TableReader<'d, 'p> {
    pub(super) document: &'d Document,
    pub(super) table: &'d DeTable<'d>,
    pub(super) path: String,
    pub(super) problems: &'p mut Vec<Problem>,
}

impl<'d> TableReader<'d, '_> {
    /// Returns the same table for a shorter time.
    pub(crate) fn reborrow(&mut self) -> TableReader<'d, '_> {
        TableReader {
            document: self.document,
            table: self.table,
            path: self.path.clone(),
            problems: self.problems,
        }
    }

    /// Returns a value and the place of its key.
    pub(crate) fn value(&self, key: &str) -> Option<(Range<usize>, &'d Spanned<DeValue<'d>>)> {
        self.table.get_key_value(key).map(|(key, value)| (key.span(), value))
    }

    /// Reports every key that is not in `known`, after `refuse` had a chance to say why; those in
    /// `reported` are known and not recommended.
    pub(crate) fn only(
        &mut self,
        known: &[&str],
        reported: &[&str],
        refuse: impl Fn(&str) -> Option<Refusal>,
    ) {
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if known.contains(&name) || reported.contains(&name) {
                continue;
            }
            let path = self.path_of(name);
            let problem = match refuse(name) {
                Some(refusal) => {
                    let message = format!("`{path}` is not legal here: {}", refusal.reason);
                    let problem = self.document.problem_at(key.span(), message, Some(refusal.hint));
                    Problem { may_show_line: false, ..problem }
                }
                None => {
                    let hint = match did_you_mean(name, known.iter().copied()) {
                        Some(nearest) => format!("did you mean `{nearest}`?"),
                        None => format!("known here: {}", known.join(", ")),
                    };
                    self.document.problem_at(
                        key.span(),
                        format!("unknown key `{path}`"),
                        Some(hint),
                    )
                }
            };
            self.problems.push(problem);
        }
    }

    /// Reads a text; `check` says what is wrong with it.
    pub(crate) fn text(
        &mut self,
        key: &str,
        check: impl Fn(&str) -> Result<(), Fault>,
    ) -> Option<Placed<String>> {
        let value = self.table.get(key)?;
        let fault = match value.get_ref() {
            DeValue::String(text) => match check(text) {
                Ok(()) => {
                    return Some(Placed::new(
                        text.to_string(),
                        self.document.place(value.span().start),
                    ));
                }
                Err(fault) => fault,
            },
            other => Fault {
                message: format!("must be a text, not {}", kind_of(other)),
                hint: matches!(other, DeValue::Integer(_))
                    .then(|| format!("put it in quotes: {key} = \"…\"")),
            },
        };
        self.problem(
            value.span(),
            format!("`{}` {}", self.path_of(key), fault.message),
            fault.hint,
        );
        None
    }

    /// Reads a table below this one.
    pub(crate) fn table(&mut self, key: &str) -> Option<TableReader<'d, '_>> {
        let value = self.table.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(TableReader {
                document: self.document,
                table,
                path: self.path_of(key),
                problems: self.problems,
            }),
            other => {
                let message =
                    format!("`{}` must be a table, not {}", self.path_of(key), kind_of(other));
                self.problem(value.span(), message, None);
                None
            }
        }
    }

    /// Returns the keys with their places, in the order of the file.
    pub(crate) fn keys(&self) -> Vec<(String, Range<usize>)> {
        let mut keys: Vec<_> = self
            .table
            .keys()
            .map(|key: &Spanned<_>| (key.get_ref().to_string(), key.span()))
            .collect();
        keys.sort_by_key(|(_, range)| range.start);
        keys
    }

    /// Reports a problem.
    pub(crate) fn problem(&mut self, range: Range<usize>, message: String, hint: Option<String>) {
        self.problems.push(self.document.problem_at(range, message, hint));
    }

    /// Reports a problem in a line that may hold a secret.
    pub(crate) fn hidden_problem(
        &mut self,
        range: Range<usize>,
        message: String,
        hint: Option<String>,
    ) {
        let problem = self.document.problem_at(range, message, hint);
        self.problems.push(Problem { may_show_line: false, ..problem });
    }

    /// Returns the place of a byte.
    pub(crate) fn place(&self, offset: usize) -> Place {
        self.document.place(offset)
    }

    /// Returns the dotted path of a key of this table.
    pub(crate) fn path_of(&self, key: &str) -> String {
        duplicate_key::join(&self.path, key)
    }
}

/// What is wrong with a value; the message goes on after its name.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
}

/// Why a key that a person could expect is not legal.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) reason: &'static str,
    pub(crate) hint: String,
}

/// Names what a value is.
pub(crate) fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
