//! What a plan is for.

use std::collections::BTreeSet;

use crate::model::change_set::Section;

/// What is to be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Everything that is declared is there.
    Declared,
    /// Nothing that was created for the project is there any more.
    Gone,
}

/// What a plan is for.
#[derive(Clone, Debug)]
pub struct PlanOptions {
    /// What is to be reached.
    pub goal: Goal,
    /// The sections that are worked on.
    pub sections: BTreeSet<Section>,
    /// Whether orphans are deleted.
    pub prune: bool,
    /// Whether log groups that hold events may be deleted.
    pub delete_logs: bool,
    /// Whether variables are written whose value nobody can tell.
    pub rewrite_unknown: bool,
}

impl PlanOptions {
    /// Creates options for all sections that take nothing away but what the goal asks for.
    #[must_use]
    pub fn new(goal: Goal) -> Self {
        Self {
            goal,
            sections: Section::ALL.into(),
            prune: false,
            delete_logs: false,
            rewrite_unknown: false,
        }
    }
}
