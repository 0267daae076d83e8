//! What a command has to say at its end: one value for programs, one view for people.

use std::ops::Range;

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
    /// How its cells stand out.
    pub tone: Tone,
}

impl Column {
    /// Creates a column of words.
    #[must_use]
    pub fn left(title: impl Into<String>) -> Self {
        Self { title: title.into(), alignment: Alignment::Left, tone: Tone::Plain }
    }

    /// Creates a column of numbers.
    #[must_use]
    pub fn right(title: impl Into<String>) -> Self {
        Self { title: title.into(), alignment: Alignment::Right, tone: Tone::Plain }
    }
}

/// How people see a report. Texts are as they came from outside; the printer escapes them.
#[derive(Clone, Debug, PartialEq)]
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
    /// A table of what people read, with pictures; formats for programs show exact rows instead.
    Charts {
        /// The table that people see.
        shown: ChartedTable,
        /// Lines of toned pieces below it.
        below: Vec<Vec<(Tone, String)>>,
        /// The columns of the exact table.
        columns: Vec<Column>,
        /// The rows of the exact table, each with one cell per column.
        rows: Vec<Vec<String>>,
    },
}

/// A table each of whose rows has a line over time, as far as there is room for one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChartedTable {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with one cell per column.
    pub rows: Vec<Vec<String>>,
    /// The title of the lines over time.
    pub trend_title: String,
    /// The values over time of each row; none where there is no line to draw.
    pub trends: Vec<Vec<Option<f64>>>,
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
    /// The list of `value` whose elements are the lines of ndjson, where `value` has several.
    pub ndjson_list: Option<&'static str>,
    /// The parts of a view of lines that fold on the page of a CI run; lines between them do not.
    pub groups: Vec<LineGroup>,
}

/// Lines under one title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineGroup {
    /// The title, which shows where the lines are folded.
    pub title: String,
    /// Which lines.
    pub lines: Range<usize>,
}

impl Report {
    const fn new(value: Value, view: View) -> Self {
        Self { value, view, json_when_piped: false, ndjson_list: None, groups: Vec::new() }
    }

    /// Creates a report that people see as a table.
    #[must_use]
    pub const fn table(value: Value, columns: Vec<Column>, rows: Vec<Vec<String>>) -> Self {
        Self::new(value, View::Table { columns, rows })
    }

    /// Creates a report that people see as `key: value` lines.
    #[must_use]
    pub fn fields<K: Into<String>, V: Into<String>>(
        value: Value,
        fields: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let fields = fields.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        Self::new(value, View::Fields(fields))
    }

    /// Creates a report that people see as text.
    #[must_use]
    pub fn text(value: Value, text: impl Into<String>) -> Self {
        Self::new(value, View::Text(text.into()))
    }

    /// Creates a report that people see as lines of toned pieces.
    #[must_use]
    pub const fn lines(
        value: Value,
        lines: Vec<Vec<(Tone, String)>>,
        columns: Vec<Column>,
        rows: Vec<Vec<String>>,
    ) -> Self {
        Self::new(value, View::Lines { lines, columns, rows })
    }

    /// Creates a report that people see as a table with pictures.
    #[must_use]
    pub const fn charts(
        value: Value,
        shown: ChartedTable,
        below: Vec<Vec<(Tone, String)>>,
        columns: Vec<Column>,
        rows: Vec<Vec<String>>,
    ) -> Self {
        Self::new(value, View::Charts { shown, below, columns, rows })
    }

    /// Says which lines fold.
    #[must_use]
    pub fn with_groups(mut self, groups: Vec<LineGroup>) -> Self {
        self.groups = groups;
        self
    }

    /// Names the list of the value whose elements are the lines of ndjson.
    #[must_use]
    pub const fn with_ndjson_of(mut self, list: &'static str) -> Self {
        self.ndjson_list = Some(list);
        self
    }

    /// Makes JSON the format where none was named and stdout is no terminal.
    #[must_use]
    pub const fn json_when_piped(mut self) -> Self {
        self.json_when_piped = true;
        self
    }
}
