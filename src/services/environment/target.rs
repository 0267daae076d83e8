//! The seam between the variables of a project and the places that hold them.

use secrecy::SecretString;

use super::error::TargetError;
use crate::base::Milliseconds;
use crate::model::Violation;
use crate::model::variable::VariableTarget;
use crate::services::resources::BoxFuture;

/// Whether a value may be shown by the place that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sensitivity {
    /// It is a secret.
    Secret,
    /// It is none; some places keep such values apart, and show them.
    Plain,
}

impl Sensitivity {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Secret, Self::Plain];

    /// Returns the sensitivity of a declared variable.
    #[must_use]
    pub const fn of(is_secret: bool) -> Self {
        if is_secret { Self::Secret } else { Self::Plain }
    }
}

/// A variable that a place holds.
#[derive(Clone, Debug)]
pub struct Held {
    /// Its name, as the place spells it.
    pub name: String,
    /// The kind of thing that it is there; none where the place has one kind for all.
    pub sensitivity: Option<Sensitivity>,
    /// Its value, only where the place shows values.
    pub value: Option<SecretString>,
    /// When it was last written, if the place tells.
    pub updated: Option<Milliseconds>,
}

/// A place that holds variables.
///
/// Each method does one step and may be repeated: to write what is there is no error. A place that
/// names variables without regard to case is told names as the file spells them, and compares by
/// [`VariableTarget::stored_name`]. Waiting for a rate limit is the place's own business, within
/// bounds; how many steps run at once is the caller's.
pub trait EnvironmentTarget: Send + Sync {
    /// Returns which place it is.
    fn target(&self) -> &VariableTarget;

    /// Returns which one of its kind it is, for instance host and repository; what was written is
    /// remembered by it. Calls nobody and holds no secret.
    fn identity(&self) -> String;

    /// Says whether values of such variables can be read back.
    fn shows_values(&self, sensitivity: Sensitivity) -> bool;

    /// Checks a value before anything is written anywhere; a place reached by a program that
    /// changes values refuses more than [`VariableTarget::check_value`] does.
    ///
    /// # Errors
    /// The place cannot carry the value as it is.
    fn check(&self, name: &str, value: &str) -> Result<(), Violation> {
        self.target().check_value("value", name, value)
    }

    /// Says what a person should know before the first such variable is written.
    fn warnings(&self, sensitivity: Sensitivity) -> BoxFuture<'_, Vec<String>> {
        let _ = sensitivity;
        Box::pin(std::future::ready(Vec::new()))
    }

    /// Reads everything that the place holds, secrets and others. A mere plan calls it, too.
    fn read(&self) -> BoxFuture<'_, Result<Vec<Held>, TargetError>>;

    /// Gives a variable its value, whether or not it is there.
    fn write<'a>(
        &'a self,
        name: &'a str,
        value: &'a SecretString,
        sensitivity: Sensitivity,
    ) -> BoxFuture<'a, Result<(), TargetError>>;

    /// Takes a variable away; says whether it was there.
    fn remove<'a>(
        &'a self,
        name: &'a str,
        sensitivity: Sensitivity,
    ) -> BoxFuture<'a, Result<bool, TargetError>>;
}
