//! What every operation gets: the store, the clock, and whose data it may see.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::honeycomb::KeptResult;
use super::honeycomb::ResultLimits;
use super::rollbar::CallRates;
use crate::backend::configuration::Configuration;
use crate::backend::engine::EnginePool;
use crate::backend::jobs::Jobs;
use crate::backend::listeners::Addresses;
use crate::backend::store::Scope;
use crate::backend::store::Store;
use crate::backend::store::StoreError;
use crate::base::Clock;
use crate::base::Milliseconds;
use crate::wire::aws::AwsError;

/// What all requests share.
#[derive(Debug)]
pub(in crate::backend) struct Front {
    /// The store.
    pub(in crate::backend) store: Store,
    /// The engine's threads.
    pub(in crate::backend) pool: Arc<EnginePool>,
    /// The results of Honeycomb's queries.
    pub(in crate::backend) results: Arc<Jobs<KeptResult>>,
    /// How many of these may be begun.
    pub(in crate::backend) result_limits: ResultLimits,
    /// How many items the tokens of Rollbar's project have sent.
    pub(in crate::backend) rollbar_rates: CallRates,
    /// The time.
    pub(in crate::backend) clock: Arc<dyn Clock>,
    /// What the backend was started with.
    pub(in crate::backend) configuration: Configuration,
    /// Identifies this run of the backend; the lock file carries it too.
    pub(in crate::backend) nonce: String,
    /// Where the backend listens.
    pub(in crate::backend) addresses: Addresses,
    /// One export at a time: each reads everything and keeps what was hot in memory.
    pub(in crate::backend) exports: Arc<Semaphore>,
    /// When it started.
    pub(in crate::backend) started: Milliseconds,
}

impl Front {
    /// Returns whose data it is where a request does not say: the backend's home.
    pub(super) fn home(&self) -> Scope {
        let home = &self.configuration.home;
        Scope { account: home.account.clone(), region: home.region.clone() }
    }
}

/// One request of an AWS API after authentication.
#[derive(Debug)]
pub(super) struct Call<'a> {
    /// What all requests share.
    pub(super) front: &'a Front,
    /// Account and region that the request may see.
    pub(super) scope: Scope,
    /// Goes into the answer.
    pub(super) request_id: &'a str,
}

impl Call<'_> {
    /// Returns the current time.
    pub(super) fn now(&self) -> Milliseconds {
        self.front.clock.now()
    }

    /// Returns the current time as X-Ray tells it: whole epoch seconds.
    pub(super) fn now_seconds(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "seconds fit a double exactly")]
        let seconds = (self.now() / 1000) as f64;
        seconds
    }

    /// Runs a short read of the catalog.
    pub(super) fn read<T>(
        &self,
        read: impl FnOnce(&rusqlite::Connection, &Scope) -> Result<T, AwsError>,
    ) -> Result<T, AwsError> {
        self.front.store.read(|connection| read(connection, &self.scope))
    }

    /// Runs a change of the catalog and waits until it is durable.
    pub(super) fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&rusqlite::Connection, &Scope) -> Result<T, AwsError> + Send + 'static,
    ) -> Result<T, AwsError> {
        let scope = self.scope.clone();
        self.front.store.write(move |connection| change(connection, &scope)).wait()
    }
}

impl From<StoreError> for AwsError {
    fn from(error: StoreError) -> Self {
        Self::internal("InternalFailure", format!("the store failed: {error}"))
    }
}
