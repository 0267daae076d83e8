//! Requests and answers in the restJson1 protocol.

use super::operations::NOT_IMITATED;
use super::operations::Operation;
use crate::backend::front::call::Call;
use crate::backend::front::message::Answer;
use crate::backend::front::message::Request;
use crate::wire::aws::AwsError;
use crate::wire::xray::CONTENT_TYPE;

/// Serves an operation, or refuses one that is known by its path only.
pub(in crate::backend::front) fn answer(
    call: &Call<'_>,
    operation: Option<&Operation>,
    request: &Request,
) -> Answer {
    let result = match operation {
        Some(operation) => (operation.run)(call, &request.body),
        None => Err(unknown(&request.path)),
    };
    match result {
        Ok(body) => Answer::new(200, CONTENT_TYPE, body),
        Err(error) => refuse(&error),
    }
}

/// Encodes an error; the code stands in the header and in the body because clients differ in
/// where they look.
pub(in crate::backend::front) fn refuse(error: &AwsError) -> Answer {
    Answer::new(error.status, CONTENT_TYPE, error.rest_json_body())
        .with_header("x-amzn-ErrorType", error.code)
}

fn unknown(path: &str) -> AwsError {
    match NOT_IMITATED.iter().find(|(known, _)| *known == path) {
        Some((_, name)) => AwsError::with_status(
            501,
            "NotImplementedException",
            format!("X-Ray {name} is not imitated by this backend"),
        ),
        None => AwsError::with_status(404, "UnknownOperationException", "unknown operation"),
    }
}
