//! What the resources of version 2 share: the form of answers, the team, pages of lists.

use serde_json::Value;
use serde_json::json;

use super::call::Call;
use super::call::Failure;
use super::call::TEAM;
use super::rows::parameter;
use crate::backend::front::message::Answer;
use crate::base::percent_encoded;
use crate::wire::honeycomb::FieldCode;
use crate::wire::honeycomb::JSON_API_CONTENT_TYPE;
use crate::wire::honeycomb::Problem;

/// What is told to who has no management key.
pub(super) const NEEDS_KEY: &str = "version 2 needs a management key: send 'authorization: Bearer' \
                                    with its identifier and secret, joined by a colon";

/// Resources on a page, where nothing is said, and at most.
const PAGE_SIZE: usize = 20;
const MAXIMUM_PAGE_SIZE: usize = 100;

/// Answers in the form of version 2.
pub(super) fn show(status: u16, body: &Value) -> Answer {
    Answer::new(status, JSON_API_CONTENT_TYPE, body.to_string())
}

/// Answers that nothing is left.
pub(super) fn show_deleted() -> Answer {
    Answer::new(204, JSON_API_CONTENT_TYPE, "")
}

/// Refuses a request before it reaches an operation, or for what is not its fault.
pub(super) fn refuse(status: u16, text: &str, id: &str) -> Answer {
    let title = http::StatusCode::from_u16(status).ok();
    let title = title.and_then(|status| status.canonical_reason()).unwrap_or("Refused");
    let code = title.to_ascii_lowercase().replace(' ', "-");
    let mut error = json!({
        "id": id, "status": status.to_string(), "code": code, "title": title, "detail": text,
    });
    if status == 401 {
        error["source"] = json!({ "header": "Authorization" });
    }
    show(status, &json!({ "errors": [error] }))
}

/// Refuses another team than the one that there is.
pub(super) fn check_team(team: &str) -> Result<(), Failure> {
    if team == TEAM.1 { Ok(()) } else { Err(Failure::not_found("Team")) }
}

/// Where a resource stands in a list: when it was made, in milliseconds, and its identifier.
pub(super) type ListPlace<'r> = (i64, &'r str);

/// Shows the page of a list, which is in the order of the places, that the request asks for.
pub(super) fn show_page<T>(
    call: &Call<'_>,
    all: &[T],
    place_of: impl Fn(&T) -> ListPlace<'_>,
    resource: impl Fn(&T) -> Value,
) -> Result<Answer, Failure> {
    let query = &call.request.query;
    let size = match parameter(query, "page[size]") {
        None => PAGE_SIZE,
        Some(text) => {
            text.parse().ok().filter(|size| (1..=MAXIMUM_PAGE_SIZE).contains(size)).ok_or_else(
                || {
                    let text = format!("must be 1 to {MAXIMUM_PAGE_SIZE}");
                    Problem::of_field("page[size]", FieldCode::Invalid, &text)
                },
            )?
        }
    };
    let after = parameter(query, "page[after]").filter(|after| !after.is_empty());
    let after: Option<(i64, String)> = match after {
        None => None,
        Some(text) => Some(read_cursor(&text).ok_or_else(|| {
            let text = "must be taken from links.next of the page before";
            Problem::of_field("page[after]", FieldCode::Invalid, text)
        })?),
    };
    let is_left =
        |one: &&T| after.as_ref().is_none_or(|(time, id)| place_of(*one) > (*time, id.as_str()));
    let mut left = all.iter().filter(is_left);
    let page: Vec<&T> = left.by_ref().take(size).collect();
    let next = page.last().filter(|_| left.next().is_some()).map(|last| {
        let (time, id) = place_of(last);
        let cursor = percent_encoded(&format!("{time}.{id}"));
        format!("{}?page%5Bsize%5D={size}&page%5Bafter%5D={cursor}", call.request.path)
    });
    let data: Vec<Value> = page.into_iter().map(resource).collect();
    Ok(show(200, &json!({ "data": data, "links": { "next": next } })))
}

fn read_cursor(text: &str) -> Option<(i64, String)> {
    let (time, id) = text.split_once('.')?;
    Some((time.parse().ok()?, id.to_owned()))
}
