//! Applying: makes a change set true, as far as the vendors let it, and says what became of each.
//!
//! Steps run in parallel as far as one does not hang on another. What cannot be done does not stop
//! the rest; an answer that was lost is not taken for a failure, but read back.

mod all;
mod event;
mod perform;
mod report;
mod resurrection;
mod run;
#[cfg(test)]
mod tests;
mod verify;

pub use all::Resources;
pub use event::Event;
pub use report::Report;
pub use report::Result as StepResult;
pub use report::Step;
pub use run::ApplyOptions;
pub use run::apply;
