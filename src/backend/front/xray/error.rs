//! The sentences of X-Ray.
//!
//! Texts: answers of the service as clients and acceptance tests record them; Terraform and
//! CloudFormation look for parts of them. See docs/compatibility.md for those that are ours.

use crate::model::Rule;
use crate::model::Violation;
use crate::wire::aws::AwsError;
use crate::wire::aws::violation_text;

/// The request makes no sense.
pub(super) fn invalid_request(message: impl Into<String>) -> AwsError {
    AwsError::new("InvalidRequestException", message)
}

/// A broken limit: what the model constrains is told by the front end, the rest by the service.
pub(super) fn violation(violation: &Violation) -> AwsError {
    let text = violation_text(violation);
    match violation.rule {
        Rule::Sentence(_) | Rule::Present => invalid_request(text),
        _ => AwsError::new("ValidationException", text),
    }
}

/// A resource that has tags does not exist.
pub(super) fn resource_missing(arn: &str) -> AwsError {
    AwsError {
        resource: Some(arn.to_owned()),
        ..AwsError::with_status(404, "ResourceNotFoundException", "Resource not found")
    }
}

/// A page token is not one of ours.
pub(super) fn bad_token() -> AwsError {
    invalid_request("Invalid NextToken")
}
