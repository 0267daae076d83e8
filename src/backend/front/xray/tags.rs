//! `TagResource`, `UntagResource`, `ListTagsForResource` on groups and sampling rules.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::error;
use super::groups;
use super::sampling_rules;
use crate::backend::front::call::Call;
use crate::backend::front::page_token;
use crate::backend::store::Scope;
use crate::backend::store::catalog::documents;
use crate::base::Milliseconds;
use crate::model::check_count;
use crate::model::check_length;
use crate::model::tags as limits;
use crate::wire::aws::AwsError;
use crate::wire::aws::required;
use crate::wire::xray::Empty;
use crate::wire::xray::ListTagsForResourceRequest;
use crate::wire::xray::ListTagsForResourceResponse;
use crate::wire::xray::Tag;
use crate::wire::xray::TagResourceRequest;
use crate::wire::xray::UntagResourceRequest;

/// Kind of the documents that hold tags; their name is the ARN.
const KIND: &str = "xray-tags";

/// Most tags or keys in one request.
const MAXIMUM_REQUEST_TAGS: usize = 200;

/// `TagResource`.
pub(super) fn tag(call: &Call<'_>, input: TagResourceRequest) -> Result<Empty, AwsError> {
    let arn = resource(input.resource_arn)?;
    let new = required("Tags", input.tags).map_err(|v| error::violation(&v))?;
    let new = checked(new)?;
    change(call, arn, move |tags| tags.extend(new))
}

/// `UntagResource`.
pub(super) fn untag(call: &Call<'_>, input: UntagResourceRequest) -> Result<Empty, AwsError> {
    let arn = resource(input.resource_arn)?;
    let keys = required("TagKeys", input.tag_keys).map_err(|v| error::violation(&v))?;
    check_count("TagKeys", keys.len(), 0, MAXIMUM_REQUEST_TAGS, || "[...]".to_owned())
        .map_err(|v| error::violation(&v))?;
    change(call, arn, move |tags| tags.retain(|key, _| !keys.contains(key)))
}

/// `ListTagsForResource`: at most fifty tags, so there is one page.
pub(super) fn list(
    call: &Call<'_>,
    input: ListTagsForResourceRequest,
) -> Result<ListTagsForResourceResponse, AwsError> {
    let arn = resource(input.resource_arn)?;
    if let Some(token) = input.next_token.filter(|token| !token.is_empty()) {
        page_token::decode(&["ListTagsForResource", &arn], &token).ok_or_else(error::bad_token)?;
    }
    call.read(|connection, scope| {
        check_exists(connection, scope, &arn)?;
        let tags = read(connection, scope, &arn)?
            .into_iter()
            .map(|(key, value)| Tag { key, value })
            .collect();
        Ok(ListTagsForResourceResponse { tags, next_token: None })
    })
}

/// Checks the tags of a request.
pub(super) fn checked(new: Vec<Tag>) -> Result<BTreeMap<String, String>, AwsError> {
    check_count("Tags", new.len(), 0, MAXIMUM_REQUEST_TAGS, || "[...]".to_owned())
        .map_err(|v| error::violation(&v))?;
    let mut tags = BTreeMap::new();
    for tag in new {
        limits::check_tag("Tags", &tag.key, &tag.value).map_err(|v| error::violation(&v))?;
        tags.insert(tag.key, tag.value);
    }
    Ok(tags)
}

/// Stores the tags of a resource.
pub(super) fn replace(
    connection: &Connection,
    scope: &Scope,
    arn: &str,
    tags: &BTreeMap<String, String>,
    now: Milliseconds,
) -> Result<(), AwsError> {
    if tags.len() > limits::MAXIMUM_TAGS {
        return Err(AwsError {
            resource: Some(arn.to_owned()),
            ..AwsError::new(
                "TooManyTagsException",
                format!("A resource can have no more than {} tags", limits::MAXIMUM_TAGS),
            )
        });
    }
    if tags.is_empty() {
        documents::delete(connection, scope, KIND, "", arn)?;
        return Ok(());
    }
    let body = serde_json::json!(tags).to_string();
    documents::put(connection, scope, KIND, "", arn, &body, now)?;
    Ok(())
}

/// Forgets the tags of a deleted resource.
pub(super) fn forget(connection: &Connection, scope: &Scope, arn: &str) -> Result<(), AwsError> {
    documents::delete(connection, scope, KIND, "", arn)?;
    Ok(())
}

fn read(
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

fn resource(arn: Option<String>) -> Result<String, AwsError> {
    let arn = required("ResourceARN", arn).map_err(|v| error::violation(&v))?;
    check_length("ResourceARN", &arn, 1, 1011).map_err(|v| error::violation(&v))?;
    Ok(arn)
}

fn check_exists(connection: &Connection, scope: &Scope, arn: &str) -> Result<(), AwsError> {
    let exists =
        groups::exists(connection, scope, arn)? || sampling_rules::exists(connection, scope, arn)?;
    if exists { Ok(()) } else { Err(error::resource_missing(arn)) }
}

fn change(
    call: &Call<'_>,
    arn: String,
    change: impl FnOnce(&mut BTreeMap<String, String>) + Send + 'static,
) -> Result<Empty, AwsError> {
    let now = call.now();
    call.write(move |connection, scope| {
        check_exists(connection, scope, &arn)?;
        let mut tags = read(connection, scope, &arn)?;
        change(&mut tags);
        replace(connection, scope, &arn, &tags, now)?;
        Ok(Empty {})
    })
}
