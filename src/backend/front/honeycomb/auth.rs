//! `GET /1/auth` and `GET /2/auth`.

use super::call::Call;
use super::call::ENVIRONMENT;
use super::call::TEAM;
use super::management;
use crate::backend::front::message::Answer;
use crate::wire::honeycomb::EventsError;
use crate::wire::honeycomb::auth_answer;
use crate::wire::honeycomb::management_auth_answer;

/// What a management key may do.
const SCOPES: [&str; 4] =
    ["api-keys:read", "api-keys:write", "environments:read", "environments:write"];

/// The identifier of the one team.
const TEAM_ID: &str = "hcatm_00000000000000000000000000";

/// When a key was made that was never made here.
const NO_TIME: &str = "1970-01-01T00:00:00Z";

/// Says whose the management key is.
pub(super) fn get_management(call: &Call<'_>) -> Answer {
    let id = call.kind.identifier(call.key);
    let body = management_auth_answer(&id, TEAM_ID, TEAM, &SCOPES, NO_TIME);
    management::show(200, &body)
}

/// Says whose the key is.
pub(super) fn get(call: &Call<'_>) -> Answer {
    if call.kind.permissions().management {
        let error = EventsError::UnknownKey;
        return Answer::json(error.status(), &error.body());
    }
    Answer::json(200, &auth_answer(call.kind, call.key, TEAM, ENVIRONMENT))
}
