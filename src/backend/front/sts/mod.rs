//! AWS STS: the one operation that clients of other services call.

mod answer;

pub(super) use answer::OPERATIONS;
pub(super) use answer::answer;
pub(super) use answer::refuse;
