//! Writing many variables to many places in one pass.

use std::sync::Arc;

use futures_util::StreamExt as _;
use futures_util::stream;
use secrecy::SecretString;

use super::error::TargetCause;
use super::error::TargetError;
use super::fingerprints::Fingerprints;
use super::resource::read_all;
use super::standing::Standing;
use super::standing::standing;
use super::variable::PlacedVariable;
use super::variable::places;
use crate::base::Clock;

/// Writes that are under way at once.
const PARALLEL: usize = 8;

/// A variable at a place, and the value that it is to have there.
#[derive(Debug)]
pub struct Wanted {
    /// The variable at its place.
    pub variable: PlacedVariable,
    /// Its value.
    pub value: SecretString,
}

/// What became of a variable at one place.
#[derive(Clone, Debug)]
pub enum Synced {
    /// It was written.
    Written {
        /// How it stood before.
        before: Standing,
    },
    /// It had its value already.
    Unchanged,
    /// It could not be written; the others go on.
    Failed(TargetError),
    /// It was stopped before its turn.
    Stopped,
}

impl Synced {
    /// Says whether the place has the value.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        matches!(self, Self::Written { .. } | Self::Unchanged)
    }
}

/// How variables are written.
#[derive(Debug)]
pub struct SyncOptions {
    /// What was last written where.
    pub fingerprints: Arc<Fingerprints>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Whether what has its value already is written all the same.
    pub rewrites: bool,
}

/// Gives every variable its value at its place, and says what became of each, in their order.
///
/// What a place holds is read once before, so that a second pass writes nothing, and places that
/// hide values are read once after, to know by which date to tell others' writes. When `stop` is
/// ready, the writes under way are finished and no other is begun.
pub async fn sync(
    wanted: &[Wanted],
    options: &SyncOptions,
    stop: impl Future<Output = ()>,
) -> Vec<Synced> {
    let places = places(wanted.iter().map(|wanted| &wanted.variable));
    let holdings = read_all(places.clone()).await;
    let write = |(at, wanted): (usize, &Wanted)| {
        let Wanted { variable, value } = wanted;
        let read = holdings.get(variable.target.target());
        let value = value.clone();
        let variable = variable.clone();
        let before = match read {
            Some(Ok(holdings)) => {
                let held = holdings.get(&variable.stored_name(), variable.sensitivity);
                Ok(standing(held, Some(&value), &variable.spot(), &options.fingerprints))
            }
            Some(Err(error)) => Err(error.clone()),
            None => Err(TargetError::new(TargetCause::Broken, "the place was not read")),
        };
        async move {
            let synced = match before {
                Ok(Standing::Set) if !options.rewrites => {
                    // The next plan, which knows no value, can tell then, too.
                    if !options.fingerprints.is_last(&variable.spot(), &value) {
                        remember(&variable, &value, options);
                    }
                    Synced::Unchanged
                }
                Ok(before) => put(&variable, &value, before, options).await,
                Err(error) => Synced::Failed(error),
            };
            (at, synced)
        }
    };
    let mut synced: Vec<Synced> = wanted.iter().map(|_| Synced::Stopped).collect();
    let mut stop = std::pin::pin!(stop);
    {
        let begun = stream::iter(wanted.iter().enumerate()).take_until(stop.as_mut());
        let mut writes = std::pin::pin!(begun.map(write).buffer_unordered(PARALLEL));
        while let Some((at, done)) = writes.next().await {
            if let Some(slot) = synced.get_mut(at) {
                *slot = done;
            }
        }
    }
    date(wanted, &synced, options).await;
    synced
}

async fn put(
    variable: &PlacedVariable,
    value: &SecretString,
    before: Standing,
    options: &SyncOptions,
) -> Synced {
    match variable.target.write(&variable.name, value, variable.sensitivity).await {
        Ok(()) => {
            remember(variable, value, options);
            Synced::Written { before }
        }
        Err(error) => Synced::Failed(error),
    }
}

/// Remembers what a place holds; what cannot be kept is less knowledge, and no failure.
fn remember(variable: &PlacedVariable, value: &SecretString, options: &SyncOptions) {
    drop(options.fingerprints.record(&variable.spot(), value, options.clock.now()));
}

/// Learns by which date each place knows our writes.
async fn date(wanted: &[Wanted], synced: &[Synced], options: &SyncOptions) {
    let is_hidden = |variable: &PlacedVariable| !variable.target.shows_values(variable.sensitivity);
    let written: Vec<&PlacedVariable> = wanted
        .iter()
        .zip(synced)
        .filter(|(_, synced)| matches!(synced, Synced::Written { .. }))
        .map(|(wanted, _)| &wanted.variable)
        .filter(|variable| is_hidden(variable))
        .collect();
    let holdings = read_all(places(written.iter().copied())).await;
    for variable in written {
        if let Some(Ok(holdings)) = holdings.get(variable.target.target())
            && let Some(held) = holdings.get(&variable.stored_name(), variable.sensitivity)
        {
            drop(options.fingerprints.date(&variable.spot(), held.updated));
        }
    }
}

/// Says what a person should know before variables are written to their places.
pub async fn warnings(variables: &[&PlacedVariable]) -> Vec<String> {
    let mut warnings = Vec::new();
    for place in places(variables.iter().copied()) {
        let here = variables.iter().filter(|v| v.target.target() == place.target());
        // A secret is the stricter case.
        let Some(strictest) = here.map(|variable| variable.sensitivity).min() else { continue };
        warnings.extend(place.warnings(strictest).await);
    }
    warnings
}
