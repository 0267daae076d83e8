//! The operations that are served, and those that are refused by name.

use super::create_log_group;
use super::create_log_stream;
use super::delete_log_group;
use super::delete_log_stream;
use super::deletion_protection;
use super::describe_log_groups;
use super::describe_log_streams;
use super::filter_log_events;
use super::get_log_events;
use super::list_log_groups;
use super::metric_filters;
use super::put_log_events;
use super::query_definitions;
use super::resource_policies;
use super::retention;
use super::subscription_filters;
use super::tags;
use super::test_metric_filter;
use crate::backend::front::call::Call;
use crate::backend::front::json_body;
use crate::wire::aws::AwsError;

/// One served operation.
pub(in crate::backend::front) struct Operation {
    /// The name in `X-Amz-Target`.
    pub(in crate::backend::front) name: &'static str,
    /// Decodes, calls below, encodes.
    pub(super) run: fn(&Call<'_>, &[u8]) -> Result<Vec<u8>, AwsError>,
}

macro_rules! operations {
    ($($name:literal => $run:path,)*) => {
        &[$(Operation { name: $name, run: |call, body| json_body::run(call, body, $run) },)*]
    };
}

/// The operations that are served.
pub(in crate::backend::front) static OPERATIONS: &[Operation] = operations! {
    "CreateLogGroup" => create_log_group::run,
    "CreateLogStream" => create_log_stream::run,
    "DeleteLogGroup" => delete_log_group::run,
    "DeleteLogStream" => delete_log_stream::run,
    "DeleteMetricFilter" => metric_filters::delete,
    "DeleteQueryDefinition" => query_definitions::delete,
    "DeleteResourcePolicy" => resource_policies::delete,
    "DeleteRetentionPolicy" => retention::delete,
    "DeleteSubscriptionFilter" => subscription_filters::delete,
    "DescribeLogGroups" => describe_log_groups::run,
    "DescribeLogStreams" => describe_log_streams::run,
    "DescribeMetricFilters" => metric_filters::describe,
    "DescribeQueryDefinitions" => query_definitions::describe,
    "DescribeResourcePolicies" => resource_policies::describe,
    "DescribeSubscriptionFilters" => subscription_filters::describe,
    "FilterLogEvents" => filter_log_events::run,
    "GetLogEvents" => get_log_events::run,
    "ListLogGroups" => list_log_groups::run,
    "ListTagsForResource" => tags::list,
    "ListTagsLogGroup" => tags::list_log_group,
    "PutBearerTokenAuthentication" => deletion_protection::put_bearer_token_authentication,
    "PutLogEvents" => put_log_events::run,
    "PutLogGroupDeletionProtection" => deletion_protection::put,
    "PutMetricFilter" => metric_filters::put,
    "PutQueryDefinition" => query_definitions::put,
    "PutResourcePolicy" => resource_policies::put,
    "PutRetentionPolicy" => retention::put,
    "PutSubscriptionFilter" => subscription_filters::put,
    "TagLogGroup" => tags::tag_log_group,
    "TagResource" => tags::tag,
    "TestMetricFilter" => test_metric_filter::run,
    "UntagLogGroup" => tags::untag_log_group,
    "UntagResource" => tags::untag,
};

/// The operations of the published model that are refused by name.
pub(in crate::backend::front) static NOT_IMITATED: &[&str] = &[
    "AssociateKmsKey",
    "AssociateSourceToS3TableIntegration",
    "CancelExportTask",
    "CancelImportTask",
    "CreateDelivery",
    "CreateExportTask",
    "CreateImportTask",
    "CreateLogAnomalyDetector",
    "CreateLookupTable",
    "CreateScheduledQuery",
    "DeleteAccountPolicy",
    "DeleteDataProtectionPolicy",
    "DeleteDelivery",
    "DeleteDeliveryDestination",
    "DeleteDeliveryDestinationPolicy",
    "DeleteDeliverySource",
    "DeleteDestination",
    "DeleteIndexPolicy",
    "DeleteIntegration",
    "DeleteLogAnomalyDetector",
    "DeleteLookupTable",
    "DeleteScheduledQuery",
    "DeleteSyslogConfiguration",
    "DeleteTransformer",
    "DescribeAccountPolicies",
    "DescribeConfigurationTemplates",
    "DescribeDeliveries",
    "DescribeDeliveryDestinations",
    "DescribeDeliverySources",
    "DescribeDestinations",
    "DescribeExportTasks",
    "DescribeFieldIndexes",
    "DescribeImportTaskBatches",
    "DescribeImportTasks",
    "DescribeIndexPolicies",
    "DescribeLookupTables",
    "DescribeQueries",
    "DisassociateKmsKey",
    "DisassociateSourceFromS3TableIntegration",
    "GetDataProtectionPolicy",
    "GetDelivery",
    "GetDeliveryDestination",
    "GetDeliveryDestinationPolicy",
    "GetDeliverySource",
    "GetIntegration",
    "GetLogAnomalyDetector",
    "GetLogFields",
    "GetLogGroupFields",
    "GetLogObject",
    "GetLogRecord",
    "GetLookupTable",
    "GetQueryResults",
    "GetScheduledQuery",
    "GetScheduledQueryHistory",
    "GetStorageTierPolicy",
    "GetTransformer",
    "ListAggregateLogGroupSummaries",
    "ListAnomalies",
    "ListIntegrations",
    "ListLogAnomalyDetectors",
    "ListLogGroupsForQuery",
    "ListScheduledQueries",
    "ListSourcesForS3TableIntegration",
    "ListSyslogConfigurations",
    "PutAccountPolicy",
    "PutDataProtectionPolicy",
    "PutDeliveryDestination",
    "PutDeliveryDestinationPolicy",
    "PutDeliverySource",
    "PutDestination",
    "PutDestinationPolicy",
    "PutIndexPolicy",
    "PutIntegration",
    "PutStorageTierPolicy",
    "PutSyslogConfiguration",
    "PutTransformer",
    "StartLiveTail",
    "StartQuery",
    "StopQuery",
    "TestTransformer",
    "UpdateAnomaly",
    "UpdateDeliveryConfiguration",
    "UpdateLogAnomalyDetector",
    "UpdateLookupTable",
    "UpdateScheduledQuery",
];
