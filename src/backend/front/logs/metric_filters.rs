//! `PutMetricFilter`, `DescribeMetricFilters`, `DeleteMetricFilter`.

use rusqlite::Connection;

use super::error;
use super::target;
use crate::backend::front::call::Call;
use crate::backend::front::page_token;
use crate::backend::store::Scope;
use crate::backend::store::catalog::documents;
use crate::backend::store::catalog::documents::Document;
use crate::dialect::filter_pattern::FilterPattern;
use crate::model::Violation;
use crate::model::log_group::check_stream_name;
use crate::model::metric_filter as limits;
use crate::wire::aws::AwsError;
use crate::wire::aws::required;
use crate::wire::logs::DescribeMetricFiltersRequest;
use crate::wire::logs::DescribeMetricFiltersResponse;
use crate::wire::logs::Empty;
use crate::wire::logs::FilterNameRequest;
use crate::wire::logs::MetricFilter;
use crate::wire::logs::MetricTransformation;
use crate::wire::logs::PutMetricFilterRequest;

/// Kind of the documents that hold metric filters; their parent is the group.
pub(super) const KIND: &str = "metric-filter";

/// How many filters are read at a time while metrics are compared.
const CHUNK: usize = 200;

/// `PutMetricFilter`: creates or replaces.
pub(super) fn put(call: &Call<'_>, input: PutMetricFilterRequest) -> Result<Empty, AwsError> {
    let group = target::group_name(input.log_group_name)?;
    let name = filter_name(input.filter_name)?;
    let text = required("filterPattern", input.filter_pattern).map_err(|v| error::violation(&v))?;
    limits::check_pattern_length("filterPattern", &text).map_err(|v| error::violation(&v))?;
    let pattern = FilterPattern::parse(&text)
        .map_err(|e| error::invalid_parameter(e.vendor_message("Invalid metric filter pattern")))?;
    let mut transformations = required("metricTransformations", input.metric_transformations)
        .map_err(|v| error::violation(&v))?;
    check_transformations(&transformations, &pattern)?;
    for transformation in &mut transformations {
        // Terraform always sends a unit and compares what comes back.
        transformation.unit.get_or_insert_with(|| "None".to_owned());
    }
    let has_regex = pattern.regex_count() > 0;
    let now = call.now();
    let filter = MetricFilter {
        filter_name: name,
        filter_pattern: text,
        metric_transformations: transformations,
        creation_time: now,
        log_group_name: group,
        apply_on_transformed_logs: input.apply_on_transformed_logs.unwrap_or(false),
        field_selection_criteria: input.field_selection_criteria,
        emit_system_field_dimensions: input.emit_system_field_dimensions,
    };
    call.write(move |connection, scope| {
        target::find_group(connection, scope, &filter.log_group_name)?;
        check_quota(connection, scope, &filter, has_regex)?;
        let body = serde_json::json!(filter).to_string();
        let (group, name) = (&filter.log_group_name, &filter.filter_name);
        documents::put(connection, scope, KIND, group, name, &body, now)?;
        Ok(Empty {})
    })
}

/// `DescribeMetricFilters`.
pub(super) fn describe(
    call: &Call<'_>,
    input: DescribeMetricFiltersRequest,
) -> Result<DescribeMetricFiltersResponse, AwsError> {
    let limit = target::page_size(input.limit, 50, 50)?;
    if input.metric_name.is_some() != input.metric_namespace.is_some() {
        return Err(error::invalid_parameter(
            "metricName and metricNamespace must be given together.",
        ));
    }
    let group = input.log_group_name.map(|name| target::group_name(Some(name))).transpose()?;
    let prefix = input.filter_name_prefix.unwrap_or_default();
    let metric_name = input.metric_name.unwrap_or_default();
    let namespace = input.metric_namespace.unwrap_or_default();
    let request = [
        "DescribeMetricFilters",
        group.as_deref().unwrap_or_default(),
        &prefix,
        &metric_name,
        &namespace,
    ];
    let mut after = match &input.next_token {
        Some(token) => Some(parse_position(&request, token).ok_or_else(error::bad_token)?),
        None => None,
    };
    call.read(|connection, scope| {
        if let Some(group) = &group {
            target::find_group(connection, scope, group)?;
        }
        let mut found: Vec<MetricFilter> = Vec::new();
        loop {
            let position = after.as_ref().map(|(parent, name)| (parent.as_str(), name.as_str()));
            let chunk = documents::page(
                connection,
                scope,
                KIND,
                group.as_deref(),
                Some(&prefix),
                position,
                CHUNK,
            )?;
            let is_last = chunk.len() < CHUNK;
            for document in chunk {
                after = Some((document.parent.clone(), document.name.clone()));
                let filter = decode(&document)?;
                let wanted = metric_name.is_empty()
                    || filter.metric_transformations.iter().any(|transformation| {
                        transformation.metric_name.as_deref() == Some(&metric_name)
                            && transformation.metric_namespace.as_deref() == Some(&namespace)
                    });
                if !wanted {
                    continue;
                }
                if found.len() == limit {
                    let next_token = found.last().map(|last| {
                        let position = format!("{}\u{0}{}", last.log_group_name, last.filter_name);
                        page_token::encode(&request, &position)
                    });
                    return Ok(DescribeMetricFiltersResponse { metric_filters: found, next_token });
                }
                found.push(filter);
            }
            if is_last {
                return Ok(DescribeMetricFiltersResponse {
                    metric_filters: found,
                    next_token: None,
                });
            }
        }
    })
}

/// `DeleteMetricFilter`.
pub(super) fn delete(call: &Call<'_>, input: FilterNameRequest) -> Result<Empty, AwsError> {
    let group = target::group_name(input.log_group_name)?;
    let name = filter_name(input.filter_name)?;
    call.write(move |connection, scope| {
        target::find_group(connection, scope, &group)?;
        if !documents::delete(connection, scope, KIND, &group, &name)? {
            return Err(error::not_found("The specified metric filter does not exist."));
        }
        Ok(Empty {})
    })
}

/// Returns a required, legal filter name.
pub(super) fn filter_name(name: Option<String>) -> Result<String, AwsError> {
    let name = required("filterName", name).map_err(|v| error::violation(&v))?;
    check_stream_name("filterName", &name).map_err(|v| error::violation(&v))?;
    Ok(name)
}

fn decode(document: &Document) -> Result<MetricFilter, AwsError> {
    serde_json::from_str(&document.body)
        .map_err(|error| AwsError::internal("InternalFailure", format!("stored filter: {error}")))
}

fn parse_position(request: &[&str], token: &str) -> Option<(String, String)> {
    let position = page_token::decode(request, token)?;
    let (parent, name) = position.split_once('\u{0}')?;
    Some((parent.to_owned(), name.to_owned()))
}

fn check_quota(
    connection: &Connection,
    scope: &Scope,
    filter: &MetricFilter,
    has_regex: bool,
) -> Result<(), AwsError> {
    let group = filter.log_group_name.as_str();
    let others =
        documents::page(connection, scope, KIND, Some(group), None, None, limits::MAXIMUM_FILTERS)?
            .into_iter()
            .filter(|document| document.name != filter.filter_name)
            .collect::<Vec<_>>();
    if others.len() >= limits::MAXIMUM_FILTERS {
        return Err(error::limit_exceeded());
    }
    if !has_regex {
        return Ok(());
    }
    let mut with_regex = 0;
    for other in &others {
        let text = decode(other)?.filter_pattern;
        if FilterPattern::parse(&text).is_ok_and(|pattern| pattern.regex_count() > 0) {
            with_regex += 1;
        }
    }
    if with_regex >= limits::MAXIMUM_REGEX_FILTERS {
        return Err(error::limit_exceeded());
    }
    Ok(())
}

fn check_transformations(
    transformations: &[MetricTransformation],
    pattern: &FilterPattern,
) -> Result<(), AwsError> {
    let path = "metricTransformations";
    crate::model::check_count(path, transformations.len(), 1, 1, || "[...]".to_owned())
        .map_err(|v| error::violation(&v))?;
    for (index, transformation) in transformations.iter().enumerate() {
        let path = format!("{path}.{}.member", index + 1);
        check_transformation(&path, transformation, pattern).map_err(|v| error::violation(&v))?;
    }
    Ok(())
}

fn check_transformation(
    path: &str,
    transformation: &MetricTransformation,
    pattern: &FilterPattern,
) -> Result<(), Violation> {
    let at = |member: &str| format!("{path}.{member}");
    let name = required(&at("metricName"), transformation.metric_name.as_deref())?;
    limits::check_metric_name(&at("metricName"), name)?;
    let namespace = required(&at("metricNamespace"), transformation.metric_namespace.as_deref())?;
    limits::check_metric_name(&at("metricNamespace"), namespace)?;
    let value = required(&at("metricValue"), transformation.metric_value.as_deref())?;
    limits::check_metric_value(&at("metricValue"), value, &pattern.fields())?;
    if let Some(unit) = &transformation.unit {
        limits::check_unit(&at("unit"), unit)?;
    }
    if let Some(dimensions) = &transformation.dimensions {
        limits::check_dimensions(
            &at("dimensions"),
            dimensions,
            transformation.default_value.is_some(),
            pattern.supports_dimensions(),
        )?;
    }
    Ok(())
}
