//! A query from its specification to its answer.

use serde_json::Value;

use super::dataset_choice::Asked;
use super::dataset_choice::Choice;
use super::dataset_choice::choose;
use super::limits::Limits;
use super::result_view::Answered;
use crate::clients::honeycomb::HoneycombCallError;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::honeycomb_pages;
use crate::commands::honeycomb_pages::Pages;
use crate::commands::honeycomb_refusal::RefusedQuery;
use crate::commands::honeycomb_session::Session;
use crate::dialect::honeycomb::Spec;
use crate::wire::honeycomb::CreateQueryResult;
use crate::wire::honeycomb::QueryResult;

/// Why there is no answer.
pub(super) enum AskError {
    /// A call failed.
    Call(HoneycombCallError),
    /// Something else is wrong, which is told already.
    Told(CommandError),
}

impl From<HoneycombCallError> for AskError {
    fn from(error: HoneycombCallError) -> Self {
        Self::Call(error)
    }
}

impl From<CommandError> for AskError {
    fn from(error: CommandError) -> Self {
        Self::Told(error)
    }
}

/// Asks, and says why there is no answer.
pub(super) async fn ask(
    context: &Context,
    session: &Session,
    specification: &Value,
    choice: &Choice,
) -> Result<Answered, CommandError> {
    let limits = Limits::of(context, session);
    let asked = match choose(session, &limits, specification, choice).await {
        Ok(asked) => asked,
        Err(AskError::Told(told)) => return Err(told),
        Err(AskError::Call(error)) => return Err(failed(session, error, None).await),
    };
    if !asked.unseen.is_empty() {
        let Asked { dataset, specification, unseen } = asked;
        let unseen = unseen.join(", ");
        context.ui.hint(&format!("no event of dataset {dataset} has had {unseen} yet"));
        let result = QueryResult { complete: true, ..QueryResult::default() };
        return Ok(Answered { dataset, specification, result, ui_url: None, is_asked: false });
    }
    let result = match run(session, &limits, &asked).await {
        Ok(result) => result,
        Err(error) => return Err(failed(session, error, Some(&asked)).await),
    };
    let Asked { dataset, specification, .. } = asked;
    let ui_url = page(session, &dataset, &specification, &result).await;
    Ok(Answered { dataset, specification, result, ui_url, is_asked: true })
}

async fn run(
    session: &Session,
    limits: &Limits<'_>,
    asked: &Asked,
) -> Result<QueryResult, HoneycombCallError> {
    let Asked { dataset, specification, .. } = asked;
    let client = &session.client;
    let query_id = limits.free(|| client.create_query(dataset, specification)).await?;
    let request = CreateQueryResult {
        query_id: Some(query_id),
        disable_total_by_aggregate: Some(false),
        disable_other_by_aggregate: Some(false),
        ..CreateQueryResult::default()
    };
    let is_relational = Spec::read(specification).is_ok_and(|spec| spec.is_relational());
    let created = limits.counted(is_relational, || client.create_result(dataset, &request)).await?;
    limits.free(|| client.await_result(dataset, &created.id)).await
}

/// Says why a call failed, and on which page a query runs that was refused.
pub(super) async fn failed(
    session: &Session,
    error: HoneycombCallError,
    asked: Option<&Asked>,
) -> CommandError {
    let query = asked
        .map(|asked| RefusedQuery { dataset: &asked.dataset, specification: &asked.specification });
    session.explain(error, query).await
}

/// Returns the page on which the query runs on every plan; a local backend has no pages.
async fn page(
    session: &Session,
    dataset: &str,
    specification: &Value,
    result: &QueryResult,
) -> Option<String> {
    if session.is_local() {
        return None;
    }
    // The address of the result says it without another call.
    match honeycomb_pages::query_of_result(&result.links.query_url, specification) {
        Some(page) => Some(page),
        None => {
            let auth = session.client.auth().await.ok()?;
            let pages = Pages::of_auth(session.client.base(), &auth)?;
            Some(pages.query(dataset, specification))
        }
    }
}
