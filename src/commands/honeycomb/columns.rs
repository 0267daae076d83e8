//! `honeycomb columns`.

use clap::Args;
use serde_json::json;

use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::honeycomb_session::Session;
use crate::ui::Column;
use crate::ui::Report;

/// List the columns of a dataset
#[derive(Args, Debug)]
pub(crate) struct HoneycombColumnsArgs {
    /// The dataset
    dataset: String,
}

pub(super) async fn run(
    context: &Context,
    args: HoneycombColumnsArgs,
) -> Result<Outcome, CommandError> {
    let session = Session::open(context).await?;
    let columns = session.client.columns(&args.dataset).await;
    let mut found = session.conclude(columns).await?;
    found.sort_by(|left, right| left.key_name.cmp(&right.key_name));
    let heads = vec![Column::left("COLUMN"), Column::left("TYPE"), Column::left("LAST WRITTEN")];
    let rows = found.iter().map(|column| {
        vec![
            column.key_name.clone(),
            column.column_type.clone(),
            column.last_written.clone().unwrap_or_default(),
        ]
    });
    context.ui.print(&Report::table(json!(found), heads, rows.collect()))?;
    Ok(Outcome::Done)
}
