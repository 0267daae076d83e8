//! Reading back: what was done must show.

use std::collections::BTreeSet;
use std::time::Duration;

use super::all::Resources;
use super::event::Event;
use super::report::Step;
use super::resurrection::likely_producer;
use super::run::ApplyOptions;
use crate::model::change_set::Action;
use crate::model::change_set::Address;
use crate::model::change_set::Change;
use crate::model::change_set::Desired;
use crate::model::change_set::Observed;
use crate::model::change_set::ResourceKind;
use crate::services::resources::CallError;
use crate::services::resources::FailureCause;
use crate::services::resources::Reading;

/// The first pause between two looks.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// The longest pause between two looks.
const LONGEST_PAUSE: Duration = Duration::from_secs(4);

/// What reading back found.
#[derive(Debug, Default)]
pub(super) struct Verified {
    pub(super) unconverged: Vec<Change>,
    pub(super) resurrected: Vec<(Address, String)>,
    pub(super) unverified: Option<CallError>,
}

/// Reads back and plans again until nothing is left of what was done, or time is up.
pub(super) async fn verify(
    resources: &Resources,
    declared: &[Desired],
    before: &Reading,
    options: &ApplyOptions,
    steps: &[Step],
) -> Verified {
    let mut verified = Verified::default();
    let done = |action: Option<Action>| -> BTreeSet<&Address> {
        let is_it = |step: &&Step| step.is_done() && action.is_none_or(|a| a == step.action);
        steps.iter().filter(is_it).map(|step| &step.address).collect()
    };
    let (done, deleted) = (done(None), done(Some(Action::Delete)));
    if done.is_empty() {
        return verified;
    }
    let begin = options.timer.now();
    let mut pause = FIRST_PAUSE;
    loop {
        let reading = match resources.read(declared, &options.plan).await {
            Ok(reading) => reading,
            Err(error) if may_pass(&error) && options.timer.now() - begin < options.verify_time => {
                options.timer.sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
                continue;
            }
            Err(error) => return Verified { unverified: Some(error), ..verified },
        };
        let set = resources.plan(declared, &reading, &options.plan);
        verified.unconverged = set
            .changes
            .into_iter()
            .filter(|change| done.contains(&change.address) && is_pending(change))
            .collect();
        verified.resurrected = resurrected(resources, declared, &deleted, before, &reading).await;
        let passed = options.timer.now() - begin;
        // A producer needs a moment to make its group again.
        let watches = deleted.iter().any(|address| address.kind == ResourceKind::LogGroup)
            && verified.resurrected.is_empty()
            && passed < options.watch_time;
        let pending = verified.unconverged.len();
        if pending == 0 && !watches {
            return verified;
        }
        if passed + pause > options.verify_time.max(options.watch_time) {
            return verified;
        }
        if pending > 0 {
            (options.tell)(&Event::Verifying { pending, pause });
        }
        options.timer.sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Says whether looking again may help.
fn may_pass(error: &CallError) -> bool {
    matches!(error.cause, FailureCause::Busy | FailureCause::Uncertain | FailureCause::Missing)
}

fn is_pending(change: &Change) -> bool {
    change.action.is_change() || change.action == Action::Conflict
}

/// Says whether what is there now is another thing than the one that was there before.
fn is_new(address: &Address, before: &Reading, now: &[Observed]) -> bool {
    let created = |observed: &[Observed]| {
        observed.iter().find(|o| o.address == *address).and_then(|observed| observed.created)
    };
    match (created(&before.observed), created(now)) {
        (Some(before), Some(now)) => before != now,
        _ => false,
    }
}

/// Lists deleted log groups that are there again.
async fn resurrected(
    resources: &Resources,
    declared: &[Desired],
    deleted: &BTreeSet<&Address>,
    before: &Reading,
    reading: &Reading,
) -> Vec<(Address, String)> {
    let mut found = Vec::new();
    for address in deleted.iter().filter(|address| address.kind == ResourceKind::LogGroup) {
        let is_declared = declared.iter().any(|desired| desired.address == **address);
        let is_back = if is_declared {
            is_new(address, before, &reading.observed)
        } else {
            // Nobody marked the new one, so that only a look at this name finds it.
            is_back(resources, address, before).await
        };
        if is_back {
            found.push(((*address).clone(), likely_producer(&address.name)));
        }
    }
    found
}

async fn is_back(resources: &Resources, address: &Address, before: &Reading) -> bool {
    let Some(resource) = resources.of(address.kind) else { return false };
    let probe = Desired::probe(address.clone());
    match resource.find(&probe).await {
        Ok(Some(observed)) => is_new(address, before, &[observed]),
        // What cannot be read is told by the reading itself.
        Ok(None) | Err(_) => false,
    }
}
