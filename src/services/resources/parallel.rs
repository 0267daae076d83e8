//! Several calls at once, boundedly many.

use futures_util::StreamExt as _;
use futures_util::TryStreamExt as _;
use futures_util::stream;

use super::call_error::CallError;

/// Calls that are under way at once; the vendor's quotas are kept by the caller.
const PARALLEL: usize = 8;

/// Makes all calls and returns what they gave, in no particular order.
pub(super) async fn all<T, F>(calls: Vec<F>) -> Result<Vec<T>, CallError>
where
    F: Future<Output = Result<T, CallError>>,
{
    stream::iter(calls).buffer_unordered(PARALLEL).try_collect().await
}
