//! Comma-separated values.

use serde_json::Value;

use super::plain::cell_text;
use super::report::View;

/// Writes a view with a header line; text has no columns and becomes one.
pub(crate) fn write_view(view: &View) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    match view {
        View::Table { columns, rows }
        | View::Lines { columns, rows, .. }
        | View::Charts { columns, rows, .. } => {
            writer.write_record(columns.iter().map(|column| &column.title))?;
            for row in rows {
                writer.write_record(row)?;
            }
        }
        View::Fields(fields) => {
            writer.write_record(fields.iter().map(|(key, _)| key))?;
            writer.write_record(fields.iter().map(|(_, value)| value))?;
        }
        View::Text(text) => writer.write_record([text])?,
    }
    finish(writer)
}

/// Writes what a query gave: the keys of objects are the header, in order of first appearance.
pub(crate) fn write_value(value: &Value) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let rows = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
    let mut keys: Vec<&String> = Vec::new();
    for key in rows.iter().filter_map(Value::as_object).flat_map(serde_json::Map::keys) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    if !keys.is_empty() {
        writer.write_record(&keys)?;
    }
    for row in rows {
        match row {
            Value::Object(members) => {
                writer.write_record(
                    keys.iter().map(|key| members.get(*key).map_or_else(String::new, field)),
                )?;
            }
            Value::Array(cells) => writer.write_record(cells.iter().map(field))?,
            _ => writer.write_record([field(row)])?,
        }
    }
    finish(writer)
}

/// Appends one record.
pub(crate) fn append_record<T: AsRef<[u8]>>(
    fields: impl IntoIterator<Item = T>,
    out: &mut Vec<u8>,
) -> Result<(), csv::Error> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(out);
    writer.write_record(fields)?;
    writer.flush()?;
    Ok(())
}

// An empty field is what every reader takes for "nothing there".
fn field(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(truth) => truth.to_string(),
        _ => cell_text(value),
    }
}

fn finish(writer: csv::Writer<Vec<u8>>) -> Result<Vec<u8>, csv::Error> {
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn quotes_what_needs_it_and_joins_keys() {
        let value = json!([{"a": "x,y", "b": 1}, {"a": "say \"hi\"\nthere", "c": null}]);
        let text = String::from_utf8(write_value(&value).unwrap()).unwrap();
        assert_eq!(text, "a,b,c\n\"x,y\",1,\n\"say \"\"hi\"\"\nthere\",,\n");
    }

    #[test]
    fn rows_of_different_length_are_kept() {
        let text = String::from_utf8(write_value(&json!([[1, 2], [3]])).unwrap()).unwrap();
        assert_eq!(text, "1,2\n3\n");
    }
}
