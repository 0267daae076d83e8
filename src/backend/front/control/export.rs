//! Hands the whole state on, as one file.

use std::io;
use std::sync::Arc;

use super::answer::problem;
use crate::backend::front::call::Front;
use crate::backend::front::message::Answer;
use crate::backend::front::streaming::StreamedBody;

/// Takes the state of this moment; its bytes are read while they are sent.
pub(super) fn export(front: &Front) -> Answer {
    let Ok(permit) = Arc::clone(&front.exports).try_acquire_owned() else {
        return problem(503, "another export goes on: try again when it has ended");
    };
    let export = match front.store.export() {
        Ok(export) => export,
        Err(error) => return problem(500, &error.to_string()),
    };
    let body = StreamedBody::new(export.bytes(), move |out, goes_on| {
        let _permit = permit;
        export.write_to(out, goes_on).map_err(io::Error::other)
    });
    Answer::streamed("application/x-tar", body)
        .with_header("content-disposition", "attachment; filename=\"cruddur-obs.tar\"")
}
