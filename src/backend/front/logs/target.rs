//! Which log group or stream a request means.

use rusqlite::Connection;

use super::error;
use crate::backend::front::call::Call;
use crate::backend::store::Scope;
use crate::backend::store::catalog::log_groups;
use crate::backend::store::catalog::log_groups::LogGroup;
use crate::backend::store::catalog::log_streams;
use crate::backend::store::catalog::log_streams::LogStream;
use crate::model::log_group;
use crate::wire::aws::AwsError;
use crate::wire::aws::required;
use crate::wire::logs::group_name_of_arn;

/// Returns a required, legal log group name.
pub(super) fn group_name(name: Option<String>) -> Result<String, AwsError> {
    let name = required("logGroupName", name).map_err(|v| error::violation(&v))?;
    log_group::check_group_name("logGroupName", &name).map_err(|v| error::violation(&v))?;
    Ok(name)
}

/// Returns a required, legal log stream name.
pub(super) fn stream_name(name: Option<String>) -> Result<String, AwsError> {
    let name = required("logStreamName", name).map_err(|v| error::violation(&v))?;
    log_group::check_stream_name("logStreamName", &name).map_err(|v| error::violation(&v))?;
    Ok(name)
}

/// Returns the group name in an identifier, which is a name or an ARN of this account and region.
pub(super) fn identified(scope: &Scope, path: &str, identifier: &str) -> Result<String, AwsError> {
    log_group::check_identifier(path, identifier).map_err(|v| error::violation(&v))?;
    if !identifier.starts_with("arn:") {
        return Ok(identifier.to_owned());
    }
    match group_name_of_arn(identifier) {
        Some((region, account, name)) if region == scope.region && account == scope.account => {
            Ok(name.to_owned())
        }
        Some(_) => Err(error::group_missing()),
        None => Err(error::invalid_parameter("The specified log group ARN is invalid.")),
    }
}

/// Returns the group that `logGroupName` or `logGroupIdentifier` names; exactly one must be given.
pub(super) fn name_or_identifier(
    call: &Call<'_>,
    name: Option<String>,
    identifier: Option<String>,
) -> Result<String, AwsError> {
    match (name, identifier) {
        (Some(_), Some(_)) => Err(error::validation(
            "LogGroup name and LogGroup ARN are mutually exclusive parameters.",
        )),
        (None, Some(identifier)) => identified(&call.scope, "logGroupIdentifier", &identifier),
        (name, None) => group_name(name),
    }
}

/// Returns a group of the catalog.
pub(super) fn find_group(
    connection: &Connection,
    scope: &Scope,
    name: &str,
) -> Result<LogGroup, AwsError> {
    log_groups::find(connection, scope, name)?.ok_or_else(error::group_missing)
}

/// Returns a stream of the catalog.
pub(super) fn find_stream(
    connection: &Connection,
    group: &LogGroup,
    name: &str,
) -> Result<LogStream, AwsError> {
    log_streams::find(connection, group.id, name)?.ok_or_else(error::stream_missing)
}

/// Returns the page size that `limit` asks for.
pub(super) fn page_size(limit: Option<i64>, default: i64, most: i64) -> Result<usize, AwsError> {
    let limit = limit.unwrap_or(default);
    crate::model::check_range("limit", limit, 1, most).map_err(|v| error::violation(&v))?;
    Ok(usize::try_from(limit).unwrap_or(1))
}

/// Checks an optional time.
pub(super) fn time(path: &str, value: Option<i64>) -> Result<Option<i64>, AwsError> {
    if let Some(value) = value {
        crate::model::check_range(path, value, 0, i64::MAX).map_err(|v| error::violation(&v))?;
    }
    Ok(value)
}
