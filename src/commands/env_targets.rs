//! The places that variables are written to, as settings and surroundings give them.

use std::path::Path;
use std::sync::Arc;

use super::context::Context;
use super::env_remote;
use crate::model::variable::VariableTarget;
use crate::services::environment::DotenvTarget;
use crate::services::environment::EnvironmentTarget;
use crate::services::environment::Sensitivity;
use crate::services::environment::TargetCause;
use crate::services::environment::TargetError;

/// What is wanted of a place.
#[derive(Clone, Debug)]
pub(crate) struct Wish<'w> {
    /// The repository that a person named.
    pub(crate) repository: Option<&'w str>,
    /// The kinds of variables that are worked on; a token need not be good for others.
    pub(crate) kinds: Vec<Sensitivity>,
}

/// Prepares a place; `project` is the folder of the project file. Calls nobody.
///
/// # Errors
/// The place cannot be reached from here: no workspace, no token, or it is none that is written to.
pub(crate) async fn open(
    context: &Context,
    project: &Path,
    target: &VariableTarget,
    wish: &Wish<'_>,
) -> Result<Arc<dyn EnvironmentTarget>, TargetError> {
    match target {
        VariableTarget::Direnv | VariableTarget::Dotenv(_) => {
            match DotenvTarget::new(project, target.clone()) {
                Some(file) => Ok(Arc::new(file)),
                None => Err(unavailable(target, "it is no file")),
            }
        }
        VariableTarget::Shell => Err(unavailable(target, "a shell is told, not written to")
            .hint("eval \"$(cruddur-obs env sync --target shell)\"")),
        remote => env_remote::open(context, remote, wish),
    }
}

fn unavailable(target: &VariableTarget, reason: &str) -> TargetError {
    TargetError::new(TargetCause::Unavailable, format!("{target} cannot be used: {reason}"))
}
