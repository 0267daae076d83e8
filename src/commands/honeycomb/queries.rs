//! `honeycomb queries`.

use clap::Args;
use serde_json::json;

use super::saved;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::ui::Column;
use crate::ui::Report;

/// List the saved queries: those of the project file and the built-in ones
#[derive(Args, Debug)]
pub(crate) struct HoneycombQueriesArgs {}

pub(super) async fn run(
    context: &Context,
    _args: HoneycombQueriesArgs,
) -> Result<Outcome, CommandError> {
    let queries = saved::all(context)?;
    let columns = ["QUERY", "DATASET", "FROM", "SHOWS"].map(Column::left).to_vec();
    let from = |is_built_in| if is_built_in { "built in" } else { "project" };
    let rows = queries.iter().map(|query| {
        vec![
            query.name.clone(),
            query.dataset.clone().unwrap_or_default(),
            from(query.is_built_in).to_owned(),
            query.description.clone(),
        ]
    });
    let value = queries.iter().map(|query| {
        json!({
            "name": query.name,
            "description": query.description,
            "dataset": query.dataset,
            "built_in": query.is_built_in,
            "specification": query.specification,
        })
    });
    let value = json!({ "queries": value.collect::<Vec<_>>() });
    context.ui.print(&Report::table(value, columns, rows.collect()))?;
    Ok(Outcome::Done)
}
