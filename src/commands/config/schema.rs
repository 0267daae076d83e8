//! `config schema`.

use clap::Args;

use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::manifest;

/// Print the JSON Schema of cruddur-obs.toml
///
/// Editors complete and check the file with it: save it beside the project and name it in the
/// file's first line, `#:schema ./cruddur-obs.schema.json`.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs config schema > cruddur-obs.schema.json")]
pub(crate) struct ConfigSchemaArgs {}

pub(crate) async fn run(
    context: &Context,
    _args: ConfigSchemaArgs,
) -> Result<Outcome, CommandError> {
    let text = format!("{:#}\n", manifest::json_schema());
    context.ui.write_bytes(text.as_bytes())?;
    Ok(Outcome::Done)
}
