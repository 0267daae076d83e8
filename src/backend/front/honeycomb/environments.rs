//! `/2/teams/{team}/environments`. All data is in the one that is always there.

use rusqlite::Connection;
use serde_json::json;

use super::api_keys::API_KEYS;
use super::call::Call;
use super::call::ENVIRONMENT;
use super::call::Failure;
use super::kept::Kept;
use super::management::check_team;
use super::management::show;
use super::management::show_deleted;
use super::management::show_page;
use crate::backend::front::message::Answer;
use crate::backend::store::Scope;
use crate::base::random_base32;
use crate::model::event;
use crate::wire::honeycomb::ApiKey;
use crate::wire::honeycomb::Environment;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::ProblemKind;
use crate::wire::honeycomb::SaveEnvironment;

/// Environments that were made or changed.
const ENVIRONMENTS: Kept = Kept::new("honeycomb-environment", "Environment");

/// The identifier of the environment that is always there.
const HOME_ID: &str = "hcaen_00000000000000000000000000";

/// The colour of an environment that was given none.
const DEFAULT_COLOR: &str = "blue";

/// Lists a page of them.
pub(super) fn list(call: &Call<'_>, team: &str) -> Result<Answer, Failure> {
    check_team(team)?;
    let found = call.read(all)?;
    show_page(call, &found, |one| (one.created_ms, one.id.as_str()), |one| one.resource(team))
}

/// Shows one.
pub(super) fn get(call: &Call<'_>, team: &str, id: &str) -> Result<Answer, Failure> {
    check_team(team)?;
    let found = call.read(|connection, scope| find(connection, scope, id))?;
    Ok(show(200, &json!({ "data": found.resource(team) })))
}

/// Creates one.
pub(super) fn create(call: &Call<'_>, team: &str) -> Result<Answer, Failure> {
    check_team(team)?;
    let saved = SaveEnvironment::read_new(&call.request.body)?;
    let now = call.now();
    let name = saved.name.unwrap_or_default();
    let made = Environment {
        id: format!("hcaen_{}", random_base32(26)?.to_ascii_lowercase()),
        slug: event::slug(&name),
        name,
        description: saved.description.unwrap_or_default(),
        color: saved.color.unwrap_or_else(|| DEFAULT_COLOR.to_owned()),
        delete_protected: saved.delete_protected.unwrap_or(true),
        created_ms: now,
    };
    let kept = made.clone();
    call.write(move |connection, scope| {
        if all(connection, scope)?.iter().any(|known| known.slug == kept.slug) {
            let text = format!("there is an environment {} already", kept.slug);
            return Err(Problem::new(ProblemKind::Conflict, text).into());
        }
        ENVIRONMENTS.insert(connection, scope, "", &kept.id, &kept, now)
    })?;
    Ok(show(201, &json!({ "data": made.resource(team) })))
}

/// Changes what is said.
pub(super) fn update(call: &Call<'_>, team: &str, id: &str) -> Result<Answer, Failure> {
    check_team(team)?;
    let saved = SaveEnvironment::read_change(&call.request.body)?;
    let (id, now) = (id.to_owned(), call.now());
    let changed = call.write(move |connection, scope| {
        let mut environment = find(connection, scope, &id)?;
        environment.change(saved)?;
        ENVIRONMENTS.put(connection, scope, "", &id, &environment, now)?;
        Ok(environment)
    })?;
    Ok(show(200, &json!({ "data": changed.resource(team) })))
}

/// Deletes one, unless it is protected, has keys, or is where all data is.
pub(super) fn delete(call: &Call<'_>, team: &str, id: &str) -> Result<Answer, Failure> {
    check_team(team)?;
    let id = id.to_owned();
    call.write(move |connection, scope| {
        let environment = find(connection, scope, &id)?;
        let keys: Vec<ApiKey> = API_KEYS.list(connection, scope, "")?;
        let of_keys = keys.iter().filter(|key| key.environment_id == id).count();
        let text = if environment.delete_protected {
            "the environment is protected from deletion: first PATCH it with \
             settings.delete_protected false"
                .to_owned()
        } else if id == HOME_ID {
            "all data of this backend is in this environment: it cannot be deleted".to_owned()
        } else if of_keys > 0 {
            format!("the environment has {of_keys} API keys: delete them first")
        } else {
            return ENVIRONMENTS.delete(connection, scope, "", &id);
        };
        Err(Problem::new(ProblemKind::Conflict, text).into())
    })?;
    Ok(show_deleted())
}

/// Returns one, if it is there.
pub(super) fn find_optional(
    connection: &Connection,
    scope: &Scope,
    id: &str,
) -> Result<Option<Environment>, Failure> {
    let found = ENVIRONMENTS.find_optional(connection, scope, "", id)?;
    Ok(found.or_else(|| (id == HOME_ID).then(home)))
}

fn find(connection: &Connection, scope: &Scope, id: &str) -> Result<Environment, Failure> {
    let found = find_optional(connection, scope, id)?;
    found.ok_or_else(|| Failure::not_found("Environment"))
}

/// Returns all, in the order in which they were made.
fn all(connection: &Connection, scope: &Scope) -> Result<Vec<Environment>, Failure> {
    let mut found: Vec<Environment> = ENVIRONMENTS.list(connection, scope, "")?;
    if !found.iter().any(|one| one.id == HOME_ID) {
        found.push(home());
    }
    found.sort_by(|a, b| (a.created_ms, &a.id).cmp(&(b.created_ms, &b.id)));
    Ok(found)
}

/// The environment that is always there, as it is before anybody changes it.
fn home() -> Environment {
    Environment {
        id: HOME_ID.to_owned(),
        name: ENVIRONMENT.0.to_owned(),
        slug: ENVIRONMENT.1.to_owned(),
        description: String::new(),
        color: DEFAULT_COLOR.to_owned(),
        delete_protected: true,
        created_ms: 0,
    }
}
