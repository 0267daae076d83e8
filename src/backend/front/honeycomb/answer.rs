//! The routes, and who may take them.

use super::call::Call;
use super::call::Failure;
use super::management;
use super::operations;
use super::operations::Needs;
use super::operations::OPERATIONS;
use crate::backend::front::call::Front;
use crate::backend::front::message::Answer;
use crate::backend::front::message::Request;
use crate::backend::front::team_key::bearer;
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
    /// The resources of an environment.
    Resources,
    /// Those of the team, which are version 2.
    Management,
}

/// Says to which part a path belongs, if it is served.
pub(in crate::backend::front) fn part_of(path: &str) -> Option<Part> {
    let mut parts = path.split('/').skip(1);
    let start = [parts.next()?, parts.next()?];
    let operation = OPERATIONS.iter().find(|known| known.name().parts().take(2).eq(start))?;
    Some(match operation.needs {
        Needs::Events => Part::Events,
        Needs::Management => Part::Management,
        Needs::Nothing | Needs::Permission(_) => Part::Resources,
    })
}

/// Refuses a request before it reaches an operation.
pub(in crate::backend::front) fn refuse(error: &AwsError, part: Part, id: &str) -> Answer {
    let told = match (part, error.status) {
        (Part::Events, 413) => EventsError::TooLarge,
        (Part::Events, 400) => EventsError::Malformed,
        (Part::Management, status) => return management::refuse(status, &error.message, id),
        _ => {
            let body = serde_json::json!({ "error": error.message });
            return Answer::json(error.status, &body);
        }
    };
    Answer::json(told.status(), &told.body())
}

/// Serves a request of a path that belongs to a part.
pub(in crate::backend::front) fn answer(front: &Front, request: &Request, part: Part) -> Answer {
    let given = if part == Part::Management { bearer(request) } else { key(request) };
    let known = given.and_then(|key| Some((key, kind_of(front, key)?)));
    let Some((key, kind)) = known else {
        return match part {
            Part::Management => management::refuse(401, management::NEEDS_KEY, &request.id),
            Part::Events | Part::Resources => refused_key(EventsError::UnknownKey),
        };
    };
    let call = Call { front, request, kind, key, part };
    let path: Vec<String> = request.path.split('/').skip(1).map(percent_decoded).collect();
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
        // The backend's own token may do everything.
        Needs::Management if !may.management && !call.has_token() => {
            return Err(Problem::new(ProblemKind::Unauthorized, management::NEEDS_KEY).into());
        }
        Needs::Permission(_) | Needs::Management
            if call.request.body.len() > MAXIMUM_RESOURCE_BYTES =>
        {
            let text =
                format!("Body size is larger than maximum size of {MAXIMUM_RESOURCE_BYTES} bytes");
            return Err(Problem::new(ProblemKind::PayloadTooLarge, text).into());
        }
        Needs::Permission(_) | Needs::Management => {}
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
        assert_eq!(part_of("/2/auth"), Some(Part::Management));
        assert_eq!(part_of("/2/teams/x/unknown"), Some(Part::Management));
        assert_eq!((part_of("/1/kinesis_events/x"), part_of("/2/boards")), (None, None));
        assert_eq!((part_of("/1/teams/x"), part_of("/2"), part_of("/")), (None, None, None));
    }
}
