//! The pure difference of two states.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::options::Goal;
use super::options::PlanOptions;
use crate::model::change_set::Action;
use crate::model::change_set::Address;
use crate::model::change_set::Change;
use crate::model::change_set::ChangeSet;
use crate::model::change_set::Desired;
use crate::model::change_set::Field;
use crate::model::change_set::FieldChange;
use crate::model::change_set::FieldValue;
use crate::model::change_set::Observed;
use crate::model::change_set::OnExists;
use crate::model::change_set::Origin;
use crate::model::change_set::Ownership;

/// Works out what leads from `observed` to the goal.
///
/// Only what is declared or marked as ours is ever touched, and of a thing only the fields that
/// the file names.
#[must_use]
pub fn plan(desired: &[Desired], observed: &[Observed], options: &PlanOptions) -> ChangeSet {
    let there: BTreeMap<&Address, &Observed> =
        observed.iter().map(|observed| (&observed.address, observed)).collect();
    let wanted = |address: &Address| options.sections.contains(&address.kind.section());
    let mut changes: Vec<Change> = Vec::new();
    for desired in desired.iter().filter(|desired| wanted(&desired.address)) {
        let above = desired.address.parent_address();
        let parent = above.as_ref().and_then(|parent| there.get(parent));
        // Kinds are read at once, so that one may still show what another shows as gone; and some
        // imitations keep the filters of a deleted group.
        let is_orphaned = above.is_some() && parent.is_none();
        let found = there.get(&desired.address).copied().filter(|_| !is_orphaned);
        let change = match (options.goal, parent.map(|parent| &parent.ownership)) {
            (Goal::Declared, Some(Ownership::Others(project))) => {
                Some(declared_on_others(desired, found, project))
            }
            (Goal::Declared, _) => Some(declared(desired, found)),
            (Goal::Gone, Some(Ownership::Others(project))) => {
                found.map(|_| left_to(Draft::of(desired), project))
            }
            (Goal::Gone, _) => found.map(|found| gone(desired, found, options)),
        };
        changes.extend(change);
    }
    let known: BTreeSet<&Address> = desired.iter().map(|desired| &desired.address).collect();
    let is_declared = |address: &Address| known.contains(address);
    let orphans = observed
        .iter()
        .filter(|observed| wanted(&observed.address) && !is_declared(&observed.address));
    changes.extend(orphans.filter_map(|observed| orphan(observed, options)));
    changes.sort_by(|left, right| left.address.cmp(&right.address));
    leave_to_parents(&mut changes);
    ChangeSet { changes }
}

fn declared(desired: &Desired, found: Option<&Observed>) -> Change {
    let change = Draft::of(desired);
    let Some(observed) = found else {
        if desired.is_reserved {
            return change.conflict(
                "the vendor makes it, but does not show it".to_owned(),
                "check that the credentials may read it, and try again",
            );
        }
        let all: Vec<Field> = desired.fields_of_new().cloned().collect();
        return change.action(Action::Create, FieldChange::between(&[], &all));
    };
    let fields = FieldChange::between(&observed.fields, &desired.fields);
    if fields.is_empty() {
        let change = change.action(Action::Unchanged, fields);
        return match &observed.ownership {
            Ownership::Unmarked => change_with(
                change,
                "it was there before and is as declared; it is not marked as ours",
            ),
            Ownership::Others(project) => {
                change_with(change, &format!("it belongs to project {project}, and is as declared"))
            }
            Ownership::Ours(_) | Ownership::ByName => {
                Change { reason: observed.remark.clone(), ..change }
            }
        };
    }
    if let Some(fixed) = fields.iter().find(|field| desired.address.kind.is_fixed(&field.field)) {
        let reason =
            format!("its {} is {}, which cannot become {}", fixed.field, fixed.before, fixed.after);
        let hint = format!("leave `{}` out, or choose another name", fixed.field);
        return Change { fields, ..change.conflict(reason, &hint) };
    }
    let loses = lost_events(observed, &fields);
    match (&observed.ownership, desired.on_exists) {
        (Ownership::Ours(_) | Ownership::ByName, _) | (Ownership::Unmarked, OnExists::Update) => {
            let reason = observed.remark.clone();
            Change { loses, reason, ..change.action(Action::Update, fields) }
        }
        (Ownership::Unmarked, OnExists::Adopt) => {
            if let Some(reason) = &observed.unmarkable {
                let hint = "take tags off it, or choose another name";
                return Change { fields, ..change.conflict(reason.clone(), hint) };
            }
            Change { loses, ..change.action(Action::Adopt, fields) }
        }
        (Ownership::Unmarked, OnExists::Fail) => {
            let reason = "it was there before, is not ours, and differs".to_owned();
            let hint =
                "on_exists = \"adopt\" takes it over, on_exists = \"update\" only changes it";
            Change { fields, ..change.conflict(reason, hint) }
        }
        (Ownership::Others(project), _) => {
            let reason = format!("it belongs to project {project}, and differs");
            let hint = "choose another name, or remove it from the other project first";
            Change { fields, ..change.conflict(reason, hint) }
        }
    }
}

/// Says what a shorter retention deletes.
fn lost_events(observed: &Observed, fields: &[FieldChange]) -> Option<String> {
    let shorter = fields.iter().find_map(|field| match (&field.before, &field.after) {
        (FieldValue::Days(None), FieldValue::Days(Some(after))) => Some(*after),
        (FieldValue::Days(Some(before)), FieldValue::Days(Some(after))) if after < before => {
            Some(*after)
        }
        _ => None,
    })?;
    observed.holds_data.then(|| {
        let days = if shorter == 1 { "1 day".to_owned() } else { format!("{shorter} days") };
        format!("its events older than {days} are deleted")
    })
}

/// What hangs on another project's thing is that project's, too.
fn declared_on_others(desired: &Desired, found: Option<&Observed>, project: &str) -> Change {
    let there = found.map_or(&[][..], |found| &found.fields);
    let fields = FieldChange::between(there, &desired.fields);
    let what = desired.address.parent_address().map_or_else(String::new, |parent| parent.title());
    if found.is_some() && fields.is_empty() {
        let change = Draft::of(desired).action(Action::Unchanged, fields);
        let reason = format!("{what} belongs to project {project}, and it is as declared");
        return change_with(change, &reason);
    }
    let reason = format!("{what} belongs to project {project}");
    let hint = "declare it there, or choose another log group";
    Change { fields, ..Draft::of(desired).conflict(reason, hint) }
}

fn gone(desired: &Desired, observed: &Observed, options: &PlanOptions) -> Change {
    let change = Draft::of(desired);
    if desired.is_reserved {
        // Notifications cannot stay on where insights go off.
        let named = |field: &Field| {
            desired.value(&field.name).is_some()
                || field.name == "notifications" && desired.value("insights").is_some()
        };
        let factory: Vec<Field> =
            desired.address.kind.factory_fields().into_iter().filter(named).collect();
        let fields = FieldChange::between(&observed.fields, &factory);
        let action = if fields.is_empty() { Action::Unchanged } else { Action::Restore };
        return change.action(action, fields);
    }
    remove(change, observed, options)
}

fn orphan(observed: &Observed, options: &PlanOptions) -> Option<Change> {
    if !matches!(observed.ownership, Ownership::Ours(_)) {
        return None;
    }
    let change = Draft { address: observed.address.clone(), place: None };
    if options.prune {
        return Some(remove(change, observed, options));
    }
    let change = change.action(Action::Orphan, Vec::new());
    Some(change_with(change, "it is ours, but is declared no more; --prune removes it"))
}

fn remove(change: Draft, observed: &Observed, options: &PlanOptions) -> Change {
    match &observed.ownership {
        Ownership::Ours(Origin::Created) | Ownership::ByName => {
            if observed.holds_data && !options.delete_logs {
                return change.conflict(
                    "it holds events".to_owned(),
                    "--delete-logs deletes it with its events, --only works on the rest",
                );
            }
            if observed.is_protected {
                return change.conflict(
                    "its deletion protection is on".to_owned(),
                    "switch the protection off first",
                );
            }
            if observed.is_shared {
                let change = change.action(Action::Release, Vec::new());
                return change_with(
                    change,
                    "it holds what others put there: that is left, and it is no longer marked as \
                     ours",
                );
            }
            let loses = observed.holds_data.then(|| "its events are deleted with it".to_owned());
            Change { loses, ..change.action(Action::Delete, Vec::new()) }
        }
        Ownership::Ours(Origin::Adopted) => {
            let change = change.action(Action::Release, Vec::new());
            change_with(change, "it was there before: it is left, and no longer marked as ours")
        }
        Ownership::Unmarked => change_with(
            change.action(Action::Unchanged, Vec::new()),
            "it is not marked as ours, and is left",
        ),
        Ownership::Others(project) => left_to(change, project),
    }
}

fn left_to(change: Draft, project: &str) -> Change {
    change_with(
        change.action(Action::Unchanged, Vec::new()),
        &format!("it belongs to project {project}, and is left"),
    )
}

/// What hangs on a thing that is deleted goes with it, and needs no call of its own.
fn leave_to_parents(changes: &mut [Change]) {
    let deleted: Vec<Address> = changes
        .iter()
        .filter(|change| change.action == Action::Delete)
        .map(|change| change.address.clone())
        .collect();
    for change in changes.iter_mut().filter(|change| change.action == Action::Delete) {
        if let Some(parent) = change.address.parent_address().filter(|p| deleted.contains(p)) {
            change.reason = Some(format!("it goes with {}", parent.title()));
        }
    }
}

/// A change whose action is still open.
struct Draft {
    address: Address,
    place: Option<crate::base::Place>,
}

impl Draft {
    fn of(desired: &Desired) -> Self {
        Self { address: desired.address.clone(), place: Some(desired.place.clone()) }
    }

    fn action(self, action: Action, fields: Vec<FieldChange>) -> Change {
        let Self { address, place } = self;
        let (loses, reason, hint, cost) = (None, None, None, None);
        Change { address, action, fields, loses, reason, hint, cost, place }
    }

    fn conflict(self, reason: String, hint: &str) -> Change {
        let change = self.action(Action::Conflict, Vec::new());
        Change { reason: Some(reason), hint: Some(hint.to_owned()), ..change }
    }
}

fn change_with(change: Change, reason: &str) -> Change {
    Change { reason: Some(reason.to_owned()), ..change }
}
