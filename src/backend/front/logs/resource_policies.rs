//! `PutResourcePolicy`, `DescribeResourcePolicies`, `DeleteResourcePolicy`: stored and shown,
//! never enforced.

use super::error;
use super::target;
use crate::backend::front::call::Call;
use crate::backend::front::page_token;
use crate::backend::store::catalog::documents;
use crate::base::random_hex;
use crate::model::check_length;
use crate::model::check_one_of;
use crate::wire::aws::AwsError;
use crate::wire::aws::required;
use crate::wire::logs::DeleteResourcePolicyRequest;
use crate::wire::logs::DescribeResourcePoliciesRequest;
use crate::wire::logs::DescribeResourcePoliciesResponse;
use crate::wire::logs::Empty;
use crate::wire::logs::PutResourcePolicyRequest;
use crate::wire::logs::PutResourcePolicyResponse;
use crate::wire::logs::ResourcePolicy;

/// Kind of the documents that hold policies; their parent is the resource, or empty for the
/// policies of the account, their name is the policy's.
const KIND: &str = "logs-resource-policy";

/// Most policies of one account and region.
const MAXIMUM_POLICIES: usize = 10;

/// Longest policy document, in characters.
const MAXIMUM_DOCUMENT_LENGTH: usize = 51_200;

/// `PutResourcePolicy`: creates or replaces.
pub(super) fn put(
    call: &Call<'_>,
    input: PutResourcePolicyRequest,
) -> Result<PutResourcePolicyResponse, AwsError> {
    let document =
        required("policyDocument", input.policy_document).map_err(|v| error::violation(&v))?;
    check_length("policyDocument", &document, 1, MAXIMUM_DOCUMENT_LENGTH)
        .map_err(|v| error::violation(&v))?;
    if !serde_json::from_str::<serde_json::Value>(&document).is_ok_and(|value| value.is_object()) {
        return Err(error::invalid_parameter("The policy document is not valid JSON."));
    }
    let resource = input.resource_arn.unwrap_or_default();
    let name = if resource.is_empty() {
        required("policyName", input.policy_name).map_err(|v| error::violation(&v))?
    } else {
        input.policy_name.unwrap_or_default()
    };
    let expected = input.expected_revision_id;
    let revision_id =
        random_hex(16).map_err(|error| AwsError::internal("InternalFailure", error.to_string()))?;
    let now = call.now();
    call.write(move |connection, scope| {
        // One policy a resource: its key there is the resource alone.
        let key = if resource.is_empty() { name.as_str() } else { "" };
        let known = documents::find(connection, scope, KIND, &resource, key)?;
        match &known {
            Some(known) => check_revision(&decode(&known.body)?, expected.as_deref())?,
            None => {
                let count = documents::count(connection, scope, KIND, Some(""))?;
                if resource.is_empty() && count >= MAXIMUM_POLICIES as u64 {
                    return Err(error::limit_exceeded());
                }
            }
        }
        let scope_name = if resource.is_empty() { "ACCOUNT" } else { "RESOURCE" };
        let policy = ResourcePolicy {
            policy_name: (!name.is_empty()).then(|| name.clone()),
            policy_document: document,
            last_updated_time: now,
            policy_scope: scope_name.to_owned(),
            resource_arn: (!resource.is_empty()).then(|| resource.clone()),
            revision_id: revision_id.clone(),
        };
        let body = serde_json::json!(policy).to_string();
        documents::put(connection, scope, KIND, &resource, key, &body, now)?;
        Ok(PutResourcePolicyResponse { revision_id, resource_policy: policy })
    })
}

/// `DescribeResourcePolicies`.
pub(super) fn describe(
    call: &Call<'_>,
    input: DescribeResourcePoliciesRequest,
) -> Result<DescribeResourcePoliciesResponse, AwsError> {
    let limit = target::page_size(input.limit, 50, 50)?;
    if let Some(scope) = &input.policy_scope {
        check_one_of("policyScope", scope, &["ACCOUNT", "RESOURCE"])
            .map_err(|v| error::violation(&v))?;
    }
    let resource = input.resource_arn.unwrap_or_default();
    let request = ["DescribeResourcePolicies", resource.as_str()];
    let after = match &input.next_token {
        Some(token) => Some(page_token::decode(&request, token).ok_or_else(error::bad_token)?),
        None => None,
    };
    call.read(|connection, scope| {
        let position = after.as_deref().map(|name| (resource.as_str(), name));
        let parent = Some(resource.as_str());
        let mut found =
            documents::page(connection, scope, KIND, parent, None, position, limit + 1)?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next_token = match found.last() {
            Some(last) if more => Some(page_token::encode(&request, &last.name)),
            _ => None,
        };
        let resource_policies =
            found.iter().map(|document| decode(&document.body)).collect::<Result<_, _>>()?;
        Ok(DescribeResourcePoliciesResponse { resource_policies, next_token })
    })
}

/// `DeleteResourcePolicy`.
pub(super) fn delete(
    call: &Call<'_>,
    input: DeleteResourcePolicyRequest,
) -> Result<Empty, AwsError> {
    let resource = input.resource_arn.unwrap_or_default();
    let name = input.policy_name.unwrap_or_default();
    if resource.is_empty() && name.is_empty() {
        return Err(error::invalid_parameter("policyName or resourceArn must be given."));
    }
    let expected = input.expected_revision_id;
    call.write(move |connection, scope| {
        let key = if resource.is_empty() { name.as_str() } else { "" };
        let known = documents::find(connection, scope, KIND, &resource, key)?.ok_or_else(|| {
            error::not_found(format!("Policy with name [{name}] does not exist."))
        })?;
        check_revision(&decode(&known.body)?, expected.as_deref())?;
        documents::delete(connection, scope, KIND, &resource, key)?;
        Ok(Empty {})
    })
}

fn check_revision(policy: &ResourcePolicy, expected: Option<&str>) -> Result<(), AwsError> {
    if expected.is_none_or(|expected| expected == policy.revision_id) {
        return Ok(());
    }
    Err(error::invalid_parameter(
        "The expected revision id does not match the policy's revision id.",
    ))
}

fn decode(body: &str) -> Result<ResourcePolicy, AwsError> {
    serde_json::from_str(body)
        .map_err(|error| AwsError::internal("InternalFailure", format!("stored policy: {error}")))
}
