//! `PutResourcePolicy`, `ListResourcePolicies`, `DeleteResourcePolicy`: stored and shown, never
//! enforced.

use super::error;
use crate::backend::front::call::Call;
use crate::backend::store::catalog::documents;
use crate::backend::store::catalog::documents::Document;
use crate::model::check_characters;
use crate::model::check_length;
use crate::wire::aws::AwsError;
use crate::wire::aws::required;
use crate::wire::xray::DeleteResourcePolicyRequest;
use crate::wire::xray::Empty;
use crate::wire::xray::ListResourcePoliciesResponse;
use crate::wire::xray::NextTokenRequest;
use crate::wire::xray::PutResourcePolicyRequest;
use crate::wire::xray::PutResourcePolicyResponse;
use crate::wire::xray::ResourcePolicy;

/// Kind of the documents that hold policies.
const KIND: &str = "xray-resource-policy";

/// Most policies of one account and region.
const MAXIMUM_POLICIES: u64 = 5;

/// Largest policy document, in bytes.
const MAXIMUM_DOCUMENT_BYTES: usize = 5 * 1024;

/// `PutResourcePolicy`: creates or replaces; revision `0` only creates.
pub(super) fn put(
    call: &Call<'_>,
    input: PutResourcePolicyRequest,
) -> Result<PutResourcePolicyResponse, AwsError> {
    let name = policy_name(input.policy_name)?;
    let text =
        required("PolicyDocument", input.policy_document).map_err(|v| error::violation(&v))?;
    if text.len() > MAXIMUM_DOCUMENT_BYTES {
        return Err(AwsError::new(
            "PolicySizeLimitExceededException",
            format!("The policy is larger than {MAXIMUM_DOCUMENT_BYTES} bytes"),
        ));
    }
    if !serde_json::from_str::<serde_json::Value>(&text).is_ok_and(|value| value.is_object()) {
        return Err(AwsError::new(
            "MalformedPolicyDocumentException",
            "The policy document is not a JSON object",
        ));
    }
    let now = call.now();
    call.write(move |connection, scope| {
        let old = documents::find(connection, scope, KIND, "", &name)?;
        check_revision(old.as_ref(), input.policy_revision_id.as_deref())?;
        if old.is_none() && documents::count(connection, scope, KIND, None)? >= MAXIMUM_POLICIES {
            return Err(AwsError::new(
                "PolicyCountLimitExceededException",
                format!("There can be no more than {MAXIMUM_POLICIES} policies"),
            ));
        }
        // The same text again is no change and keeps its revision.
        let document = match old {
            Some(old) if old.body == text => old,
            _ => documents::put(connection, scope, KIND, "", &name, &text, now)?,
        };
        Ok(PutResourcePolicyResponse { resource_policy: encode(&document) })
    })
}

/// `ListResourcePolicies`: at most five, so there is one page.
pub(super) fn list(
    call: &Call<'_>,
    _input: NextTokenRequest,
) -> Result<ListResourcePoliciesResponse, AwsError> {
    call.read(|connection, scope| {
        let found = documents::page(connection, scope, KIND, Some(""), None, None, 100)?;
        Ok(ListResourcePoliciesResponse { resource_policies: found.iter().map(encode).collect() })
    })
}

/// `DeleteResourcePolicy`: deleting what is not there is no error.
pub(super) fn delete(
    call: &Call<'_>,
    input: DeleteResourcePolicyRequest,
) -> Result<Empty, AwsError> {
    let name = policy_name(input.policy_name)?;
    call.write(move |connection, scope| {
        let old = documents::find(connection, scope, KIND, "", &name)?;
        if old.is_some() {
            check_revision(old.as_ref(), input.policy_revision_id.as_deref())?;
        }
        documents::delete(connection, scope, KIND, "", &name)?;
        Ok(Empty {})
    })
}

fn policy_name(name: Option<String>) -> Result<String, AwsError> {
    let name = required("PolicyName", name).map_err(|v| error::violation(&v))?;
    let check = || {
        check_length("PolicyName", &name, 1, 128)?;
        check_characters("PolicyName", &name, r"[\w+=,.@-]+", |c| {
            c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '=' | ',' | '.' | '@' | '-')
        })
    };
    check().map_err(|v| error::violation(&v))?;
    Ok(name)
}

fn check_revision(old: Option<&Document>, asked: Option<&str>) -> Result<(), AwsError> {
    let Some(asked) = asked else { return Ok(()) };
    let known = old.map_or_else(|| "0".to_owned(), |document| document.revision.to_string());
    if asked == known {
        return Ok(());
    }
    Err(AwsError::new(
        "InvalidPolicyRevisionIdException",
        "The policy revision id does not match the policy's present revision",
    ))
}

fn encode(document: &Document) -> ResourcePolicy {
    #[expect(clippy::cast_precision_loss, reason = "seconds fit a double exactly")]
    let last_updated_time = (document.modified_ms / 1000) as f64;
    ResourcePolicy {
        policy_name: document.name.clone(),
        policy_document: document.body.clone(),
        policy_revision_id: document.revision.to_string(),
        last_updated_time,
    }
}
