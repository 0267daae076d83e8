//! Access tokens of the project.

use super::call::Call;
use super::call::Failure;
use super::call::show;
use super::holder::Row;
use super::holder::find_row;
use super::holder::joined;
use super::holder::scopes_of;
use super::holder::spelled;
use crate::backend::front::message::Answer;
use crate::backend::store::catalog::access_tokens;
use crate::backend::store::catalog::access_tokens::MAXIMUM_TOKENS;
use crate::base::random_hex;
use crate::wire::rollbar;
use crate::wire::rollbar::CallLimit;
use crate::wire::rollbar::Problem;
use crate::wire::rollbar::TOKEN_LENGTH;
use crate::wire::rollbar::TokenChange;

/// What a token is called in an answer.
const TOKEN: &str = "Access token";

fn shown(call: &Call<'_>, token: &access_tokens::AccessToken) -> rollbar::AccessToken {
    let spelled = spelled(call.front, token);
    let window = call.front.rollbar_rates.current(&spelled, call.now());
    rollbar::AccessToken {
        access_token: spelled,
        project_id: call.project.id,
        name: token.name.clone(),
        scopes: scopes_of(token).into_iter().map(|scope| scope.word().to_owned()).collect(),
        status: Some(if token.is_enabled { "enabled" } else { "disabled" }.to_owned()),
        rate_limit_window_size: token.limit.map(|(seconds, _)| seconds),
        rate_limit_window_count: token.limit.map(|(_, calls)| calls),
        cur_rate_limit_window_count: window.map(|(calls, _)| calls),
        cur_rate_limit_window_start: window.map(|(_, start)| start),
        date_created: Some(token.created_ms.div_euclid(1_000)),
        date_modified: Some(token.modified_ms.div_euclid(1_000)),
    }
}

/// `GET /api/1/project/{id}/access_tokens`.
pub(super) fn list(call: &Call<'_>, project: &str) -> Result<Answer, Failure> {
    call.check_named_project(project)?;
    let found = call.read(|connection, project| Ok(access_tokens::list(connection, project)?))?;
    show(&found.iter().map(|token| shown(call, token)).collect::<Vec<_>>())
}

/// `POST /api/1/project/{id}/access_tokens`.
pub(super) fn create(call: &Call<'_>, project: &str) -> Result<Answer, Failure> {
    call.check_named_project(project)?;
    let new = TokenChange::read_new(&call.members)?;
    let now = call.now();
    let token = access_tokens::AccessToken {
        id: 0,
        token: Some(random_hex(TOKEN_LENGTH / 2)?),
        derived: None,
        name: new.name.unwrap_or_default(),
        scopes: joined(&new.scopes.unwrap_or_default()),
        is_enabled: new.is_enabled.unwrap_or(true),
        limit: new.limit.flatten().map(pair),
        created_ms: now,
        modified_ms: now,
    };
    let kept = token.clone();
    call.write(move |connection, project| {
        if access_tokens::list(connection, project)?.len() >= MAXIMUM_TOKENS {
            let text = format!("a project has at most {MAXIMUM_TOKENS} access tokens");
            return Err(Problem::new(422, text).into());
        }
        let created = access_tokens::create(connection, project, &kept)?;
        created.map(|_| ()).ok_or(Failure::Unreadable("an access token"))
    })?;
    show(&shown(call, &token))
}

/// `PATCH /api/1/project/{id}/access_token/{token}`.
pub(super) fn update(call: &Call<'_>, project: &str, token: &str) -> Result<Answer, Failure> {
    call.check_named_project(project)?;
    let change = TokenChange::read(&call.members)?;
    let mut token = named(call, token)?;
    token.modified_ms = call.now();
    token.name = change.name.unwrap_or(token.name);
    token.scopes = change.scopes.map_or(token.scopes, |scopes| joined(&scopes));
    token.is_enabled = change.is_enabled.unwrap_or(token.is_enabled);
    token.limit = change.limit.map_or(token.limit, |limit| limit.map(pair));
    let kept = token.clone();
    call.write(move |connection, _| Ok(access_tokens::update(connection, &kept)?))?;
    show(&shown(call, &token))
}

/// `DELETE /api/1/project/{id}/access_token/{token}`.
pub(super) fn delete(call: &Call<'_>, project: &str, token: &str) -> Result<Answer, Failure> {
    call.check_named_project(project)?;
    let id = named(call, token)?.id;
    call.write(move |connection, _| Ok(access_tokens::delete(connection, id)?))?;
    show(&serde_json::json!({}))
}

fn named(call: &Call<'_>, token: &str) -> Result<access_tokens::AccessToken, Failure> {
    match find_row(call.front, call.project.id, token)? {
        Row::Known(token) => Ok(*token),
        Row::Deleted | Row::Unknown => Err(Problem::not_found(TOKEN).into()),
    }
}

const fn pair(limit: CallLimit) -> (i64, i64) {
    (limit.window_size, limit.window_count)
}
