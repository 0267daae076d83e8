//! `/1/markers/{dataset}`: moments and spans of time that charts show.

use rusqlite::Connection;
use serde_json::json;

use super::call::Call;
use super::call::Failure;
use super::kept::Kept;
use super::marker_settings::MARKER_SETTINGS;
use super::rows::new_identifier;
use super::rows::parent_of;
use super::rows::timestamp;
use crate::backend::front::message::Answer;
use crate::backend::store::Scope;
use crate::wire::honeycomb::ALL_DATASETS;
use crate::wire::honeycomb::Marker;
use crate::wire::honeycomb::MarkerSetting;

/// Markers by dataset.
pub(super) const MARKERS: Kept = Kept::new("honeycomb-marker", "Marker");

/// Lists the markers of a dataset, or those of the environment.
pub(super) fn list(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let found = call.read(|connection, scope| {
        let parent = parent_of(connection, scope, dataset)?;
        let colors = Colors::read(connection, scope, &parent)?;
        let found: Vec<Marker> = MARKERS.list(connection, scope, &parent)?;
        Ok(found.into_iter().map(|marker| colors.give(marker)).collect::<Vec<_>>())
    })?;
    Ok(Answer::json(200, &json!(found)))
}

/// Creates one.
pub(super) fn create(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let now = call.now();
    let marker = Marker {
        id: new_identifier(),
        created_at: timestamp(now),
        updated_at: timestamp(now),
        ..Marker::read(&call.request.body, now.div_euclid(1_000))?
    };
    let dataset = dataset.to_owned();
    let shown = call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        MARKERS.insert(connection, scope, &parent, &marker.id, &marker, now)?;
        Ok(Colors::read(connection, scope, &parent)?.give(marker))
    })?;
    Ok(Answer::json(201, &json!(shown)))
}

/// Writes one anew; without `start_time` it stays where it is.
pub(super) fn update(call: &Call<'_>, dataset: &str, id: &str) -> Result<Answer, Failure> {
    let (dataset, id, now) = (dataset.to_owned(), id.to_owned(), call.now());
    let body = call.request.body.clone();
    let shown = call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        let known: Marker = MARKERS.find(connection, scope, &parent, &id)?;
        let marker = Marker {
            id: known.id,
            created_at: known.created_at,
            updated_at: timestamp(now),
            ..Marker::read(&body, known.start_time.unwrap_or_default())?
        };
        MARKERS.replace(connection, scope, &parent, &id, &marker, now)?;
        Ok(Colors::read(connection, scope, &parent)?.give(marker))
    })?;
    Ok(Answer::json(200, &json!(shown)))
}

/// Deletes one, and shows it for the last time.
pub(super) fn delete(call: &Call<'_>, dataset: &str, id: &str) -> Result<Answer, Failure> {
    let (dataset, id) = (dataset.to_owned(), id.to_owned());
    let shown = call.write(move |connection, scope| {
        let parent = parent_of(connection, scope, &dataset)?;
        let known: Marker = MARKERS.find(connection, scope, &parent, &id)?;
        MARKERS.delete(connection, scope, &parent, &id)?;
        Ok(Colors::read(connection, scope, &parent)?.give(known))
    })?;
    Ok(Answer::json(200, &json!(shown)))
}

/// The settings that hold for the markers of a dataset, its own before those of the environment.
struct Colors(Vec<MarkerSetting>);

impl Colors {
    fn read(connection: &Connection, scope: &Scope, parent: &str) -> Result<Self, Failure> {
        let mut settings = MARKER_SETTINGS.list(connection, scope, parent)?;
        if parent != ALL_DATASETS {
            settings.extend(MARKER_SETTINGS.list(connection, scope, ALL_DATASETS)?);
        }
        Ok(Self(settings))
    }

    fn give(&self, marker: Marker) -> Marker {
        let of_type =
            |setting: &&MarkerSetting| marker.marker_type.as_ref() == Some(&setting.marker_type);
        let color = self.0.iter().find(of_type).map(|setting| setting.color.clone());
        Marker { color, ..marker }
    }
}
