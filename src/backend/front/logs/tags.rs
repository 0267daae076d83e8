//! Tags of log groups, in the present and the deprecated operations, over one store.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::error;
use super::target;
use crate::backend::front::call::Call;
use crate::backend::store::Scope;
use crate::backend::store::catalog::documents;
use crate::base::Milliseconds;
use crate::model::check_characters;
use crate::model::check_count;
use crate::model::check_length;
use crate::model::tags as limits;
use crate::wire::aws::AwsError;
use crate::wire::aws::required;
use crate::wire::logs::Empty;
use crate::wire::logs::ListTagsForResourceRequest;
use crate::wire::logs::LogGroupNameRequest;
use crate::wire::logs::TagLogGroupRequest;
use crate::wire::logs::TagResourceRequest;
use crate::wire::logs::TagsResponse;
use crate::wire::logs::UntagLogGroupRequest;
use crate::wire::logs::UntagResourceRequest;
use crate::wire::logs::group_arn;
use crate::wire::logs::group_name_of_arn;

/// Kind of the documents that hold tags; their name is the ARN.
pub(super) const KIND: &str = "logs-tags";

/// `TagResource`.
pub(super) fn tag(call: &Call<'_>, input: TagResourceRequest) -> Result<Empty, AwsError> {
    let arn = resource(input.resource_arn)?;
    let new = required("tags", input.tags).map_err(|v| error::violation(&v))?;
    if new.len() > limits::MAXIMUM_TAGS {
        return Err(too_many());
    }
    let new = checked(new)?;
    change(call, arn, too_many, move |tags| tags.extend(new))
}

/// `UntagResource`.
pub(super) fn untag(call: &Call<'_>, input: UntagResourceRequest) -> Result<Empty, AwsError> {
    let arn = resource(input.resource_arn)?;
    let keys = required("tagKeys", input.tag_keys).map_err(|v| error::violation(&v))?;
    change(call, arn, too_many, move |tags| tags.retain(|key, _| !keys.contains(key)))
}

/// `ListTagsForResource`.
pub(super) fn list(
    call: &Call<'_>,
    input: ListTagsForResourceRequest,
) -> Result<TagsResponse, AwsError> {
    let arn = resource(input.resource_arn)?;
    list_arn(call, &arn)
}

/// `TagLogGroup`.
pub(super) fn tag_log_group(call: &Call<'_>, input: TagLogGroupRequest) -> Result<Empty, AwsError> {
    let arn = arn_of(call, input.log_group_name)?;
    let new = required("tags", input.tags).map_err(|v| error::violation(&v))?;
    let new = checked(new)?;
    change(call, arn, too_many_for_group, move |tags| tags.extend(new))
}

/// `UntagLogGroup`.
pub(super) fn untag_log_group(
    call: &Call<'_>,
    input: UntagLogGroupRequest,
) -> Result<Empty, AwsError> {
    let arn = arn_of(call, input.log_group_name)?;
    let keys = required("tags", input.tags).map_err(|v| error::violation(&v))?;
    change(call, arn, too_many, move |tags| tags.retain(|key, _| !keys.contains(key)))
}

/// `ListTagsLogGroup`.
pub(super) fn list_log_group(
    call: &Call<'_>,
    input: LogGroupNameRequest,
) -> Result<TagsResponse, AwsError> {
    let arn = arn_of(call, input.log_group_name)?;
    list_arn(call, &arn)
}

/// Checks every tag of a request.
pub(super) fn checked(new: BTreeMap<String, String>) -> Result<BTreeMap<String, String>, AwsError> {
    for (key, value) in &new {
        limits::check_tag("tags", key, value).map_err(|v| error::violation(&v))?;
    }
    check_count("tags", new.len(), 0, limits::MAXIMUM_TAGS, || "{...}".to_owned())
        .map_err(|v| error::violation(&v))?;
    Ok(new)
}

/// Returns the tags of a resource.
pub(super) fn read(
    connection: &Connection,
    scope: &Scope,
    arn: &str,
) -> Result<BTreeMap<String, String>, AwsError> {
    let Some(document) = documents::find(connection, scope, KIND, "", arn)? else {
        return Ok(BTreeMap::new());
    };
    serde_json::from_str(&document.body)
        .map_err(|error| AwsError::internal("InternalFailure", format!("stored tags: {error}")))
}

/// Stores the tags of a resource.
pub(super) fn replace(
    connection: &Connection,
    scope: &Scope,
    arn: &str,
    tags: &BTreeMap<String, String>,
    now: Milliseconds,
) -> Result<(), AwsError> {
    if tags.is_empty() {
        documents::delete(connection, scope, KIND, "", arn)?;
        return Ok(());
    }
    let body = serde_json::json!(tags).to_string();
    documents::put(connection, scope, KIND, "", arn, &body, now)?;
    Ok(())
}

fn resource(arn: Option<String>) -> Result<String, AwsError> {
    let arn = required("resourceArn", arn).map_err(|v| error::violation(&v))?;
    let check = || {
        check_length("resourceArn", &arn, 1, 1011)?;
        check_characters("resourceArn", &arn, r"[\w+=/:,.@-]*", |c| {
            c.is_ascii_alphanumeric()
                || matches!(c, '_' | '+' | '=' | '/' | ':' | ',' | '.' | '@' | '-' | '#')
        })
    };
    check().map_err(|v| error::violation(&v))?;
    Ok(arn)
}

fn arn_of(call: &Call<'_>, name: Option<String>) -> Result<String, AwsError> {
    let name = target::group_name(name)?;
    Ok(group_arn(&call.scope.region, &call.scope.account, &name))
}

/// Tags belong to log groups of this account and region; other resources are not imitated.
fn check_exists(connection: &Connection, scope: &Scope, arn: &str) -> Result<(), AwsError> {
    match group_name_of_arn(arn) {
        Some((region, account, name)) if region == scope.region && account == scope.account => {
            target::find_group(connection, scope, name).map(|_| ())
        }
        _ => Err(error::not_found("The specified resource does not exist.")),
    }
}

fn list_arn(call: &Call<'_>, arn: &str) -> Result<TagsResponse, AwsError> {
    call.read(|connection, scope| {
        check_exists(connection, scope, arn)?;
        Ok(TagsResponse { tags: read(connection, scope, arn)? })
    })
}

fn change(
    call: &Call<'_>,
    arn: String,
    too_many: fn() -> AwsError,
    change: impl FnOnce(&mut BTreeMap<String, String>) + Send + 'static,
) -> Result<Empty, AwsError> {
    let now = call.now();
    call.write(move |connection, scope| {
        check_exists(connection, scope, &arn)?;
        let mut tags = read(connection, scope, &arn)?;
        change(&mut tags);
        if tags.len() > limits::MAXIMUM_TAGS {
            return Err(too_many());
        }
        replace(connection, scope, &arn, &tags, now)?;
        Ok(Empty {})
    })
}

/// The deprecated operations do not know the exception of their own that `TagResource` has.
fn too_many_for_group() -> AwsError {
    error::invalid_parameter(format!(
        "A resource can have no more than {} tags.",
        limits::MAXIMUM_TAGS
    ))
}

fn too_many() -> AwsError {
    AwsError::new(
        "TooManyTagsException",
        format!("A resource can have no more than {} tags.", limits::MAXIMUM_TAGS),
    )
}
