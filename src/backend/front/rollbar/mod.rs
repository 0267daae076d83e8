//! Rollbar's API: items that are sent and read, deploys, and the one project with its tokens.

mod answer;
mod body;
mod call;
mod deploys;
mod holder;
mod instances;
mod item_reads;
mod items;
mod items_in;
mod operations;
mod project;
mod rates;
mod reports;
mod sessions;
mod tokens;
mod versions;

pub(super) use answer::answer;
pub(super) use answer::refuse;
pub use holder::rollbar_token;
pub(super) use operations::OPERATIONS;
pub(in crate::backend) use rates::CallRates;
