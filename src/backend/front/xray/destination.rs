//! `GetTraceSegmentDestination` and `UpdateTraceSegmentDestination`: stored and shown.

use super::error;
use crate::backend::front::call::Call;
use crate::backend::store::catalog::documents;
use crate::model::check_one_of;
use crate::wire::aws::AwsError;
use crate::wire::aws::required;
use crate::wire::xray::Empty;
use crate::wire::xray::TraceSegmentDestination;
use crate::wire::xray::UpdateTraceSegmentDestinationRequest;

/// Kind of the one document that holds the setting.
const KIND: &str = "xray-destination";

/// Where segments go unless told otherwise.
const DEFAULT: &str = "XRay";

/// `GetTraceSegmentDestination`.
pub(super) fn get(call: &Call<'_>, _input: Empty) -> Result<TraceSegmentDestination, AwsError> {
    call.read(|connection, scope| {
        let destination = documents::find(connection, scope, KIND, "", "")?
            .map_or_else(|| DEFAULT.to_owned(), |document| document.body);
        Ok(TraceSegmentDestination { destination, status: "ACTIVE".to_owned() })
    })
}

/// `UpdateTraceSegmentDestination`: answers that the change is under way; the next read finds it
/// done.
pub(super) fn update(
    call: &Call<'_>,
    input: UpdateTraceSegmentDestinationRequest,
) -> Result<TraceSegmentDestination, AwsError> {
    let new = required("Destination", input.destination).map_err(|v| error::violation(&v))?;
    check_one_of("Destination", &new, &["XRay", "CloudWatchLogs"])
        .map_err(|v| error::violation(&v))?;
    let now = call.now();
    call.write(move |connection, scope| {
        let old = documents::find(connection, scope, KIND, "", "")?
            .map_or_else(|| DEFAULT.to_owned(), |document| document.body);
        if old == new {
            return Err(error::invalid_request(format!("The destination is already set to {new}")));
        }
        documents::put(connection, scope, KIND, "", "", &new, now)?;
        Ok(TraceSegmentDestination { destination: new, status: "PENDING".to_owned() })
    })
}
