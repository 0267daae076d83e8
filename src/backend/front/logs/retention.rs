//! `PutRetentionPolicy` and `DeleteRetentionPolicy`.

use super::error;
use super::target;
use crate::backend::front::call::Call;
use crate::backend::store::catalog::log_groups;
use crate::model::log_group;
use crate::wire::aws::AwsError;
use crate::wire::aws::required;
use crate::wire::logs::Empty;
use crate::wire::logs::LogGroupNameRequest;
use crate::wire::logs::PutRetentionPolicyRequest;

/// `PutRetentionPolicy`.
pub(super) fn put(call: &Call<'_>, input: PutRetentionPolicyRequest) -> Result<Empty, AwsError> {
    let name = target::group_name(input.log_group_name)?;
    let days =
        required("retentionInDays", input.retention_in_days).map_err(|v| error::violation(&v))?;
    let days =
        log_group::check_retention("retentionInDays", days).map_err(|v| error::violation(&v))?;
    set(call, name, Some(days))
}

/// `DeleteRetentionPolicy`: the events never expire.
pub(super) fn delete(call: &Call<'_>, input: LogGroupNameRequest) -> Result<Empty, AwsError> {
    let name = target::group_name(input.log_group_name)?;
    set(call, name, None)
}

fn set(call: &Call<'_>, name: String, days: Option<u32>) -> Result<Empty, AwsError> {
    call.write(move |connection, scope| {
        let mut group = target::find_group(connection, scope, &name)?;
        group.retention_days = days;
        log_groups::update(connection, &group)?;
        Ok(Empty {})
    })
}
