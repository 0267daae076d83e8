//! Requests and answers in the AWS JSON 1.1 protocol.

use super::error;
use super::operations::NOT_IMITATED;
use super::operations::OPERATIONS;
use crate::backend::front::call::Call;
use crate::backend::front::message::Answer;
use crate::backend::front::message::Request;
use crate::backend::store::catalog;
use crate::base::parse_json;
use crate::wire::aws::AwsError;
use crate::wire::aws::NOTE_HEADER;
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
    let note = note(call, operation, request, &result);
    let answer = match result {
        Ok(body) => Answer::new(200, CONTENT_TYPE, body),
        Err(error) => refuse(&error),
    };
    match note {
        Some(note) => answer.with_header(NOTE_HEADER, note),
        None => answer,
    }
}

/// Says in which region the data is that a read did not find in its own. The answer itself stays
/// as the service gives it; our command line shows the header.
fn note(
    call: &Call<'_>,
    operation: &str,
    request: &Request,
    result: &Result<Vec<u8>, AwsError>,
) -> Option<String> {
    let group = match result {
        Err(error) if *error == error::group_missing() => {
            let body: serde_json::Value = parse_json(&request.body).ok()?;
            Some(body.get("logGroupName")?.as_str()?.to_owned())
        }
        Ok(body) if operation == "DescribeLogGroups" && body == br#"{"logGroups":[]}"# => None,
        _ => return None,
    };
    let regions = call
        .read(|connection, scope| Ok(catalog::other_regions(connection, scope, group.as_deref())?))
        .ok()
        .filter(|regions| !regions.is_empty())?;
    let what = group.map_or_else(|| "log groups".to_owned(), |name| format!("log group {name}"));
    Some(format!("nothing in region {}, but {} has {what}", call.scope.region, regions.join(", ")))
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
