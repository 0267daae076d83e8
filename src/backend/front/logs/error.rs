//! The sentences of CloudWatch Logs.
//!
//! Texts: answers of the service as clients and test suites record them; see
//! docs/compatibility.md for those that are ours.

use crate::backend::store::AppendError;
use crate::model::Violation;
use crate::wire::aws::AwsError;
use crate::wire::aws::violation_text;

/// A limit is broken or the request makes no sense.
pub(super) fn invalid_parameter(message: impl Into<String>) -> AwsError {
    AwsError::new("InvalidParameterException", message)
}

/// A broken limit.
pub(super) fn violation(violation: &Violation) -> AwsError {
    // Names that are too long have a sentence of their own.
    let is_long_name = matches!(violation.rule, crate::model::Rule::MaximumLength(512))
        && ["logGroupName", "logStreamName", "filterName"].contains(&violation.path.as_str());
    if is_long_name {
        return invalid_parameter(
            "Invalid LogGroup or LogStream, both must have length less than or equal to 512.",
        );
    }
    invalid_parameter(violation_text(violation))
}

/// The log group does not exist.
pub(super) fn group_missing() -> AwsError {
    not_found("The specified log group does not exist.")
}

/// The log stream does not exist.
pub(super) fn stream_missing() -> AwsError {
    not_found("The specified log stream does not exist.")
}

/// Something named does not exist.
pub(super) fn not_found(message: impl Into<String>) -> AwsError {
    AwsError::new("ResourceNotFoundException", message)
}

/// Something of this name exists.
pub(super) fn already_exists(message: &str) -> AwsError {
    AwsError::new("ResourceAlreadyExistsException", message)
}

/// A quota is used up.
pub(super) fn limit_exceeded() -> AwsError {
    AwsError::new("LimitExceededException", "Resource limit exceeded.")
}

/// The request is refused by a rule on its members.
pub(super) fn validation(message: impl Into<String>) -> AwsError {
    AwsError::new("ValidationException", message)
}

/// A page token is not one of ours, or of another request.
pub(super) fn bad_token() -> AwsError {
    invalid_parameter("The specified nextToken is invalid.")
}

/// Converts a failure to append.
pub(super) fn append(error: AppendError) -> AwsError {
    match error {
        AppendError::GroupMissing => group_missing(),
        AppendError::StreamMissing => stream_missing(),
        error @ (AppendError::DiskFull { .. }
        | AppendError::Busy { .. }
        | AppendError::TooLarge { .. }) => {
            AwsError::with_status(503, "ServiceUnavailableException", error.to_string())
        }
        AppendError::Store(error) => error.into(),
    }
}
