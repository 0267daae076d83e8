//! `GET /api/1/versions/{version}`: when a version of the code was seen, and deployed.

use serde_json::json;

use super::call::Call;
use super::call::Failure;
use super::call::show;
use crate::backend::front::message::Answer;
use crate::backend::store::catalog::deploys;
use crate::backend::store::catalog::occurrence_reports;
use crate::wire::rollbar::Problem;

/// Shows a version in the environment that is asked for.
pub(super) fn get(call: &Call<'_>, version: &str) -> Result<Answer, Failure> {
    let Some(environment) = call.parameters.get("environment") else {
        return Err(Problem::new(422, "environment is required").into());
    };
    let (sighting, deploy) = call.read(|connection, project| {
        Ok((
            occurrence_reports::sighting(connection, project, version, environment)?,
            deploys::latest(connection, project, version, environment)?,
        ))
    })?;
    if sighting.is_none() && deploy.is_none() {
        return Err(Problem::not_found("Version").into());
    }
    let (first, last) = (sighting.as_ref().map(|s| s.first), sighting.as_ref().map(|s| s.last));
    let deployed = deploy.as_ref().map(|deploy| deploy.start_time);
    let deployed_by = deploy
        .as_ref()
        .and_then(|deploy| deploy.username.as_ref().or(deploy.local_username.as_ref()));
    let seen = first.map(|(_, time)| time);
    show(&json!({
        "id": first.map(|(id, _)| id).or(deploy.as_ref().map(|deploy| deploy.id)),
        "version": version,
        "environment": environment,
        "date_created": seen.into_iter().chain(deployed).min(),
        "first_occurrence_id": first.map(|(id, _)| id),
        "first_occurrence_timestamp": seen,
        "last_occurrence_id": last.map(|(id, _)| id),
        "last_occurrence_timestamp": last.map(|(_, time)| time),
        "deployed_by": deployed_by,
        "last_deploy_timestamp": deployed,
    }))
}
