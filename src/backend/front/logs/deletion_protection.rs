//! `PutLogGroupDeletionProtection` and `PutBearerTokenAuthentication`.

use super::error;
use super::target;
use crate::backend::front::call::Call;
use crate::backend::store::catalog::log_groups;
use crate::backend::store::catalog::log_groups::LogGroup;
use crate::wire::aws::AwsError;
use crate::wire::aws::required;
use crate::wire::logs::Empty;
use crate::wire::logs::PutBearerTokenAuthenticationRequest;
use crate::wire::logs::PutLogGroupDeletionProtectionRequest;

/// `PutLogGroupDeletionProtection`.
pub(super) fn put(
    call: &Call<'_>,
    input: PutLogGroupDeletionProtectionRequest,
) -> Result<Empty, AwsError> {
    let enabled = required("deletionProtectionEnabled", input.deletion_protection_enabled)
        .map_err(|v| error::violation(&v))?;
    change(call, input.log_group_identifier, move |group| group.deletion_protection = enabled)
}

/// `PutBearerTokenAuthentication`.
pub(super) fn put_bearer_token_authentication(
    call: &Call<'_>,
    input: PutBearerTokenAuthenticationRequest,
) -> Result<Empty, AwsError> {
    let enabled =
        required("bearerTokenAuthenticationEnabled", input.bearer_token_authentication_enabled)
            .map_err(|v| error::violation(&v))?;
    change(call, input.log_group_identifier, move |group| {
        group.bearer_token_authentication = enabled;
    })
}

fn change(
    call: &Call<'_>,
    identifier: Option<String>,
    change: impl FnOnce(&mut LogGroup) + Send + 'static,
) -> Result<Empty, AwsError> {
    let identifier =
        required("logGroupIdentifier", identifier).map_err(|v| error::violation(&v))?;
    let name = target::identified(&call.scope, "logGroupIdentifier", &identifier)?;
    call.write(move |connection, scope| {
        let mut group = target::find_group(connection, scope, &name)?;
        change(&mut group);
        log_groups::update(connection, &group)?;
        Ok(Empty {})
    })
}
