//! How a result looks: a table with a line over time for each row, and heatmaps below.

use serde_json::Value;
use serde_json::json;

use super::result_series::Series;
use crate::commands::Context;
use crate::dialect::honeycomb::Quantity;
use crate::dialect::honeycomb::Spec;
use crate::ui::ChartedTable;
use crate::ui::Column;
use crate::ui::Heatmap;
use crate::ui::Report;
use crate::ui::Tone;
use crate::wire::honeycomb::QueryResult;
use crate::wire::honeycomb::QueryResultData;
use crate::wire::honeycomb::Row;

/// Rows of a heatmap.
const HEATMAP_HEIGHT: usize = 12;

/// Characters of a heatmap where the terminal does not say how wide it is.
const DEFAULT_WIDTH: usize = 80;

type Lines = Vec<Vec<(Tone, String)>>;

/// An answer, and what was asked.
#[derive(Clone, Debug)]
pub(super) struct Answered {
    /// The dataset.
    pub(super) dataset: String,
    /// The specification as it was sent.
    pub(super) specification: Value,
    /// The result.
    pub(super) result: QueryResult,
    /// The page on which the query runs on every plan; none where there is no page.
    pub(super) ui_url: Option<String>,
    /// Whether the service was asked; it is not where it is known that nothing can match.
    pub(super) is_asked: bool,
}

/// Shows an answer.
pub(super) fn report(context: &Context, spec: &Spec, answered: &Answered) -> Report {
    let empty = QueryResultData::default();
    let data = answered.result.data.as_ref().unwrap_or(&empty);
    let value = json!({
        "dataset": answered.dataset,
        "specification": answered.specification,
        "results": data.results.iter().map(|row| &row.data).collect::<Vec<_>>(),
        "series": data.series,
        "total": data.total_by_aggregate,
        "other": data.other_by_aggregate,
        "query_url": answered.result.links.query_url,
        "ui_url": answered.ui_url,
    });
    let view = View { context, spec, data };
    let keys: Vec<String> = spec.breakdowns().map(ToOwned::to_owned).collect();
    let names = view.names(&keys);
    let series = Series::new(data, &keys);
    let column = |name: &String| match keys.contains(name) {
        true => Column::left(name.as_str()),
        false => Column::right(name.as_str()),
    };
    let exact_rows =
        data.results.iter().map(|row| names.iter().map(|name| exact(row.data.get(name))).collect());
    Report::charts(
        value,
        view.table(&series, &keys, &names, &column),
        view.below(&series, &keys, &names),
        names.iter().map(column).collect(),
        exact_rows.collect(),
    )
    .with_ndjson_of("results")
}

struct View<'v> {
    context: &'v Context,
    spec: &'v Spec,
    data: &'v QueryResultData,
}

impl View<'_> {
    /// Lists the names of an answer's columns: those that the query promises, also where there is
    /// no row, then those that only the answer knows.
    fn names(&self, keys: &[String]) -> Vec<String> {
        let results = self.spec.results().into_iter().map(ToOwned::to_owned);
        let mut names: Vec<String> = keys.iter().cloned().chain(results).collect();
        for name in self.data.results.iter().flat_map(|row| row.data.keys()) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    fn is_heatmap(&self, name: &str) -> bool {
        self.spec.quantity(name) == Quantity::Heatmap
    }

    /// Returns the value whose line over time is drawn: the first that has one.
    fn trend_of<'n>(&self, keys: &[String], names: &'n [String]) -> Option<&'n String> {
        names.iter().find(|name| {
            let quantity = self.spec.quantity(name);
            !keys.contains(name) && !matches!(quantity, Quantity::Heatmap | Quantity::Moment)
        })
    }

    fn table(
        &self,
        series: &Series<'_>,
        keys: &[String],
        names: &[String],
        column: &dyn Fn(&String) -> Column,
    ) -> ChartedTable {
        let shown: Vec<&String> = names.iter().filter(|name| !self.is_heatmap(name)).collect();
        let row = |row: &Row| shown.iter().map(|name| self.cell(name, row.get(*name))).collect();
        let trend_of = self.trend_of(keys, names);
        let trend = |row: &Row| {
            let values = trend_of.map(|name| series.of(row, name)).unwrap_or_default();
            values.into_iter().map(|value| value.and_then(Value::as_f64)).collect()
        };
        ChartedTable {
            columns: shown.iter().map(|name| column(name)).collect(),
            rows: self.data.results.iter().map(|found| row(&found.data)).collect(),
            trend_title: "TREND".to_owned(),
            trends: self.data.results.iter().map(|found| trend(&found.data)).collect(),
        }
    }

    /// What stands below the table: what its line over time is about, sums, and heatmaps.
    fn below(&self, series: &Series<'_>, keys: &[String], names: &[String]) -> Lines {
        if self.data.results.is_empty() {
            return vec![vec![(Tone::Faint, "no rows".to_owned())]];
        }
        let ends = series.ends().map(|(first, last)| (self.moment(first), self.moment(last)));
        let mut notes = Vec::new();
        if let (Some(name), Some((begin, end))) = (self.trend_of(keys, names), &ends) {
            notes.push(("trend", format!("{name} from {begin} to {end}")));
        }
        if !keys.is_empty() {
            notes.extend(self.sum("total", self.data.total_by_aggregate.as_ref(), names));
            let other = self.data.other_by_aggregate.as_ref();
            let is_there = |row: &&Row| row.values().filter_map(Value::as_f64).any(|n| n != 0.0);
            notes.extend(self.sum("rows not shown", other.filter(is_there), names));
        }
        let options = self.context.ui.options();
        let width = options.width.map_or(DEFAULT_WIDTH, usize::from);
        // In a pipe nothing is folded.
        let fold = if options.stdout_is_terminal { width } else { usize::MAX };
        let mut lines: Lines = Vec::new();
        if !notes.is_empty() {
            lines.push(Vec::new());
        }
        for (label, text) in notes {
            let folded = folded(&format!("{label}: {text}"), fold);
            lines.extend(folded.into_iter().map(|line| vec![(Tone::Faint, line)]));
        }
        for name in names.iter().filter(|name| self.is_heatmap(name)) {
            for row in &self.data.results {
                let ends = ends.clone().unwrap_or_default();
                let Some(map) = heatmap(series, &row.data, name, ends) else { continue };
                let of = keys.iter().map(|key| self.cell(key, row.data.get(key)));
                let unit = if name.contains("_ms") { ", in ms" } else { "" };
                let title: Vec<String> =
                    std::iter::once(format!("{name}{unit}")).chain(of).collect();
                lines.push(Vec::new());
                let title = folded(&title.join("  "), fold);
                lines.extend(title.into_iter().map(|line| vec![(Tone::Heading, line)]));
                lines.extend(map.draw(width, HEATMAP_HEIGHT));
            }
        }
        lines
    }

    fn sum(
        &self,
        label: &'static str,
        row: Option<&Row>,
        names: &[String],
    ) -> Option<(&'static str, String)> {
        let row = row?;
        let part = |name: &String| {
            let value = row.get(name).filter(|value| !value.is_null() && !value.is_object());
            value.map(|value| format!("{name} {}", self.cell(name, Some(value))))
        };
        let parts: Vec<String> = names.iter().filter_map(part).collect();
        (!parts.is_empty()).then(|| (label, parts.join(", ")))
    }

    /// Shows a time of the series in the zone of the person.
    fn moment(&self, text: &str) -> String {
        let time = self.context.parse_time(text);
        time.map_or_else(|_| text.to_owned(), |time| self.context.format_time(time))
    }

    /// Shows a value; numbers say their unit.
    fn cell(&self, name: &str, value: Option<&Value>) -> String {
        match (value, self.spec.quantity(name)) {
            (None | Some(Value::Null), _) => String::new(),
            (Some(Value::Number(number)), Quantity::Moment) => {
                let milliseconds = number.as_f64().unwrap_or_default() * 1000.0;
                self.context.format_time(milliseconds.round() as i64)
            }
            (Some(Value::Number(number)), quantity) => {
                let text = match number.as_f64() {
                    Some(float) if number.is_f64() => trimmed(float),
                    _ => number.to_string(),
                };
                let has_unit = quantity == Quantity::Milliseconds || name.ends_with("_ms");
                if has_unit { format!("{text} ms") } else { text }
            }
            (Some(Value::String(text)), _) => text.clone(),
            (Some(other), _) => other.to_string(),
        }
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

/// Shows a number with at most three digits behind its point, and small ones with three that
/// matter.
fn trimmed(number: f64) -> String {
    let text = match number.abs() {
        size if size >= 0.1 || size == 0.0 => format!("{number:.3}"),
        size if size >= 1e-6 => {
            let places = 2 - size.log10().floor() as i32;
            format!("{number:.*}", usize::try_from(places).unwrap_or(3))
        }
        _ => return format!("{number:e}"),
    };
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Breaks a line at blanks, so that a terminal need not break it anywhere.
fn folded(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) => lines.push(format!("  {word}")),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

fn heatmap(series: &Series<'_>, row: &Row, name: &str, ends: (String, String)) -> Option<Heatmap> {
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
    Some(Heatmap { columns, minimum: number("min_value")?, step: number("step_size")?, ends })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_say_their_unit() {
        let context = Context::for_tests();
        let spec = Spec::read(&json!({ "calculations": [
            { "op": "P90", "column": "duration_ms" },
            { "op": "COUNT_DISTINCT", "column": "duration_ms" },
            { "op": "MAX", "column": "at" },
        ], "calculated_fields": [{ "name": "at", "expression": "EVENT_TIMESTAMP()" }] }))
        .unwrap();
        let data = QueryResultData::default();
        let view = View { context: &context, spec: &spec, data: &data };
        let cell = |name: &str, value: Value| view.cell(name, Some(&value));
        assert_eq!(cell("P90(duration_ms)", json!(41.50000001)), "41.5 ms");
        assert_eq!(cell("COUNT_DISTINCT(duration_ms)", json!(3)), "3");
        assert_eq!(cell("MAX(at)", json!(1_500_549_764.888)), "2017-07-20T11:22:44.888Z");
        assert_eq!(cell("AVG(x)", json!(-0.0)), "0");
        assert_eq!(cell("AVG(x)", json!(0.012_345)), "0.0123");
        assert_eq!(cell("AVG(x)", json!(1e-9)), "1e-9");
        assert_eq!(cell("name", Value::Null), "");
    }

    #[test]
    fn lines_fold_at_blanks() {
        assert_eq!(folded("total: a 1, b 2", 10), ["total: a", "  1, b 2"]);
        assert_eq!(folded("total: averyverylongname", 10), ["total:", "  averyverylongname"]);
    }
}
