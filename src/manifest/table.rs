//! One table of the project file, read or described by the same code.
//!
//! Reading code asks for keys; what it asks for is what is known, so the report of unknown keys and
//! the JSON Schema cannot differ from what is read. Must not know what any key means.

use std::ops::Range;

use serde_json::Value;
use serde_json::json;
use toml::Spanned;
use toml::de::DeValue;

use super::object_schema::ObjectSchema;
use super::rules;
use super::rules::Text;
use super::toml_values;
use crate::base::Fault;
use crate::base::TableReader;
use crate::base::value_checks::refuse_in_project;

/// A table, or the description of one.
pub(super) struct Table<'d, 'p> {
    mode: Mode<'d, 'p>,
    /// Where its name stands.
    range: Range<usize>,
    known: Vec<&'static str>,
    known_but_refused: Vec<&'static str>,
    knows_hosts: bool,
}

enum Mode<'d, 'p> {
    Read(TableReader<'d, 'p>),
    Describe(&'p mut ObjectSchema),
}

/// The name of an entry, chosen by whoever wrote the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) range: Range<usize>,
}

/// What the names of entries are.
pub(super) struct Names<'c> {
    /// What a name must be; its pattern has no anchors.
    pub(super) pattern: &'static str,
    /// Says what is wrong with a name; the message stands by itself.
    pub(super) check: &'c dyn Fn(&str) -> Result<(), Fault>,
    /// A name whose entry has other keys.
    pub(super) reserved: Option<&'static str>,
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
                object.property(key, description, describe_entries(names, read));
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

    /// Reads or describes a table of texts with free names.
    pub(super) fn texts_by_name(
        &mut self,
        key: &'static str,
        description: &str,
        most: usize,
        [names, texts]: [&Text<'_>; 2],
    ) -> Option<Vec<(Name, Spanned<String>)>> {
        self.known.push(key);
        match &mut self.mode {
            Mode::Describe(object) => {
                let schema = json!({
                    "type": "object",
                    "propertyNames": names.describe(),
                    "additionalProperties": texts.describe(),
                    "maxProperties": most,
                });
                object.property(key, description, schema);
                None
            }
            Mode::Read(reader) => {
                let (range, _) = reader.value(key)?;
                let path = reader.path_of(key);
                let mut below = reader.table(key)?;
                let keys = below.keys();
                if let Err(fault) = rules::check_members(keys.len(), most, "members") {
                    below.problem(range, format!("`{path}` {}", fault.message), fault.hint);
                }
                let mut found = Vec::new();
                for (text, range) in keys {
                    if let Err(fault) = names.check(&text) {
                        let message =
                            format!("the name of `{}` {}", below.path_of(&text), fault.message);
                        below.problem(range.clone(), message, fault.hint);
                    }
                    let Some((_, value)) = below.value(&text) else { continue };
                    match toml_values::text(value.get_ref(), &text).and_then(|value| {
                        texts.check(&value)?;
                        Ok(value)
                    }) {
                        Ok(read) => {
                            found.push((Name { text, range }, Spanned::new(value.span(), read)));
                        }
                        Err(fault) => {
                            let message = format!("`{}` {}", below.path_of(&text), fault.message);
                            below.problem(value.span(), message, fault.hint);
                        }
                    }
                }
                Some(found)
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

fn describe_entries(names: &Names<'_>, mut read: impl FnMut(&Name, &mut Table<'_, '_>)) -> Value {
    let mut entry = |text: &str| {
        let name = Name { text: text.to_owned(), range: 0..0 };
        Table::describe(|table| read(&name, table))
    };
    let mut object = ObjectSchema::default();
    if let Some(reserved) = names.reserved {
        object.property(reserved, "The one that always exists.", entry(reserved));
    }
    let others = names.reserved.map_or_else(String::new, |reserved| format!("(?!{reserved}$)"));
    object.pattern(&format!("^{others}{}$", names.pattern), entry(""));
    object.into_value()
}
