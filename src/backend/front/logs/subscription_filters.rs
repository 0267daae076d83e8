//! `PutSubscriptionFilter`, `DescribeSubscriptionFilters`, `DeleteSubscriptionFilter`: stored
//! and shown; the backend opens no connection, so nothing is delivered.

use super::error;
use super::metric_filters::filter_name;
use super::target;
use crate::backend::front::call::Call;
use crate::backend::front::page_token;
use crate::backend::store::catalog::documents;
use crate::dialect::filter_pattern::FilterPattern;
use crate::model::check_length;
use crate::model::check_one_of;
use crate::model::metric_filter as limits;
use crate::wire::aws::AwsError;
use crate::wire::aws::required;
use crate::wire::logs::DescribeSubscriptionFiltersRequest;
use crate::wire::logs::DescribeSubscriptionFiltersResponse;
use crate::wire::logs::Empty;
use crate::wire::logs::FilterNameRequest;
use crate::wire::logs::PutSubscriptionFilterRequest;
use crate::wire::logs::SubscriptionFilter;

/// Kind of the documents that hold subscription filters; their parent is the group.
pub(super) const KIND: &str = "subscription-filter";

/// `PutSubscriptionFilter`: creates or replaces.
pub(super) fn put(call: &Call<'_>, input: PutSubscriptionFilterRequest) -> Result<Empty, AwsError> {
    let group = target::group_name(input.log_group_name)?;
    let name = filter_name(input.filter_name)?;
    let text = required("filterPattern", input.filter_pattern).map_err(|v| error::violation(&v))?;
    limits::check_pattern_length("filterPattern", &text).map_err(|v| error::violation(&v))?;
    FilterPattern::parse(&text)
        .map_err(|e| error::invalid_parameter(e.vendor_message("Invalid filter pattern")))?;
    let destination =
        required("destinationArn", input.destination_arn).map_err(|v| error::violation(&v))?;
    check_length("destinationArn", &destination, 1, usize::MAX)
        .map_err(|v| error::violation(&v))?;
    let distribution = input.distribution.unwrap_or_else(|| "ByLogStream".to_owned());
    check_one_of("distribution", &distribution, limits::DISTRIBUTIONS)
        .map_err(|v| error::violation(&v))?;
    if !is_destination(&destination) {
        return Err(error::invalid_parameter(
            "PutSubscriptionFilter operation cannot work with destinationArn for vendor other \
             than kinesis, firehose, lambda or logs",
        ));
    }
    let now = call.now();
    let filter = SubscriptionFilter {
        filter_name: name,
        log_group_name: group,
        filter_pattern: text,
        destination_arn: destination,
        role_arn: input.role_arn,
        distribution,
        apply_on_transformed_logs: input.apply_on_transformed_logs.unwrap_or(false),
        creation_time: now,
        field_selection_criteria: input.field_selection_criteria,
        emit_system_fields: input.emit_system_fields,
    };
    call.write(move |connection, scope| {
        let (group, name) = (&filter.log_group_name, &filter.filter_name);
        target::find_group(connection, scope, group)?;
        let is_new = documents::find(connection, scope, KIND, group, name)?.is_none();
        let count = documents::count(connection, scope, KIND, Some(group))?;
        if is_new && count >= limits::MAXIMUM_SUBSCRIPTION_FILTERS as u64 {
            return Err(error::limit_exceeded());
        }
        let body = serde_json::json!(filter).to_string();
        documents::put(connection, scope, KIND, group, name, &body, now)?;
        Ok(Empty {})
    })
}

/// `DescribeSubscriptionFilters`.
pub(super) fn describe(
    call: &Call<'_>,
    input: DescribeSubscriptionFiltersRequest,
) -> Result<DescribeSubscriptionFiltersResponse, AwsError> {
    let group = target::group_name(input.log_group_name)?;
    let limit = target::page_size(input.limit, 50, 50)?;
    let prefix = input.filter_name_prefix.unwrap_or_default();
    let request = ["DescribeSubscriptionFilters", &group, &prefix];
    let after = match &input.next_token {
        Some(token) => Some(page_token::decode(&request, token).ok_or_else(error::bad_token)?),
        None => None,
    };
    call.read(|connection, scope| {
        target::find_group(connection, scope, &group)?;
        let position = after.as_deref().map(|name| (group.as_str(), name));
        let mut found = documents::page(
            connection,
            scope,
            KIND,
            Some(&group),
            Some(&prefix),
            position,
            limit + 1,
        )?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next_token = match found.last() {
            Some(last) if more => Some(page_token::encode(&request, &last.name)),
            _ => None,
        };
        let subscription_filters = found
            .iter()
            .map(|document| serde_json::from_str(&document.body))
            .collect::<Result<_, _>>()
            .map_err(|error| {
                AwsError::internal("InternalFailure", format!("stored filter: {error}"))
            })?;
        Ok(DescribeSubscriptionFiltersResponse { subscription_filters, next_token })
    })
}

/// `DeleteSubscriptionFilter`.
pub(super) fn delete(call: &Call<'_>, input: FilterNameRequest) -> Result<Empty, AwsError> {
    let group = target::group_name(input.log_group_name)?;
    let name = filter_name(input.filter_name)?;
    call.write(move |connection, scope| {
        target::find_group(connection, scope, &group)?;
        if !documents::delete(connection, scope, KIND, &group, &name)? {
            return Err(error::not_found("The specified subscription filter does not exist."));
        }
        Ok(Empty {})
    })
}

fn is_destination(arn: &str) -> bool {
    let service = arn.strip_prefix("arn:").and_then(|rest| rest.split(':').nth(1));
    matches!(service, Some("kinesis" | "firehose" | "lambda" | "logs"))
}
