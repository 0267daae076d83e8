//! Records one after another, as a tail prints them.
//!
//! Human and plain: one line each. ndjson: one value per line. json: one array, closed at the
//! end, so that a file of it is one document; what must be readable while it grows is ndjson.
//! yaml: one document per record. csv and table: a header, then rows (a stream has no widths to
//! frame, so `table` is csv-like plain columns: tab-separated under a header).
//!
//! Lines gather in a buffer of 64 KiB, which is what makes a pipe fast. Whoever writes calls
//! [`RecordWriter::flush`] when the source has nothing more at the moment, so that a reader never
//! waits for a line that is already there.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;

use super::csv::append_record;
use super::escape::escape_untrusted_lines;
use super::format::Format;
use super::line::Line;
use super::plain;
use super::render::spell_for_runner;
use super::streams::OutputError;
use super::streams::Ui;
use super::yaml;

/// Something that a stream is made of. What it serialises to is what programs read.
pub trait Record: Serialize {
    /// The titles of its cells.
    const COLUMNS: &'static [&'static str];

    /// Writes the line that people read, without the newline at its end.
    fn write_line(&self, line: &mut Line<'_>);

    /// Returns its cells, as many as there are titles.
    fn cells(&self) -> Vec<Cow<'_, str>>;
}

/// How many bytes gather before they are written.
const BUFFER_BYTES: usize = 64 * 1024;

/// Prints records. Dropping it closes what is open; [`RecordWriter::finish`] also reports errors.
#[derive(Debug)]
pub struct RecordWriter<'ui> {
    ui: &'ui Ui,
    format: Format,
    buffer: Vec<u8>,
    written: u64,
    header_due: bool,
    finished: bool,
}

impl Ui {
    /// Starts a stream of records.
    #[must_use]
    pub fn records(&self) -> RecordWriter<'_> {
        RecordWriter {
            ui: self,
            format: self.format(),
            buffer: Vec::with_capacity(BUFFER_BYTES + 4096),
            written: 0,
            header_due: true,
            finished: false,
        }
    }
}

impl RecordWriter<'_> {
    /// Writes one record; a record for which `--query` gives null is left out.
    ///
    /// # Errors
    /// The query cannot be applied, or stdout takes no more.
    pub fn write<R: Record>(&mut self, record: &R) -> Result<(), OutputError> {
        if self.ui.options().query.is_some() {
            return self.write_queried(record);
        }
        match self.format {
            Format::Human => self.write_line(record),
            Format::Plain => self.write_row(record.cells(), "\t")?,
            Format::Table => {
                self.write_header::<R>()?;
                self.write_row(record.cells(), "\t")?;
            }
            Format::Csv => {
                self.write_header::<R>()?;
                self.write_row(record.cells(), ",")?;
            }
            Format::Json | Format::Ndjson => {
                self.open_element();
                serde_json::to_writer(&mut self.buffer, record).map_err(std::io::Error::from)?;
                self.close_element();
            }
            Format::Yaml => {
                let value = serde_json::to_value(record).map_err(std::io::Error::from)?;
                self.write_yaml(&value);
            }
        }
        self.after_record()
    }

    /// Hands everything written so far to the reader.
    ///
    /// # Errors
    /// Stdout takes no more.
    pub fn flush(&mut self) -> Result<(), OutputError> {
        self.write_out()?;
        self.ui.flush()
    }

    /// Returns how many records were written.
    #[must_use]
    pub const fn written(&self) -> u64 {
        self.written
    }

    /// Closes what is open and hands everything to the reader.
    ///
    /// # Errors
    /// Stdout takes no more.
    pub fn finish(mut self) -> Result<(), OutputError> {
        self.close()?;
        self.flush()
    }

    fn write_line<R: Record>(&mut self, record: &R) {
        let options = self.ui.options();
        let escape = options.stdout_is_terminal && !options.raw;
        record.write_line(&mut Line::new(&mut self.buffer, options.color_stdout, escape));
        self.buffer.push(b'\n');
    }

    fn write_row(&mut self, cells: Vec<Cow<'_, str>>, separator: &str) -> Result<(), OutputError> {
        let options = self.ui.options();
        let (raw, escape) = (options.raw, options.stdout_is_terminal && !options.raw);
        let cells: Vec<Cow<'_, str>> =
            cells
                .iter()
                .map(|cell| {
                    if escape { escape_untrusted_lines(cell) } else { Cow::Borrowed(cell.as_ref()) }
                })
                .collect();
        if separator == "," {
            append_record(cells.iter().map(|cell| cell.as_bytes()), &mut self.buffer)
                .map_err(std::io::Error::other)?;
        } else {
            let mut row = String::new();
            plain::write_row(cells.iter().map(AsRef::as_ref), raw, &mut row);
            self.buffer.extend_from_slice(row.as_bytes());
        }
        Ok(())
    }

    fn write_header<R: Record>(&mut self) -> Result<(), OutputError> {
        if std::mem::take(&mut self.header_due) {
            let separator = if self.format == Format::Csv { "," } else { "\t" };
            self.write_row(
                R::COLUMNS.iter().map(|title| Cow::Borrowed(*title)).collect(),
                separator,
            )?;
        }
        Ok(())
    }

    fn write_queried<R: Record>(&mut self, record: &R) -> Result<(), OutputError> {
        let value = serde_json::to_value(record).map_err(std::io::Error::from)?;
        let value = match &self.ui.options().query {
            Some(query) => query.apply(&value)?,
            None => value,
        };
        if value.is_null() {
            return Ok(());
        }
        match self.format {
            Format::Json | Format::Ndjson => {
                self.open_element();
                serde_json::to_writer(&mut self.buffer, &value).map_err(std::io::Error::from)?;
                self.close_element();
            }
            Format::Yaml => self.write_yaml(&value),
            Format::Csv => {
                let cells = match &value {
                    Value::Array(cells) => {
                        cells.iter().map(|cell| Cow::Owned(plain::cell_text(cell))).collect()
                    }
                    _ => vec![Cow::Owned(plain::cell_text(&value))],
                };
                self.write_row(cells, ",")?;
            }
            Format::Human | Format::Plain | Format::Table => {
                let options = self.ui.options();
                let mut text = String::new();
                plain::write_value(&value, options.raw, &mut text);
                let escape = options.stdout_is_terminal && !options.raw;
                let text = if escape {
                    escape_untrusted_lines(&text)
                } else {
                    Cow::Borrowed(text.as_str())
                };
                self.buffer.extend_from_slice(text.as_bytes());
            }
        }
        self.after_record()
    }

    fn write_yaml(&mut self, value: &Value) {
        let mut text = String::from("---\n");
        yaml::write_document(value, &mut text);
        self.buffer.extend_from_slice(text.as_bytes());
    }

    fn open_element(&mut self) {
        if self.format == Format::Json {
            self.buffer.extend_from_slice(if self.written == 0 { b"[\n" } else { b",\n" });
        }
    }

    fn close_element(&mut self) {
        if self.format == Format::Ndjson {
            self.buffer.push(b'\n');
        }
    }

    fn after_record(&mut self) -> Result<(), OutputError> {
        self.written += 1;
        if self.buffer.len() >= BUFFER_BYTES { self.write_out() } else { Ok(()) }
    }

    fn write_out(&mut self) -> Result<(), OutputError> {
        spell_for_runner(&mut self.buffer, self.ui.options(), self.format);
        let written = self.ui.write_data(&self.buffer, self.format);
        self.buffer.clear();
        written
    }

    fn close(&mut self) -> Result<(), OutputError> {
        if std::mem::replace(&mut self.finished, true) {
            return Ok(());
        }
        if self.format == Format::Json {
            self.buffer.extend_from_slice(if self.written == 0 { b"[]\n" } else { b"\n]\n" });
        }
        self.write_out()
    }
}

impl Drop for RecordWriter<'_> {
    fn drop(&mut self) {
        // A command that fails half-way still leaves a complete document; its own error is told.
        let _ = self.close();
    }
}

#[cfg(test)]
mod tests {
    use super::super::Query;
    use super::super::Tone;
    use super::super::UiOptions;
    use super::*;

    #[derive(Serialize)]
    struct Event {
        message: String,
        stream: &'static str,
    }

    impl Record for Event {
        const COLUMNS: &'static [&'static str] = &["STREAM", "MESSAGE"];

        fn write_line(&self, line: &mut Line<'_>) {
            line.push_toned(Tone::Name, self.stream);
            line.push(" ");
            line.push_lines(&self.message);
        }

        fn cells(&self) -> Vec<Cow<'_, str>> {
            vec![Cow::Borrowed(self.stream), Cow::Borrowed(&self.message)]
        }
    }

    fn stream(options: UiOptions) -> String {
        let (ui, captured) = Ui::captured(options);
        let mut writer = ui.records();
        for message in ["one", "two\u{1b},\nthree"] {
            writer.write(&Event { message: message.to_owned(), stream: "web" }).unwrap();
        }
        writer.finish().unwrap();
        captured.stdout()
    }

    fn in_format(format: Format) -> String {
        stream(UiOptions { format: Some(format), ..UiOptions::default() })
    }

    #[test]
    fn every_format_streams() {
        assert_eq!(in_format(Format::Human), "web one\nweb two\u{1b},\nthree\n");
        assert_eq!(in_format(Format::Plain), "web\tone\nweb\ttwo\u{1b},\\nthree\n");
        assert_eq!(in_format(Format::Csv), "STREAM,MESSAGE\nweb,one\nweb,\"two\u{1b},\nthree\"\n");
        assert_eq!(
            in_format(Format::Ndjson),
            "{\"message\":\"one\",\"stream\":\"web\"}\n{\"message\":\"two\\u001b,\\nthree\",\"stream\":\"web\"}\n"
        );
        let document: Value = serde_json::from_str(&in_format(Format::Json)).unwrap();
        assert_eq!(document.as_array().map(Vec::len), Some(2));
        assert!(in_format(Format::Yaml).starts_with("---\nmessage: \"one\"\n"));
    }

    #[test]
    fn a_terminal_gets_colour_of_ours_only() {
        let options =
            UiOptions { stdout_is_terminal: true, color_stdout: true, ..UiOptions::default() };
        assert_eq!(
            stream(options),
            "\x1b[36mweb\x1b[0m one\n\x1b[36mweb\x1b[0m two\\u{1b},\nthree\n"
        );
    }

    #[test]
    fn a_query_picks_from_each_record() {
        let query = Query::parse("message").ok();
        assert_eq!(stream(UiOptions { query, ..UiOptions::default() }), "one\ntwo\u{1b},\nthree\n");
        let query = Query::parse("nothing").ok();
        assert_eq!(
            stream(UiOptions { query, format: Some(Format::Json), ..UiOptions::default() }),
            "[]\n"
        );
    }

    #[test]
    fn a_dropped_array_is_closed() {
        let (ui, captured) =
            Ui::captured(UiOptions { format: Some(Format::Json), ..UiOptions::default() });
        ui.records().write(&Event { message: String::new(), stream: "x" }).unwrap();
        assert!(serde_json::from_str::<Value>(&captured.stdout()).is_ok(), "{}", captured.stdout());
    }
}
