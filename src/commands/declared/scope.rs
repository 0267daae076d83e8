//! Which part of the file a verb works on, and what it may take away.

use std::collections::BTreeSet;

use clap::Args;
use clap::ValueEnum;

use crate::model::change_set::Section;
use crate::services::plan::Goal;
use crate::services::plan::PlanOptions;

/// A part of the project file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Part {
    /// X-Ray groups and sampling rules
    Xray,
    /// Log groups and metric filters
    Logs,
    /// Honeycomb
    Honeycomb,
    /// Rollbar
    Rollbar,
    /// Environment variables and secrets
    Env,
}

impl Part {
    const fn section(self) -> Section {
        match self {
            Self::Xray => Section::Xray,
            Self::Logs => Section::Logs,
            Self::Honeycomb => Section::Honeycomb,
            Self::Rollbar => Section::Rollbar,
            Self::Env => Section::Env,
        }
    }
}

/// The part of the file that is worked on.
#[derive(Args, Debug, Clone, Default)]
pub(super) struct Only {
    /// Work on these parts of the file only
    #[arg(long, value_enum, value_name = "PART", value_delimiter = ',')]
    only: Vec<Part>,
}

impl Only {
    /// Says whether the user named parts.
    pub(super) fn is_named(&self) -> bool {
        !self.only.is_empty()
    }

    /// Returns the sections that are worked on.
    pub(super) fn sections(&self) -> BTreeSet<Section> {
        if self.only.is_empty() {
            return Section::ALL.into();
        }
        self.only.iter().map(|part| part.section()).collect()
    }
}

/// What may be taken away.
#[derive(Args, Debug, Clone, Copy, Default)]
pub(super) struct Removal {
    /// Remove what is ours and is declared no more
    #[arg(long)]
    prune: bool,
    /// Delete log groups that hold events, too
    #[arg(long)]
    delete_logs: bool,
}

impl Removal {
    /// Says whether something is prunable by this command line.
    pub(super) const fn prunes(self) -> bool {
        self.prune
    }

    /// Says whether log groups with events may be deleted by this command line.
    pub(super) const fn deletes_logs(self) -> bool {
        self.delete_logs
    }

    /// Says whether events may be deleted although nothing is.
    pub(super) const fn deletes_logs_of_nothing(self) -> bool {
        self.delete_logs && !self.prune
    }
}

/// Makes the options of a plan.
pub(super) fn options(goal: Goal, only: &Only, removal: Removal) -> PlanOptions {
    PlanOptions {
        sections: only.sections(),
        prune: removal.prune,
        delete_logs: removal.delete_logs,
        ..PlanOptions::new(goal)
    }
}
