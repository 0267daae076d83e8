//! From a report to bytes, in each format.

use std::borrow::Cow;

use serde_json::Value;

use super::ci::Ci;
use super::csv;
use super::escape::escape_untrusted;
use super::escape::escape_untrusted_lines;
use super::format::Format;
use super::json;
use super::line::Tone;
use super::options::UiOptions;
use super::plain;
use super::query::QueryError;
use super::report::Column;
use super::report::Report;
use super::report::View;
use super::streams::OutputError;
use super::table;
use super::table::TableLooks;
use super::trend;
use super::yaml;

/// Renders a report as the options ask.
pub(crate) fn render(report: &Report, options: &UiOptions) -> Result<Vec<u8>, RenderError> {
    let format = options.format_of(report.json_when_piped);
    let queried = match &options.query {
        Some(query) => Some(query.apply(&report.value)?),
        None => None,
    };
    let value = queried.as_ref().unwrap_or(&report.value);
    let list = report.ndjson_list.and_then(|list| report.value.get(list));
    let mut bytes = match format {
        Format::Ndjson if queried.is_none() && list.is_some() => {
            render_value(list.unwrap_or(value), format)?
        }
        Format::Json | Format::Ndjson | Format::Yaml => render_value(value, format)?,
        Format::Csv if queried.is_some() => csv::write_value(value)?,
        Format::Csv => csv::write_view(&report.view)?,
        Format::Plain => {
            let mut text = String::new();
            match &queried {
                Some(value) => plain::write_value(value, options.raw, &mut text),
                None => plain::write_view(&report.view, options.raw, &mut text),
            }
            text.into_bytes()
        }
        Format::Human | Format::Table => {
            let view = queried
                .as_ref()
                .map_or(Cow::Borrowed(&report.view), |value| Cow::Owned(view_of(value)));
            render_view(&view, options, format == Format::Table).into_bytes()
        }
    };
    if options.stdout_is_terminal && !options.raw && matches!(format, Format::Plain | Format::Csv) {
        let text = String::from_utf8_lossy(&bytes);
        bytes = escape_untrusted_lines(&text).into_owned().into_bytes();
    }
    Ok(bytes)
}

/// Why a report cannot be rendered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RenderError {
    #[error(transparent)]
    Query(#[from] QueryError),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Csv(#[from] ::csv::Error),
}

impl From<RenderError> for OutputError {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::Query(error) => Self::Query(error),
            RenderError::Json(error) => Self::Failed(error.into()),
            RenderError::Csv(error) => Self::Failed(std::io::Error::other(error)),
        }
    }
}

fn render_value(value: &Value, format: Format) -> Result<Vec<u8>, RenderError> {
    let mut bytes = Vec::new();
    match format {
        Format::Ndjson => json::write_lines(value, &mut bytes)?,
        Format::Yaml => {
            let mut text = String::new();
            yaml::write_document(value, &mut text);
            bytes = text.into_bytes();
        }
        _ => json::write_document(value, &mut bytes)?,
    }
    Ok(bytes)
}

fn render_view(view: &View, options: &UiOptions, framed: bool) -> String {
    let width = if options.stdout_is_terminal { options.width } else { None };
    let looks = TableLooks { framed, color: options.color_stdout, width, raw: options.raw };
    match view {
        View::Table { columns, rows } => table::draw(columns, rows, looks),
        View::Fields(fields) => table::draw_fields(fields, looks),
        View::Lines { columns, rows, .. } if framed => table::draw(columns, rows, looks),
        View::Lines { lines, .. } => draw_lines(lines, options),
        View::Charts { shown, below, .. } => {
            let (columns, rows) = trend::with_trends(shown, looks);
            // Where there are heatmaps alone there is nothing to frame.
            let is_table = framed && !columns.is_empty();
            let mut text = if columns.is_empty() {
                String::new()
            } else {
                table::draw(&columns, &rows, looks)
            };
            if !is_table {
                text += &draw_lines(below, options);
            }
            text
        }
        View::Text(text) => {
            let escape = options.stdout_is_terminal && !options.raw;
            let mut text =
                if escape { escape_untrusted_lines(text).into_owned() } else { text.clone() };
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text
        }
    }
}

pub(super) fn draw_lines(lines: &[Vec<(Tone, String)>], options: &UiOptions) -> String {
    lines.iter().map(|line| draw_line(line, options)).collect()
}

fn draw_line(line: &[(Tone, String)], options: &UiOptions) -> String {
    let clean = |text| if options.raw { Cow::Borrowed(text) } else { escape_untrusted(text) };
    let pieces = line.iter().map(|(tone, text)| tone.paint(&clean(text), options.color_stdout));
    pieces.collect::<String>() + "\n"
}

/// Finds the view that suits the result of a query.
fn view_of(value: &Value) -> View {
    match value {
        Value::Object(members) => {
            View::Fields(members.iter().map(|(key, value)| (key.clone(), cell(value))).collect())
        }
        Value::Array(elements) if !elements.is_empty() && elements.iter().all(Value::is_object) => {
            table_of(elements)
        }
        Value::Array(elements) => {
            View::Text(elements.iter().map(|element| line(element) + "\n").collect())
        }
        _ => View::Text(cell(value)),
    }
}

fn table_of(elements: &[Value]) -> View {
    let mut keys: Vec<&String> = Vec::new();
    for key in elements.iter().filter_map(Value::as_object).flat_map(serde_json::Map::keys) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let numbers =
        |key: &String| elements.iter().filter_map(|element| element.get(key)).all(Value::is_number);
    let columns = keys.iter().map(|key| {
        if numbers(key) { Column::right(key.as_str()) } else { Column::left(key.as_str()) }
    });
    let row = |element: &Value| {
        keys.iter().map(|key| element.get(key.as_str()).map_or_else(String::new, cell)).collect()
    };
    View::Table { columns: columns.collect(), rows: elements.iter().map(row).collect() }
}

fn line(value: &Value) -> String {
    match value {
        Value::Array(cells) => cells.iter().map(cell).collect::<Vec<_>>().join("  "),
        _ => cell(value),
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        _ => value.to_string(),
    }
}

/// Spells out what GitHub's runner would take for a command, where the format has a way to.
pub(crate) fn spell_for_runner(bytes: &mut Vec<u8>, options: &UiOptions, format: Format) {
    if options.ci == Ci::GitHub && matches!(format, Format::Json | Format::Ndjson | Format::Yaml) {
        json::spell_runner_commands(bytes);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::Query;
    use super::*;

    fn report() -> Report {
        Report::table(
            json!({"groups": [{"events": 12, "name": "a\u{1b}"}, {"events": 3, "name": "b"}]}),
            vec![Column::left("NAME"), Column::right("EVENTS")],
            vec![vec!["a\u{1b}".to_owned(), "12".to_owned()], vec!["b".to_owned(), "3".to_owned()]],
        )
    }

    fn show(format: Format, query: &str) -> String {
        let query = (!query.is_empty()).then(|| Query::parse(query).unwrap());
        let options = UiOptions { format: Some(format), query, ..UiOptions::default() };
        String::from_utf8(render(&report(), &options).unwrap()).unwrap()
    }

    #[test]
    fn every_format_shows_the_report() {
        assert_eq!(show(Format::Human, ""), "NAME     EVENTS\na\\u{1b}      12\nb             3\n");
        assert_eq!(show(Format::Plain, ""), "a\u{1b}\t12\nb\t3\n");
        assert_eq!(
            show(Format::Ndjson, ""),
            "{\"events\":12,\"name\":\"a\\u001b\"}\n{\"events\":3,\"name\":\"b\"}\n"
        );
        assert_eq!(show(Format::Csv, ""), "NAME,EVENTS\na\u{1b},12\nb,3\n");
        assert_eq!(
            show(Format::Yaml, ""),
            "groups:\n  - events: 12\n    name: \"a\\x1b\"\n  - events: 3\n    name: \"b\"\n"
        );
    }

    #[test]
    fn every_format_shows_a_query() {
        assert_eq!(show(Format::Human, "groups[1].name"), "b\n");
        assert_eq!(show(Format::Plain, "groups[1].name"), "b\n");
        assert_eq!(show(Format::Json, "groups[1].name"), "\"b\"\n");
        assert_eq!(show(Format::Human, "groups[].events"), "12\n3\n");
        assert_eq!(show(Format::Plain, "groups[].events"), "12\t3\n");
        assert_eq!(show(Format::Human, "groups[1]"), "events: 3\nname:   b\n");
        assert_eq!(show(Format::Human, "groups"), "events  name\n    12  a\\u{1b}\n     3  b\n");
        assert_eq!(show(Format::Csv, "groups[1:]"), "events,name\n3,b\n");
        assert_eq!(show(Format::Human, "nothing"), "null\n");
    }

    #[test]
    fn a_terminal_gets_no_control_characters() {
        for format in [Format::Human, Format::Table, Format::Plain, Format::Csv, Format::Yaml] {
            let options = UiOptions {
                format: Some(format),
                stdout_is_terminal: true,
                ..UiOptions::default()
            };
            assert!(!render(&report(), &options).unwrap().contains(&0x1b), "{format:?}");
        }
    }
}
