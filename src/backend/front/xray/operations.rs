//! The operations that are served, and those that are refused by name.

use super::create_group;
use super::destination;
use super::encryption;
use super::groups;
use super::indexing_rules;
use super::resource_policies;
use super::sampling_rules;
use super::tags;
use crate::backend::front::call::Call;
use crate::backend::front::json_body;
use crate::wire::aws::AwsError;

/// One served operation; its path alone selects it, always by `POST`.
pub(in crate::backend::front) struct Operation {
    /// The path, which often differs from the name.
    pub(in crate::backend::front) path: &'static str,
    /// The name in the published model.
    pub(in crate::backend::front) name: &'static str,
    /// Decodes, calls below, encodes.
    pub(super) run: fn(&Call<'_>, &[u8]) -> Result<Vec<u8>, AwsError>,
}

macro_rules! operations {
    ($($path:literal $name:literal => $run:path,)*) => {
        &[$(Operation { path: $path, name: $name, run: |call, body| json_body::run(call, body, $run) },)*]
    };
}

/// The operations that are served.
pub(in crate::backend::front) static OPERATIONS: &[Operation] = operations! {
    "/CreateGroup" "CreateGroup" => create_group::run,
    "/CreateSamplingRule" "CreateSamplingRule" => sampling_rules::create,
    "/DeleteGroup" "DeleteGroup" => groups::delete,
    "/DeleteResourcePolicy" "DeleteResourcePolicy" => resource_policies::delete,
    "/DeleteSamplingRule" "DeleteSamplingRule" => sampling_rules::delete,
    "/EncryptionConfig" "GetEncryptionConfig" => encryption::get,
    "/GetGroup" "GetGroup" => groups::get,
    "/GetIndexingRules" "GetIndexingRules" => indexing_rules::get,
    "/GetSamplingRules" "GetSamplingRules" => sampling_rules::get,
    "/GetTraceSegmentDestination" "GetTraceSegmentDestination" => destination::get,
    "/Groups" "GetGroups" => groups::list,
    "/ListResourcePolicies" "ListResourcePolicies" => resource_policies::list,
    "/ListTagsForResource" "ListTagsForResource" => tags::list,
    "/PutEncryptionConfig" "PutEncryptionConfig" => encryption::put,
    "/PutResourcePolicy" "PutResourcePolicy" => resource_policies::put,
    "/TagResource" "TagResource" => tags::tag,
    "/UntagResource" "UntagResource" => tags::untag,
    "/UpdateGroup" "UpdateGroup" => groups::update,
    "/UpdateIndexingRule" "UpdateIndexingRule" => indexing_rules::update,
    "/UpdateSamplingRule" "UpdateSamplingRule" => sampling_rules::update,
    "/UpdateTraceSegmentDestination" "UpdateTraceSegmentDestination" => destination::update,
};

/// Path and name of the operations of the published model that are refused by name.
pub(in crate::backend::front) static NOT_IMITATED: &[(&str, &str)] = &[
    ("/CancelTraceRetrieval", "CancelTraceRetrieval"),
    ("/GetRetrievedTracesGraph", "GetRetrievedTracesGraph"),
    ("/Insight", "GetInsight"),
    ("/InsightEvents", "GetInsightEvents"),
    ("/InsightImpactGraph", "GetInsightImpactGraph"),
    ("/InsightSummaries", "GetInsightSummaries"),
    ("/ListRetrievedTraces", "ListRetrievedTraces"),
    ("/SamplingStatisticSummaries", "GetSamplingStatisticSummaries"),
    ("/SamplingTargets", "GetSamplingTargets"),
    ("/ServiceGraph", "GetServiceGraph"),
    ("/StartTraceRetrieval", "StartTraceRetrieval"),
    ("/TelemetryRecords", "PutTelemetryRecords"),
    ("/TimeSeriesServiceStatistics", "GetTimeSeriesServiceStatistics"),
    ("/TraceGraph", "GetTraceGraph"),
    ("/TraceSegments", "PutTraceSegments"),
    ("/TraceSummaries", "GetTraceSummaries"),
    ("/Traces", "BatchGetTraces"),
];
