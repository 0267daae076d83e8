//! `/1/marker_settings/{dataset}`: the colours of types of markers.

use rusqlite::Connection;
use serde_json::json;

use super::call::Call;
use super::call::Failure;
use super::kept::Kept;
use super::rows::new_identifier;
use super::rows::parent_of;
use super::rows::timestamp;
use crate::backend::front::message::Answer;
use crate::backend::store::Scope;
use crate::wire::honeycomb::MarkerSetting;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::ProblemKind;

/// Settings by dataset.
pub(super) const MARKER_SETTINGS: Kept = Kept::new("honeycomb-marker-setting", "Marker setting");

/// Creates one.
pub(super) fn create(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let now = call.now();
    let setting = MarkerSetting {
        id: new_identifier(),
        created_at: timestamp(now),
        updated_at: timestamp(now),
        ..MarkerSetting::read(&call.request.body)?
    };
    let (dataset, kept) = (dataset.to_owned(), setting.clone());
    call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        check_type(connection, scope, &parent, &kept)?;
        MARKER_SETTINGS.insert(connection, scope, &parent, &kept.id, &kept, now)
    })?;
    Ok(Answer::json(201, &json!(setting)))
}

/// Writes one anew.
pub(super) fn update(call: &Call<'_>, dataset: &str, id: &str) -> Result<Answer, Failure> {
    let read = MarkerSetting::read(&call.request.body)?;
    let (dataset, id, now) = (dataset.to_owned(), id.to_owned(), call.now());
    let changed = call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        let known: MarkerSetting = MARKER_SETTINGS.find(connection, scope, &parent, &id)?;
        let setting = MarkerSetting {
            id: known.id,
            created_at: known.created_at,
            updated_at: timestamp(now),
            ..read
        };
        check_type(connection, scope, &parent, &setting)?;
        MARKER_SETTINGS.replace(connection, scope, &parent, &id, &setting, now)?;
        Ok(setting)
    })?;
    Ok(Answer::json(200, &json!(changed)))
}

/// Refuses a second setting of a type.
fn check_type(
    connection: &Connection,
    scope: &Scope,
    parent: &str,
    setting: &MarkerSetting,
) -> Result<(), Failure> {
    let known: Vec<MarkerSetting> = MARKER_SETTINGS.list(connection, scope, parent)?;
    let taken =
        |known: &MarkerSetting| known.marker_type == setting.marker_type && known.id != setting.id;
    if known.iter().any(taken) {
        let text = "there is a marker setting of this type already";
        return Err(Problem::new(ProblemKind::Conflict, text).into());
    }
    Ok(())
}
