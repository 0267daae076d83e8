//! Gitpod Classic as a place of variables, by the program `gp` of a workspace.

use std::fmt;

use secrecy::ExposeSecret as _;
use secrecy::SecretString;

use super::error::TargetCause;
use super::error::TargetError;
use super::steps::without_value;
use super::target::EnvironmentTarget;
use super::target::Held;
use super::target::Sensitivity;
use crate::clients::gitpod::GpError;
use crate::clients::gitpod::GpProgram;
use crate::clients::gitpod::GpScope;
use crate::model::Violation;
use crate::model::variable::GitpodScope;
use crate::model::variable::VariableTarget;
use crate::model::variable::check_gp_value;
use crate::services::resources::BoxFuture;

/// Variables of a user of Gitpod, as the program of a workspace shows and changes them.
pub struct GpTarget {
    target: VariableTarget,
    scope: GpScope,
    host: String,
    workspace: String,
    program: GpProgram,
}

impl fmt::Debug for GpTarget {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("GpTarget").field("target", &self.target).finish_non_exhaustive()
    }
}

impl GpTarget {
    /// Creates the place of a workspace at `host`; `repository` is what its variables are
    /// remembered by.
    #[must_use]
    pub fn new(scope: GitpodScope, host: String, repository: String, program: GpProgram) -> Self {
        let own = match scope {
            GitpodScope::Repository => GpScope::Repository,
            GitpodScope::User => GpScope::User,
        };
        let target = VariableTarget::Gitpod(scope);
        Self { target, scope: own, host, workspace: repository, program }
    }

    fn explain(&self, error: &GpError) -> TargetError {
        let told = |cause| TargetError::new(cause, error.to_string());
        let elsewhere = "set GITPOD_TOKEN to use the API instead";
        match error {
            GpError::NotFound => told(TargetCause::Unavailable).hint(elsewhere),
            GpError::NotStarted(_) => told(TargetCause::Unavailable).hint(elsewhere),
            GpError::Failed { is_outside: true, .. } => told(TargetCause::Unavailable)
                .hint(
                    "the supervisor of the workspace does not answer: run this in a terminal of it",
                )
                .hint(elsewhere),
            GpError::Failed { wants_creation: true, .. } => told(TargetCause::Refused)
                .hint(format!("make the variable once at {}/user/variables, for */**", self.host))
                .hint(elsewhere),
            GpError::Failed { .. } => told(TargetCause::Uncertain).hint(elsewhere),
            GpError::Slow => told(TargetCause::Uncertain).hint("try again"),
            GpError::Changed { .. } => told(TargetCause::Broken).hint(
                "what is stored now is not what was given: set GITPOD_TOKEN and write it again",
            ),
            GpError::Unreadable => told(TargetCause::Broken).hint(elsewhere),
            GpError::TooLong { .. } => told(TargetCause::Invalid).hint(elsewhere),
        }
    }
}

impl EnvironmentTarget for GpTarget {
    fn target(&self) -> &VariableTarget {
        &self.target
    }

    fn identity(&self) -> String {
        format!("{} {}", self.host, self.workspace.to_lowercase())
    }

    fn shows_values(&self, _sensitivity: Sensitivity) -> bool {
        true
    }

    fn check(&self, name: &str, value: &str) -> Result<(), Violation> {
        self.target.check_value("value", name, value)?;
        check_gp_value("value", name, value)
    }

    fn warnings(&self, sensitivity: Sensitivity) -> BoxFuture<'_, Vec<String>> {
        let warning = "gp takes values on its command line, where other processes of the workspace can read them; with GITPOD_TOKEN set, the API is used instead";
        let warnings = match sensitivity {
            Sensitivity::Secret => vec![warning.to_owned()],
            Sensitivity::Plain => Vec::new(),
        };
        Box::pin(std::future::ready(warnings))
    }

    fn read(&self) -> BoxFuture<'_, Result<Vec<Held>, TargetError>> {
        Box::pin(async move {
            let listed = self.program.list().await.map_err(|error| self.explain(&error))?;
            let held = listed.into_iter().map(|variable| Held {
                name: variable.name,
                sensitivity: None,
                value: variable.value.map(SecretString::from),
                updated: None,
            });
            Ok(held.collect())
        })
    }

    fn write<'a>(
        &'a self,
        name: &'a str,
        value: &'a SecretString,
        _sensitivity: Sensitivity,
    ) -> BoxFuture<'a, Result<(), TargetError>> {
        Box::pin(async move {
            if let Err(broken) = self.check(name, value.expose_secret()) {
                return Err(TargetError::new(TargetCause::Invalid, broken.to_string())
                    .hint("set GITPOD_TOKEN to use the API instead, which changes nothing"));
            }
            let written = self.program.set(self.scope, name, value).await;
            written.map_err(|error| without_value(self.explain(&error), value))
        })
    }

    fn remove<'a>(
        &'a self,
        name: &'a str,
        _sensitivity: Sensitivity,
    ) -> BoxFuture<'a, Result<bool, TargetError>> {
        Box::pin(async move {
            if self.scope == GpScope::User {
                let message = "gp deletes only variables of the repository, not those of the user";
                let place = format!("delete {name} at {}/user/variables", self.host);
                return Err(TargetError::new(TargetCause::Unavailable, message)
                    .hint(place)
                    .hint("set GITPOD_TOKEN to use the API instead"));
            }
            let listed = self.program.list().await.map_err(|error| self.explain(&error))?;
            if !listed.iter().any(|variable| variable.name == name) {
                return Ok(false);
            }
            self.program.unset(name).await.map_err(|error| self.explain(&error))?;
            Ok(true)
        })
    }
}
