//! What a check has found.

use super::registry::Check;
use crate::base::Place;

/// What a check has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The check.
    pub check: &'static Check,
    /// What was found, without the secret.
    pub message: String,
    /// Where.
    pub place: Place,
    /// Where else, if that says more.
    pub also: Option<Place>,
}

impl Finding {
    pub(super) const fn new(check: &'static Check, message: String, place: Place) -> Self {
        Self { check, message, place, also: None }
    }

    pub(super) fn beside(mut self, place: Place) -> Self {
        self.also = Some(place);
        self
    }
}
