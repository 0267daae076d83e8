//! The one table of what is served below `/1/` and `/2/`.

use http::Method;

use super::alerts;
use super::annotations;
use super::annotations::ANNOTATIONS;
use super::api_keys;
use super::auth;
use super::boards;
use super::burn_alerts;
use super::burn_alerts::BURN_ALERTS;
use super::calculated_fields;
use super::calculated_fields::CALCULATED_FIELDS;
use super::call::Call;
use super::call::Failure;
use super::columns;
use super::datasets;
use super::definitions;
use super::environments;
use super::events;
use super::marker_settings;
use super::marker_settings::MARKER_SETTINGS;
use super::markers;
use super::queries;
use super::query_results;
use super::recipients;
use super::slos;
use super::triggers;
use super::triggers::TRIGGERS;
use crate::backend::front::message::Answer;
use crate::backend::front::operation_name;
use crate::backend::front::operation_name::OperationName;
use crate::wire::honeycomb::BurnAlert;
use crate::wire::honeycomb::Trigger;

/// What a key must be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// Nothing: any key will do.
    Nothing,
    /// Sending events.
    Events,
    /// A permission of configuration keys, by its name in the settings of a key.
    Permission(&'static str),
    /// Managing the team: a key of version 2.
    Management,
}

/// How an operation is called, by what its path names.
#[derive(Clone, Copy)]
pub(super) enum Handler {
    /// Nothing but the resource.
    Whole(fn(&Call<'_>) -> Result<Answer, Failure>),
    /// A dataset, or one resource that belongs to none.
    One(fn(&Call<'_>, &str) -> Result<Answer, Failure>),
    /// A dataset and one of its resources.
    Two(fn(&Call<'_>, &str, &str) -> Result<Answer, Failure>),
}

/// An operation.
pub(in crate::backend::front) struct Operation {
    /// Method and path, as the documentation writes them.
    pub(in crate::backend::front) name: &'static str,
    pub(super) needs: Needs,
    pub(super) handler: Handler,
}

/// Queries and what belongs to them share a permission with columns.
const QUERIES: Needs = Needs::Permission("Manage Queries and Columns");
const RESULTS: Needs = Needs::Permission("Run Queries");
const DATASETS: Needs = Needs::Permission("Create Datasets");
const MARKERS: Needs = Needs::Permission("Manage Markers");
const BOARDS: Needs = Needs::Permission("Manage Public Boards");
const TEAM: Needs = Needs::Management;
const RECIPIENTS: Needs = Needs::Permission("Manage Recipients");
const TRIGGER: Needs = Needs::Permission("Manage Triggers");
const SLO: Needs = Needs::Permission("Manage SLOs");

const fn operation(name: &'static str, needs: Needs, handler: Handler) -> Operation {
    Operation { name, needs, handler }
}

/// Everything that is served.
pub(in crate::backend::front) const OPERATIONS: &[Operation] = &[
    operation("GET /1/auth", Needs::Nothing, Handler::Whole(|call| Ok(auth::get(call)))),
    operation("POST /1/events/{dataset}", Needs::Events, Handler::One(events::event)),
    operation("POST /1/batch/{dataset}", Needs::Events, Handler::One(events::batch)),
    operation("GET /1/datasets", DATASETS, Handler::Whole(datasets::list)),
    operation("POST /1/datasets", DATASETS, Handler::Whole(datasets::create)),
    operation("GET /1/datasets/{slug}", DATASETS, Handler::One(datasets::get)),
    operation("PUT /1/datasets/{slug}", DATASETS, Handler::One(datasets::update)),
    operation("DELETE /1/datasets/{slug}", DATASETS, Handler::One(datasets::delete)),
    operation("GET /1/columns/{dataset}", QUERIES, Handler::One(columns::list)),
    operation("POST /1/columns/{dataset}", QUERIES, Handler::One(columns::create)),
    operation("GET /1/columns/{dataset}/{id}", QUERIES, Handler::Two(columns::get)),
    operation("PUT /1/columns/{dataset}/{id}", QUERIES, Handler::Two(columns::update)),
    operation("DELETE /1/columns/{dataset}/{id}", QUERIES, Handler::Two(columns::delete)),
    operation("GET /1/derived_columns/{dataset}", QUERIES, Handler::One(calculated_fields::list)),
    operation(
        "POST /1/derived_columns/{dataset}",
        QUERIES,
        Handler::One(calculated_fields::create),
    ),
    operation(
        "GET /1/derived_columns/{dataset}/{id}",
        QUERIES,
        Handler::Two(|call, dataset, id| call.show(CALCULATED_FIELDS, dataset, id)),
    ),
    operation(
        "PUT /1/derived_columns/{dataset}/{id}",
        QUERIES,
        Handler::Two(calculated_fields::update),
    ),
    operation(
        "DELETE /1/derived_columns/{dataset}/{id}",
        QUERIES,
        Handler::Two(calculated_fields::delete),
    ),
    operation("GET /1/dataset_definitions/{dataset}", QUERIES, Handler::One(definitions::get)),
    operation("PATCH /1/dataset_definitions/{dataset}", QUERIES, Handler::One(definitions::update)),
    operation("POST /1/queries/{dataset}", QUERIES, Handler::One(queries::create)),
    operation("GET /1/queries/{dataset}/{id}", QUERIES, Handler::Two(queries::get)),
    operation("POST /1/query_results/{dataset}", RESULTS, Handler::One(query_results::create)),
    operation("GET /1/query_results/{dataset}/{id}", RESULTS, Handler::Two(query_results::get)),
    operation(
        "GET /1/query_annotations/{dataset}",
        QUERIES,
        Handler::One(|call, dataset| call.list(ANNOTATIONS, dataset)),
    ),
    operation("POST /1/query_annotations/{dataset}", QUERIES, Handler::One(annotations::create)),
    operation(
        "GET /1/query_annotations/{dataset}/{id}",
        QUERIES,
        Handler::Two(|call, dataset, id| call.show(ANNOTATIONS, dataset, id)),
    ),
    operation(
        "PUT /1/query_annotations/{dataset}/{id}",
        QUERIES,
        Handler::Two(annotations::update),
    ),
    operation(
        "DELETE /1/query_annotations/{dataset}/{id}",
        QUERIES,
        Handler::Two(|call, dataset, id| call.delete(ANNOTATIONS, Some(dataset), id)),
    ),
    operation("GET /1/boards", BOARDS, Handler::Whole(boards::list)),
    operation("POST /1/boards", BOARDS, Handler::Whole(boards::create)),
    operation("GET /1/boards/{id}", BOARDS, Handler::One(boards::get)),
    operation("PUT /1/boards/{id}", BOARDS, Handler::One(boards::update)),
    operation("DELETE /1/boards/{id}", BOARDS, Handler::One(boards::delete)),
    operation("GET /1/markers/{dataset}", MARKERS, Handler::One(markers::list)),
    operation("POST /1/markers/{dataset}", MARKERS, Handler::One(markers::create)),
    operation("PUT /1/markers/{dataset}/{id}", MARKERS, Handler::Two(markers::update)),
    operation("DELETE /1/markers/{dataset}/{id}", MARKERS, Handler::Two(markers::delete)),
    operation(
        "GET /1/marker_settings/{dataset}",
        MARKERS,
        Handler::One(|call, dataset| call.list(MARKER_SETTINGS, dataset)),
    ),
    operation("POST /1/marker_settings/{dataset}", MARKERS, Handler::One(marker_settings::create)),
    operation(
        "PUT /1/marker_settings/{dataset}/{id}",
        MARKERS,
        Handler::Two(marker_settings::update),
    ),
    operation(
        "DELETE /1/marker_settings/{dataset}/{id}",
        MARKERS,
        Handler::Two(|call, dataset, id| call.delete(MARKER_SETTINGS, Some(dataset), id)),
    ),
    operation("GET /1/recipients", RECIPIENTS, Handler::Whole(recipients::list)),
    operation("POST /1/recipients", RECIPIENTS, Handler::Whole(recipients::create)),
    operation("GET /1/recipients/{id}", RECIPIENTS, Handler::One(recipients::get)),
    operation("PUT /1/recipients/{id}", RECIPIENTS, Handler::One(recipients::update)),
    operation("DELETE /1/recipients/{id}", RECIPIENTS, Handler::One(recipients::delete)),
    operation("GET /1/triggers/{dataset}", TRIGGER, Handler::One(triggers::list)),
    operation("POST /1/triggers/{dataset}", TRIGGER, Handler::One(triggers::create)),
    operation(
        "GET /1/triggers/{dataset}/{id}",
        TRIGGER,
        Handler::Two(|call, dataset, id| alerts::show::<Trigger>(call, TRIGGERS, dataset, id)),
    ),
    operation("PUT /1/triggers/{dataset}/{id}", TRIGGER, Handler::Two(triggers::update)),
    operation(
        "DELETE /1/triggers/{dataset}/{id}",
        TRIGGER,
        Handler::Two(|call, dataset, id| call.delete(TRIGGERS, Some(dataset), id)),
    ),
    operation("GET /1/slos/{dataset}", SLO, Handler::One(slos::list)),
    operation("POST /1/slos/{dataset}", SLO, Handler::One(slos::create)),
    operation("GET /1/slos/{dataset}/{id}", SLO, Handler::Two(slos::get)),
    operation("PUT /1/slos/{dataset}/{id}", SLO, Handler::Two(slos::update)),
    operation("DELETE /1/slos/{dataset}/{id}", SLO, Handler::Two(slos::delete)),
    operation("GET /1/burn_alerts/{dataset}", SLO, Handler::One(burn_alerts::list)),
    operation("POST /1/burn_alerts/{dataset}", SLO, Handler::One(burn_alerts::create)),
    operation(
        "GET /1/burn_alerts/{dataset}/{id}",
        SLO,
        Handler::Two(|call, dataset, id| alerts::show::<BurnAlert>(call, BURN_ALERTS, dataset, id)),
    ),
    operation("PUT /1/burn_alerts/{dataset}/{id}", SLO, Handler::Two(burn_alerts::update)),
    operation(
        "DELETE /1/burn_alerts/{dataset}/{id}",
        SLO,
        Handler::Two(|call, dataset, id| call.delete(BURN_ALERTS, Some(dataset), id)),
    ),
    operation("GET /2/auth", TEAM, Handler::Whole(|call| Ok(auth::get_management(call)))),
    operation("GET /2/teams/{team}/environments", TEAM, Handler::One(environments::list)),
    operation("POST /2/teams/{team}/environments", TEAM, Handler::One(environments::create)),
    operation("GET /2/teams/{team}/environments/{id}", TEAM, Handler::Two(environments::get)),
    operation("PATCH /2/teams/{team}/environments/{id}", TEAM, Handler::Two(environments::update)),
    operation("DELETE /2/teams/{team}/environments/{id}", TEAM, Handler::Two(environments::delete)),
    operation("GET /2/teams/{team}/api-keys", TEAM, Handler::One(api_keys::list)),
    operation("POST /2/teams/{team}/api-keys", TEAM, Handler::One(api_keys::create)),
    operation("GET /2/teams/{team}/api-keys/{id}", TEAM, Handler::Two(api_keys::get)),
    operation("PATCH /2/teams/{team}/api-keys/{id}", TEAM, Handler::Two(api_keys::update)),
    operation("DELETE /2/teams/{team}/api-keys/{id}", TEAM, Handler::Two(api_keys::delete)),
];

impl Operation {
    pub(super) const fn name(&self) -> OperationName {
        OperationName(self.name)
    }

    /// Serves a request whose path is this operation's.
    pub(super) fn run(&self, call: &Call<'_>, path: &[&str]) -> Result<Answer, Failure> {
        let (first, second) = self.name().named(path);
        match self.handler {
            Handler::Whole(run) => run(call),
            Handler::One(run) => run(call, first),
            Handler::Two(run) => run(call, first, second),
        }
    }
}

/// Finds the operation of a method and a path; otherwise returns the methods that the path has.
pub(super) fn find(
    method: &Method,
    path: &[&str],
) -> Result<&'static Operation, Vec<&'static str>> {
    operation_name::find(OPERATIONS, Operation::name, method, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_found_by_method_and_path() {
        let name = |method: Method, path: &[&str]| find(&method, path).map(|found| found.name);
        assert_eq!(name(Method::GET, &["1", "boards", "x"]), Ok("GET /1/boards/{id}"));
        assert_eq!(
            name(Method::PUT, &["1", "markers", "d", "x"]),
            Ok("PUT /1/markers/{dataset}/{id}")
        );
        assert_eq!(name(Method::GET, &["2", "auth"]), Ok("GET /2/auth"));
        assert_eq!(
            name(Method::DELETE, &["2", "teams", "t", "api-keys", "x"]),
            Ok("DELETE /2/teams/{team}/api-keys/{id}")
        );
        assert_eq!(name(Method::PATCH, &["1", "boards"]), Err(vec!["GET", "POST"]));
        assert_eq!(name(Method::GET, &["1", "boards", "x", "views"]), Err(Vec::new()));
        assert_eq!(name(Method::GET, &["2", "boards"]), Err(Vec::new()));
    }

    #[test]
    fn handlers_take_what_their_paths_name() {
        for operation in OPERATIONS {
            let path: Vec<&str> = operation.name().parts().collect();
            let named = match operation.handler {
                Handler::Whole(_) => 0,
                Handler::One(_) => 1,
                Handler::Two(_) => 2,
            };
            assert_eq!(operation.name().count_named(), named, "{}", operation.name);
            assert!(operation.name().has_path(&path), "{}", operation.name);
            let found = find(&operation.name().method().parse().unwrap(), &path);
            assert_eq!(found.map(|found| found.name), Ok(operation.name), "stands twice");
        }
    }
}
