//! What `GetLogEvents` and `FilterLogEvents` share: bounds of a page and the scan itself.

use std::time::Duration;

use super::error;
use crate::backend::engine::log_scan;
use crate::backend::engine::log_scan::LogPage;
use crate::backend::engine::log_scan::LogQuery;
use crate::backend::engine::log_scan::ScanError;
use crate::backend::front::call::Call;
use crate::base::Milliseconds;
use crate::model::log_event::DAY;
use crate::wire::aws::AwsError;

/// Most events of one page.
pub(super) const MAXIMUM_EVENTS: i64 = 10_000;

/// Largest page, in bytes of messages.
pub(super) const MAXIMUM_BYTES: usize = 1_048_576;

/// How long one page may search; then it is short, or empty, and its token goes on.
pub(super) const SEARCH_TIME: Duration = Duration::from_secs(10);

/// Scans the store's present state.
pub(super) fn scan(call: &Call<'_>, query: &LogQuery) -> Result<LogPage, AwsError> {
    let snapshot = call.front.store.snapshot();
    log_scan::scan(&snapshot, query, &call.front.pool).map_err(|problem| match problem {
        ScanError::Cancelled => error::invalid_parameter("The request was cancelled."),
        problem => AwsError::internal("InternalFailure", format!("the scan failed: {problem}")),
    })
}

/// Returns the time before which a group's events have expired.
pub(super) fn oldest(now: Milliseconds, retention_days: Option<u32>) -> Option<Milliseconds> {
    retention_days.map(|days| now - i64::from(days) * DAY)
}
