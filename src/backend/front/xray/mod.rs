//! AWS X-Ray, control operations: one file per family.

mod answer;
mod create_group;
mod destination;
mod encryption;
mod error;
mod groups;
mod indexing_rules;
mod operations;
mod resource_policies;
mod sampling_rules;
mod tags;

pub(super) use answer::answer;
pub(super) use answer::refuse;
pub(super) use operations::NOT_IMITATED;
pub(super) use operations::OPERATIONS;
