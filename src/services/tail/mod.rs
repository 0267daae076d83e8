//! Reading log groups in time order, once or for as long as new events come.
//!
//! Owns what makes a tail lose nothing in silence: the overlap of two polls, the identifiers
//! already shown, back-off when throttled, and the merge of several groups.

mod feed;
mod merge;
mod request;
mod run;
mod window;

pub use feed::EventSource;
pub use request::Following;
pub use request::TailRequest;
pub use run::TailEnd;
pub use run::TailNotice;
pub use run::TailSink;
pub use run::run;
