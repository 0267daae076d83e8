//! One table of the project file, read or described by the same code.
//!
//! Reading code asks for keys; what it asks for is what is known, so the report of unknown keys and
//! the JSON Schema cannot differ from what is read. Must not know what any key means.

use std::ops::Range;

use serde_json::Value;
use toml::Spanned;
use toml::de::DeValue;

use super::names;
use super::names::Name;
use super::names::Names;
use super::object_schema::ObjectSchema;
use crate::base::Fault;
use crate::base::TableReader;
use crate::base::value_checks::refuse_in_project;
use crate::dialect::honeycomb::PathPart;

/// A table, or the description of one.
pub(super) struct Table<'d, 'p> {
    pub(super) mode: Mode<'d, 'p>,
    /// Where its name stands.
    range: Range<usize>,
    pub(super) known: Vec<&'static str>,
    known_but_refused: Vec<&'static str>,
    knows_hosts: bool,
}

/// What is done with the keys that are asked for.
pub(super) enum Mode<'d, 'p> {
    Read(TableReader<'d, 'p>),
    Describe(&'p mut ObjectSchema),
}

impl<'d> Table<'d, '_> {
    /// Reads the root of a document.
    pub(super) fn read_root<T>(
        reader: &mut TableReader<'_, '_>,
        read: impl FnOnce(&mut Table<'_, '_>) -> T,
    ) -> T {
        let mut table = Table::new(Mode::Read(reader.reborrow()), 0..0);
        let value = read(&mut table);
        table.finish();
        value
    }

    /// Describes what `read` would read.
    pub(super) fn describe(read: impl FnOnce(&mut Table<'_, '_>)) -> Value {
        let mut schema = ObjectSchema::default();
        read(&mut Table::new(Mode::Describe(&mut schema), 0..0));
        schema.into_value()
    }

    /// Reads or describes a value; `convert` says what is wrong with it.
    pub(super) fn value<T>(
        &mut self,
        key: &'static str,
        description: &str,
        schema: impl FnOnce() -> Value,
        convert: impl FnOnce(&DeValue<'_>) -> Result<T, Fault>,
    ) -> Option<Spanned<T>> {
        self.known.push(key);
        match &mut self.mode {
            Mode::Describe(object) => {
                object.property(key, description, schema());
                None
            }
            Mode::Read(reader) => {
                let (_, value) = reader.value(key)?;
                match convert(value.get_ref()) {
                    Ok(converted) => Some(Spanned::new(value.span(), converted)),
                    Err(fault) => {
                        let message = format!("`{}` {}", reader.path_of(key), fault.message);
                        reader.problem(value.span(), message, fault.hint);
                        None
                    }
                }
            }
        }
    }

    /// Reads or describes a table.
    pub(super) fn table<T>(
        &mut self,
        key: &'static str,
        description: &str,
        read: impl FnOnce(&mut Table<'_, '_>) -> T,
    ) -> Option<T> {
        self.known.push(key);
        match &mut self.mode {
            Mode::Describe(object) => {
                let schema = Table::describe(|table| {
                    read(table);
                });
                object.property(key, description, schema);
                None
            }
            Mode::Read(reader) => {
                let (range, _) = reader.value(key)?;
                let mut table = Table::new(Mode::Read(reader.table(key)?), range);
                let value = read(&mut table);
                table.finish();
                Some(value)
            }
        }
    }

    /// Reads or describes tables by name, in the order of the file.
    pub(super) fn entries(
        &mut self,
        key: &'static str,
        description: &str,
        names: &Names<'_>,
        mut read: impl FnMut(&Name, &mut Table<'_, '_>),
    ) {
        self.known.push(key);
        match &mut self.mode {
            Mode::Describe(object) => {
                object.property(key, description, names::describe(names, read));
            }
            Mode::Read(reader) => {
                let Some(mut entries) = reader.table(key) else { return };
                for (text, range) in entries.keys() {
                    if let Err(fault) = (names.check)(&text) {
                        entries.problem(range.clone(), fault.message, fault.hint);
                    }
                    let Some(entry) = entries.table(&text) else { continue };
                    let mut table = Table::new(Mode::Read(entry), range.clone());
                    read(&Name { text, range }, &mut table);
                    table.finish();
                }
            }
        }
    }

    /// Refuses keys that other tables of the kind have.
    pub(super) fn refuse(&mut self, keys: &[&'static str], reason: &str, hint: &str) {
        for key in keys {
            if self.has(key) {
                let message = format!("`{}` is not legal here: {reason}", self.path_of(key));
                self.problem(self.range_of(key), message, Some(hint.to_owned()));
                self.known_but_refused.push(key);
            }
        }
    }

    /// Knows words such as `host` as keys, so that those near them are no attempt to send requests
    /// elsewhere.
    pub(super) fn know_hosts(&mut self) {
        self.knows_hosts = true;
    }

    /// Says whether a key is there, right or wrong.
    pub(super) fn has(&self, key: &str) -> bool {
        match &self.mode {
            Mode::Read(reader) => reader.value(key).is_some(),
            Mode::Describe(_) => false,
        }
    }

    /// Says whether a key is there in a table below.
    pub(super) fn has_below(&self, table: &str, key: &str) -> bool {
        let value = match &self.mode {
            Mode::Read(reader) => reader.value(table),
            Mode::Describe(_) => None,
        };
        value.and_then(|(_, value)| value.get_ref().get(key)).is_some()
    }

    /// Returns where the name of the table stands.
    pub(super) fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Returns where a key stands, or else the table.
    pub(super) fn range_of(&self, key: &str) -> Range<usize> {
        match &self.mode {
            Mode::Read(reader) => {
                reader.value(key).map_or_else(|| self.range(), |(range, _)| range)
            }
            Mode::Describe(_) => self.range(),
        }
    }

    /// Returns where the deepest value of a path stands that is there, or else the table.
    pub(super) fn range_within(&self, path: &[PathPart]) -> Range<usize> {
        let (Mode::Read(reader), Some((PathPart::Key(first), rest))) =
            (&self.mode, path.split_first())
        else {
            return self.range();
        };
        let Some((range, mut value)) = reader.value(first) else { return self.range() };
        // A table that is written over several lines stands where its name does.
        let mut found = if value.get_ref().is_array() { range } else { value.span() };
        for part in rest {
            let below = match part {
                PathPart::Key(key) => {
                    value.get_ref().as_table().and_then(|table| table.get(key.as_str()))
                }
                PathPart::Index(index) => {
                    value.get_ref().as_array().and_then(|array| array.get(*index))
                }
            };
            let Some(below) = below else { break };
            value = below;
            found = value.span();
        }
        found
    }

    /// Returns the dotted path of a key.
    pub(super) fn path_of(&self, key: &str) -> String {
        match &self.mode {
            Mode::Read(reader) => reader.path_of(key),
            Mode::Describe(_) => key.to_owned(),
        }
    }

    /// Reports a problem.
    pub(super) fn problem(&mut self, range: Range<usize>, message: String, hint: Option<String>) {
        if let Mode::Read(reader) = &mut self.mode {
            reader.problem(range, message, hint);
        }
    }

    /// Reports a problem in a line that may hold a secret.
    pub(super) fn hidden_problem(
        &mut self,
        range: Range<usize>,
        message: String,
        hint: Option<String>,
    ) {
        if let Mode::Read(reader) = &mut self.mode {
            reader.hidden_problem(range, message, hint);
        }
    }

    /// Returns the schema that is being gathered.
    pub(super) fn schema(&mut self) -> Option<&mut ObjectSchema> {
        match &mut self.mode {
            Mode::Describe(object) => Some(object),
            Mode::Read(_) => None,
        }
    }
}

impl<'d, 'p> Table<'d, 'p> {
    fn new(mode: Mode<'d, 'p>, range: Range<usize>) -> Self {
        Self { mode, range, known: Vec::new(), known_but_refused: Vec::new(), knows_hosts: false }
    }

    fn finish(mut self) {
        if let Mode::Read(reader) = &mut self.mode {
            let knows_hosts = self.knows_hosts;
            reader.only(&self.known, &self.known_but_refused, |key| {
                if knows_hosts { None } else { refuse_in_project(key) }
            });
        }
    }
}
