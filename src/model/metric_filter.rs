//! Metric filters, subscription filters and what they publish.
//!
//! Limits: CloudWatch Logs API reference, `PutMetricFilter`, `MetricTransformation`,
//! `PutSubscriptionFilter`.

use std::collections::BTreeMap;

use super::Rule;
use super::Violation;
use super::check_characters;
use super::check_count;
use super::check_length;
use super::check_one_of;

/// Longest filter pattern, in characters.
pub const MAXIMUM_PATTERN_LENGTH: usize = 1024;

/// Most metric filters of one log group.
pub const MAXIMUM_FILTERS: usize = 100;

/// Most filters with a regular expression of one log group.
pub const MAXIMUM_REGEX_FILTERS: usize = 5;

/// Most subscription filters of one log group.
pub const MAXIMUM_SUBSCRIPTION_FILTERS: usize = 2;

/// Longest metric name or namespace, in characters.
pub const MAXIMUM_METRIC_NAME_LENGTH: usize = 255;

/// Longest metric value, in characters.
pub const MAXIMUM_METRIC_VALUE_LENGTH: usize = 100;

/// Most dimensions of one metric.
pub const MAXIMUM_DIMENSIONS: usize = 3;

/// Longest dimension name or value, in characters.
pub const MAXIMUM_DIMENSION_LENGTH: usize = 255;

/// Most messages `TestMetricFilter` takes.
pub const MAXIMUM_TEST_MESSAGES: usize = 50;

/// The units of CloudWatch metrics.
pub const UNITS: &[&str] = &[
    "Seconds",
    "Microseconds",
    "Milliseconds",
    "Bytes",
    "Kilobytes",
    "Megabytes",
    "Gigabytes",
    "Terabytes",
    "Bits",
    "Kilobits",
    "Megabits",
    "Gigabits",
    "Terabits",
    "Percent",
    "Count",
    "Bytes/Second",
    "Kilobytes/Second",
    "Megabytes/Second",
    "Gigabytes/Second",
    "Terabytes/Second",
    "Bits/Second",
    "Kilobits/Second",
    "Megabits/Second",
    "Gigabits/Second",
    "Terabits/Second",
    "Count/Second",
    "None",
];

/// How a subscription spreads events over shards.
pub const DISTRIBUTIONS: &[&str] = &["Random", "ByLogStream"];

/// Checks the length of a filter pattern.
///
/// # Errors
/// It is longer than [`MAXIMUM_PATTERN_LENGTH`].
pub fn check_pattern_length(path: &str, pattern: &str) -> Result<(), Violation> {
    check_length(path, pattern, 0, MAXIMUM_PATTERN_LENGTH)
}

/// Checks a metric's name or namespace.
///
/// # Errors
/// It is too long or holds `:`, `*` or `$`.
pub fn check_metric_name(path: &str, name: &str) -> Result<(), Violation> {
    check_length(path, name, 1, MAXIMUM_METRIC_NAME_LENGTH)?;
    check_characters(path, name, "[^:*$]*", |c| !matches!(c, ':' | '*' | '$'))
}

/// Checks a metric's value: a number, `$field` or `$.selector`.
///
/// `fields` are the names that the pattern gives.
///
/// # Errors
/// It is too long, or neither a number nor a name that the pattern gives.
pub fn check_metric_value(path: &str, value: &str, fields: &[String]) -> Result<(), Violation> {
    check_length(path, value, 1, MAXIMUM_METRIC_VALUE_LENGTH)?;
    if value.starts_with('$') {
        if fields.is_empty() || is_known_field(value, fields) {
            return Ok(());
        }
    } else if value.parse::<f64>().is_ok_and(f64::is_finite) {
        return Ok(());
    }
    Err(Violation::new(
        path,
        Rule::Sentence(format!(
            "Invalid metricValue '{value}': write a number or a field of the pattern"
        )),
        value,
    ))
}

/// Checks the dimensions of a metric against the rest of its filter.
///
/// # Errors
/// There are too many or too long ones, or there are some beside a default value or with a pattern
/// that names no fields.
pub fn check_dimensions(
    path: &str,
    dimensions: &BTreeMap<String, String>,
    has_default_value: bool,
    pattern_has_fields: bool,
) -> Result<(), Violation> {
    let shown = || format!("{dimensions:?}");
    check_count(path, dimensions.len(), 0, MAXIMUM_DIMENSIONS, shown)?;
    for (name, value) in dimensions {
        check_length(path, name, 1, MAXIMUM_DIMENSION_LENGTH)?;
        check_length(path, value, 1, MAXIMUM_DIMENSION_LENGTH)?;
    }
    if dimensions.is_empty() {
        return Ok(());
    }
    let refuse =
        |sentence: &str| Err(Violation::new(path, Rule::Sentence(sentence.to_owned()), shown()));
    if has_default_value {
        return refuse(
            "Invalid metric transformation: dimensions and default value are mutually exclusive \
             properties.",
        );
    }
    if !pattern_has_fields {
        return refuse("The specified filter pattern does not support dimensions");
    }
    Ok(())
}

/// Checks a unit.
///
/// # Errors
/// It is not one of [`UNITS`].
pub fn check_unit(path: &str, unit: &str) -> Result<(), Violation> {
    check_one_of(path, unit, UNITS)
}

/// A JSON selector may name a field that the pattern does not test.
fn is_known_field(value: &str, fields: &[String]) -> bool {
    value.starts_with("$.") || fields.iter().any(|field| field == value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metric_value_is_a_number_or_a_field() {
        let fields = vec!["$size".to_owned()];
        for good in ["1", "0.5", "-3e2", "$size", "$.ms"] {
            assert!(check_metric_value("metricValue", good, &fields).is_ok(), "{good}");
        }
        for bad in ["", "one", "NaN", "inf", "$other", &"1".repeat(101)] {
            assert!(check_metric_value("metricValue", bad, &fields).is_err(), "{bad}");
        }
    }

    #[test]
    fn units_are_the_vendors_own() {
        assert!(check_unit("unit", "None").is_ok());
        assert!(check_unit("unit", "none").is_err());
        assert_eq!(UNITS.len(), 27);
    }
}
