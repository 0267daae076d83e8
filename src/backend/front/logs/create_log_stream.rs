//! `CreateLogStream`.

use super::error;
use super::target;
use crate::backend::front::call::Call;
use crate::backend::store::catalog::log_streams;
use crate::wire::aws::AwsError;
use crate::wire::logs::Empty;
use crate::wire::logs::LogStreamNameRequest;

pub(super) fn run(call: &Call<'_>, input: LogStreamNameRequest) -> Result<Empty, AwsError> {
    let group = target::group_name(input.log_group_name)?;
    let stream = target::stream_name(input.log_stream_name)?;
    let now = call.now();
    call.write(move |connection, scope| {
        let group = target::find_group(connection, scope, &group)?;
        match log_streams::create(connection, group.id, &stream, now)? {
            Some(_) => Ok(Empty {}),
            None => Err(error::already_exists("The specified log stream already exists")),
        }
    })
}
