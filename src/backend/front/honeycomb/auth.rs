//! `GET /1/auth`.

use super::call::Call;
use super::call::ENVIRONMENT;
use super::call::TEAM;
use crate::backend::front::message::Answer;
use crate::wire::honeycomb::EventsError;
use crate::wire::honeycomb::auth_answer;

/// Says whose the key is.
pub(super) fn get(call: &Call<'_>) -> Answer {
    if call.kind.permissions().management {
        let error = EventsError::UnknownKey;
        return Answer::json(error.status(), &error.body());
    }
    Answer::json(200, &auth_answer(call.kind, call.key, TEAM, ENVIRONMENT))
}
