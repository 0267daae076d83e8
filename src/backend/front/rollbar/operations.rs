//! The one table of what is served below `/api/1/`.

use http::Method;

use super::call::Call;
use super::call::Failure;
use super::deploys;
use super::instances;
use super::item_reads;
use super::items;
use super::items_in;
use super::project;
use super::reports;
use super::sessions;
use super::tokens;
use super::versions;
use crate::backend::front::call::Front;
use crate::backend::front::message::Answer;
use crate::backend::front::message::Request;
use crate::backend::front::operation_name;
use crate::backend::front::operation_name::OperationName;
use crate::wire::rollbar::TokenScope;

/// What a token must be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// A scope of the project.
    Scope(TokenScope),
    /// The whole account.
    Account,
}

/// How an operation is called, by what its path names.
#[derive(Clone, Copy)]
pub(super) enum Handler {
    /// Without a token, or with one that it looks for itself.
    Open(fn(&Front, &Request) -> Result<Answer, Failure>),
    /// Nothing but the resource.
    Whole(Needs, fn(&Call<'_>) -> Result<Answer, Failure>),
    /// One of its members.
    One(Needs, fn(&Call<'_>, &str) -> Result<Answer, Failure>),
    /// A member, and something of it.
    Two(Needs, fn(&Call<'_>, &str, &str) -> Result<Answer, Failure>),
}

/// An operation.
pub(in crate::backend::front) struct Operation {
    /// Method and path, as the documentation writes them.
    pub(in crate::backend::front) name: &'static str,
    pub(super) handler: Handler,
}

const POST: Needs = Needs::Scope(TokenScope::PostServerItem);
const READ: Needs = Needs::Scope(TokenScope::Read);
const WRITE: Needs = Needs::Scope(TokenScope::Write);
const ACCOUNT: Needs = Needs::Account;

const fn operation(name: &'static str, handler: Handler) -> Operation {
    Operation { name, handler }
}

/// Everything that is served.
pub(in crate::backend::front) const OPERATIONS: &[Operation] = &[
    operation("GET /api/1/status/ping", Handler::Open(sessions::ping)),
    operation("POST /api/1/item/", Handler::Open(items_in::post)),
    operation("POST /api/1/session/", Handler::Open(sessions::swallow)),
    operation("GET /api/1/items/", Handler::Whole(READ, items::list)),
    operation("GET /api/1/item/", Handler::Whole(READ, item_reads::find)),
    operation("GET /api/1/item/{id}", Handler::One(READ, item_reads::get)),
    operation("PATCH /api/1/item/{id}", Handler::One(WRITE, items::update)),
    operation("GET /api/1/item_by_counter/{counter}", Handler::One(READ, item_reads::by_counter)),
    operation("GET /api/1/item/{id}/instances/", Handler::One(READ, instances::of_item)),
    operation("GET /api/1/instances/", Handler::Whole(READ, instances::list)),
    operation("GET /api/1/instance/{id}", Handler::One(READ, instances::get)),
    operation(
        "GET /api/1/reports/top_active_items",
        Handler::Whole(READ, reports::top_active_items),
    ),
    operation(
        "GET /api/1/reports/occurrence_counts",
        Handler::Whole(READ, reports::occurrence_counts),
    ),
    operation("GET /api/1/versions/{version}", Handler::One(READ, versions::get)),
    operation("GET /api/1/environments", Handler::Whole(READ, project::environments)),
    operation("GET /api/1/project", Handler::Whole(READ, project::of_token)),
    operation("GET /api/1/projects", Handler::Whole(ACCOUNT, project::list)),
    operation("GET /api/1/project/{id}", Handler::One(ACCOUNT, project::get)),
    operation("GET /api/1/project/{id}/access_tokens", Handler::One(ACCOUNT, tokens::list)),
    operation("POST /api/1/project/{id}/access_tokens", Handler::One(ACCOUNT, tokens::create)),
    operation(
        "PATCH /api/1/project/{id}/access_token/{token}",
        Handler::Two(ACCOUNT, tokens::update),
    ),
    operation(
        "DELETE /api/1/project/{id}/access_token/{token}",
        Handler::Two(ACCOUNT, tokens::delete),
    ),
    operation("POST /api/1/deploy", Handler::Whole(POST, deploys::create)),
    operation("GET /api/1/deploy/{id}", Handler::One(READ, deploys::get)),
    operation("PATCH /api/1/deploy/{id}", Handler::One(POST, deploys::update)),
    operation("GET /api/1/deploys/", Handler::Whole(READ, deploys::list)),
];

impl Operation {
    pub(super) const fn name(&self) -> OperationName {
        OperationName(self.name)
    }
}

/// Finds the operation of a method and a path; otherwise returns the methods that the path has.
pub(super) fn find(
    method: &Method,
    path: &[&str],
) -> Result<&'static Operation, Vec<&'static str>> {
    // Nothing is called nothing.
    if path.contains(&"") {
        return Err(Vec::new());
    }
    operation_name::find(OPERATIONS, Operation::name, method, path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::front::operation_name::parts_of;

    fn found(method: Method, path: &str) -> Result<&'static str, Vec<&'static str>> {
        let path: Vec<&str> = parts_of(path).collect();
        find(&method, &path).map(|found| found.name)
    }

    #[test]
    fn a_slash_at_the_end_makes_no_difference() {
        assert_eq!(found(Method::POST, "/api/1/item"), Ok("POST /api/1/item/"));
        assert_eq!(found(Method::POST, "/api/1/item/"), Ok("POST /api/1/item/"));
        assert_eq!(found(Method::GET, "/api/1/item/5/"), Ok("GET /api/1/item/{id}"));
        assert_eq!(
            found(Method::GET, "/api/1/item/5/instances"),
            Ok("GET /api/1/item/{id}/instances/")
        );
        assert_eq!(found(Method::PUT, "/api/1/item/5"), Err(vec!["GET", "PATCH"]));
        assert_eq!(found(Method::GET, "/api/1/teams"), Err(Vec::new()));
        assert_eq!(found(Method::GET, "/api/1//"), Err(Vec::new()));
        assert_eq!(found(Method::GET, "/api/1/item//"), Err(Vec::new()));
    }

    #[test]
    fn handlers_take_what_their_paths_name() {
        for operation in OPERATIONS {
            let path: Vec<&str> = operation.name().parts().collect();
            let named = match operation.handler {
                Handler::Open(_) | Handler::Whole(..) => 0,
                Handler::One(..) => 1,
                Handler::Two(..) => 2,
            };
            assert_eq!(operation.name().count_named(), named, "{}", operation.name);
            let found = find(&operation.name().method().parse().unwrap(), &path);
            assert_eq!(found.map(|found| found.name), Ok(operation.name), "stands twice");
        }
    }
}
