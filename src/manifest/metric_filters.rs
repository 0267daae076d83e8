//! `metric_filters.NAME` of a log group.

use std::collections::BTreeMap;

use toml::Spanned;

use super::inner_text;
use super::names::Name;
use super::names::Names;
use super::reading::Reading;
use super::rules::Number;
use super::rules::Text;
use super::rules::by;
use super::rules::fault;
use super::table::Table;
use crate::base::Fault;
use crate::base::Hint as _;
use crate::dialect::filter_pattern::FilterPattern;
use crate::dialect::filter_pattern::PatternErrorKind;
use crate::model::change_set::Address;
use crate::model::change_set::Desired;
use crate::model::change_set::Field;
use crate::model::change_set::FieldValue;
use crate::model::change_set::OnExists;
use crate::model::change_set::ResourceKind;
use crate::model::log_group;
use crate::model::metric_filter as limits;

/// What a value that is published without a match must be.
const DEFAULT_VALUE: Number = f64::MIN..=f64::MAX;

/// What a name of a metric or a namespace must be.
const METRIC_NAME: Text<'static> = Text::of_length(1, limits::MAXIMUM_METRIC_NAME_LENGTH)
    .matching("^[^:*$]*$", "without `:`, `*` and `$`");

/// Reads the metric filters of a log group.
pub(super) fn read(
    group_table: &mut Table<'_, '_>,
    reading: &mut Reading,
    group: &str,
    project: Option<&str>,
) -> Vec<Desired> {
    let check = |name: &str| {
        log_group::check_stream_name("", name).map_err(|broken| Fault {
            message: format!("the name of a metric filter {}", fault(&broken).message),
            hint: None,
        })
    };
    let names = Names { pattern: "[^:*]{1,512}", check: &check, reserved: None };
    let mut filters = Vec::new();
    let mut with_regex: Vec<Name> = Vec::new();
    let description = "Metric filters of the log group, by name.";
    group_table.entries("metric_filters", description, &names, |name, table| {
        let filter = read_filter(name, table, reading, project.unwrap_or(group));
        if filter.has_regex {
            with_regex.push(name.clone());
        }
        filters.push(Desired {
            address: Address::below(ResourceKind::MetricFilter, group, name.text.clone()),
            place: reading.place(&name.range),
            fields: filter.fields,
            defaults: filter.defaults,
            // It carries no tags: the file's naming it is what makes it ours.
            on_exists: OnExists::Update,
            is_reserved: false,
        });
    });
    if filters.len() > limits::MAXIMUM_FILTERS {
        let most = limits::MAXIMUM_FILTERS;
        let message =
            format!("a log group may have at most {most} metric filters, not {}", filters.len());
        group_table.problem(group_table.range_of("metric_filters"), message, None);
    }
    if let Some(first) = with_regex.get(limits::MAXIMUM_REGEX_FILTERS) {
        let most = limits::MAXIMUM_REGEX_FILTERS;
        let message = format!(
            "a log group may have at most {most} metric filters with a regular expression, not {}",
            with_regex.len()
        );
        let hint = Some("write terms instead of %…% where they do".to_owned());
        group_table.problem(first.range.clone(), message, hint);
    }
    filters
}

/// The fields of one filter: those that the file names, and those that a new one gets.
#[derive(Default)]
struct FilterFields {
    fields: Vec<Field>,
    defaults: Vec<Field>,
    has_regex: bool,
}

impl FilterFields {
    fn name(&mut self, key: &str, value: FieldValue) {
        self.fields.push(Field::new(key, value));
    }

    fn name_or_default(&mut self, key: &str, value: Option<FieldValue>, default: &str) {
        match value {
            Some(value) => self.name(key, value),
            None => {
                self.defaults.push(Field::new(key, FieldValue::Text(default.to_owned())));
            }
        }
    }
}

fn read_filter(
    name: &Name,
    table: &mut Table<'_, '_>,
    reading: &Reading,
    default_namespace: &str,
) -> FilterFields {
    let description = "Which events count, as a CloudWatch Logs filter pattern.";
    let pattern =
        table.text("pattern", description, &Text::of_length(0, limits::MAXIMUM_PATTERN_LENGTH));
    let compiled = pattern.as_ref().and_then(|pattern| compile(table, reading, pattern));
    let metric_name =
        table.text("metric_name", "Name of the metric; the filter's by default.", &METRIC_NAME);
    let namespace = table.text(
        "namespace",
        "Namespace of the metric; the project's name by default.",
        &METRIC_NAME,
    );
    let value = read_value(table, compiled.as_ref());
    let default_value = table.number(
        "default_value",
        "What is published in a minute with events and no match.",
        &DEFAULT_VALUE,
    );
    let unit = table.text("unit", "Unit of the metric.", &Text::one_of(limits::UNITS));
    let dimensions = read_dimensions(table, compiled.as_ref(), default_value.is_some());
    table.require(&["pattern"]);
    if metric_name.is_none() && !table.has("metric_name") {
        check_default(table, &name.range, "metric_name", &name.text);
    }
    if namespace.is_none() && !table.has("namespace") {
        check_default(table, &name.range, "namespace", default_namespace);
    }
    let mut filter = FilterFields::default();
    let text = |text: Spanned<String>| FieldValue::Text(text.into_inner());
    filter.name("pattern", pattern.map_or(FieldValue::Text(String::new()), text));
    filter.name_or_default("metric_name", metric_name.map(text), &name.text);
    filter.name_or_default("namespace", namespace.map(text), default_namespace);
    filter.name_or_default("value", value.map(FieldValue::Text), "1");
    // Either of the two puts the other out.
    if default_value.is_some() && dimensions.is_none() {
        filter.name("dimensions", FieldValue::Absent);
    }
    if dimensions.as_ref().is_some_and(|map| !map.is_empty()) && default_value.is_none() {
        filter.name("default_value", FieldValue::Absent);
    }
    if let Some(value) = default_value {
        filter.name("default_value", FieldValue::Number(value.into_inner()));
    }
    if let Some(unit) = unit.map(Spanned::into_inner) {
        // The service's word for none.
        let unit = if unit == "None" { FieldValue::Absent } else { FieldValue::Text(unit) };
        filter.name("unit", unit);
    }
    if let Some(map) = dimensions {
        let map = if map.is_empty() { FieldValue::Absent } else { FieldValue::Map(map) };
        filter.name("dimensions", map);
    }
    filter.has_regex = compiled.is_some_and(|pattern| pattern.regex_count() > 0);
    filter
}

fn compile(
    table: &mut Table<'_, '_>,
    reading: &Reading,
    text: &Spanned<String>,
) -> Option<FilterPattern> {
    let error = match FilterPattern::parse(text.get_ref()) {
        Ok(pattern) => return Some(pattern),
        Err(error) => error,
    };
    // Its length is checked with the other limits.
    if error.reason() != PatternErrorKind::TooLong {
        let fault = inner_text::Fault {
            column: error.column(),
            length: error.length(),
            message: error.reason().to_string(),
            hint: Some(error.hints().join("; ")).filter(|hint| !hint.is_empty()),
        };
        inner_text::report(table, reading, "pattern", text, fault);
    }
    None
}

fn read_value(table: &mut Table<'_, '_>, pattern: Option<&FilterPattern>) -> Option<String> {
    let fields = pattern.map(FilterPattern::fields).unwrap_or_default();
    let check = |text: &str| {
        limits::check_metric_value("", text, &fields).map_err(|_| {
            let known =
                if fields.is_empty() { String::new() } else { format!(": {}", fields.join(", ")) };
            Fault {
                message: "must be a number or a field of the pattern".to_owned(),
                hint: Some(format!("write \"1\" to count events, or a field{known}")),
            }
        })
    };
    let rule = Text::of_length(1, limits::MAXIMUM_METRIC_VALUE_LENGTH).passing(&check);
    let description = "What is published for a match: a number or a field of the pattern.";
    table.text("value", description, &rule).map(Spanned::into_inner)
}

fn read_dimensions(
    table: &mut Table<'_, '_>,
    pattern: Option<&FilterPattern>,
    has_default_value: bool,
) -> Option<BTreeMap<String, String>> {
    const DIMENSION: Text<'static> = Text::of_length(1, limits::MAXIMUM_DIMENSION_LENGTH);
    let description = "Dimensions of the metric, each a field of the pattern.";
    let most = limits::MAXIMUM_DIMENSIONS;
    let found = table.texts_by_name("dimensions", description, most, [&DIMENSION, &DIMENSION])?;
    let dimensions: BTreeMap<String, String> =
        found.into_iter().map(|(name, text)| (name.text, text.into_inner())).collect();
    // Their number is checked already; a pattern that does not compile has no fields to tell of.
    if dimensions.len() <= most
        && let Some(pattern) = pattern
    {
        let checked = limits::check_dimensions(
            "",
            &dimensions,
            has_default_value,
            pattern.supports_dimensions(),
        );
        if let Err(broken) = checked {
            let message = format!("`{}` {}", table.path_of("dimensions"), fault(&broken).message);
            table.problem(table.range_of("dimensions"), message, None);
        }
    }
    Some(dimensions)
}

// A default that follows from another name must be legal too.
fn check_default(
    table: &mut Table<'_, '_>,
    range: &std::ops::Range<usize>,
    key: &'static str,
    text: &str,
) {
    if let Err(fault) = by(limits::check_metric_name)(text) {
        let message =
            format!("`{}`, which is {text} by default, {}", table.path_of(key), fault.message);
        table.problem(range.clone(), message, Some(format!("name a {key}")));
    }
}
