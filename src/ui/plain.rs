//! Tab-separated values, as the AWS CLI's text output.
//!
//! A tab or newline inside of a cell is written as `\t` or `\n`, so that a line stays a row and
//! a tab stays a column; `--raw` keeps both.

use std::borrow::Cow;

use serde_json::Value;

use super::report::View;

/// Writes a view without header.
pub(crate) fn write_view(view: &View, raw: bool, out: &mut String) {
    match view {
        View::Table { rows, .. } | View::Lines { rows, .. } | View::Charts { rows, .. } => {
            for row in rows {
                write_row(row.iter().map(String::as_str), raw, out);
            }
        }
        View::Fields(fields) => {
            for (key, value) in fields {
                write_row([key.as_str(), value.as_str()], raw, out);
            }
        }
        View::Text(text) => {
            out.push_str(text);
            if !text.is_empty() && !text.ends_with('\n') {
                out.push('\n');
            }
        }
    }
}

/// Writes what a query gave, as the AWS CLI does: a bare text raw, a list of bare values on one
/// line, one line for each object (values in order of their keys) or inner list.
pub(crate) fn write_value(value: &Value, raw: bool, out: &mut String) {
    match value {
        Value::Array(elements)
            if elements.iter().all(|element| !element.is_array() && !element.is_object()) =>
        {
            if !elements.is_empty() {
                write_cells(elements.iter(), raw, out);
            }
        }
        Value::Array(elements) => {
            for element in elements {
                write_value(element, raw, out);
            }
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(key, _)| key.as_str());
            write_cells(members.into_iter().map(|(_, value)| value), raw, out);
        }
        Value::String(text) => {
            out.push_str(text);
            out.push('\n');
        }
        _ => {
            out.push_str(&cell_text(value));
            out.push('\n');
        }
    }
}

/// Returns a value as one cell. `None`, `True` and `False` are what scripts for the AWS CLI compare with.
pub(crate) fn cell_text(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::String(text) => text.clone(),
        _ => value.to_string(),
    }
}

fn write_cells<'v>(values: impl Iterator<Item = &'v Value>, raw: bool, out: &mut String) {
    let cells: Vec<String> = values.map(cell_text).collect();
    write_row(cells.iter().map(String::as_str), raw, out);
}

/// Writes one row.
pub(crate) fn write_row<'c>(cells: impl IntoIterator<Item = &'c str>, raw: bool, out: &mut String) {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            out.push('\t');
        }
        out.push_str(&if raw { Cow::Borrowed(cell) } else { one_cell(cell) });
    }
    out.push('\n');
}

fn one_cell(text: &str) -> Cow<'_, str> {
    if !text.contains(['\t', '\n', '\r']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn plain(value: &Value) -> String {
        let mut out = String::new();
        write_value(value, false, &mut out);
        out
    }

    #[test]
    fn follows_the_aws_cli() {
        assert_eq!(plain(&json!("arn:aws:x")), "arn:aws:x\n");
        assert_eq!(plain(&json!(["a", "b", 3])), "a\tb\t3\n");
        assert_eq!(plain(&json!([["a", true], ["b", null]])), "a\tTrue\nb\tNone\n");
        assert_eq!(plain(&json!([{"b": 2, "a": 1}])), "1\t2\n");
        assert_eq!(plain(&Value::Null), "None\n");
        assert_eq!(plain(&json!([])), "");
    }

    #[test]
    fn a_row_stays_a_row() {
        let mut out = String::new();
        write_row(["a\tb", "c\nd"], false, &mut out);
        assert_eq!(out, "a\\tb\tc\\nd\n");
    }
}
