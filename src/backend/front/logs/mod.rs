//! CloudWatch Logs: one file per operation or pair of operations.

mod answer;
mod create_log_group;
mod create_log_stream;
mod delete_log_group;
mod delete_log_stream;
mod deletion_protection;
mod describe_log_groups;
mod describe_log_streams;
mod error;
mod event_query;
mod filter_log_events;
mod get_log_events;
mod list_log_groups;
mod metric_filters;
mod operations;
mod put_log_events;
mod query_definitions;
mod resource_policies;
mod retention;
mod subscription_filters;
mod tags;
mod target;
mod test_metric_filter;

pub(super) use answer::answer;
pub(super) use answer::refuse;
pub(super) use operations::NOT_IMITATED;
pub(super) use operations::OPERATIONS;
