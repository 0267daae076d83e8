//! Items and occurrences, page by page until there is no more.

use std::collections::HashSet;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::client::RollbarClient;
use super::error::RollbarCallError;
use super::exact::Exact;
use crate::base::percent_encoded;
use crate::wire::rollbar::Environment;
use crate::wire::rollbar::ITEMS_PER_PAGE;
use crate::wire::rollbar::Item;
use crate::wire::rollbar::Level;
use crate::wire::rollbar::OCCURRENCES_PER_PAGE;
use crate::wire::rollbar::Occurrence;
use crate::wire::rollbar::Status;

/// Most items that are read; more than this the service does not count either.
const MOST_ITEMS: usize = 100_000;

/// Most occurrences among which one is looked for.
const MOST_SEARCHED: usize = 10_000;

/// Which items are asked for; what is empty does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemFilter {
    /// Of these environments.
    pub environments: Vec<String>,
    /// Of these levels.
    pub levels: Vec<Level>,
    /// Of these statuses.
    pub statuses: Vec<Status>,
    /// Of these frameworks.
    pub frameworks: Vec<String>,
    /// Found by the service's own search.
    pub search: Option<String>,
}

impl ItemFilter {
    fn parameters(&self) -> String {
        let environments = self.environments.iter().map(|name| ("environment", name.as_str()));
        let levels = self.levels.iter().map(|level| ("level", level.word()));
        let statuses = self.statuses.iter().map(|status| ("status", status.word()));
        let frameworks = self.frameworks.iter().map(|name| ("framework", name.as_str()));
        let search = self.search.iter().map(|text| ("query", text.as_str()));
        let all = environments.chain(levels).chain(statuses).chain(frameworks).chain(search);
        all.map(|(name, value)| format!("&{name}={}", percent_encoded(value))).collect()
    }
}

/// Things of all pages.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed<T> {
    /// The things, in the service's order.
    pub things: Vec<Exact<T>>,
    /// Whether there are more than were asked for.
    pub is_cut: bool,
}

/// One page.
struct Page<T> {
    things: Vec<Exact<T>>,
    /// Things on all pages, if the service counts them.
    total: Option<usize>,
}

impl RollbarClient {
    /// `GET /items/`, all pages: at most `limit` of the items that pass, without one twice.
    ///
    /// # Errors
    /// A call fails.
    pub async fn items(
        &self,
        filter: &ItemFilter,
        limit: Option<usize>,
        passes: impl Fn(&Item) -> bool,
    ) -> Result<Listed<Item>, RollbarCallError> {
        let parameters = filter.parameters();
        let read = async |page: u64| self.items_page(&parameters, page).await;
        let limit = limit.unwrap_or(MOST_ITEMS).min(MOST_ITEMS);
        gather(read, ITEMS_PER_PAGE, limit, |item: &Item| item.id, passes).await
    }

    /// `GET /item/{id}`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn item(&self, id: i64) -> Result<Exact<Item>, RollbarCallError> {
        self.get("GetItem", &format!("/item/{id}")).await
    }

    /// `GET /item/?uuid=`: the item to which an occurrence belongs.
    ///
    /// # Errors
    /// The call fails.
    pub async fn item_of_uuid(&self, uuid: &str) -> Result<Exact<Item>, RollbarCallError> {
        self.get("GetItemByUuid", &format!("/item/?uuid={}", percent_encoded(uuid))).await
    }

    /// `GET /item?counter=`: the item that people know by a number.
    ///
    /// # Errors
    /// The call fails.
    pub async fn item_of_counter(&self, counter: i64) -> Result<Exact<Item>, RollbarCallError> {
        self.get("GetItemByCounter", &format!("/item?counter={counter}")).await
    }

    /// `GET /item/{id}/instances/`, the newest first, as many pages as `limit` needs.
    ///
    /// # Errors
    /// A call fails.
    pub async fn occurrences(
        &self,
        item: i64,
        limit: usize,
    ) -> Result<Listed<Occurrence>, RollbarCallError> {
        let read = async |page: u64| self.occurrences_page(item, page).await;
        let id = |occurrence: &Occurrence| occurrence.id;
        gather(read, OCCURRENCES_PER_PAGE, limit, id, |_| true).await
    }

    /// Looks for the occurrence with a uuid, among the newest of an item.
    ///
    /// # Errors
    /// A call fails.
    pub async fn occurrence_of_uuid(
        &self,
        item: i64,
        uuid: &str,
    ) -> Result<Option<Exact<Occurrence>>, RollbarCallError> {
        let mut seen = HashSet::new();
        for page in 1.. {
            let page = self.occurrences_page(item, page).await?;
            let before = seen.len();
            seen.extend(page.things.iter().map(|occurrence| occurrence.known.id));
            let found = page.things.into_iter().find(|one| is_uuid(&one.known.data, uuid));
            if found.is_some() || seen.len() == before || seen.len() >= MOST_SEARCHED {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// `GET /instance/{id}`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn occurrence(&self, id: i64) -> Result<Exact<Occurrence>, RollbarCallError> {
        self.get("GetOccurrence", &format!("/instance/{id}")).await
    }

    /// `GET /environments`: the names of those in which something has occurred.
    ///
    /// # Errors
    /// The call fails.
    pub async fn environments(&self) -> Result<Vec<String>, RollbarCallError> {
        let answer = self.get("ListEnvironments", "/environments").await?;
        let page: Page<Environment> = self.page(answer, "environments")?;
        Ok(page.things.into_iter().map(|environment| environment.known.name).collect())
    }

    async fn items_page(
        &self,
        parameters: &str,
        page: u64,
    ) -> Result<Page<Item>, RollbarCallError> {
        let answer =
            self.get_page("ListItems", &format!("/items/?page={page}{parameters}")).await?;
        self.page(answer, "items")
    }

    async fn occurrences_page(
        &self,
        item: i64,
        page: u64,
    ) -> Result<Page<Occurrence>, RollbarCallError> {
        let path = format!("/item/{item}/instances/?page={page}");
        let answer = self.get_page("ListOccurrences", &path).await?;
        self.page(answer, "instances")
    }

    fn page<T: DeserializeOwned>(
        &self,
        mut answer: Value,
        list: &str,
    ) -> Result<Page<T>, RollbarCallError> {
        let stranger =
            |reason: String| RollbarCallError::Stranger { url: self.base().to_owned(), reason };
        let total = answer.get("total_count").and_then(Value::as_u64);
        let things = answer
            .get_mut(list)
            .map(Value::take)
            .ok_or_else(|| stranger(format!("its page has no {list}")))?;
        let things = serde_json::from_value(things).map_err(|error| stranger(error.to_string()))?;
        Ok(Page { things, total: total.and_then(|total| usize::try_from(total).ok()) })
    }
}

fn is_uuid(data: &Value, uuid: &str) -> bool {
    let found = data.get("uuid").and_then(Value::as_str);
    found.is_some_and(|found| found.eq_ignore_ascii_case(uuid))
}

/// Reads pages until there is no more, or enough.
///
/// While pages are read others write: a thing that moves back is not told twice, and one that moves
/// to the front, past the pages that are still to be read, is found by reading from the front again.
async fn gather<T>(
    read: impl AsyncFn(u64) -> Result<Page<T>, RollbarCallError>,
    per_page: usize,
    limit: usize,
    id: impl Fn(&T) -> i64,
    passes: impl Fn(&T) -> bool,
) -> Result<Listed<T>, RollbarCallError> {
    let mut listed = Listed { things: Vec::new(), is_cut: false };
    let mut seen = HashSet::new();
    let mut pages = 0;
    loop {
        pages += 1;
        let page = read(pages).await?;
        let (count, before) = (page.things.len(), seen.len());
        for thing in page.things {
            if !seen.insert(id(&thing.known)) || !passes(&thing.known) {
                continue;
            }
            if listed.things.len() == limit {
                listed.is_cut = true;
                return Ok(listed);
            }
            listed.things.push(thing);
        }
        let is_last = match page.total {
            Some(total) => seen.len() >= total,
            None => count < per_page,
        };
        // A service that knows no pages would give the same one for ever.
        if is_last || count == 0 || seen.len() == before {
            break;
        }
    }
    if pages > 1 {
        let front = read(1).await?.things.into_iter();
        let moved: Vec<Exact<T>> =
            front.filter(|thing| seen.insert(id(&thing.known)) && passes(&thing.known)).collect();
        listed.is_cut = listed.things.len() + moved.len() > limit;
        listed.things.splice(0..0, moved);
        listed.things.truncate(limit);
    }
    Ok(listed)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    fn thing(id: i64) -> Exact<i64> {
        Exact { value: Value::from(id), known: id }
    }

    /// Reads from a list that `change` may change before each page.
    async fn all(
        mut list: Vec<i64>,
        counts: bool,
        limit: usize,
        change: impl Fn(u64, &mut Vec<i64>),
    ) -> (Vec<i64>, bool, u64) {
        let (cell, calls) = (std::cell::RefCell::new(std::mem::take(&mut list)), Cell::new(0));
        let read = async |page: u64| {
            calls.set(calls.get() + 1);
            let mut list = cell.borrow_mut();
            change(calls.get(), &mut list);
            let start = usize::try_from(page - 1).unwrap() * 10;
            let things = list.iter().skip(start).take(10).map(|id| thing(*id)).collect();
            Ok(Page { things, total: counts.then_some(list.len()) })
        };
        let listed = gather(read, 10, limit, |id: &i64| *id, |_| true).await.unwrap();
        let things = listed.things.into_iter().map(|thing| thing.known).collect();
        (things, listed.is_cut, calls.get())
    }

    #[tokio::test]
    async fn every_page_is_read() {
        for length in [0, 1, 9, 10, 11, 20, 35] {
            for counts in [false, true] {
                let list: Vec<i64> = (0..length).collect();
                let (found, is_cut, _) = all(list.clone(), counts, usize::MAX, |_, _| {}).await;
                assert_eq!((found, is_cut), (list, false), "{length} {counts}");
            }
        }
    }

    #[tokio::test]
    async fn a_limit_reads_no_more_than_it_needs() {
        let list: Vec<i64> = (0..100).collect();
        let (found, is_cut, calls) = all(list.clone(), true, 15, |_, _| {}).await;
        assert_eq!((found, is_cut, calls), (list[..15].to_vec(), true, 2));
        let (found, is_cut, _) = all(list[..15].to_vec(), true, 15, |_, _| {}).await;
        assert_eq!((found.len(), is_cut), (15, false), "as many as there are");
    }

    #[tokio::test]
    async fn what_moves_meanwhile_is_neither_lost_nor_told_twice() {
        let list: Vec<i64> = (0..25).collect();
        // The last one happens again after the first page was read, and a new one comes.
        let (mut found, _, _) = all(list, true, usize::MAX, |call, list| {
            if call == 2 {
                let last = list.pop().unwrap();
                list.insert(0, last);
                list.insert(0, 99);
            }
        })
        .await;
        found.sort_unstable();
        let expected: Vec<i64> = (0..25).chain([99]).collect();
        assert_eq!(found, expected);
    }

    #[tokio::test]
    async fn a_service_without_pages_is_read_once() {
        let calls = Cell::new(0);
        let read = async |_: u64| {
            calls.set(calls.get() + 1);
            Ok(Page { things: (0..10).map(thing).collect(), total: None })
        };
        let listed = gather(read, 10, usize::MAX, |id: &i64| *id, |_| true).await.unwrap();
        assert_eq!(listed.things.len(), 10);
        assert_eq!(calls.get(), 3, "the page, the same again, and the front");
    }

    #[test]
    fn filters_are_repeated_parameters() {
        let filter = ItemFilter {
            environments: vec!["a b".to_owned(), "c&d".to_owned()],
            levels: vec![Level::Error, Level::Critical],
            statuses: vec![Status::Active],
            frameworks: vec!["flask".to_owned()],
            search: Some("x=1".to_owned()),
        };
        assert_eq!(
            filter.parameters(),
            "&environment=a%20b&environment=c%26d&level=error&level=critical&status=active&framework=flask&query=x%3D1"
        );
        assert_eq!(ItemFilter::default().parameters(), "");
    }
}
