//! The order of steps: in parallel where they do not hang on each other.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::future::Either;
use futures_util::future::select;
use futures_util::stream::FuturesUnordered;

use super::all::Resources;
use super::event::Event;
use super::perform::Subject;
use super::perform::perform;
use super::report::Report;
use super::report::Result as StepResult;
use super::report::Step;
use super::verify::verify;
use crate::model::change_set::Action;
use crate::model::change_set::Address;
use crate::model::change_set::Change;
use crate::model::change_set::Desired;
use crate::model::change_set::Observed;
use crate::model::change_set::ResourceKind;
use crate::services::plan::PlanOptions;
use crate::services::resources::CallError;
use crate::services::resources::FailureCause;
use crate::services::resources::Reading;
use crate::services::resources::Timer;

/// Steps that are under way at once.
const PARALLEL: usize = 8;

type Tell = Arc<dyn Fn(&Event) + Send + Sync>;

/// How a change set is applied.
#[derive(Clone)]
pub struct ApplyOptions {
    /// What the set was planned for; reading back plans the same again.
    pub plan: PlanOptions,
    /// Where pauses come from.
    pub timer: Arc<dyn Timer>,
    /// Told of everything as it happens.
    pub tell: Tell,
    /// How long to wait for everything to show.
    pub verify_time: Duration,
    /// How long to watch whether deleted log groups come back.
    pub watch_time: Duration,
}

impl std::fmt::Debug for ApplyOptions {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ApplyOptions").field("plan", &self.plan).finish_non_exhaustive()
    }
}

/// Makes `changes` true. When `stop` is ready, the steps under way are finished and no other is
/// begun.
pub async fn apply<'r>(
    resources: &'r Resources,
    changes: &'r [Change],
    declared: &'r [Desired],
    before: &'r Reading,
    options: &'r ApplyOptions,
    stop: impl Future<Output = ()>,
) -> Report {
    let wanted: Vec<&'r Change> =
        changes.iter().filter(|change| change.action.is_change()).collect();
    let mut run = Run {
        resources,
        declared: declared.iter().map(|desired| (&desired.address, desired)).collect(),
        before: before.observed.iter().map(|observed| (&observed.address, observed)).collect(),
        options,
        open: wanted.iter().map(|change| &change.address).collect(),
        results: BTreeMap::new(),
    };
    let mut stop = pin!(stop);
    let mut stopped = false;
    let mut waiting = wanted.clone();
    let mut running = FuturesUnordered::new();
    loop {
        while !stopped && running.len() < PARALLEL {
            let Some(place) = waiting.iter().position(|change| run.is_ready(change)) else { break };
            let change = waiting.remove(place);
            match run.settled_by_parent(change) {
                Some(result) => run.keep(change, result),
                None => running.push(run.step(change)),
            }
        }
        if running.is_empty() {
            break;
        }
        let finished = if stopped {
            running.next().await
        } else {
            match select(running.next(), stop.as_mut()).await {
                Either::Left((finished, _)) => finished,
                Either::Right(((), _)) => {
                    stopped = true;
                    continue;
                }
            }
        };
        if let Some((change, result)) = finished {
            run.keep(change, result);
        }
    }
    drop(running);
    for change in waiting {
        run.keep(change, StepResult::Skipped("stopped before its turn".to_owned()));
    }
    let steps = wanted.iter().filter_map(|change| {
        let (action, result) = run.results.remove(&change.address)?;
        Some(Step { address: change.address.clone(), action, result })
    });
    let mut report = Report { steps: steps.collect(), stopped, ..Report::default() };
    if stopped {
        return report;
    }
    let verified = {
        let verified = pin!(verify(resources, declared, before, options, &report.steps));
        match select(verified, stop).await {
            Either::Left((verified, _)) => Some(verified),
            Either::Right(_) => None,
        }
    };
    match verified {
        Some(verified) => {
            report.unconverged = verified.unconverged;
            report.resurrected = verified.resurrected;
            report.unverified = verified.unverified;
        }
        None => report.stopped = true,
    }
    report
}

struct Run<'r> {
    resources: &'r Resources,
    declared: BTreeMap<&'r Address, &'r Desired>,
    before: BTreeMap<&'r Address, &'r Observed>,
    options: &'r ApplyOptions,
    /// Steps that have no result yet.
    open: BTreeSet<&'r Address>,
    results: BTreeMap<&'r Address, (Action, StepResult)>,
}

impl<'r> Run<'r> {
    /// Says whether what the step hangs on, or must wait for, has come to its end.
    fn is_ready(&self, change: &Change) -> bool {
        let kind = change.address.kind;
        let waits_for = |other: ResourceKind| {
            if change.action.takes_away() {
                // What is shown goes after what shows it.
                other.shows() == Some(kind)
            } else {
                kind.shows() == Some(other)
            }
        };
        change.address.parent_address().is_none_or(|parent| !self.open.contains(&parent))
            && !self.open.iter().any(|address| waits_for(address.kind))
    }

    /// Returns what becomes of a step that needs no call, because of what it hangs on.
    fn settled_by_parent(&self, change: &Change) -> Option<StepResult> {
        let parent = change.address.parent_address()?;
        match (change.action, self.results.get(&parent)?) {
            (Action::Delete, (Action::Delete, StepResult::Done(_))) => {
                Some(StepResult::Done(Some(format!("it went with {}", parent.title()))))
            }
            (_, (Action::Create, StepResult::Failed(_) | StepResult::Skipped(_))) => {
                Some(StepResult::Skipped(format!("{} failed", parent.title())))
            }
            _ => None,
        }
    }

    fn keep(&mut self, change: &'r Change, result: StepResult) {
        self.open.remove(&change.address);
        self.results.insert(&change.address, (change.action, result));
    }

    fn step(&self, change: &'r Change) -> impl Future<Output = (&'r Change, StepResult)> + use<'r> {
        let resource = self.resources.of(change.address.kind);
        let desired = self.declared.get(&change.address).copied();
        let observed = self.before.get(&change.address).copied();
        let options = self.options;
        async move {
            let (address, action) = (change.address.clone(), change.action);
            (options.tell)(&Event::Started { address: address.clone(), action });
            let Some(resource) = resource else {
                let error = CallError::new(FailureCause::Refused, "nobody here can do that");
                return (change, StepResult::Failed(error));
            };
            let subject = Subject { resource, change, desired, observed, timer: &*options.timer };
            match perform(&subject).await {
                Ok(note) => {
                    (options.tell)(&Event::Done { address, action, note: note.clone() });
                    (change, StepResult::Done(note))
                }
                Err(error) => {
                    (options.tell)(&Event::Failed { address, action, error: error.clone() });
                    (change, StepResult::Failed(error))
                }
            }
        }
    }
}
