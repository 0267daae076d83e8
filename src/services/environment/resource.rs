//! The declared variables as plans and applying know them.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use futures_util::StreamExt as _;
use futures_util::stream;
use secrecy::SecretString;

use super::error::TargetError;
use super::fingerprints::Fingerprints;
use super::standing::Holdings;
use super::standing::Standing;
use super::standing::standing;
use super::target::EnvironmentTarget;
use super::variable::PlacedVariable;
use super::variable::places;
use crate::base::Clock;
use crate::model::change_set::Address;
use crate::model::change_set::Desired;
use crate::model::change_set::Field;
use crate::model::change_set::FieldChange;
use crate::model::change_set::FieldValue;
use crate::model::change_set::Observed;
use crate::model::change_set::Ownership;
use crate::model::change_set::ResourceKind;
use crate::model::variable::VALUE_FIELD;
use crate::model::variable::VALUE_SET;
use crate::model::variable::VariableTarget;
use crate::services::resources::BoxFuture;
use crate::services::resources::CallError;
use crate::services::resources::FailureCause;
use crate::services::resources::Reading;
use crate::services::resources::Resource;

/// Places that are read at once.
const PARALLEL: usize = 8;

/// The declared variables at their places. Planning reads no source: what is there is compared with
/// what stands in the project file, or with what was last written.
#[derive(Debug)]
pub struct Variables {
    variables: BTreeMap<Address, PlacedVariable>,
    fingerprints: Arc<Fingerprints>,
    clock: Arc<dyn Clock>,
    rewrites_unknown: bool,
    /// What applying writes; read from its sources only then.
    values: Mutex<BTreeMap<Address, SecretString>>,
}

impl Variables {
    /// Creates the kind over variables at their places.
    #[must_use]
    pub fn new(
        variables: Vec<PlacedVariable>,
        fingerprints: Arc<Fingerprints>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let variables = variables.into_iter().map(|v| (v.address.clone(), v)).collect();
        Self { variables, fingerprints, clock, rewrites_unknown: false, values: Mutex::default() }
    }

    /// Plans to write what is there with a value that nobody can tell.
    #[must_use]
    pub fn rewriting_unknown(self, rewrites_unknown: bool) -> Self {
        Self { rewrites_unknown, ..self }
    }

    /// Returns a variable at its place.
    #[must_use]
    pub fn get(&self, address: &Address) -> Option<&PlacedVariable> {
        self.variables.get(address)
    }

    /// Names the places that are not on this machine, for the guard of a kept plan.
    #[must_use]
    pub fn remote_places(&self) -> Option<String> {
        let places = places(self.variables.values());
        let remote = places.iter().filter(|place| !place.target().is_local());
        let mut names: Vec<String> = remote.map(|place| place.identity()).collect();
        names.sort_unstable();
        names.dedup();
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// Gives a variable the value that applying writes.
    pub fn supply(&self, address: Address, value: SecretString) {
        self.values.lock().unwrap_or_else(PoisonError::into_inner).insert(address, value);
    }

    fn value(&self, variable: &PlacedVariable) -> Option<SecretString> {
        let values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        values.get(&variable.address).or(variable.literal.as_ref()).cloned()
    }

    fn is_supplied(&self, address: &Address) -> bool {
        self.values.lock().unwrap_or_else(PoisonError::into_inner).contains_key(address)
    }

    fn observed(&self, variable: &PlacedVariable, holdings: &Holdings) -> Option<Observed> {
        let spot = variable.spot();
        let held = holdings.get(&variable.stored_name(), variable.sensitivity)?;
        // What cannot be kept is less knowledge, and no failure.
        drop(self.fingerprints.date(&spot, held.updated));
        let wanted = self.value(variable);
        let standing = standing(Some(held), wanted.as_ref(), &spot, &self.fingerprints);
        // What was just written is known even where nothing can be kept of it.
        let is_left = standing == Standing::Unknown && !self.rewrites_unknown;
        let is_written = standing == Standing::Unknown && self.is_supplied(&variable.address);
        let word = if is_left || is_written { VALUE_SET } else { standing.word() };
        Some(Observed {
            address: variable.address.clone(),
            fields: vec![Field::new(VALUE_FIELD, FieldValue::Text(word.to_owned()))],
            ownership: Ownership::ByName,
            arn: String::new(),
            created: None,
            holds_data: false,
            is_protected: false,
            is_shared: false,
            unmarkable: None,
            remark: (is_left && !is_written).then(|| {
                "unknown: it is there, and was not written from here; env sync writes it, and \
                 apply --rewrite-secrets"
                    .to_owned()
            }),
        })
    }

    fn named(&self, address: &Address) -> Result<&PlacedVariable, CallError> {
        self.variables.get(address).ok_or_else(|| {
            CallError::new(FailureCause::Refused, "nobody here can reach that place")
        })
    }

    async fn write(&self, address: &Address) -> Result<(), CallError> {
        let variable = self.named(address)?;
        let Some(value) = self.value(variable) else {
            let reason = "its value was not read from its source";
            return Err(CallError::new(FailureCause::Refused, reason));
        };
        variable.target.write(&variable.name, &value, variable.sensitivity).await?;
        drop(self.fingerprints.record(&variable.spot(), &value, self.clock.now()));
        Ok(())
    }
}

/// Reads places, boundedly many at once.
pub async fn read_all(
    places: Vec<Arc<dyn EnvironmentTarget>>,
) -> HashMap<VariableTarget, Result<Holdings, TargetError>> {
    let reads: Vec<_> = places.into_iter().map(read_one).collect();
    stream::iter(reads).buffer_unordered(PARALLEL).collect().await
}

async fn read_one(
    place: Arc<dyn EnvironmentTarget>,
) -> (VariableTarget, Result<Holdings, TargetError>) {
    let held = place.read().await.map(|held| Holdings::new(&*place, held));
    (place.target().clone(), held)
}

/// What is not known cannot be planned; all places that could not be read are told at once.
fn unreadable(mut failed: Vec<(VariableTarget, TargetError)>) -> Option<CallError> {
    failed.sort_by(|(left, _), (right, _)| left.cmp(right));
    let mut failed = failed.into_iter();
    let (target, first) = failed.next()?;
    let mut error = CallError::from(first);
    error.message = format!("{target} cannot be read: {}", error.message);
    for (target, other) in failed {
        error.hints.push(format!("also: {target} cannot be read: {other}"));
        error.hints.extend(other.hints);
    }
    error.hints.push(
        "write the places that can be reached with env sync --target, and plan the rest with \
         --only xray,logs,honeycomb"
            .to_owned(),
    );
    Some(error)
}

impl Resource for Variables {
    fn kind(&self) -> ResourceKind {
        ResourceKind::Variable
    }

    fn read<'a>(&'a self, declared: &'a [Desired]) -> BoxFuture<'a, Result<Reading, CallError>> {
        Box::pin(async move {
            let wanted: Vec<&PlacedVariable> =
                declared.iter().filter_map(|d| self.variables.get(&d.address)).collect();
            let mut holdings = HashMap::new();
            let mut failed = Vec::new();
            for (target, read) in read_all(places(wanted.iter().copied())).await {
                match read {
                    Ok(read) => {
                        holdings.insert(target, read);
                    }
                    Err(error) => failed.push((target, error)),
                }
            }
            if let Some(error) = unreadable(failed) {
                return Err(error);
            }
            let observed = wanted.into_iter().filter_map(|variable| {
                self.observed(variable, holdings.get(variable.target.target())?)
            });
            Ok(Reading { observed: observed.collect(), notes: Vec::new() })
        })
    }

    fn find<'a>(
        &'a self,
        declared: &'a Desired,
    ) -> BoxFuture<'a, Result<Option<Observed>, CallError>> {
        Box::pin(async move {
            let variable = self.named(&declared.address)?;
            let held = variable.target.read().await?;
            Ok(self.observed(variable, &Holdings::new(&*variable.target, held)))
        })
    }

    fn create<'a>(&'a self, declared: &'a Desired) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(self.write(&declared.address))
    }

    fn update<'a>(
        &'a self,
        observed: &'a Observed,
        _: &'a [FieldChange],
    ) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(self.write(&observed.address))
    }

    fn delete<'a>(&'a self, address: &'a Address) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async move {
            let variable = self.named(address)?;
            let was_there = variable.target.remove(&variable.name, variable.sensitivity).await?;
            drop(self.fingerprints.forget(&variable.spot()));
            match was_there {
                true => Ok(()),
                false => Err(CallError::new(FailureCause::Missing, "it is not there")),
            }
        })
    }
}
