//! What became of a change set.

use crate::model::change_set::Action;
use crate::model::change_set::Address;
use crate::model::change_set::Change;
use crate::services::resources::CallError;

/// What became of one change.
#[derive(Clone, Debug)]
pub enum Result {
    /// It is done; a note says what is worth knowing.
    Done(Option<String>),
    /// It failed.
    Failed(CallError),
    /// It was not tried, because of something else.
    Skipped(String),
}

/// One change and what became of it.
#[derive(Clone, Debug)]
pub struct Step {
    /// What it is about.
    pub address: Address,
    /// What was to be done.
    pub action: Action,
    /// What became of it.
    pub result: Result,
}

impl Step {
    /// Says whether the change is done.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        matches!(self.result, Result::Done(_))
    }
}

/// What became of a change set.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Every change of the set that calls a vendor, in its order.
    pub steps: Vec<Step>,
    /// What was done, but does not show when it is read back.
    pub unconverged: Vec<Change>,
    /// What was deleted and is there again, and who likely made it.
    pub resurrected: Vec<(Address, String)>,
    /// Why the result could not be read back, if so.
    pub unverified: Option<CallError>,
    /// Whether it was stopped before everything was tried.
    pub stopped: bool,
}

impl Report {
    /// Counts the changes that are done.
    #[must_use]
    pub fn done(&self) -> usize {
        self.steps.iter().filter(|step| step.is_done()).count()
    }

    /// Lists the changes that are not done.
    pub fn left(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| !step.is_done())
    }

    /// Says whether everything was done and shows.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.left().next().is_none()
            && self.unconverged.is_empty()
            && self.resurrected.is_empty()
            && self.unverified.is_none()
    }
}
