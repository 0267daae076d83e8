//! The JSON body of an AWS operation: decoded on the way in, encoded on the way out.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::call::Call;
use crate::base::parse_json_object;
use crate::wire::aws::AwsError;

/// Decodes the body, runs the operation, encodes the output; clients send nothing, not even
/// `{}`, to operations without input.
pub(super) fn run<I: DeserializeOwned, O: Serialize>(
    call: &Call<'_>,
    body: &[u8],
    operation: fn(&Call<'_>, I) -> Result<O, AwsError>,
) -> Result<Vec<u8>, AwsError> {
    let body = if body.is_empty() { b"{}" } else { body };
    let input =
        parse_json_object(body).map_err(|error| AwsError::serialization(error.to_string()))?;
    let output = operation(call, input)?;
    serde_json::to_vec(&output)
        .map_err(|error| AwsError::internal("InternalFailure", error.to_string()))
}
