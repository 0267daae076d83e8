//! Items and occurrences, page by page until there is no more.

use std::collections::HashSet;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde::de::IgnoredAny;
use serde_json::json;
use serde_json::value::RawValue;

use super::client::RollbarClient;
use super::error::RollbarCallError;
use super::exact::Exact;
use super::exact::Instance;
use crate::base::parse_json;
use crate::base::percent_encoded;
use crate::wire::rollbar::Environment;
use crate::wire::rollbar::ITEMS_PER_PAGE;
use crate::wire::rollbar::Item;
use crate::wire::rollbar::Level;
use crate::wire::rollbar::OCCURRENCES_PER_PAGE;
use crate::wire::rollbar::Occurrence;
use crate::wire::rollbar::Status;
use crate::wire::rollbar::TokenScope;
use crate::wire::rollbar::uuid_key;

/// Most things that are read; more items than this the service does not count either.
const MOST_READ: usize = 100_000;

/// Most bytes of things that are kept, as they come.
const MOST_BYTES: usize = 64 * 1024 * 1024;

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
    pub things: Vec<T>,
    /// Whether there are more than were asked for, or than can be kept.
    pub is_cut: bool,
}

/// A page as it comes: each thing is text until it is looked into, so that one which cannot be read
/// spoils no other.
#[derive(Deserialize)]
struct RawPage {
    total_count: Option<usize>,
    #[serde(alias = "items", alias = "instances", alias = "environments")]
    things: Option<Vec<Box<RawValue>>>,
}

/// One page.
struct Page {
    url: String,
    things: Vec<Box<RawValue>>,
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
    ) -> Result<Listed<Exact<Item>>, RollbarCallError> {
        let parameters = filter.parameters();
        let read = async |page: u64| {
            self.page("ListItems", &format!("/items/?page={page}{parameters}")).await
        };
        let open = |url: &str, raw: &RawValue| {
            let item: Exact<Item> = self.opened_thing(url, raw)?;
            Ok((item.known.id, passes(&item.known).then_some(item)))
        };
        let limit = limit.unwrap_or(MOST_READ).min(MOST_READ);
        gather(read, ITEMS_PER_PAGE, limit, open).await
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
    ) -> Result<Listed<Instance>, RollbarCallError> {
        let read = async |page: u64| self.occurrences_page(item, page).await;
        let open = |url: &str, raw: &RawValue| {
            let instance = self.instance(url, raw)?;
            Ok((instance.known.id, Some(instance)))
        };
        gather(read, OCCURRENCES_PER_PAGE, limit, open).await
    }

    /// Looks for the id of the occurrence with a uuid, among the newest of an item.
    ///
    /// # Errors
    /// A call fails.
    pub async fn occurrence_of_uuid(
        &self,
        item: i64,
        uuid: &str,
    ) -> Result<Option<i64>, RollbarCallError> {
        let key = uuid_key(uuid);
        let mut seen = HashSet::new();
        for page in 1.. {
            let page = self.occurrences_page(item, page).await?;
            let before = seen.len();
            for raw in &page.things {
                let one: Occurrence<Named> = parsed(&page.url, raw)?;
                seen.insert(one.id);
                if one.data.uuid.is_some_and(|uuid| uuid_key(&uuid) == key) {
                    return Ok(Some(one.id));
                }
            }
            if seen.len() == before || seen.len() >= MOST_SEARCHED {
                break;
            }
        }
        Ok(None)
    }

    /// `GET /instance/{id}`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn occurrence(&self, id: i64) -> Result<Instance, RollbarCallError> {
        self.get("GetOccurrence", &format!("/instance/{id}")).await
    }

    /// `GET /environments`: the names of those in which something has occurred.
    ///
    /// # Errors
    /// The call fails.
    pub async fn environments(&self) -> Result<Vec<String>, RollbarCallError> {
        let page = self.page("ListEnvironments", "/environments").await?;
        let name = |raw: &RawValue| {
            let environment: Exact<Environment> = self.opened_thing(&page.url, raw)?;
            Ok(environment.known.name)
        };
        page.things.iter().map(|raw| name(raw)).collect()
    }

    async fn occurrences_page(&self, item: i64, page: u64) -> Result<Page, RollbarCallError> {
        self.page("ListOccurrences", &format!("/item/{item}/instances/?page={page}")).await
    }

    async fn page(&self, operation: &'static str, path: &str) -> Result<Page, RollbarCallError> {
        let answer = self.get_page(operation, path).await?;
        let page: RawPage = self.opened(operation, TokenScope::Read, &answer)?;
        let url = answer.url;
        match page.things {
            Some(things) => Ok(Page { url, things, total: page.total_count }),
            None => {
                let reason = "its page has no list".to_owned();
                Err(RollbarCallError::Stranger { url, reason })
            }
        }
    }

    /// Opens an occurrence; of one that nests too deeply the data is left out.
    fn instance(&self, url: &str, raw: &RawValue) -> Result<Instance, RollbarCallError> {
        if let Ok(instance) = self.opened_thing(url, raw) {
            return Ok(instance);
        }
        let known: Occurrence<IgnoredAny> = parsed(url, raw)?;
        let value = json!({
            "id": known.id,
            "project_id": known.project_id,
            "item_id": known.item_id,
            "timestamp": known.timestamp,
            "data": null,
        });
        Ok(Instance { value, known })
    }

    fn opened_thing<T: DeserializeOwned>(
        &self,
        url: &str,
        raw: &RawValue,
    ) -> Result<T, RollbarCallError> {
        self.known(url, parsed(url, raw)?)
    }
}

/// What of an occurrence's data names it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Named {
    uuid: Option<String>,
}

fn parsed<T: DeserializeOwned>(url: &str, raw: &RawValue) -> Result<T, RollbarCallError> {
    parse_json(raw.get().as_bytes()).map_err(|error| RollbarCallError::Stranger {
        url: url.to_owned(),
        reason: error.to_string(),
    })
}

/// Reads pages until there is no more, or enough.
///
/// While pages are read others write: a thing that moves back is not told twice, and one that moves
/// to the front, past the pages that are still to be read, is found by reading from the front again.
async fn gather<T>(
    read: impl AsyncFn(u64) -> Result<Page, RollbarCallError>,
    per_page: usize,
    limit: usize,
    open: impl Fn(&str, &RawValue) -> Result<(i64, Option<T>), RollbarCallError>,
) -> Result<Listed<T>, RollbarCallError> {
    let mut listed = Listed { things: Vec::new(), is_cut: false };
    let (mut seen, mut bytes, mut pages) = (HashSet::new(), 0_usize, 0);
    loop {
        pages += 1;
        let page = read(pages).await?;
        let before = seen.len();
        for raw in &page.things {
            let (id, thing) = open(&page.url, raw)?;
            let Some(thing) = thing.filter(|_| !seen.contains(&id)) else {
                seen.insert(id);
                continue;
            };
            bytes = bytes.saturating_add(raw.get().len());
            if listed.things.len() == limit || bytes > MOST_BYTES {
                listed.is_cut = true;
                return Ok(listed);
            }
            seen.insert(id);
            listed.things.push(thing);
        }
        let count = page.things.len();
        let is_last = match page.total {
            Some(total) => seen.len() >= total,
            None => count < per_page,
        };
        // A service that knows no pages would give the same one for ever.
        if is_last || count == 0 || seen.len() == before {
            break;
        }
        if seen.len() >= MOST_READ {
            listed.is_cut = true;
            return Ok(listed);
        }
    }
    if pages > 1 {
        let front = read(1).await?;
        let mut moved = Vec::new();
        for raw in &front.things {
            let (id, thing) = open(&front.url, raw)?;
            if seen.insert(id) {
                moved.extend(thing);
            }
        }
        listed.is_cut = listed.things.len() + moved.len() > limit;
        listed.things.splice(0..0, moved);
        listed.things.truncate(limit);
    }
    Ok(listed)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::cell::RefCell;

    use super::*;

    fn page(ids: impl Iterator<Item = i64>, total: Option<usize>) -> Page {
        let raw = |id: i64| RawValue::from_string(id.to_string()).unwrap();
        Page { url: String::new(), things: ids.map(raw).collect(), total }
    }

    fn open(_: &str, raw: &RawValue) -> Result<(i64, Option<i64>), RollbarCallError> {
        let id = raw.get().parse().unwrap();
        Ok((id, Some(id)))
    }

    /// Reads from a list that `change` may change before each page.
    async fn all(
        list: Vec<i64>,
        counts: bool,
        limit: usize,
        change: impl Fn(u64, &mut Vec<i64>),
    ) -> (Vec<i64>, bool, u64) {
        let (list, calls) = (RefCell::new(list), Cell::new(0));
        let read = async |number: u64| {
            calls.set(calls.get() + 1);
            let mut list = list.borrow_mut();
            change(calls.get(), &mut list);
            let start = usize::try_from(number - 1).unwrap() * 10;
            Ok(page(list.iter().skip(start).take(10).copied(), counts.then_some(list.len())))
        };
        let listed = gather(read, 10, limit, open).await.unwrap();
        (listed.things, listed.is_cut, calls.get())
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
            Ok(page(0..10, None))
        };
        let listed = gather(read, 10, usize::MAX, open).await.unwrap();
        assert_eq!(listed.things.len(), 10);
        assert_eq!(calls.get(), 3, "the page, the same again, and the front");
    }

    #[tokio::test]
    async fn what_is_read_has_a_bound_also_where_nothing_passes() {
        let calls = Cell::new(0);
        let read = async |number: u64| {
            calls.set(number);
            let first = i64::try_from(number).unwrap() * 10_000;
            Ok(page(first..first + 10_000, None))
        };
        let nothing = |url: &str, raw: &RawValue| Ok((open(url, raw)?.0, None::<i64>));
        let listed = gather(read, 10_000, usize::MAX, nothing).await.unwrap();
        assert_eq!((listed.things.len(), listed.is_cut, calls.get()), (0, true, 10));
    }

    #[tokio::test]
    async fn what_is_kept_has_a_bound_in_bytes() {
        let large = "1".repeat(18) + &" ".repeat(1024 * 1024);
        let read = async |number: u64| {
            let raw = |place: u64| {
                let text = format!("[{}{large}]", number * 10 + place);
                RawValue::from_string(text).unwrap()
            };
            Ok(Page { url: String::new(), things: (0..10).map(raw).collect(), total: None })
        };
        let next = Cell::new(0);
        let open = |_: &str, _: &RawValue| {
            next.set(next.get() + 1);
            Ok((next.get(), Some(())))
        };
        let listed = gather(read, 10, usize::MAX, open).await.unwrap();
        assert_eq!((listed.things.len(), listed.is_cut), (63, true));
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
