//! How a variable stands at one place.

use std::collections::HashMap;

use secrecy::ExposeSecret as _;
use secrecy::SecretString;

use super::fingerprints::Fingerprints;
use super::fingerprints::Spot;
use super::target::EnvironmentTarget;
use super::target::Held;
use super::target::Sensitivity;
use crate::model::variable::VALUE_SET;

/// How a variable stands at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is not there.
    Missing,
    /// It is there, with the wanted value or, where that is not read, with the one that was last
    /// written from here.
    Set,
    /// It is there with another value than the wanted one.
    Differs,
    /// It was written since by somebody else.
    ChangedOutside,
    /// It is there, and nobody here can tell with which value.
    Unknown,
}

impl Standing {
    /// Returns the word for it, as plans show it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Set => VALUE_SET,
            Self::Differs => "differs",
            Self::ChangedOutside => "changed outside",
            Self::Unknown => "unknown",
        }
    }
}

/// What a place holds, by name as the place compares it.
#[derive(Debug)]
pub struct Holdings {
    held: HashMap<String, Vec<Held>>,
}

impl Holdings {
    /// Sorts what a place holds.
    #[must_use]
    pub fn new(target: &dyn EnvironmentTarget, all: Vec<Held>) -> Self {
        let mut held: HashMap<String, Vec<Held>> = HashMap::new();
        for one in all {
            held.entry(target.target().stored_name(&one.name)).or_default().push(one);
        }
        Self { held }
    }

    /// Returns a variable; a place that keeps secrets apart may hold another of the same name.
    #[must_use]
    pub fn get(&self, stored_name: &str, sensitivity: Sensitivity) -> Option<&Held> {
        let of_name = self.held.get(stored_name)?;
        of_name.iter().find(|held| held.sensitivity.is_none_or(|kind| kind == sensitivity))
    }
}

/// Says how a variable stands. `wanted` is the value as far as it is known without asking.
#[must_use]
pub fn standing(
    held: Option<&Held>,
    wanted: Option<&SecretString>,
    spot: &Spot,
    fingerprints: &Fingerprints,
) -> Standing {
    let Some(held) = held else { return Standing::Missing };
    match (&held.value, wanted) {
        (Some(value), Some(wanted)) if value.expose_secret() == wanted.expose_secret() => {
            return Standing::Set;
        }
        (Some(_), Some(_)) => return Standing::Differs,
        _ => {}
    }
    let Some(written) = fingerprints.of(spot) else { return Standing::Unknown };
    match (&held.value, wanted) {
        (Some(value), _) if fingerprints.is_last(spot, value) => Standing::Set,
        (Some(_), _) => Standing::ChangedOutside,
        (None, _) if written.is_overtaken(held.updated) => Standing::ChangedOutside,
        (None, Some(wanted)) if !fingerprints.is_last(spot, wanted) => Standing::Differs,
        (None, _) => Standing::Set,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_standing_is_told_apart() {
        let home = tempfile::tempdir().unwrap();
        let (fingerprints, _) = Fingerprints::open(Some(home.path().join("state")));
        let spot = |name: &str| Spot::new("place", name, Sensitivity::Secret);
        let value = |text: &str| SecretString::from(text);
        fingerprints.record(&spot("A"), &value("one"), 1_000).unwrap();
        let held = |shown: Option<&str>, updated| Held {
            name: "A".to_owned(),
            sensitivity: None,
            value: shown.map(SecretString::from),
            updated,
        };
        let of = |name: &str, held: Option<Held>, wanted: Option<&str>| {
            let wanted = wanted.map(SecretString::from);
            standing(held.as_ref(), wanted.as_ref(), &spot(name), &fingerprints)
        };
        assert_eq!(of("A", None, Some("one")), Standing::Missing);
        // A place that shows values.
        assert_eq!(of("B", Some(held(Some("x"), None)), Some("x")), Standing::Set);
        assert_eq!(of("B", Some(held(Some("x"), None)), Some("y")), Standing::Differs);
        assert_eq!(of("B", Some(held(Some("x"), None)), None), Standing::Unknown);
        assert_eq!(of("A", Some(held(Some("one"), None)), None), Standing::Set);
        assert_eq!(of("A", Some(held(Some("two"), None)), None), Standing::ChangedOutside);
        // A place that does not.
        assert_eq!(of("B", Some(held(None, Some(5))), Some("x")), Standing::Unknown);
        assert_eq!(of("A", Some(held(None, None)), None), Standing::Set);
        assert_eq!(of("A", Some(held(None, Some(2_000))), Some("one")), Standing::Set);
        assert_eq!(of("A", Some(held(None, Some(2_000))), Some("two")), Standing::Differs);
        assert_eq!(of("A", Some(held(None, Some(90_000))), Some("one")), Standing::ChangedOutside);
    }
}
