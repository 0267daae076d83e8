//! One item, by its number, its number in the project, or an occurrence's identifier.

use serde_json::json;

use super::call::Call;
use super::call::Failure;
use super::call::number;
use super::call::show;
use super::items::shown;
use crate::backend::front::message::Answer;
use crate::backend::store::catalog::items;
use crate::base::percent_encoded;
use crate::wire::rollbar::Problem;
use crate::wire::rollbar::as_uuid;

/// What an item is called in an answer.
const ITEM: &str = "Item";

/// `GET /api/1/item/{id}`.
pub(super) fn get(call: &Call<'_>, id: &str) -> Result<Answer, Failure> {
    let id = number(id, ITEM)?;
    show_found(call, call.read(|connection, project| Ok(items::find(connection, project, id)?))?)
}

/// `GET /api/1/item/?uuid=` and `?counter=`.
pub(super) fn find(call: &Call<'_>) -> Result<Answer, Failure> {
    if let Some(uuid) = call.parameters.get("uuid") {
        let uuid = as_uuid(uuid).ok_or_else(|| Problem::new(400, "Invalid UUID format"))?;
        let found =
            call.read(|connection, project| Ok(items::find_by_uuid(connection, project, &uuid)?))?;
        if found.is_none() {
            return Err(Problem::new(404, "UUID did not match any occurrence").into());
        }
        return show_found(call, found);
    }
    let Some(counter) = call.parameters.get("counter") else {
        return Err(Problem::new(400, "uuid or counter is required").into());
    };
    show_found(call, by_number(call, counter)?)
}

/// `GET /api/1/item_by_counter/{counter}`, which leads to the item.
pub(super) fn by_counter(call: &Call<'_>, counter: &str) -> Result<Answer, Failure> {
    let found = by_number(call, counter)?.ok_or_else(|| Problem::not_found(ITEM))?;
    let path = format!("/item/{}", found.id);
    let mut uri = format!("/api/1{path}");
    // Clients keep the header on their way there, not what stood in the address.
    if let Some(token) = call.parameters.get("access_token") {
        uri.push_str(&format!("?access_token={}", percent_encoded(token)));
    }
    let body = json!({ "err": 0, "result": { "itemId": found.id, "path": path, "uri": uri } });
    Ok(Answer::json(301, &body).with_header("location", uri))
}

fn by_number(call: &Call<'_>, counter: &str) -> Result<Option<items::Item>, Failure> {
    let counter = number(counter, ITEM)?;
    call.read(|connection, project| Ok(items::find_by_counter(connection, project, counter)?))
}

fn show_found(call: &Call<'_>, found: Option<items::Item>) -> Result<Answer, Failure> {
    let found = found.ok_or_else(|| Problem::not_found(ITEM))?;
    show(&shown(call.project.id, found))
}
