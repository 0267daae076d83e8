//! `demo`: the main job, from nothing, on the embedded backend.

mod inputs;
mod run;

pub(crate) use run::DemoArgs;
pub(crate) use run::run;
