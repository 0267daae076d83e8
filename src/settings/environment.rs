//! The variables around us, as a value that can be made up in tests.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::ffi::OsString;
use std::path::PathBuf;

use super::env::Variable;

/// A copy of the variables. An empty variable counts as one that is not set, because CI systems
/// turn a missing value into an empty one.
#[derive(Clone, Default)]
pub struct Environment {
    values: BTreeMap<String, OsString>,
}

// Values may be secrets.
impl std::fmt::Debug for Environment {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_set().entries(self.values.keys()).finish()
    }
}

impl Environment {
    /// Reads the variables of this process.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one reader of the environment")]
    pub fn of_process() -> Self {
        let named =
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value)));
        Self { values: named.filter(|(_, value)| !value.is_empty()).collect() }
    }

    /// Creates an environment from pairs.
    #[must_use]
    pub fn from_pairs<N: Into<String>, V: Into<OsString>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let values = pairs.into_iter().map(|(name, value)| (name.into(), value.into()));
        Self { values: values.filter(|(_, value)| !value.is_empty()).collect() }
    }

    /// Returns the value of a variable, if it is set and is text.
    #[must_use]
    pub fn get(&self, variable: &Variable) -> Option<&str> {
        self.values.get(variable.name)?.to_str()
    }

    /// Returns the value of a variable as a path.
    #[must_use]
    pub fn path(&self, variable: &Variable) -> Option<PathBuf> {
        self.values.get(variable.name).map(PathBuf::from)
    }

    /// Says whether a variable is set to anything but nothing.
    #[must_use]
    pub fn is_set(&self, variable: &Variable) -> bool {
        self.values.contains_key(variable.name)
    }

    /// Says whether a variable is set to anything but nothing, `0` and `false`.
    #[must_use]
    pub fn is_true(&self, variable: &Variable) -> bool {
        self.is_set(variable)
            && !matches!(self.get(variable), Some("0" | "false" | "False" | "FALSE"))
    }

    /// Returns the value of a variable that a person named: as the source of a declared variable,
    /// or on the command line.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&OsStr> {
        self.values.get(name).map(OsString::as_os_str)
    }

    /// Says whether a variable with this name is set; for the variables that flags have by rule.
    #[must_use]
    pub fn has_name(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }
}

#[cfg(test)]
mod tests {
    use super::super::env;
    use super::*;

    #[test]
    fn empty_is_not_set() {
        let environment = Environment::from_pairs([("AWS_PROFILE", ""), ("CI", "false")]);
        assert!(!environment.is_set(&env::AWS_PROFILE));
        assert!(environment.is_set(&env::CI) && !environment.is_true(&env::CI));
    }

    #[test]
    fn values_stay_out_of_debug_output() {
        let environment = Environment::from_pairs([("HONEYCOMB_API_KEY", "hcaik_secret")]);
        assert_eq!(format!("{environment:?}"), "{\"HONEYCOMB_API_KEY\"}");
    }
}
