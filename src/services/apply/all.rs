//! All kinds together.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::future::join_all;

use crate::model::change_set::Address;
use crate::model::change_set::ChangeSet;
use crate::model::change_set::Desired;
use crate::model::change_set::Observed;
use crate::model::change_set::ResourceKind;
use crate::model::change_set::Section;
use crate::services::plan::Goal;
use crate::services::plan::PlanOptions;
use crate::services::plan::plan;
use crate::services::resources::CallError;
use crate::services::resources::Reading;
use crate::services::resources::Resource;

/// All kinds that can be read and changed here.
#[derive(Clone)]
pub struct Resources {
    kinds: Vec<Arc<dyn Resource>>,
}

impl std::fmt::Debug for Resources {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.kinds.iter().map(|kind| kind.kind())).finish()
    }
}

impl Resources {
    /// Creates the set of kinds.
    #[must_use]
    pub fn new(kinds: Vec<Arc<dyn Resource>>) -> Self {
        Self { kinds }
    }

    /// Returns a kind.
    pub(super) fn of(&self, kind: ResourceKind) -> Option<&dyn Resource> {
        self.kinds.iter().find(|resource| resource.kind() == kind).map(|resource| &**resource)
    }

    /// Reads everything of the sections that are worked on, all kinds at once.
    ///
    /// # Errors
    /// The first call that failed; what is not known cannot be planned.
    pub async fn read(
        &self,
        declared: &[Desired],
        options: &PlanOptions,
    ) -> Result<Reading, CallError> {
        let wanted = |section: Section| options.sections.contains(&section);
        let kinds = self.kinds.iter().filter(|resource| wanted(resource.kind().section()));
        let readings = join_all(kinds.map(|resource| async move {
            let kind = resource.kind();
            let of_kind: Vec<Desired> =
                declared.iter().filter(|desired| desired.address.kind == kind).cloned().collect();
            resource.read(&of_kind).await
        }))
        .await;
        let mut whole = Reading::default();
        for reading in readings {
            let reading = reading?;
            whole.observed.extend(reading.observed);
            whole.notes.extend(reading.notes);
        }
        Ok(whole)
    }

    /// Plans, and says of each declared thing what it costs.
    #[must_use]
    pub fn plan(
        &self,
        declared: &[Desired],
        reading: &Reading,
        options: &PlanOptions,
    ) -> ChangeSet {
        let mut set = plan(declared, &reading.observed, options);
        if options.goal == Goal::Gone {
            return set;
        }
        let desired: BTreeMap<&Address, &Desired> =
            declared.iter().map(|desired| (&desired.address, desired)).collect();
        let observed: BTreeMap<&Address, &Observed> =
            reading.observed.iter().map(|observed| (&observed.address, observed)).collect();
        for change in &mut set.changes {
            let there = observed.get(&change.address).copied();
            if let (Some(desired), Some(resource)) =
                (desired.get(&change.address), self.of(change.address.kind))
            {
                change.cost = resource.cost(desired, there);
            }
        }
        set
    }
}
