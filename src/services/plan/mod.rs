//! Planning: what is declared and what is there make a change set. Pure; calls nobody.

mod diff;
mod options;
#[cfg(test)]
mod tests;

pub use diff::plan;
pub use options::Goal;
pub use options::PlanOptions;
