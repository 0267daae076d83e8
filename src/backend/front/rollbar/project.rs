//! The one project, and its environments.

use rusqlite::Connection;
use serde_json::json;

use super::call::Call;
use super::call::Failure;
use super::call::show;
use crate::backend::front::call::Front;
use crate::backend::front::message::Answer;
use crate::backend::store::catalog::access_tokens;
use crate::backend::store::catalog::access_tokens::AccessToken;
use crate::backend::store::catalog::projects;
use crate::backend::store::catalog::projects::Project;
use crate::wire::rollbar;
use crate::wire::rollbar::TokenScope;

/// What the project is called.
const NAME: &str = "cruddur";

/// The one account.
const ACCOUNT_ID: i64 = 1;

/// Environments that are listed.
const MAXIMUM_ENVIRONMENTS: usize = 10_000;

/// Returns the project, which is made when it is asked for first, with a token for each scope.
pub(super) fn ensure(front: &Front) -> Result<Project, Failure> {
    let (scope, now) = (front.home(), front.clock.now());
    let find = |connection: &Connection| -> Result<_, Failure> {
        Ok(projects::find(connection, &scope, NAME)?)
    };
    if let Some(project) = front.store.read(find)? {
        return Ok(project);
    }
    let scope = front.home();
    let made = front.store.write(move |connection| -> Result<_, Failure> {
        let Some(project) = projects::create(connection, &scope, NAME, now)? else {
            // Somebody else was first.
            return Ok(projects::find(connection, &scope, NAME)?);
        };
        for scope in TokenScope::ALL {
            let token = AccessToken {
                derived: Some(scope.word().to_owned()),
                name: scope.word().to_owned(),
                scopes: scope.word().to_owned(),
                is_enabled: true,
                created_ms: now,
                modified_ms: now,
                ..AccessToken::default()
            };
            access_tokens::create(connection, project.id, &token)?;
        }
        Ok(Some(project))
    });
    made.wait()?.ok_or(Failure::Unreadable("the project"))
}

fn shown(project: &Project) -> rollbar::Project {
    rollbar::Project {
        id: project.id,
        account_id: ACCOUNT_ID,
        name: project.name.clone(),
        status: Some("enabled".to_owned()),
        date_created: Some(project.created_ms.div_euclid(1_000)),
        date_modified: Some(project.modified_ms.div_euclid(1_000)),
        settings_data: serde_json::Map::new(),
    }
}

/// `GET /api/1/project`.
pub(super) fn of_token(call: &Call<'_>) -> Result<Answer, Failure> {
    show(&shown(&call.project))
}

/// `GET /api/1/projects`.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, Failure> {
    show(&[shown(&call.project)])
}

/// `GET /api/1/project/{id}`.
pub(super) fn get(call: &Call<'_>, id: &str) -> Result<Answer, Failure> {
    call.check_named_project(id)?;
    show(&shown(&call.project))
}

/// `GET /api/1/environments`.
pub(super) fn environments(call: &Call<'_>) -> Result<Answer, Failure> {
    let found = call.read(|connection, project| {
        Ok(projects::environments(connection, project, MAXIMUM_ENVIRONMENTS)?)
    })?;
    let environments: Vec<rollbar::Environment> = found
        .into_iter()
        .map(|environment| rollbar::Environment {
            id: environment.id,
            project_id: call.project.id,
            name: environment.name,
        })
        .collect();
    show(&json!({ "environments": environments }))
}
