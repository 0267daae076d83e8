//! `honeycomb datasets`.

use clap::Args;
use serde_json::json;

use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::honeycomb_session::Session;
use crate::ui::Column;
use crate::ui::Report;

/// List the datasets
#[derive(Args, Debug)]
pub(crate) struct HoneycombDatasetsArgs {}

pub(super) async fn run(
    context: &Context,
    _args: HoneycombDatasetsArgs,
) -> Result<Outcome, CommandError> {
    let session = Session::open(context).await?;
    let datasets = session.client.datasets().await;
    let datasets = session.conclude(datasets).await?;
    let columns =
        vec![Column::left("DATASET"), Column::right("COLUMNS"), Column::left("LAST WRITTEN")];
    let rows = datasets.iter().map(|dataset| {
        vec![
            dataset.slug.clone(),
            dataset.regular_columns_count.to_string(),
            dataset.last_written_at.clone().unwrap_or_default(),
        ]
    });
    context.ui.print(&Report::table(json!(datasets), columns, rows.collect()))?;
    Ok(Outcome::Done)
}
