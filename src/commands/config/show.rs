//! `config show`.

use clap::Args;
use serde_json::json;

use crate::base::Hint as _;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::settings::ShownSetting;
use crate::ui::Column;
use crate::ui::Report;

/// Show the settings that a command would use here
///
/// A setting comes from a flag, else its variable, else the project file, else the user file,
/// else it has its default. Secrets are not settings and are never shown.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs config show --origin
  cruddur-obs config show --profile aws --query 'settings[?name==`region`].value | [0]' -o text")]
pub(crate) struct ConfigShowArgs {
    /// Show where each value comes from
    #[arg(long)]
    origin: bool,
    /// Show settings without a value too
    #[arg(long)]
    all: bool,
}

pub(crate) async fn run(context: &Context, args: ConfigShowArgs) -> Result<Outcome, CommandError> {
    let settings = context.settings()?;
    let shown = settings.shown();
    let listed: Vec<&ShownSetting> =
        shown.iter().filter(|setting| args.all || setting.value.is_some()).collect();
    let value = json!({ "settings": listed.iter().map(|setting| json!({
        "name": setting.name,
        "origin": setting.origin.to_string(),
        "value": setting.value,
    })).collect::<Vec<_>>() });
    let mut columns = vec![Column::left("SETTING"), Column::left("VALUE")];
    if args.origin {
        columns.push(Column::left("ORIGIN"));
    }
    let rows = listed.into_iter().map(|setting| {
        let mut row =
            vec![setting.name.clone(), setting.value.clone().unwrap_or_else(|| "-".to_owned())];
        if args.origin {
            row.push(setting.origin.to_string());
        }
        row
    });
    context.ui.print(&Report::table(value, columns, rows.collect()))?;
    for complaint in settings.complaints() {
        context.ui.warning(&complaint.to_string());
        complaint.hints().iter().for_each(|hint| context.ui.hint(hint));
    }
    Ok(Outcome::Done)
}
