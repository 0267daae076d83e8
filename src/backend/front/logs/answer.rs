//! Requests and answers in the AWS JSON 1.1 protocol.

use super::operations::NOT_IMITATED;
use super::operations::OPERATIONS;
use crate::backend::front::call::Call;
use crate::backend::front::message::Answer;
use crate::backend::front::message::Request;
use crate::wire::aws::AwsError;
use crate::wire::logs::CONTENT_TYPE;

/// Serves the operation that `X-Amz-Target` names.
pub(in crate::backend::front) fn answer(
    call: &Call<'_>,
    operation: &str,
    request: &Request,
) -> Answer {
    let result = match OPERATIONS.iter().find(|known| known.name == operation) {
        Some(known) => (known.run)(call, &request.body),
        None => Err(unknown(operation)),
    };
    match result {
        Ok(body) => Answer::new(200, CONTENT_TYPE, body),
        Err(error) => refuse(&error),
    }
}

/// Encodes an error; the code stands in the header and in the body because clients differ in
/// where they look.
pub(in crate::backend::front) fn refuse(error: &AwsError) -> Answer {
    Answer::new(error.status, CONTENT_TYPE, error.json_body())
        .with_header("x-amzn-errortype", error.code)
}

fn unknown(operation: &str) -> AwsError {
    if NOT_IMITATED.contains(&operation) {
        return AwsError::with_status(
            501,
            "NotImplementedException",
            format!("CloudWatch Logs {operation} is not imitated by this backend"),
        );
    }
    AwsError::with_status(
        404,
        "UnknownOperationException",
        format!("unknown operation {}", operation.chars().take(128).collect::<String>()),
    )
}
