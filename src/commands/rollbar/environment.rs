//! The environment that items belong to: of a flag, else of the project file.

use crate::commands::CommandError;
use crate::commands::Context;
use crate::manifest::Manifest;

/// The environment where nobody names one; SDKs say the same.
pub(super) const DEFAULT: &str = "production";

/// Returns the environment of the project file, if there is one.
pub(super) fn declared(context: &Context) -> Result<Option<String>, CommandError> {
    let Some((path, name)) = context.project_file() else { return Ok(None) };
    let manifest = Manifest::load(&path, name)?;
    Ok(manifest.rollbar.environment.map(|environment| environment.value))
}

/// Returns the environment in which something is sent.
pub(super) fn sent_to(context: &Context, flag: Option<String>) -> Result<String, CommandError> {
    if let Some(name) = flag {
        return Ok(name);
    }
    if let Some(name) = declared(context)? {
        return Ok(name);
    }
    context.ui.hint(&format!(
        "the environment is {DEFAULT}; --environment, or environment in [rollbar] of \
         cruddur-obs.toml, names another"
    ));
    Ok(DEFAULT.to_owned())
}
