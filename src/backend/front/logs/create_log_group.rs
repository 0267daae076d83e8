//! `CreateLogGroup`.

use super::error;
use super::tags;
use super::target;
use crate::backend::front::call::Call;
use crate::backend::store::catalog::log_groups;
use crate::backend::store::catalog::log_groups::NewLogGroup;
use crate::model::check_length;
use crate::model::log_group;
use crate::wire::aws::AwsError;
use crate::wire::logs::CreateLogGroupRequest;
use crate::wire::logs::Empty;
use crate::wire::logs::group_arn;

pub(super) fn run(call: &Call<'_>, input: CreateLogGroupRequest) -> Result<Empty, AwsError> {
    let name = target::group_name(input.log_group_name)?;
    log_group::check_group_name_is_free("logGroupName", &name).map_err(|v| error::violation(&v))?;
    let class = input.log_group_class.unwrap_or_else(|| log_group::DEFAULT_CLASS.to_owned());
    log_group::check_class("logGroupClass", &class).map_err(|v| error::violation(&v))?;
    if let Some(key) = &input.kms_key_id {
        check_length("kmsKeyId", key, 0, log_group::MAXIMUM_KMS_KEY_LENGTH)
            .map_err(|v| error::violation(&v))?;
    }
    let new_tags = tags::checked(input.tags.unwrap_or_default())?;
    let new = NewLogGroup {
        name,
        class,
        retention_days: None,
        kms_key_id: input.kms_key_id,
        deletion_protection: input.deletion_protection_enabled.unwrap_or(false),
        bearer_token_authentication: false,
        created_ms: call.now(),
    };
    call.write(move |connection, scope| {
        if log_groups::create(connection, scope, &new)?.is_none() {
            return Err(error::already_exists("The specified log group already exists"));
        }
        let arn = group_arn(&scope.region, &scope.account, &new.name);
        tags::replace(connection, scope, &arn, &new_tags, new.created_ms)?;
        Ok(Empty {})
    })
}
