//! One part's pages, fetched ahead of the reader.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::AbortHandle;

use crate::clients::aws::AwsCallError;
use crate::clients::aws::Cause;
use crate::clients::aws::EventPage;
use crate::clients::aws::LogsClient;
use crate::clients::aws::TailedEvent;
use crate::wire::logs::FilterLogEventsRequest;

/// Pages fetched ahead of the reader.
const PAGES_AHEAD: usize = 2;

/// First pause after being throttled; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// Longest pause after being throttled.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

/// Where events come from.
pub trait EventSource: Send + Sync + 'static {
    /// Reads one page.
    fn page(
        &self,
        request: FilterLogEventsRequest,
    ) -> impl Future<Output = Result<EventPage, AwsCallError>> + Send;
}

impl EventSource for LogsClient {
    async fn page(&self, request: FilterLogEventsRequest) -> Result<EventPage, AwsCallError> {
        self.filter_log_events(request).await
    }
}

/// What a feed delivers.
pub(super) enum Delivery {
    /// A page of events; it may be empty without being the last.
    Page(Vec<TailedEvent>),
    /// The service asks for a pause; the feed goes on by itself.
    Throttled(Duration),
    /// The feed has failed.
    Failed(AwsCallError),
}

/// The pages of one call, in time order; stops fetching when dropped.
pub(super) struct Feed {
    deliveries: mpsc::Receiver<Delivery>,
    task: AbortHandle,
}

impl Feed {
    /// Starts to fetch.
    pub(super) fn start<S: EventSource>(source: Arc<S>, request: FilterLogEventsRequest) -> Self {
        let (sender, deliveries) = mpsc::channel(PAGES_AHEAD);
        let task = tokio::spawn(fetch(source, request, sender)).abort_handle();
        Self { deliveries, task }
    }

    /// Returns the next delivery; `None` after the last page.
    pub(super) async fn next(&mut self) -> Option<Delivery> {
        self.deliveries.recv().await
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn fetch<S: EventSource>(
    source: Arc<S>,
    mut request: FilterLogEventsRequest,
    sender: mpsc::Sender<Delivery>,
) {
    let mut pause = FIRST_PAUSE;
    loop {
        let delivery = match source.page(request.clone()).await {
            Ok(page) => {
                pause = FIRST_PAUSE;
                request.next_token = page.next_token;
                Delivery::Page(page.events)
            }
            Err(error) if error.cause == Cause::Throttled => {
                // The token does not move, so the same page is asked for again.
                if sender.send(Delivery::Throttled(pause)).await.is_err() {
                    return;
                }
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
                continue;
            }
            Err(error) => {
                let _ = sender.send(Delivery::Failed(error)).await;
                return;
            }
        };
        if sender.send(delivery).await.is_err() || request.next_token.is_none() {
            return;
        }
    }
}
