//! `DeleteLogStream`.

use super::target;
use crate::backend::front::call::Call;
use crate::backend::store::catalog::log_streams;
use crate::wire::aws::AwsError;
use crate::wire::logs::Empty;
use crate::wire::logs::LogStreamNameRequest;

/// Deletes the stream; its events vanish at once.
pub(super) fn run(call: &Call<'_>, input: LogStreamNameRequest) -> Result<Empty, AwsError> {
    let group = target::group_name(input.log_group_name)?;
    let stream = target::stream_name(input.log_stream_name)?;
    call.write(move |connection, scope| {
        let group = target::find_group(connection, scope, &group)?;
        target::find_stream(connection, &group, &stream)?;
        log_streams::delete(connection, group.id, &stream)?;
        Ok(Empty {})
    })
}
