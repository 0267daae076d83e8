//! `DeleteLogGroup`.

use super::error;
use super::metric_filters;
use super::subscription_filters;
use super::tags;
use super::target;
use crate::backend::front::call::Call;
use crate::backend::store::catalog::documents;
use crate::backend::store::catalog::log_groups;
use crate::wire::aws::AwsError;
use crate::wire::logs::Empty;
use crate::wire::logs::LogGroupNameRequest;
use crate::wire::logs::group_arn;

/// Deletes the group with its streams, filters and tags; its events vanish at once.
pub(super) fn run(call: &Call<'_>, input: LogGroupNameRequest) -> Result<Empty, AwsError> {
    let name = target::group_name(input.log_group_name)?;
    call.write(move |connection, scope| {
        let group = target::find_group(connection, scope, &name)?;
        if group.deletion_protection {
            return Err(error::validation(
                "Cannot delete log group with deletion protection enabled. Disable deletion \
                 protection first.",
            ));
        }
        let arn = group_arn(&scope.region, &scope.account, &name);
        documents::delete_children(connection, scope, metric_filters::KIND, &name)?;
        documents::delete_children(connection, scope, subscription_filters::KIND, &name)?;
        documents::delete(connection, scope, tags::KIND, "", &arn)?;
        log_groups::delete(connection, scope, &name)?;
        Ok(Empty {})
    })
}
