//! One request of the API after its token was looked at.

use rusqlite::Connection;
use serde::Serialize;
use serde_json::Map;
use serde_json::Value;

use super::items_in;
use crate::backend::front::call::Front;
use crate::backend::front::message::Answer;
use crate::backend::store::AppendError;
use crate::backend::store::StoreError;
use crate::backend::store::catalog::projects::Project;
use crate::base::Milliseconds;
use crate::base::RandomError;
use crate::wire::rollbar::Envelope;
use crate::wire::rollbar::Parameters;
use crate::wire::rollbar::Problem;

/// One request.
pub(super) struct Call<'r> {
    pub(super) front: &'r Front,
    /// What stands in the address.
    pub(super) parameters: Parameters,
    /// What stands in the body.
    pub(super) members: Map<String, Value>,
    /// The one project.
    pub(super) project: Project,
}

impl Call<'_> {
    /// Returns the current time.
    pub(super) fn now(&self) -> Milliseconds {
        self.front.clock.now()
    }

    /// Returns the current time in whole seconds.
    pub(super) fn now_seconds(&self) -> i64 {
        self.now().div_euclid(1_000)
    }

    /// Runs a short read of the catalog.
    pub(super) fn read<T>(
        &self,
        read: impl FnOnce(&Connection, i64) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.front.store.read(|connection| read(connection, self.project.id))
    }

    /// Runs a change of the catalog and waits until it is durable.
    pub(super) fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Connection, i64) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let project = self.project.id;
        self.front.store.write(move |connection| change(connection, project)).wait()
    }

    /// Runs a change that brings so many bytes, which is refused where there is no room for more.
    pub(super) fn write_telemetry<T: Send + 'static>(
        &self,
        bytes: usize,
        change: impl FnOnce(&Connection, i64) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let project = self.project.id;
        let change = move |connection: &Connection| change(connection, project);
        self.front.store.write_telemetry(bytes, change).wait()
    }

    /// Returns how many members a page is to have.
    pub(super) fn page_size(&self, usual: usize, most: usize) -> Result<usize, Failure> {
        let limit = self.parameters.whole("limit", 1)?;
        Ok(limit.map_or(usual, |limit| usize::try_from(limit).map_or(most, |n| n.min(most))))
    }

    /// Returns which page is wanted, from 1, and how many members come before it.
    pub(super) fn page(&self, size: usize) -> Result<(u64, u64), Failure> {
        let page = self.parameters.whole("page", 1)?.unwrap_or(1).unsigned_abs();
        Ok((page, (page - 1).saturating_mul(size as u64)))
    }

    /// Refuses what is asked of another project than the one that there is.
    pub(super) fn check_project(&self) -> Result<(), Failure> {
        let in_body = self.members.get("project_id").map(|id| match id {
            Value::String(id) => id.clone(),
            other => other.to_string(),
        });
        let mut named = self.parameters.all("project_id").chain(self.parameters.all("project_ids"));
        let own = self.project.id.to_string();
        if named.any(|id| id != own) || in_body.is_some_and(|id| id != own) {
            return Err(no_project());
        }
        Ok(())
    }

    /// Refuses another project that a path names.
    pub(super) fn check_named_project(&self, id: &str) -> Result<(), Failure> {
        if id == self.project.id.to_string() { Ok(()) } else { Err(no_project()) }
    }
}

fn no_project() -> Failure {
    Problem::new(404, "Project not found in this account.").into()
}

/// Reads the number of a thing that a path names.
pub(super) fn number(text: &str, what: &str) -> Result<i64, Failure> {
    text.parse().map_err(|_| Problem::not_found(what).into())
}

/// Stores what was acknowledged a while ago, if items are to be seen late.
pub(super) fn settle(front: &Front) -> Result<(), Failure> {
    items_in::settle(front)
}

/// Answers with a result.
pub(super) fn show(result: &impl Serialize) -> Result<Answer, Failure> {
    let body = serde_json::to_vec(&Envelope::success(result));
    let body = body.map_err(|_| Failure::Unreadable("an answer"))?;
    Ok(Answer::new(200, "application/json", body))
}

/// Why a request is not answered as asked.
#[derive(Debug)]
pub(super) enum Failure {
    /// The request is at fault.
    Problem(Problem),
    /// There were too many such requests; with what is told of the limit.
    TooOften(Vec<(&'static str, String)>),
    /// The store takes no more at this time.
    Full(AppendError),
    /// The store is at fault.
    Store(StoreError),
    /// What the store keeps is not what this version keeps there.
    Unreadable(&'static str),
    /// There are no random bytes.
    Random(RandomError),
}

impl Failure {
    /// Returns the answer in the form of the API.
    pub(super) fn answer(&self) -> Answer {
        let told = |status, text: String| {
            let problem = Problem::new(status, text);
            Answer::json(problem.status, &problem.body())
        };
        match self {
            Self::Problem(problem) => Answer::json(problem.status, &problem.body()),
            Self::TooOften(headers) => {
                let mut answer = told(429, "rate limit exceeded".to_owned());
                answer.headers.extend(headers.iter().cloned());
                answer
            }
            Self::Full(AppendError::TooLarge { .. }) => {
                let problem = Problem::too_large();
                Answer::json(problem.status, &problem.body())
            }
            Self::Full(error) => told(503, error.to_string()),
            Self::Store(error) => told(503, format!("the store failed: {error}")),
            Self::Unreadable(what) => {
                told(500, format!("{what} is kept in a form that this version does not read"))
            }
            Self::Random(error) => told(500, error.to_string()),
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<AppendError> for Failure {
    fn from(error: AppendError) -> Self {
        Self::Full(error)
    }
}

impl From<RandomError> for Failure {
    fn from(error: RandomError) -> Self {
        Self::Random(error)
    }
}
