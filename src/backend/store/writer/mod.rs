//! The one writer thread: commits, publishes, acknowledges, and keeps the jobs going.

mod commit;
mod datasets;
mod jobs;
mod merge;
mod request;
mod stage;
mod streams;
mod swap;
mod sweep;
mod thread;
mod upkeep;

pub(crate) use request::AppendPayload;
pub(crate) use request::AppendRequest;
pub(crate) use request::ClosureChange;
pub(crate) use request::Request;
pub(crate) use thread::Opened;
pub(crate) use thread::Writer;

/// Names of the counters that the writer keeps in the database.
pub(crate) mod counters {
    pub(crate) use super::commit::LAST_INGESTION;
    pub(crate) use super::commit::NEXT_SEQUENCE;
    pub(crate) use super::swap::NEXT_FILE;
}
