//! `plan`, `apply`, `destroy`, `status`: the declared set-up.

mod announce;
mod apply;
mod ci;
mod destroy;
mod document;
mod events;
mod markdown;
mod outcome;
mod plan;
mod push;
mod rehearsal;
mod saved_plan;
mod scope;
mod session;
mod status;
mod supply;
mod view;

pub(crate) use apply::ApplyArgs;
pub(crate) use apply::run as apply;
pub(crate) use destroy::DestroyArgs;
pub(crate) use destroy::run as destroy;
pub(crate) use plan::PlanArgs;
pub(crate) use plan::run as plan;
pub(crate) use push::push;
pub(crate) use status::StatusArgs;
pub(crate) use status::run as status;
