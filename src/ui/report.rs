//! What a command has to say at its end: one value for programs, one view for people.

use serde_json::Value;

use super::line::Tone;

/// On which side a column's cells stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// Words.
    #[default]
    Left,
    /// Numbers.
    Right,
}

/// The head of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its title.
    pub title: String,
    /// Its side.
    pub alignment: Alignment,
}

impl Column {
    /// Creates a column of words.
    #[must_use]
    pub fn left(title: impl Into<String>) -> Self {
        Self { title: title.into(), alignment: Alignment::Left }
    }

    /// Creates a column of numbers.
    #[must_use]
    pub fn right(title: impl Into<String>) -> Self {
        Self { title: title.into(), alignment: Alignment::Right }
    }
}

/// How people see a report. Texts are as they came from outside; the printer escapes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// Rows of cells under column titles.
    Table {
        /// The columns.
        columns: Vec<Column>,
        /// The rows, each with one cell per column.
        rows: Vec<Vec<String>>,
    },
    /// One thing, as `key: value` lines.
    Fields(Vec<(String, String)>),
    /// Text with lines of its own.
    Text(String),
    /// Lines of toned pieces; formats for programs show the table instead.
    Lines {
        /// The lines.
        lines: Vec<Vec<(Tone, String)>>,
        /// The columns of the table.
        columns: Vec<Column>,
        /// The rows, each with one cell per column.
        rows: Vec<Vec<String>>,
    },
}

/// The result of a command: `value` for json, ndjson, yaml and `--query`, `view` for the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The stable shape that scripts read.
    pub value: Value,
    /// What people read.
    pub view: View,
    /// Whether the report is JSON where nobody named a format and stdout is no terminal, as
    /// scripts written for the AWS CLI expect of the verbs that mirror its operations.
    pub json_when_piped: bool,
}

impl Report {
    /// Creates a report that people see as a table.
    #[must_use]
    pub const fn table(value: Value, columns: Vec<Column>, rows: Vec<Vec<String>>) -> Self {
        Self { value, view: View::Table { columns, rows }, json_when_piped: false }
    }

    /// Creates a report that people see as `key: value` lines.
    #[must_use]
    pub fn fields<K: Into<String>, V: Into<String>>(
        value: Value,
        fields: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let fields = fields.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        Self { value, view: View::Fields(fields), json_when_piped: false }
    }

    /// Creates a report that people see as text.
    #[must_use]
    pub fn text(value: Value, text: impl Into<String>) -> Self {
        Self { value, view: View::Text(text.into()), json_when_piped: false }
    }

    /// Creates a report that people see as lines of toned pieces.
    #[must_use]
    pub const fn lines(
        value: Value,
        lines: Vec<Vec<(Tone, String)>>,
        columns: Vec<Column>,
        rows: Vec<Vec<String>>,
    ) -> Self {
        Self { value, view: View::Lines { lines, columns, rows }, json_when_piped: false }
    }

    /// Makes JSON the format where none was named and stdout is no terminal.
    #[must_use]
    pub const fn json_when_piped(mut self) -> Self {
        self.json_when_piped = true;
        self
    }
}
