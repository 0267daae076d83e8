//! Showing values: the two verbs that may, and where they must not.

use secrecy::ExposeSecret as _;
use secrecy::SecretString;

use crate::commands::CommandError;
use crate::commands::Context;
use crate::settings::env;
use crate::ui::Ci;
use crate::ui::Format;
use crate::ui::Report;
use crate::ui::escape_untrusted_lines;

/// Refuses where whatever is shown is kept and read by others; `--ci none` changes looks only.
pub(super) fn refuse_in_ci(context: &Context) -> Result<(), CommandError> {
    let surroundings = [&env::CI, &env::GITHUB_ACTIONS, &env::GITLAB_CI];
    // Whatever it is set to: only its absence says that nobody else reads along.
    let is_ci =
        surroundings.into_iter().any(|variable| context.environment.get(variable).is_some());
    if !is_ci && context.ui.options().ci == Ci::None {
        return Ok(());
    }
    Err(CommandError::usage("values are not shown in a CI job, whose log others read").hint(
        "hand the value to the program that needs it: by a variable of the job, or by \
         cruddur-obs env sync --target dotenv:PATH",
    ))
}

/// Prints a text that holds values; formats for programs print `value`.
pub(super) fn print(
    context: &Context,
    value: serde_json::Value,
    text: &SecretString,
) -> Result<(), CommandError> {
    let options = context.ui.options();
    let for_programs = !matches!(context.ui.format(), Format::Human | Format::Plain);
    if for_programs || options.query.is_some() {
        context.ui.print(&Report::text(value, text.expose_secret()))?;
        return Ok(());
    }
    let text = text.expose_secret();
    if options.stdout_is_terminal && !options.raw {
        context.ui.write_bytes(escape_untrusted_lines(text).as_bytes())?;
    } else {
        context.ui.write_bytes(text.as_bytes())?;
    }
    Ok(())
}
