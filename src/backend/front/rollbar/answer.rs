//! The routes, and who may take them.

use super::body;
use super::call::Call;
use super::call::Failure;
use super::call::settle;
use super::holder;
use super::holder::Holder;
use super::operations;
use super::operations::Handler;
use super::operations::Needs;
use super::project;
use crate::backend::front::call::Front;
use crate::backend::front::message::Answer;
use crate::backend::front::message::Request;
use crate::backend::front::operation_name::parts_of;
use crate::base::percent_decoded;
use crate::wire::aws::AwsError;
use crate::wire::rollbar::Parameters;
use crate::wire::rollbar::Problem;

/// Refuses a request before it reaches an operation.
pub(in crate::backend::front) fn refuse(error: &AwsError) -> Answer {
    let problem = match error.status {
        413 => Problem::too_large(),
        status => Problem::new(status, error.message.clone()),
    };
    Answer::json(problem.status, &problem.body())
}

/// Serves a request of a path below `/api/1/`.
pub(in crate::backend::front) fn answer(front: &Front, request: &Request) -> Answer {
    serve(front, request).unwrap_or_else(|failure| failure.answer())
}

fn serve(front: &Front, request: &Request) -> Result<Answer, Failure> {
    let path: Vec<String> = parts_of(&request.path).map(percent_decoded).collect();
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let operation = match operations::find(&request.method, &path) {
        Ok(operation) => operation,
        Err(methods) if methods.is_empty() => {
            let shown: String = request.path.chars().take(128).collect();
            let text =
                format!("Rollbar route {} {shown} is not imitated by this backend", request.method);
            return Err(Problem::new(404, text).into());
        }
        Err(methods) => {
            let allowed = methods.join(", ");
            let text = format!("{} is not one of {allowed}", request.method);
            let refused = Failure::from(Problem::new(405, text)).answer();
            return Ok(refused.with_header("allow", allowed));
        }
    };
    let (first, second) = operation.name().named(&path);
    match operation.handler {
        Handler::Open(run) => run(front, request),
        Handler::Whole(needs, run) => run(&call(front, request, needs)?),
        Handler::One(needs, run) => run(&call(front, request, needs)?, first),
        Handler::Two(needs, run) => run(&call(front, request, needs)?, first, second),
    }
}

/// Looks at the token of a request, and reads what comes with it.
fn call<'r>(front: &'r Front, request: &'r Request, needs: Needs) -> Result<Call<'r>, Failure> {
    let members = body::members(request)?;
    let parameters = Parameters::parse(&request.query);
    let project = project::ensure(front)?;
    let given = holder::header(request)
        .or_else(|| members.get("access_token").and_then(|token| token.as_str()))
        .or_else(|| parameters.get("access_token"));
    let given = given.ok_or_else(Problem::no_token)?;
    let holder = holder::find(front, project.id, given)?.ok_or_else(Problem::unknown_reader)?;
    holder.check_enabled()?;
    if !may(&holder, needs) {
        let needed = match needs {
            Needs::Scope(scope) => scope.word(),
            Needs::Account => "account",
        };
        return Err(Problem::lacks(needed, &holder.scopes()).into());
    }
    settle(front)?;
    let call = Call { front, parameters, members, project };
    call.check_project()?;
    Ok(call)
}

fn may(holder: &Holder, needs: Needs) -> bool {
    match needs {
        Needs::Scope(scope) => holder.may(scope),
        Needs::Account => holder.is_of_account(),
    }
}
