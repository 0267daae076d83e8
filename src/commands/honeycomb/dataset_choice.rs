//! Which dataset a query asks, and whether it has the query's columns.

use std::collections::BTreeSet;

use serde_json::Value;

use super::asking::AskError;
use super::limits::Limits;
use crate::base::did_you_mean;
use crate::clients::honeycomb::HoneycombCallError;
use crate::commands::CommandError;
use crate::commands::honeycomb_session::Session;
use crate::dialect::honeycomb::Spec;
use crate::dialect::honeycomb::without_unknown_columns;
use crate::model::event;
use crate::wire::honeycomb::ALL_DATASETS;

/// A query that is ready to be asked.
pub(super) struct Asked {
    pub(super) dataset: String,
    pub(super) specification: Value,
    /// Columns that a built-in query needs and that the dataset has never seen, so that no event
    /// can match.
    pub(super) unseen: Vec<String>,
}

/// What a query says about its dataset.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// The dataset that the command line names.
    pub(super) given: Option<String>,
    /// The dataset that the query names.
    pub(super) named: Option<String>,
    /// Whether the query comes with the program, so that what it names is a guess.
    pub(super) is_built_in: bool,
}

/// Decides which dataset is asked, and checks the query against its columns.
pub(super) async fn choose(
    session: &Session,
    limits: &Limits<'_>,
    specification: &Value,
    choice: &Choice,
) -> Result<Asked, AskError> {
    let client = &session.client;
    let Choice { given, named, is_built_in } = choice.clone();
    let datasets = limits.free(|| client.datasets()).await?;
    let slugs: Vec<String> = datasets.into_iter().map(|dataset| dataset.slug).collect();
    let exists = |name: &str| name == ALL_DATASETS || slugs.iter().any(|slug| slug == name);
    // The service takes a name as well, in any case.
    let slug_of = |name: &String| if exists(name) { name.clone() } else { event::slug(name) };
    if let Some(name) = given.as_ref().or(named.as_ref()).map(slug_of).filter(|name| exists(name)) {
        let mut columns = columns_of(session, limits, &name, &slugs).await?;
        if check_columns(specification, &name, &columns).is_err() {
            columns.extend(calculated_fields(session, limits, &name).await?);
        }
        let specification = fitted(specification, &columns, is_built_in);
        let mut unseen = Vec::new();
        if is_built_in {
            let spec = Spec::read(&specification).map_err(CommandError::from)?;
            unseen = unknown_columns(&spec, &columns);
        } else {
            check_columns(&specification, &name, &columns)?;
        }
        return Ok(Asked { dataset: name, specification, unseen });
    }
    // Only the dataset of a built-in query is a guess.
    if let Some(name) = given.or(named.filter(|_| !is_built_in)) {
        let error = CommandError::not_found(format!("there is no dataset {name}"));
        let error = match did_you_mean(&name, slugs.iter().map(String::as_str)) {
            Some(nearest) => error.hint(format!("did you mean `{nearest}`?")),
            None if slugs.is_empty() => error.hint("nothing has been sent yet"),
            None => error.hint(format!("datasets: {}", slugs.join(", "))),
        };
        return Err(error.into());
    }
    let mut fitting = Vec::new();
    for slug in &slugs {
        let mut columns = columns_of(session, limits, slug, &slugs).await?;
        if check_columns(specification, slug, &columns).is_err() {
            columns.extend(calculated_fields(session, limits, slug).await?);
        }
        let specification = fitted(specification, &columns, is_built_in);
        if check_columns(&specification, slug, &columns).is_ok() {
            fitting.push(Asked { dataset: slug.clone(), specification, unseen: Vec::new() });
        }
    }
    match fitting.len() {
        1 => Ok(fitting.remove(0)),
        0 if slugs.is_empty() => Err(CommandError::not_found("there is no dataset yet")
            .hint("send events first, for instance with OpenTelemetry to the backend's address")
            .into()),
        0 => Err(CommandError::not_found("no dataset has the columns of this query")
            .hint(format!("name one with --dataset: {}", slugs.join(", ")))
            .into()),
        _ => {
            let names: Vec<&str> = fitting.iter().map(|asked| asked.dataset.as_str()).collect();
            Err(CommandError::usage("several datasets have the columns of this query")
                .hint(format!("name one with --dataset: {}", names.join(", ")))
                .into())
        }
    }
}

async fn columns_of(
    session: &Session,
    limits: &Limits<'_>,
    dataset: &str,
    all: &[String],
) -> Result<BTreeSet<String>, HoneycombCallError> {
    let mut columns = BTreeSet::new();
    let wanted: Vec<&str> = if dataset == ALL_DATASETS {
        all.iter().map(String::as_str).collect()
    } else {
        vec![dataset]
    };
    for slug in wanted {
        let found = limits.free(|| session.client.columns(slug)).await?;
        columns.extend(found.into_iter().map(|column| column.key_name));
    }
    Ok(columns)
}

/// Built-in queries bridge two generations of names; an account may refuse names it never saw.
fn fitted(specification: &Value, columns: &BTreeSet<String>, is_built_in: bool) -> Value {
    if !is_built_in {
        return specification.clone();
    }
    without_unknown_columns(specification, columns)
}

/// Returns the names of the calculated fields of a dataset and of its environment.
async fn calculated_fields(
    session: &Session,
    limits: &Limits<'_>,
    dataset: &str,
) -> Result<Vec<String>, HoneycombCallError> {
    let mut names = Vec::new();
    for dataset in BTreeSet::from([dataset, ALL_DATASETS]) {
        names.extend(limits.free(|| session.client.calculated_fields(dataset)).await?);
    }
    Ok(names)
}

fn unknown_columns(spec: &Spec, columns: &BTreeSet<String>) -> Vec<String> {
    let needed = spec.columns().into_iter();
    let unknown = needed.filter(|name| !name.starts_with('$') && !columns.contains(*name));
    unknown.map(ToOwned::to_owned).collect()
}

fn check_columns(
    specification: &Value,
    dataset: &str,
    columns: &BTreeSet<String>,
) -> Result<(), CommandError> {
    let spec = Spec::read(specification)?;
    let unknown = unknown_columns(&spec, columns);
    let Some(first) = unknown.first() else { return Ok(()) };
    let all = unknown.join(", ");
    let error = CommandError::usage(format!("dataset {dataset} has no column {all}"));
    Err(match did_you_mean(first, columns.iter().map(String::as_str)) {
        Some(nearest) => error.hint(format!("did you mean `{nearest}`?")),
        None => error.hint(format!("cruddur-obs honeycomb columns {dataset} lists them")),
    })
}
