//! What happens while a change set is applied, as it happens.

use std::time::Duration;

use crate::model::change_set::Action;
use crate::model::change_set::Address;
use crate::services::resources::CallError;

/// What happens while a change set is applied.
#[derive(Clone, Debug)]
pub enum Event {
    /// A step begins.
    Started {
        /// What it is about.
        address: Address,
        /// What is done.
        action: Action,
    },
    /// A step is done.
    Done {
        /// What it is about.
        address: Address,
        /// What was done.
        action: Action,
        /// What is worth knowing about it.
        note: Option<String>,
    },
    /// A step failed; the others go on.
    Failed {
        /// What it is about.
        address: Address,
        /// What was tried.
        action: Action,
        /// Why it failed.
        error: CallError,
    },
    /// Everything is read back, and what is not there yet is waited for.
    Verifying {
        /// How many things do not show yet.
        pending: usize,
        /// The pause before the next look.
        pause: Duration,
    },
}
