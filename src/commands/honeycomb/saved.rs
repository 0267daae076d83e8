//! Queries by name: those of the project file, then those that are built in.

use serde_json::Value;

use crate::base::did_you_mean;
use crate::base::parse_json;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::dialect::honeycomb::BUILT_INS;
use crate::manifest::Manifest;

/// A query with a name.
#[derive(Clone, Debug)]
pub(super) struct SavedQuery {
    /// Its name.
    pub(super) name: String,
    /// What it shows, if somebody said so.
    pub(super) description: String,
    /// The dataset that it is about, if it says so.
    pub(super) dataset: Option<String>,
    /// Its specification.
    pub(super) specification: Value,
    /// Whether it comes with the program.
    pub(super) is_built_in: bool,
}

/// Lists all queries; one of the project file hides the built-in one of its name.
pub(super) fn all(context: &Context) -> Result<Vec<SavedQuery>, CommandError> {
    let mut queries = of_project(context)?;
    for built_in in &BUILT_INS {
        if queries.iter().any(|query| query.name == built_in.name) {
            continue;
        }
        let specification = parse_json(built_in.text.as_bytes()).map_err(|error| {
            CommandError::failed(format!("the built-in query {}: {error}", built_in.name))
        })?;
        queries.push(SavedQuery {
            name: built_in.name.to_owned(),
            description: built_in.description.to_owned(),
            dataset: Some(built_in.dataset.to_owned()),
            specification,
            is_built_in: true,
        });
    }
    Ok(queries)
}

/// Finds a query.
pub(super) fn find(context: &Context, name: &str) -> Result<SavedQuery, CommandError> {
    let queries = all(context)?;
    if let Some(found) = queries.iter().find(|query| query.name == name) {
        return Ok(found.clone());
    }
    let error = CommandError::not_found(format!("there is no query called {name}"));
    Err(match did_you_mean(name, queries.iter().map(|query| query.name.as_str())) {
        Some(nearest) => error.hint(format!("did you mean `{nearest}`?")),
        None => error.hint("cruddur-obs honeycomb queries lists them"),
    })
}

fn of_project(context: &Context) -> Result<Vec<SavedQuery>, CommandError> {
    let Some((path, name)) = context.project_file() else { return Ok(Vec::new()) };
    let manifest = Manifest::load(&path, name)?;
    let default = manifest.honeycomb.dataset.map(|dataset| dataset.value);
    let queries = manifest.honeycomb.queries.into_iter().map(|query| SavedQuery {
        name: query.name.value,
        description: String::new(),
        dataset: query.dataset.map(|dataset| dataset.value).or_else(|| default.clone()),
        specification: Value::Object(query.spec),
        is_built_in: false,
    });
    Ok(queries.collect())
}
