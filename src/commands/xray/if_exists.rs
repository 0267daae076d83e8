//! What to do when a thing of the same name exists.

use clap::ValueEnum;

/// What to do when a thing of the same name exists and differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum IfExists {
    /// Keep it as it is
    Adopt,
    /// Change the named fields
    Update,
    /// Fail
    Fail,
}
