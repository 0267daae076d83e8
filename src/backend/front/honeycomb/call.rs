//! One request of the API after its key was looked at.

use rusqlite::Connection;
use serde_json::Value;

use super::answer::Part;
use super::kept::Kept;
use super::management;
use super::rows::parent_of;
use crate::backend::front::call::Front;
use crate::backend::front::message::Answer;
use crate::backend::front::message::Request;
use crate::backend::jobs::RateExceeded;
use crate::backend::store::Scope;
use crate::backend::store::StoreError;
use crate::base::Milliseconds;
use crate::base::RandomError;
use crate::wire::honeycomb::JSON_API_CONTENT_TYPE;
use crate::wire::honeycomb::KeyKind;
use crate::wire::honeycomb::PROBLEM_CONTENT_TYPE;
use crate::wire::honeycomb::Problem;
use crate::wire::honeycomb::ProblemKind;

/// The environment and team that everything belongs to.
pub(super) const TEAM: (&str, &str) = ("cruddur-obs", "cruddur-obs");
pub(super) const ENVIRONMENT: (&str, &str) = ("local", "local");

/// One request.
pub(super) struct Call<'r> {
    pub(super) front: &'r Front,
    pub(super) request: &'r Request,
    pub(super) kind: KeyKind,
    pub(super) key: &'r str,
    pub(super) part: Part,
}

impl Call<'_> {
    /// Returns the current time.
    pub(super) fn now(&self) -> Milliseconds {
        self.front.clock.now()
    }

    /// Says whether the key is the backend's own token, which may do everything.
    pub(super) fn has_token(&self) -> bool {
        self.front.configuration.access.token.is_some()
    }

    /// Returns the address that the client used, for links.
    pub(super) fn base(&self) -> String {
        format!("http://{}", self.request.header("host").unwrap_or("localhost"))
    }

    /// Runs a short read of the catalog.
    pub(super) fn read<T>(
        &self,
        read: impl FnOnce(&Connection, &Scope) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let scope = self.front.home();
        self.front.store.read(|connection| read(connection, &scope))
    }

    /// Runs a change of the catalog and waits until it is durable.
    pub(super) fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Connection, &Scope) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let scope = self.front.home();
        self.front.store.write(move |connection| change(connection, &scope)).wait()
    }

    /// Lists the resources of a dataset, or of the environment.
    pub(super) fn list(&self, kept: Kept, dataset: &str) -> Result<Answer, Failure> {
        let found: Vec<Value> = self.read(|connection, scope| {
            let parent = parent_of(connection, scope, dataset)?;
            kept.list(connection, scope, &parent)
        })?;
        Ok(Answer::json(200, &Value::Array(found)))
    }

    /// Shows one of them.
    pub(super) fn show(&self, kept: Kept, dataset: &str, id: &str) -> Result<Answer, Failure> {
        let found: Value = self.read(|connection, scope| {
            let parent = parent_of(connection, scope, dataset)?;
            kept.find(connection, scope, &parent, id)
        })?;
        Ok(Answer::json(200, &found))
    }

    /// Deletes a resource of a dataset, or of none, and answers so.
    pub(super) fn delete(
        &self,
        kept: Kept,
        dataset: Option<&str>,
        id: &str,
    ) -> Result<Answer, Failure> {
        let (dataset, id) = (dataset.map(ToOwned::to_owned), id.to_owned());
        self.write(move |connection, scope| {
            let parent = match &dataset {
                Some(dataset) => parent_of(connection, scope, dataset)?,
                None => String::new(),
            };
            kept.delete(connection, scope, &parent, &id)
        })?;
        Ok(Answer::new(204, "application/json", ""))
    }

    /// Answers with a problem.
    pub(super) fn refuse(&self, failure: &Failure) -> Answer {
        match failure {
            Failure::Problem(problem) if self.part == Part::Management => {
                let body = problem.json_api_body(&self.request.id);
                Answer::new(problem.kind.status(), JSON_API_CONTENT_TYPE, body.to_string())
            }
            Failure::Problem(problem) => {
                let body = problem.body(&self.base(), &self.request.path);
                Answer::new(problem.kind.status(), PROBLEM_CONTENT_TYPE, body.to_string())
            }
            Failure::TooOften(exceeded) => {
                let RateExceeded { most, window_seconds, reset_seconds } = exceeded;
                let requests = if *most == 1 { "request" } else { "requests" };
                let text = format!("This endpoint allows {most} {requests} per minute.");
                let problem = Problem::new(ProblemKind::RateLimited, text).into();
                let limit = format!("limit={most}, remaining=0, reset={reset_seconds}");
                self.refuse(&problem)
                    .with_header("ratelimit", limit)
                    .with_header("ratelimitpolicy", format!("{most};w={window_seconds}"))
            }
            Failure::Store(error) => self.fail(503, &format!("the store failed: {error}")),
            Failure::Unreadable(what) => {
                self.fail(500, &format!("{what} is kept in a form that this version does not read"))
            }
            Failure::Random(error) => self.fail(500, &error.to_string()),
        }
    }

    /// Answers that the backend is at fault.
    fn fail(&self, status: u16, text: &str) -> Answer {
        match self.part {
            Part::Management => management::refuse(status, text, &self.request.id),
            Part::Events | Part::Resources => {
                Answer::json(status, &serde_json::json!({ "error": text }))
            }
        }
    }
}

/// Why a request is not answered as asked.
#[derive(Debug)]
pub(super) enum Failure {
    /// The request is at fault.
    Problem(Problem),
    /// There were too many such requests.
    TooOften(RateExceeded),
    /// The store is at fault.
    Store(StoreError),
    /// What the store keeps is not what this version keeps there.
    Unreadable(&'static str),
    /// There are no random bytes for a key.
    Random(RandomError),
}

impl Failure {
    /// Creates the problem of something that does not exist.
    pub(super) fn not_found(what: &str) -> Self {
        Self::Problem(Problem::new(ProblemKind::NotFound, format!("{what} not found")))
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<RandomError> for Failure {
    fn from(error: RandomError) -> Self {
        Self::Random(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
