//! One change, and all changes of a plan.

use serde::Serialize;

use super::Address;
use super::FieldChange;
use super::FieldValue;
use crate::base::Place;
use crate::model::saved_query::SURPLUS_FIELD;

/// What is to be done with a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Make it.
    Create,
    /// Take over what is there: give the named fields their values and mark it.
    Adopt,
    /// Give the named fields their values.
    Update,
    /// Give a reserved thing the values that its vendor made it with.
    Restore,
    /// Take our mark off and leave it.
    Release,
    /// Delete it.
    Delete,
    /// Nothing.
    Unchanged,
    /// Nothing: it is ours, but is declared no more.
    Orphan,
    /// Nothing, and the plan cannot be applied before a person decides.
    Conflict,
}

impl Action {
    /// Returns all actions in the order in which they are counted.
    pub const ALL: [Self; 9] = [
        Self::Create,
        Self::Adopt,
        Self::Update,
        Self::Restore,
        Self::Release,
        Self::Delete,
        Self::Unchanged,
        Self::Orphan,
        Self::Conflict,
    ];

    /// Says whether applying it calls the vendor.
    #[must_use]
    pub const fn is_change(self) -> bool {
        !matches!(self, Self::Unchanged | Self::Orphan | Self::Conflict)
    }

    /// Says whether it takes something away, so that a person must agree.
    #[must_use]
    pub const fn takes_away(self) -> bool {
        matches!(self, Self::Delete | Self::Restore | Self::Release)
    }

    /// Reads the word for it.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }

    /// Returns the word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Adopt => "adopt",
            Self::Update => "update",
            Self::Restore => "restore",
            Self::Release => "release",
            Self::Delete => "delete",
            Self::Unchanged => "unchanged",
            Self::Orphan => "orphan",
            Self::Conflict => "conflict",
        }
    }
}

/// What is to be done with one thing, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// What it is about.
    pub address: Address,
    /// What is to be done.
    pub action: Action,
    /// The fields that get another value.
    pub fields: Vec<FieldChange>,
    /// What is lost for ever when it is applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loses: Option<String>,
    /// Why nothing can be done, or what else is worth knowing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What to do about a conflict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// What it costs in traces or storage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<String>,
    /// Where it is declared, as file, line and column.
    #[serde(serialize_with = "place", skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

#[expect(clippy::ref_option, reason = "the form that serde calls")]
fn place<S: serde::Serializer>(place: &Option<Place>, serializer: S) -> Result<S::Ok, S::Error> {
    match place {
        Some(place) => serializer.collect_str(place),
        None => serializer.serialize_none(),
    }
}

impl Change {
    /// Says whether it takes something away that is not ours to take without a person's word:
    /// things, further things of the same name, or events that somebody else's log group holds.
    #[must_use]
    pub fn needs_consent(&self) -> bool {
        let takes_surplus = self.fields.iter().any(|change| {
            change.field == SURPLUS_FIELD && !matches!(change.before, FieldValue::Absent)
        });
        self.action.takes_away()
            || takes_surplus
            || (matches!(self.action, Action::Adopt) && self.loses.is_some())
    }

    /// Says whether two changes do the same with the same thing.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.address == other.address && self.action == other.action && self.fields == other.fields
    }
}

/// All changes of a plan, in the order of their addresses.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ChangeSet {
    /// The changes.
    pub changes: Vec<Change>,
}

impl ChangeSet {
    /// Says whether applying the set would do anything.
    #[must_use]
    pub fn has_changes(&self) -> bool {
        self.changes.iter().any(|change| change.action.is_change())
    }

    /// Lists what must be decided first.
    pub fn conflicts(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.action == Action::Conflict)
    }

    /// Counts each action.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary { counts: Action::ALL.map(|action| (action, self.count(action))) }
    }

    fn count(&self, action: Action) -> usize {
        self.changes.iter().filter(|change| change.action == action).count()
    }
}

/// How often each action is in a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    counts: [(Action, usize); Action::ALL.len()],
}

impl Summary {
    /// Returns how often an action is in the set.
    #[must_use]
    pub fn of(&self, action: Action) -> usize {
        self.counts.iter().find(|(known, _)| *known == action).map_or(0, |(_, count)| *count)
    }

    /// Lists all actions with their counts.
    pub fn iter(&self) -> impl Iterator<Item = (Action, usize)> + '_ {
        self.counts.iter().copied()
    }
}

impl Serialize for Summary {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(action, count)| (action.name(), count)))
    }
}
