//! `/2/teams/{team}/api-keys`. A secret is shown once and kept nowhere.

use serde_json::json;

use super::call::Call;
use super::call::Failure;
use super::environments::find_optional as find_environment;
use super::kept::Kept;
use super::management::check_team;
use super::management::show;
use super::management::show_deleted;
use super::management::show_page;
use super::rows::timestamp;
use crate::backend::front::message::Answer;
use crate::base::random_base32;
use crate::wire::honeycomb::ApiKey;
use crate::wire::honeycomb::FieldCode;
use crate::wire::honeycomb::Problem;

/// Keys of the team.
pub(super) const API_KEYS: Kept = Kept::new("honeycomb-api-key", "API key");

/// Characters of an identifier behind its mark.
const IDENTIFIER_LENGTH: usize = 26;

/// Characters of the secret of an ingest key, which follows the identifier.
const INGEST_SECRET_LENGTH: usize = 32;

/// Characters of a configuration key, which is all that is sent.
const CONFIGURATION_SECRET_LENGTH: usize = 22;

/// Lists a page of them.
pub(super) fn list(call: &Call<'_>, team: &str) -> Result<Answer, Failure> {
    check_team(team)?;
    let mut found: Vec<ApiKey> =
        call.read(|connection, scope| API_KEYS.list(connection, scope, ""))?;
    found.sort_by(|a, b| (a.created_ms, &a.id).cmp(&(b.created_ms, &b.id)));
    show_page(call, &found, |key| (key.created_ms, key.id.as_str()), |key| key.resource(team))
}

/// Shows one.
pub(super) fn get(call: &Call<'_>, team: &str, id: &str) -> Result<Answer, Failure> {
    check_team(team)?;
    let found: ApiKey = call.read(|connection, scope| API_KEYS.find(connection, scope, "", id))?;
    Ok(show(200, &json!({ "data": found.resource(team) })))
}

/// Creates one; the answer alone has its secret.
pub(super) fn create(call: &Call<'_>, team: &str) -> Result<Answer, Failure> {
    check_team(team)?;
    let read = ApiKey::read_new(&call.request.body)?;
    let now = call.now();
    let (mark, length) = if read.is_ingest() {
        ("hcaik", INGEST_SECRET_LENGTH)
    } else {
        ("hcalk", CONFIGURATION_SECRET_LENGTH)
    };
    let secret = random_base32(length)?.to_ascii_lowercase();
    let key = ApiKey {
        id: format!("{mark}_{}", random_base32(IDENTIFIER_LENGTH)?.to_ascii_lowercase()),
        created_at: timestamp(now),
        updated_at: timestamp(now),
        created_ms: now,
        ..read
    };
    let kept = key.clone();
    call.write(move |connection, scope| {
        if find_environment(connection, scope, &kept.environment_id)?.is_none() {
            let field = "data.relationships.environment.data.id";
            let text = "names no environment";
            return Err(Problem::of_field(field, FieldCode::Invalid, text).into());
        }
        API_KEYS.insert(connection, scope, "", &kept.id, &kept, now)
    })?;
    let mut resource = key.resource(team);
    resource["attributes"]["secret"] = json!(secret);
    Ok(show(201, &json!({ "data": resource })))
}

/// Changes name and state.
pub(super) fn update(call: &Call<'_>, team: &str, id: &str) -> Result<Answer, Failure> {
    check_team(team)?;
    let (id, body, now) = (id.to_owned(), call.request.body.clone(), call.now());
    let changed = call.write(move |connection, scope| {
        let mut key: ApiKey = API_KEYS.find(connection, scope, "", &id)?;
        key.change(&body)?;
        key.updated_at = timestamp(now);
        API_KEYS.replace(connection, scope, "", &id, &key, now)?;
        Ok(key)
    })?;
    Ok(show(200, &json!({ "data": changed.resource(team) })))
}

/// Deletes one.
pub(super) fn delete(call: &Call<'_>, team: &str, id: &str) -> Result<Answer, Failure> {
    check_team(team)?;
    let id = id.to_owned();
    call.write(move |connection, scope| API_KEYS.delete(connection, scope, "", &id))?;
    Ok(show_deleted())
}
