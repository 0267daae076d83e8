//! Occurrences, which the API calls instances.

use serde_json::value::RawValue;

use super::call::Call;
use super::call::Failure;
use super::call::number;
use super::call::show;
use crate::backend::front::message::Answer;
use crate::backend::store::catalog::items;
use crate::backend::store::catalog::occurrences;
use crate::wire::rollbar::OCCURRENCES_PER_PAGE;
use crate::wire::rollbar::Occurrence;
use crate::wire::rollbar::OccurrencePage;
use crate::wire::rollbar::Problem;

/// Version of the form of an occurrence.
const VERSION: i64 = 2;

/// An occurrence whose data is answered to the letter.
type Shown = Occurrence<Box<RawValue>>;

fn shown(project: i64, occurrence: occurrences::Occurrence) -> Result<Shown, Failure> {
    let data = RawValue::from_string(occurrence.body);
    Ok(Occurrence {
        id: occurrence.id,
        project_id: project,
        item_id: occurrence.item_id,
        timestamp: occurrence.time,
        version: VERSION,
        data: data.map_err(|_| Failure::Unreadable("an occurrence"))?,
        billable: 1,
    })
}

/// `GET /api/1/instance/{id}`.
pub(super) fn get(call: &Call<'_>, id: &str) -> Result<Answer, Failure> {
    let id = number(id, "Instance")?;
    let found = call.read(|connection, project| Ok(occurrences::find(connection, project, id)?))?;
    let found = found.ok_or_else(|| Problem::not_found("Instance"))?;
    show(&shown(call.project.id, found)?)
}

/// `GET /api/1/instances/`.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, Failure> {
    page(call, None)
}

/// `GET /api/1/item/{id}/instances/`.
pub(super) fn of_item(call: &Call<'_>, id: &str) -> Result<Answer, Failure> {
    page(call, Some(number(id, "Item")?))
}

fn page(call: &Call<'_>, item: Option<i64>) -> Result<Answer, Failure> {
    let (page, skip) = call.page(OCCURRENCES_PER_PAGE)?;
    let found = call.read(|connection, project| {
        if let Some(item) = item
            && items::find(connection, project, item)?.is_none()
        {
            return Err(Problem::not_found("Item").into());
        }
        Ok(occurrences::page(connection, project, item, skip, OCCURRENCES_PER_PAGE)?)
    })?;
    let instances = found.into_iter().map(|occurrence| shown(call.project.id, occurrence));
    show(&OccurrencePage { page, instances: instances.collect::<Result<_, _>>()? })
}
