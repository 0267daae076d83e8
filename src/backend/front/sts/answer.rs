//! `GetCallerIdentity` in the AWS Query protocol.

use crate::backend::front::call::Call;
use crate::backend::front::message::Answer;
use crate::backend::front::message::Request;
use crate::wire::aws::AwsError;
use crate::wire::sts;

const CONTENT_TYPE: &str = "text/xml";

/// The operations that are served.
pub(in crate::backend::front) const OPERATIONS: &[&str] = &["GetCallerIdentity"];

/// Serves the operation that the form's `Action` names.
pub(in crate::backend::front) fn answer(call: &Call<'_>, request: &Request) -> Answer {
    let body = String::from_utf8_lossy(&request.body);
    match sts::action(&body) {
        Some("GetCallerIdentity") => {
            let body = sts::caller_identity_body(&call.scope.account, call.request_id);
            Answer::new(200, CONTENT_TYPE, body)
        }
        Some(action) => refuse(
            &AwsError::with_status(
                501,
                "NotImplemented",
                format!(
                    "STS {} is not imitated by this backend",
                    action.chars().take(128).collect::<String>()
                ),
            ),
            call.request_id,
        ),
        None => refuse(&AwsError::new("MissingAction", "Action is missing"), call.request_id),
    }
}

/// Encodes an error.
pub(in crate::backend::front) fn refuse(error: &AwsError, request_id: &str) -> Answer {
    Answer::new(error.status, CONTENT_TYPE, error.query_body(request_id))
}
