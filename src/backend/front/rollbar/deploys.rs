//! Deploys.

use super::call::Call;
use super::call::Failure;
use super::call::number;
use super::call::show;
use crate::backend::front::message::Answer;
use crate::backend::store::catalog::deploys;
use crate::wire::rollbar;
use crate::wire::rollbar::CreatedDeploy;
use crate::wire::rollbar::DeployPage;
use crate::wire::rollbar::NewDeploy;
use crate::wire::rollbar::Problem;
use crate::wire::rollbar::deploy_status;

/// Deploys of a page, where nothing is said, and at most.
const DEPLOYS_PER_PAGE: usize = 20;
const MAXIMUM_DEPLOYS_PER_PAGE: usize = 100;

/// What a deploy is that has just begun.
const STARTED: &str = "started";

/// What a deploy is of which nothing else is said.
const SUCCEEDED: &str = "succeeded";

fn shown(project: i64, deploy: deploys::Deploy) -> rollbar::Deploy {
    rollbar::Deploy {
        id: deploy.id,
        project_id: project,
        environment: deploy.environment,
        revision: deploy.revision,
        comment: deploy.comment,
        local_username: deploy.local_username,
        user_id: None,
        status: Some(deploy.status),
        start_time: Some(deploy.start_time),
        finish_time: deploy.finish_time,
    }
}

/// `POST /api/1/deploy`, which alone answers in a form of its own.
pub(super) fn create(call: &Call<'_>) -> Result<Answer, Failure> {
    let new = NewDeploy::read(&call.members)?;
    let start = new.timestamp.unwrap_or_else(|| call.now_seconds());
    let status = new.status.unwrap_or_else(|| SUCCEEDED.to_owned());
    let ended = (status != STARTED).then_some(start);
    let deploy = deploys::Deploy {
        id: 0,
        environment: new.environment,
        revision: new.revision,
        comment: new.comment,
        local_username: new.local_username,
        username: new.rollbar_username.or(new.rollbar_name),
        finish_time: new.duration.map(|duration| start + duration).or(ended),
        status,
        start_time: start,
    };
    let id = call.write_telemetry(deploy.bytes(), move |connection, project| {
        Ok(deploys::create(connection, project, &deploy)?)
    })?;
    Ok(Answer::json(200, &serde_json::json!(CreatedDeploy::new(id))))
}

/// `PATCH /api/1/deploy/{id}`.
pub(super) fn update(call: &Call<'_>, id: &str) -> Result<Answer, Failure> {
    let id = number(id, "Deploy")?;
    let Some(status) = deploy_status(&call.members)? else {
        return Err(Problem::new(422, "Missing 'status' key.").into());
    };
    let now = call.now_seconds();
    let changed = call.write(move |connection, project| {
        let found = deploys::find(connection, project, id)?;
        let mut deploy = found.ok_or_else(|| Problem::not_found("Deploy"))?;
        deploy.finish_time =
            if status == STARTED { None } else { deploy.finish_time.or(Some(now)) };
        deploy.status = status;
        deploys::update(connection, &deploy)?;
        Ok(deploy)
    })?;
    show(&shown(call.project.id, changed))
}

/// `GET /api/1/deploy/{id}`.
pub(super) fn get(call: &Call<'_>, id: &str) -> Result<Answer, Failure> {
    let id = number(id, "Deploy")?;
    let found = call.read(|connection, project| Ok(deploys::find(connection, project, id)?))?;
    let found = found.ok_or_else(|| Problem::not_found("Deploy"))?;
    show(&shown(call.project.id, found))
}

/// `GET /api/1/deploys/`.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, Failure> {
    let size = call.page_size(DEPLOYS_PER_PAGE, MAXIMUM_DEPLOYS_PER_PAGE)?;
    let (page, skip) = call.page(size)?;
    let found =
        call.read(|connection, project| Ok(deploys::page(connection, project, skip, size)?))?;
    let deploys = found.into_iter().map(|deploy| shown(call.project.id, deploy)).collect();
    show(&DeployPage { page, deploys })
}
