//! The seam between planning and applying, and the vendors.

use std::pin::Pin;

use super::call_error::CallError;
use crate::model::change_set::Address;
use crate::model::change_set::Desired;
use crate::model::change_set::FieldChange;
use crate::model::change_set::Observed;
use crate::model::change_set::Origin;
use crate::model::change_set::ResourceKind;

/// A future that can be kept in a list with others.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What reading a kind found.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What is declared or marked as ours, as far as it exists.
    pub observed: Vec<Observed>,
    /// What could not be looked at, and what that means.
    pub notes: Vec<String>,
}

/// One kind of declared thing at one vendor.
///
/// Each method makes the calls of one step and keeps within the vendor's limits. Steps may be
/// repeated: whoever calls a method reads back what an earlier attempt did.
pub trait Resource: Send + Sync {
    /// Returns the kind.
    fn kind(&self) -> ResourceKind;

    /// Reads everything of this kind that is declared or marked as ours.
    fn read<'a>(&'a self, declared: &'a [Desired]) -> BoxFuture<'a, Result<Reading, CallError>>;

    /// Reads one thing.
    fn find<'a>(
        &'a self,
        declared: &'a Desired,
    ) -> BoxFuture<'a, Result<Option<Observed>, CallError>>;

    /// Creates a thing and marks it as created by us, as far as the vendor can in one step.
    fn create<'a>(&'a self, declared: &'a Desired) -> BoxFuture<'a, Result<(), CallError>>;

    /// Gives fields of an existing thing other values and leaves all others.
    fn update<'a>(
        &'a self,
        observed: &'a Observed,
        fields: &'a [FieldChange],
    ) -> BoxFuture<'a, Result<(), CallError>>;

    /// Marks a thing as ours; a kind without marks has nothing to do.
    fn mark<'a>(
        &'a self,
        observed: &'a Observed,
        origin: Origin,
    ) -> BoxFuture<'a, Result<(), CallError>> {
        let _ = (observed, origin);
        Box::pin(std::future::ready(Ok(())))
    }

    /// Takes our mark off; a kind without marks has nothing to do.
    fn release<'a>(&'a self, observed: &'a Observed) -> BoxFuture<'a, Result<(), CallError>> {
        let _ = observed;
        Box::pin(std::future::ready(Ok(())))
    }

    /// Deletes a thing.
    fn delete<'a>(&'a self, address: &'a Address) -> BoxFuture<'a, Result<(), CallError>>;

    /// Says what a declared thing costs in traces or storage; what the file does not name stays as
    /// it is observed.
    fn cost(&self, declared: &Desired, observed: Option<&Observed>) -> Option<String> {
        let _ = (declared, observed);
        None
    }
}
