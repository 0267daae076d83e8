//! The routes, and who may take them.

use super::call::Call;
use super::call::Failure;
use super::operations;
use super::operations::Needs;
use super::operations::OPERATIONS;
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
    let operation = OPERATIONS.iter().find(|operation| operation.resource() == resource)?;
    Some(if operation.needs == Needs::Events { Part::Events } else { Part::Resources })
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
    serve(&call, &path).unwrap_or_else(|failure| call.refuse(&failure))
}

fn serve(call: &Call<'_>, path: &[&str]) -> Result<Answer, Failure> {
    let operation = match operations::find(&call.request.method, path) {
        Ok(operation) => operation,
        Err(methods) if methods.is_empty() => return Err(Failure::not_found("Resource")),
        Err(methods) => {
            let allowed = methods.join(", ");
            let text = format!("{} is not one of {allowed}", call.request.method);
            let refused = call.refuse(&Problem::new(ProblemKind::MethodNotAllowed, text).into());
            return Ok(refused.with_header("allow", allowed));
        }
    };
    let may = call.kind.permissions();
    match operation.needs {
        Needs::Nothing => {}
        Needs::Events if may.events => {}
        Needs::Events => return Ok(refused_key(EventsError::WrongKeyKind)),
        Needs::Permission(name) if !may.resources => {
            let text = if may.management {
                format!(
                    "this is a management key, which serves version 2 only; this needs a \
                     configuration key with the permission \"{name}\""
                )
            } else {
                format!(
                    "this key only sends events; this needs a configuration key with the \
                     permission \"{name}\""
                )
            };
            return Err(Problem::new(ProblemKind::Unauthorized, text).into());
        }
        Needs::Permission(_) if call.request.body.len() > MAXIMUM_RESOURCE_BYTES => {
            let text =
                format!("Body size is larger than maximum size of {MAXIMUM_RESOURCE_BYTES} bytes");
            return Err(Problem::new(ProblemKind::PayloadTooLarge, text).into());
        }
        Needs::Permission(_) => {}
    }
    operation.run(call, path)
}

fn refused_key(error: EventsError) -> Answer {
    Answer::json(error.status(), &error.body())
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
