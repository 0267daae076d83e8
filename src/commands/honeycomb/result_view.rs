//! How a result looks: a table with a line over time for each row, and heatmaps below.

use std::collections::BTreeMap;
use std::collections::HashMap;

use serde_json::Value;
use serde_json::json;

use crate::commands::Context;
use crate::ui::Alignment;
use crate::ui::Column;
use crate::ui::Heatmap;
use crate::ui::Report;
use crate::ui::Tone;
use crate::ui::sparkline;
use crate::wire::honeycomb::QueryResult;
use crate::wire::honeycomb::QueryResultData;
use crate::wire::honeycomb::Row;
use crate::wire::honeycomb::SeriesPoint;

/// Characters of the line over time.
const TREND_WIDTH: usize = 24;

/// Rows of a heatmap.
const HEATMAP_HEIGHT: usize = 12;

/// Characters of a heatmap where the terminal does not say how wide it is.
const DEFAULT_WIDTH: usize = 80;

/// Shows a result.
pub(super) fn report(
    context: &Context,
    dataset: &str,
    specification: &Value,
    result: &QueryResult,
) -> Report {
    let empty = QueryResultData::default();
    let data = result.data.as_ref().unwrap_or(&empty);
    let value = json!({
        "dataset": dataset,
        "specification": specification,
        "results": data.results.iter().map(|row| &row.data).collect::<Vec<_>>(),
        "series": data.series,
        "total": data.total_by_aggregate,
        "other": data.other_by_aggregate,
        "query_url": result.links.query_url,
    });
    let names = names_of(data);
    let keys = breakdowns(specification);
    let (heatmaps, shown): (Vec<String>, Vec<String>) =
        names.into_iter().partition(|name| name.starts_with("HEATMAP("));
    let trend_of = shown.iter().find(|name| !keys.contains(name));
    let columns: Vec<Column> = shown
        .iter()
        .map(|name| Column {
            title: name.clone(),
            alignment: if keys.contains(name) { Alignment::Left } else { Alignment::Right },
        })
        .collect();
    let rows = |cell: &dyn Fn(&str, Option<&Value>) -> String| -> Vec<Vec<String>> {
        let row = |row: &Row| shown.iter().map(|name| cell(name, row.get(name))).collect();
        data.results.iter().map(|found| row(&found.data)).collect()
    };
    let series = Series::new(data, &keys);
    let trends: Vec<String> = data
        .results
        .iter()
        .map(|row| trend_of.map_or_else(String::new, |name| trend(&series, &row.data, name)))
        .collect();
    let mut lines = table(&columns, &rows(&cell), &trends);
    if data.results.is_empty() {
        lines = vec![vec![(Tone::Faint, "no rows".to_owned())]];
    }
    let width = context.ui.options().width.map_or(DEFAULT_WIDTH, usize::from);
    for name in heatmaps {
        for row in &data.results {
            if let Some(map) = heatmap(&series, &row.data, &name) {
                let of: Vec<String> = keys.iter().map(|key| cell(key, row.data.get(key))).collect();
                lines.push(Vec::new());
                lines.push(vec![(Tone::Heading, format!("{name}  {}", of.join("  ")))]);
                lines.extend(map.draw(width, HEATMAP_HEIGHT));
            }
        }
    }
    Report::lines(value, lines, columns, rows(&|_, value| exact(value)))
}

fn breakdowns(specification: &Value) -> Vec<String> {
    let names = specification.get("breakdowns").and_then(Value::as_array);
    names.into_iter().flatten().filter_map(Value::as_str).map(ToOwned::to_owned).collect()
}

/// Lists the names of all rows, in the order in which they come.
fn names_of(data: &QueryResultData) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in data.results.iter().flat_map(|row| row.data.keys()) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// Shows a value; numbers of milliseconds say so.
fn cell(name: &str, value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => {
            let text = match number.as_f64() {
                Some(float) if number.is_f64() => trimmed(float),
                _ => number.to_string(),
            };
            if name.contains("_ms)") || name.ends_with("_ms") { format!("{text} ms") } else { text }
        }
        Some(other) => other.to_string(),
    }
}

/// Writes a value as it is, for programs.
fn exact(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// Shows a number with at most three digits behind its point.
fn trimmed(number: f64) -> String {
    let text = format!("{number:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn table(columns: &[Column], rows: &[Vec<String>], trends: &[String]) -> Vec<Vec<(Tone, String)>> {
    let width = |place: usize| {
        let cells = rows.iter().filter_map(|row| row.get(place)).map(|cell| cell.chars().count());
        cells.chain([columns[place].title.chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let pad = |place: usize, text: &str| match columns[place].alignment {
        Alignment::Left => format!("{text:<width$}  ", width = widths[place]),
        Alignment::Right => format!("{text:>width$}  ", width = widths[place]),
    };
    let line = |tone: Tone, cells: Vec<&str>, trend: &str| {
        let text: String =
            cells.into_iter().enumerate().map(|(place, text)| pad(place, text)).collect();
        if trend.trim().is_empty() {
            return vec![(tone, text.trim_end().to_owned())];
        }
        vec![(tone, text), (Tone::Name, trend.trim_end().to_owned())]
    };
    let heads = columns.iter().map(|column| column.title.as_str()).collect();
    let mut lines = vec![line(Tone::Heading, heads, "")];
    for (row, trend) in rows.iter().zip(trends) {
        lines.push(line(Tone::Plain, row.iter().map(String::as_str).collect(), trend));
    }
    lines
}

/// The values of a result over time, looked up by row.
struct Series<'d> {
    keys: &'d [String],
    /// Places of the moments.
    moments: BTreeMap<&'d str, usize>,
    /// Points by the values of their breakdowns.
    points: HashMap<Vec<String>, Vec<&'d SeriesPoint>>,
}

impl<'d> Series<'d> {
    fn new(data: &'d QueryResultData, keys: &'d [String]) -> Self {
        let mut moments: BTreeMap<&str, usize> = BTreeMap::new();
        let mut points: HashMap<Vec<String>, Vec<&SeriesPoint>> = HashMap::new();
        for point in &data.series {
            moments.insert(&point.time, 0);
            points.entry(identity(keys, &point.data)).or_default().push(point);
        }
        for (place, moment) in moments.values_mut().enumerate() {
            *moment = place;
        }
        Self { keys, moments, points }
    }

    /// Returns the values of one row, one for each moment that the series knows.
    fn of(&self, row: &Row, name: &str) -> Vec<Option<&'d Value>> {
        let mut values = vec![None; self.moments.len()];
        for point in self.points.get(&identity(self.keys, row)).into_iter().flatten() {
            if let Some(place) = self.moments.get(point.time.as_str()) {
                values[*place] = point.data.get(name);
            }
        }
        values
    }
}

/// Tells rows apart: by the values of their breakdowns, a missing one unlike any text.
fn identity(keys: &[String], row: &Row) -> Vec<String> {
    keys.iter().map(|key| row.get(key).map(Value::to_string).unwrap_or_default()).collect()
}

fn trend(series: &Series<'_>, row: &Row, name: &str) -> String {
    let values: Vec<Option<f64>> =
        series.of(row, name).into_iter().map(|value| value.and_then(Value::as_f64)).collect();
    sparkline(&values, TREND_WIDTH)
}

fn heatmap(series: &Series<'_>, row: &Row, name: &str) -> Option<Heatmap> {
    let counts = |value: &Value| -> Vec<u64> {
        let counts = value.get("counts").and_then(Value::as_array);
        counts.into_iter().flatten().map(|count| count.as_f64().unwrap_or(0.0) as u64).collect()
    };
    let whole = row.get(name)?;
    let number = |key: &str| whole.get(key).and_then(Value::as_f64);
    let mut columns: Vec<Vec<u64>> = series
        .of(row, name)
        .into_iter()
        .map(|value| value.map(counts).unwrap_or_default())
        .collect();
    if columns.is_empty() {
        columns.push(counts(whole));
    }
    Some(Heatmap { columns, minimum: number("min_value")?, step: number("step_size")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_say_their_unit() {
        assert_eq!(cell("P90(duration_ms)", Some(&json!(41.50000001))), "41.5 ms");
        assert_eq!(cell("COUNT", Some(&json!(3))), "3");
        assert_eq!(cell("AVG(x)", Some(&json!(-0.0001))), "0");
        assert_eq!(cell("name", None), "");
    }
}
