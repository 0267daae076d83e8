//! One variable at one place.

use std::sync::Arc;

use secrecy::ExposeSecret as _;
use secrecy::SecretString;

use super::fingerprints::Spot;
use super::target::EnvironmentTarget;
use super::target::Sensitivity;
use crate::model::Violation;
use crate::model::change_set::Address;

/// One variable at one place.
#[derive(Clone)]
pub struct PlacedVariable {
    /// What it is called in plans.
    pub address: Address,
    /// Its name, as the project file spells it.
    pub name: String,
    /// Whether its value is a secret.
    pub sensitivity: Sensitivity,
    /// The place.
    pub target: Arc<dyn EnvironmentTarget>,
    /// Its value, where that stands in the project file.
    pub literal: Option<SecretString>,
}

impl std::fmt::Debug for PlacedVariable {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("PlacedVariable").field(&self.address).finish()
    }
}

impl PlacedVariable {
    /// Returns its name as the place compares it.
    #[must_use]
    pub fn stored_name(&self) -> String {
        self.target.target().stored_name(&self.name)
    }

    /// Returns what it is remembered by.
    #[must_use]
    pub fn spot(&self) -> Spot {
        Spot::new(self.target.identity(), &self.stored_name(), self.sensitivity)
    }

    /// Checks what the place can carry.
    ///
    /// # Errors
    /// The place refuses the name, or cannot carry the value as it is.
    pub fn check(&self, value: &SecretString) -> Result<(), Violation> {
        self.target.target().check_name("name", &self.name)?;
        self.target.check(&self.name, value.expose_secret())
    }
}

/// Lists the places of variables, each once.
#[must_use]
pub fn places<'v>(
    variables: impl IntoIterator<Item = &'v PlacedVariable>,
) -> Vec<Arc<dyn EnvironmentTarget>> {
    let mut places: Vec<Arc<dyn EnvironmentTarget>> = Vec::new();
    for variable in variables {
        if !places.iter().any(|place| place.target() == variable.target.target()) {
            places.push(Arc::clone(&variable.target));
        }
    }
    places
}
