//! The routes, and who may take them.

use http::Method;

use super::annotations;
use super::auth;
use super::call::Call;
use super::call::Failure;
use super::columns;
use super::datasets;
use super::events;
use super::queries;
use super::query_results;
use crate::backend::front::call::Front;
use crate::backend::front::message::Answer;
use crate::backend::front::message::Request;
use crate::backend::front::team_key::key;
use crate::backend::front::team_key::kind_of;
use crate::base::percent_decoded;
use crate::wire::aws::AwsError;
use crate::wire::honeycomb::EventsError;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::ProblemKind;

/// The resources that are served below `/1/`.
const RESOURCES: [&str; 8] = [
    "auth",
    "events",
    "batch",
    "datasets",
    "columns",
    "queries",
    "query_results",
    "query_annotations",
];

/// Largest body of a resource, in bytes.
const MAXIMUM_RESOURCE_BYTES: usize = 100_000;

/// A part of the API; each tells of errors in a form of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::backend::front) enum Part {
    /// Sending.
    Events,
    /// The rest.
    Resources,
}

/// Says to which part a path belongs, if it is served.
pub(in crate::backend::front) fn part_of(path: &str) -> Option<Part> {
    let resource = path.strip_prefix("/1/")?.split('/').next()?;
    RESOURCES.contains(&resource).then_some(match resource {
        "events" | "batch" => Part::Events,
        _ => Part::Resources,
    })
}

/// Refuses a request before it reaches an operation.
pub(in crate::backend::front) fn refuse(error: &AwsError, part: Part) -> Answer {
    let told = match (part, error.status) {
        (Part::Events, 413) => EventsError::TooLarge,
        (Part::Events, 400) => EventsError::Malformed,
        _ => {
            let body = serde_json::json!({ "error": error.message });
            return Answer::json(error.status, &body);
        }
    };
    Answer::json(told.status(), &told.body())
}

/// Serves a request below `/1/`.
pub(in crate::backend::front) fn answer(front: &Front, request: &Request) -> Answer {
    let known = key(request).and_then(|key| Some((key, kind_of(front, key)?)));
    let Some((key, kind)) = known else {
        return refused_key(EventsError::UnknownKey);
    };
    let call = Call { front, request, kind, key };
    let path: Vec<String> =
        request.path.trim_start_matches("/1/").split('/').map(percent_decoded).collect();
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match (&request.method, path.as_slice()) {
        (&Method::GET, ["auth"]) => auth::get(&call),
        (&Method::POST, ["events" | "batch", _]) if !kind.permissions().events => {
            refused_key(EventsError::WrongKeyKind)
        }
        (&Method::POST, ["events", dataset]) => events::event(&call, dataset),
        (&Method::POST, ["batch", dataset]) => events::batch(&call, dataset),
        _ => resources(&call, &path).unwrap_or_else(|failure| call.refuse(&failure)),
    }
}

fn refused_key(error: EventsError) -> Answer {
    Answer::json(error.status(), &error.body())
}

fn resources(call: &Call<'_>, path: &[&str]) -> Result<Answer, Failure> {
    if !call.kind.permissions().resources {
        let text = "this key only sends events; reading needs a configuration key";
        return Err(Problem::new(ProblemKind::Unauthorized, text).into());
    }
    if call.request.body.len() > MAXIMUM_RESOURCE_BYTES {
        let text =
            format!("Body size is larger than maximum size of {MAXIMUM_RESOURCE_BYTES} bytes");
        return Err(Problem::new(ProblemKind::PayloadTooLarge, text).into());
    }
    match (&call.request.method, path) {
        (&Method::GET, ["datasets"]) => datasets::list(call),
        (&Method::POST, ["datasets"]) => datasets::create(call),
        (&Method::GET, ["datasets", slug]) => datasets::get(call, slug),
        (&Method::DELETE, ["datasets", slug]) => datasets::delete(call, slug),
        (&Method::GET, ["columns", dataset]) => columns::list(call, dataset),
        (&Method::POST, ["queries", dataset]) => queries::create(call, dataset),
        (&Method::GET, ["queries", dataset, id]) => queries::get(call, dataset, id),
        (&Method::POST, ["query_results", dataset]) => query_results::create(call, dataset),
        (&Method::GET, ["query_results", dataset, id]) => query_results::get(call, dataset, id),
        (&Method::GET, ["query_annotations", dataset]) => annotations::list(call, dataset),
        (&Method::POST, ["query_annotations", dataset]) => annotations::create(call, dataset),
        (&Method::GET, ["query_annotations", dataset, id]) => annotations::get(call, dataset, id),
        (&Method::PUT, ["query_annotations", dataset, id]) => {
            annotations::update(call, dataset, id)
        }
        (&Method::DELETE, ["query_annotations", dataset, id]) => {
            annotations::delete(call, dataset, id)
        }
        (method, _) => {
            let text = format!("{method} {} is not imitated by this backend", call.request.path);
            Ok(Answer::json(501, &serde_json::json!({ "error": text })))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_resources_are_served() {
        assert_eq!(part_of("/1/batch/x"), Some(Part::Events));
        assert_eq!(part_of("/1/auth"), Some(Part::Resources));
        assert_eq!((part_of("/1/triggers/x"), part_of("/2/auth")), (None, None));
    }
}
