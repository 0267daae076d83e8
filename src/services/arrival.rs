//! Waiting until an occurrence that was accepted can be read: accepted is not stored.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use tokio::select;

use crate::clients::rollbar::Exact;
use crate::clients::rollbar::RollbarCallError;
use crate::clients::rollbar::RollbarClient;
use crate::services::resources::Timer;
use crate::wire::rollbar::Item;

/// How long an item may take to list an occurrence that is known to be there.
const LISTING_TIME: Duration = Duration::from_secs(10);

/// How often is looked, and for how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// The first pause; each is twice the one before.
    pub first_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
    /// How long all of it may take.
    pub patience: Duration,
}

/// Where occurrences are looked for.
pub trait ArrivalSource {
    /// Returns the item to which the occurrence belongs, once it is stored.
    fn item(
        &self,
        uuid: &str,
    ) -> impl Future<Output = Result<Option<Exact<Item>>, RollbarCallError>>;

    /// Returns the id of the occurrence, once the item lists it.
    fn occurrence(
        &self,
        item: i64,
        uuid: &str,
    ) -> impl Future<Output = Result<Option<i64>, RollbarCallError>>;
}

impl ArrivalSource for RollbarClient {
    async fn item(&self, uuid: &str) -> Result<Option<Exact<Item>>, RollbarCallError> {
        match self.item_of_uuid(uuid).await {
            Ok(item) => Ok(Some(item)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn occurrence(&self, item: i64, uuid: &str) -> Result<Option<i64>, RollbarCallError> {
        match self.occurrence_of_uuid(item, uuid).await {
            Ok(found) => Ok(found),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// What became of an occurrence.
#[derive(Clone, Debug)]
pub enum Arrival {
    /// It can be read.
    Seen {
        /// The item to which it belongs.
        item: Box<Exact<Item>>,
        /// Its id; none if the item did not list it soon.
        occurrence: Option<i64>,
        /// How long that took.
        after: Duration,
    },
    /// It could not be read in time.
    Unseen {
        /// How long it was looked for.
        after: Duration,
        /// What stood in the way at last, if something did.
        setback: Option<RollbarCallError>,
    },
}

/// Looks for an occurrence until it can be read, the patience is over or `stop` says so.
///
/// A service that is busy or gone for a moment is asked again.
///
/// # Errors
/// A call failed that will not work later either.
pub async fn await_arrival(
    source: &impl ArrivalSource,
    uuid: &str,
    pace: Pace,
    timer: &dyn Timer,
    stop: impl Future<Output = ()>,
) -> Result<Arrival, RollbarCallError> {
    let mut stop = pin!(stop);
    let start = timer.now();
    let after = || timer.now().saturating_sub(start);
    let (mut item, mut setback): (Option<Exact<Item>>, _) = (None, None);
    let (mut pause, mut patience) = (pace.first_pause, pace.patience);
    loop {
        let look = look(source, uuid, item.as_ref());
        let looked = select! {
            biased;
            looked = look => looked,
            () = &mut stop => break,
        };
        let mut wait = pause;
        match looked {
            Ok(Look { found, occurrence: Some(id) }) => {
                if let Some(item) = found.or(item.take()).map(Box::new) {
                    return Ok(Arrival::Seen { item, occurrence: Some(id), after: after() });
                }
            }
            Ok(Look { found, occurrence: None }) => {
                if found.is_some() {
                    // It has arrived; where in the item it stands is worth a moment only.
                    patience = patience.min(after().saturating_add(LISTING_TIME));
                }
                item = found.or(item);
                setback = None;
            }
            Err(error) if error.is_passing() => {
                wait = wait.max(error.retry_after().unwrap_or_default());
                setback = Some(error);
            }
            Err(error) => return Err(error),
        }
        let left = patience.saturating_sub(after());
        if left.is_zero() {
            break;
        }
        // The last look is at the end of the patience.
        select! {
            biased;
            () = &mut stop => break,
            () = timer.sleep(wait.min(left)) => {}
        }
        pause = (pause * 2).min(pace.longest_pause);
    }
    Ok(match item.map(Box::new) {
        Some(item) => Arrival::Seen { item, occurrence: None, after: after() },
        None => Arrival::Unseen { after: after(), setback },
    })
}

/// What one look shows.
struct Look {
    found: Option<Exact<Item>>,
    occurrence: Option<i64>,
}

/// Looks for the item, and for the occurrence once the item is known.
async fn look(
    source: &impl ArrivalSource,
    uuid: &str,
    known: Option<&Exact<Item>>,
) -> Result<Look, RollbarCallError> {
    let found = match known {
        Some(_) => None,
        None => source.item(uuid).await?,
    };
    let Some(item) = found.as_ref().or(known) else {
        return Ok(Look { found: None, occurrence: None });
    };
    match source.occurrence(item.known.id, uuid).await {
        Ok(occurrence) => Ok(Look { found, occurrence }),
        // That the item is there is known already.
        Err(error) if error.is_passing() && found.is_some() => Ok(Look { found, occurrence: None }),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::services::resources::VirtualTimer;
    use crate::wire::rollbar::TokenScope;

    const SECOND: Duration = Duration::from_secs(1);
    const PACE: Pace = Pace {
        first_pause: Duration::from_secs(2),
        longest_pause: Duration::from_secs(2),
        patience: Duration::from_secs(60),
    };

    /// What is answered, by the number of the question.
    type Script<T> = fn(usize) -> Result<Option<T>, RollbarCallError>;

    struct Scripted {
        items: Script<i64>,
        occurrences: Script<i64>,
        asked: Cell<(usize, usize)>,
    }

    impl Scripted {
        fn new(items: Script<i64>, occurrences: Script<i64>) -> Self {
            Self { items, occurrences, asked: Cell::default() }
        }
    }

    impl ArrivalSource for Scripted {
        async fn item(&self, uuid: &str) -> Result<Option<Exact<Item>>, RollbarCallError> {
            assert_eq!(uuid, "u");
            let (items, occurrences) = self.asked.get();
            self.asked.set((items + 1, occurrences));
            let known = (self.items)(items)?.map(|id| Item { id, ..Item::default() });
            Ok(known.map(|known| Exact { value: serde_json::Value::Null, known }))
        }

        async fn occurrence(&self, item: i64, _: &str) -> Result<Option<i64>, RollbarCallError> {
            assert_eq!(item, 7);
            let (items, occurrences) = self.asked.get();
            self.asked.set((items, occurrences + 1));
            (self.occurrences)(occurrences)
        }
    }

    fn refused(status: u16, retry_after: Option<Duration>) -> RollbarCallError {
        let message = "no".to_owned();
        let (operation, scope) = ("GetItemByUuid", TokenScope::Read);
        RollbarCallError::Refused { operation, scope, status, message, retry_after }
    }

    async fn awaited(source: &Scripted) -> Result<String, RollbarCallError> {
        let timer = VirtualTimer::default();
        let arrival = await_arrival(source, "u", PACE, &timer, std::future::pending()).await?;
        Ok(match arrival {
            Arrival::Seen { item, occurrence, after } => {
                format!("item {} occurrence {occurrence:?} after {after:?}", item.known.id)
            }
            Arrival::Unseen { after, setback } => {
                format!("unseen after {after:?}, setback {}", setback.is_some())
            }
        })
    }

    #[tokio::test]
    async fn what_is_there_at_once_is_not_waited_for() {
        let source = Scripted::new(|_| Ok(Some(7)), |_| Ok(Some(70)));
        assert_eq!(awaited(&source).await.unwrap(), "item 7 occurrence Some(70) after 0ns");
    }

    #[tokio::test]
    async fn what_comes_late_is_found() {
        let item: Script<i64> = |asked| Ok((asked >= 3).then_some(7));
        let source = Scripted::new(item, |asked| Ok((asked >= 2).then_some(70)));
        assert_eq!(awaited(&source).await.unwrap(), "item 7 occurrence Some(70) after 10s");
        assert_eq!(source.asked.get(), (4, 3), "the item is asked for until it is known");
    }

    #[tokio::test]
    async fn patience_has_an_end() {
        let source = Scripted::new(|_| Ok(None), |_| Ok(None));
        assert_eq!(awaited(&source).await.unwrap(), "unseen after 60s, setback false");
        assert_eq!(source.asked.get().0, 31, "the last look is at the end");
        let source = Scripted::new(|_| Ok(Some(7)), |_| Ok(None));
        assert_eq!(awaited(&source).await.unwrap(), "item 7 occurrence None after 10s");
    }

    #[tokio::test]
    async fn what_passes_is_waited_for_and_obeyed() {
        let item: Script<i64> = |asked| match asked {
            0 => Err(refused(502, None)),
            1 => Err(refused(429, Some(SECOND * 20))),
            _ => Ok(Some(7)),
        };
        let source = Scripted::new(item, |asked| match asked {
            0 => Err(refused(500, None)),
            _ => Ok(Some(70)),
        });
        assert_eq!(awaited(&source).await.unwrap(), "item 7 occurrence Some(70) after 24s");
        let source = Scripted::new(|_| Err(refused(429, Some(SECOND * 1000))), |_| Ok(None));
        assert_eq!(awaited(&source).await.unwrap(), "unseen after 60s, setback true");
        assert_eq!(source.asked.get().0, 2);
    }

    #[tokio::test]
    async fn a_refusal_ends_it() {
        let source = Scripted::new(|_| Err(refused(403, None)), |_| Ok(None));
        assert!(awaited(&source).await.is_err());
        let source = Scripted::new(|_| Ok(Some(7)), |_| Err(refused(403, None)));
        assert!(awaited(&source).await.is_err());
    }

    #[tokio::test]
    async fn it_can_be_stopped() {
        let source = Scripted::new(|_| Ok(None), |_| Ok(None));
        let timer = VirtualTimer::default();
        let stop = std::future::ready(());
        let arrival = await_arrival(&source, "u", PACE, &timer, stop).await.unwrap();
        assert!(matches!(arrival, Arrival::Unseen { .. }));
        assert_eq!(source.asked.get(), (1, 0));
    }

    #[tokio::test]
    async fn pauses_grow_up_to_the_longest() {
        let pace = Pace { first_pause: SECOND, longest_pause: SECOND * 4, ..PACE };
        let source = Scripted::new(|asked| Ok((asked >= 5).then_some(7)), |_| Ok(Some(70)));
        let timer = VirtualTimer::default();
        await_arrival(&source, "u", pace, &timer, std::future::pending()).await.unwrap();
        assert_eq!(timer.now(), SECOND * 15, "1 + 2 + 4 + 4 + 4");
    }
}
