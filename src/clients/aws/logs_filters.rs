//! Metric filters.

use std::collections::HashMap;

use aws_sdk_cloudwatchlogs::types;

use super::error::AwsCallError;
use super::logs::LogsClient;
use super::logs_groups::narrow;
use crate::wire::logs::DescribeMetricFiltersRequest;
use crate::wire::logs::DescribeMetricFiltersResponse;
use crate::wire::logs::MetricFilter;
use crate::wire::logs::MetricTransformation;
use crate::wire::logs::PutMetricFilterRequest;

impl LogsClient {
    /// `PutMetricFilter`: creates or replaces.
    ///
    /// # Errors
    /// The call fails.
    pub async fn put_metric_filter(
        &self,
        input: PutMetricFilterRequest,
    ) -> Result<(), AwsCallError> {
        let transformations = input.metric_transformations.unwrap_or_default();
        self.inner
            .put_metric_filter()
            .set_log_group_name(input.log_group_name)
            .set_filter_name(input.filter_name)
            .set_filter_pattern(input.filter_pattern)
            .set_metric_transformations(Some(
                // One without its required members never comes from our own commands.
                transformations.into_iter().filter_map(sdk_transformation).collect(),
            ))
            .set_apply_on_transformed_logs(input.apply_on_transformed_logs)
            .set_field_selection_criteria(input.field_selection_criteria)
            .set_emit_system_field_dimensions(input.emit_system_field_dimensions)
            .send()
            .await
            .map_err(self.destination.failed("PutMetricFilter"))?;
        Ok(())
    }

    /// `DescribeMetricFilters`, one page.
    ///
    /// # Errors
    /// The call fails.
    pub async fn describe_metric_filters(
        &self,
        input: DescribeMetricFiltersRequest,
    ) -> Result<DescribeMetricFiltersResponse, AwsCallError> {
        let output = self
            .inner
            .describe_metric_filters()
            .set_log_group_name(input.log_group_name)
            .set_filter_name_prefix(input.filter_name_prefix)
            .set_metric_name(input.metric_name)
            .set_metric_namespace(input.metric_namespace)
            .set_limit(narrow(input.limit))
            .set_next_token(input.next_token)
            .send()
            .await
            .map_err(self.destination.failed("DescribeMetricFilters"))?;
        let filters = output.metric_filters.unwrap_or_default();
        Ok(DescribeMetricFiltersResponse {
            metric_filters: filters.into_iter().map(filter).collect(),
            next_token: output.next_token.filter(|token| !token.is_empty()),
        })
    }

    /// `DeleteMetricFilter`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn delete_metric_filter(&self, group: &str, name: &str) -> Result<(), AwsCallError> {
        self.inner
            .delete_metric_filter()
            .log_group_name(group)
            .filter_name(name)
            .send()
            .await
            .map_err(self.destination.failed("DeleteMetricFilter"))?;
        Ok(())
    }
}

fn sdk_transformation(from: MetricTransformation) -> Option<types::MetricTransformation> {
    types::MetricTransformation::builder()
        .set_metric_name(from.metric_name)
        .set_metric_namespace(from.metric_namespace)
        .set_metric_value(from.metric_value)
        .set_default_value(from.default_value)
        .set_dimensions(from.dimensions.map(|map| map.into_iter().collect::<HashMap<_, _>>()))
        .set_unit(from.unit.as_deref().map(types::StandardUnit::from))
        .build()
        .ok()
}

fn filter(from: types::MetricFilter) -> MetricFilter {
    MetricFilter {
        filter_name: from.filter_name.unwrap_or_default(),
        filter_pattern: from.filter_pattern.unwrap_or_default(),
        metric_transformations: from
            .metric_transformations
            .unwrap_or_default()
            .into_iter()
            .map(transformation)
            .collect(),
        creation_time: from.creation_time.unwrap_or_default(),
        log_group_name: from.log_group_name.unwrap_or_default(),
        apply_on_transformed_logs: from.apply_on_transformed_logs,
        field_selection_criteria: from.field_selection_criteria,
        emit_system_field_dimensions: from.emit_system_field_dimensions,
    }
}

fn transformation(from: types::MetricTransformation) -> MetricTransformation {
    MetricTransformation {
        metric_name: Some(from.metric_name),
        metric_namespace: Some(from.metric_namespace),
        metric_value: Some(from.metric_value),
        default_value: from.default_value,
        dimensions: from.dimensions.map(|map| map.into_iter().collect()),
        unit: from.unit.map(|unit| unit.as_str().to_owned()),
    }
}
