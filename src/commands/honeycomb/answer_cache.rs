//! Answers of an account, kept for a while: the service rounds the range of a query, so that the
//! same question soon after has the same answer and need not be counted again.

use std::fs::DirEntry;
use std::io::Read as _;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::SystemTime;

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;
use serde_json::json;
use sha2::Digest as _;
use sha2::Sha256;

use super::identity;
use super::result_view::Answered;
use crate::base::Milliseconds;
use crate::base::hexadecimal;
use crate::base::open_regular;
use crate::base::parse_json;
use crate::base::prepare_private_folder;
use crate::commands::Context;
use crate::commands::honeycomb_session::Session;
use crate::commands::private_file;
use crate::dialect::honeycomb;
use crate::dialect::honeycomb::Spec;
use crate::dialect::honeycomb::canonical;
use crate::wire::honeycomb::QueryResult;

/// Version of the form of entries; another one is no entry.
const FORMAT_VERSION: u32 = 1;

/// How long an answer is kept; the service says the same of its results.
const LONGEST_AGE: Duration = Duration::from_hours(24);

/// Most answers that are kept.
const MOST_ENTRIES: usize = 200;

/// Most bytes of an answer that is kept, and of all of them.
const MOST_BYTES_OF_ONE: u64 = 8 * 1024 * 1024;
const MOST_BYTES: u64 = 64 * 1024 * 1024;

const SECOND: i64 = 1_000_000_000;

/// What was asked, apart from how its range was written.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(transparent)]
pub(super) struct Question(Value);

impl Question {
    /// Makes the question from what decides about its answer: `choice` is what decides about the
    /// dataset.
    pub(super) fn new(
        specification: &Value,
        spec: &Spec,
        choice: &Value,
        now: Milliseconds,
    ) -> Self {
        let mut form = canonical(specification);
        if let Some(members) = form.as_object_mut() {
            for time in ["time_range", "start_time", "end_time"] {
                members.remove(time);
            }
        }
        let (start, end) = rounded_range(spec, now);
        Self(json!({ "specification": form, "choice": choice, "start": start, "end": end }))
    }

    fn file_name(&self, owner: &str) -> String {
        let digest = Sha256::digest(format!("{owner} {}", self.0));
        format!("{}.json", hexadecimal(&digest))
    }
}

/// Returns the seconds since 1970 between which the service looks: it cuts both ends to one minute
/// for up to six hours, to five minutes for up to two days, and to half an hour beyond.
fn rounded_range(spec: &Spec, now: Milliseconds) -> (i64, i64) {
    let answer = honeycomb::Answer { series: true, total: true, other: true, limit: None };
    let now_ns = now.saturating_mul(1_000_000);
    let range = spec.lower(now_ns, &answer).range;
    let (start, end) = (range.start_ns / SECOND, range.end_ns.min(now_ns) / SECOND);
    let step = match end.saturating_sub(start) {
        length if length <= 6 * 3600 => 60,
        length if length <= 2 * 86_400 => 300,
        _ => 1800,
    };
    (start - start.rem_euclid(step), end - end.rem_euclid(step))
}

#[derive(Debug, Deserialize, Serialize)]
struct Entry {
    format_version: u32,
    saved_ms: Milliseconds,
    question: Question,
    dataset: String,
    specification: Value,
    result: QueryResult,
    ui_url: Option<String>,
}

/// The answers of one user and key.
pub(super) struct AnswerCache {
    folder: PathBuf,
    /// A name for the key, so that nobody is answered with what another key may see.
    owner: String,
}

impl AnswerCache {
    /// Opens the cache of an account; a local backend answers in no time and has none.
    pub(super) fn open(context: &Context, session: &Session) -> Option<Self> {
        let key = session.limited_key()?;
        let folder = context.locations.cache_home.as_ref()?.join("honeycomb");
        let names = context.locations.state_home.as_ref()?.join("honeycomb");
        let owner = prepare_private_folder(&folder)
            .and_then(|()| prepare_private_folder(&names))
            .and_then(|()| identity::name_of(&names, session.client.base(), key));
        owner
            .inspect_err(|error| context.ui.verbose(&format!("answers are not kept: {error}")))
            .ok()
            .map(|owner| Self { folder, owner })
    }

    /// Returns the answer to a question, and when it was given.
    pub(super) fn find(
        &self,
        question: &Question,
        now: Milliseconds,
    ) -> Option<(Milliseconds, Answered)> {
        let path = self.folder.join(question.file_name(&self.owner));
        let mut bytes = Vec::new();
        open_regular(&path).ok()?.take(MOST_BYTES_OF_ONE + 1).read_to_end(&mut bytes).ok()?;
        let entry: Entry = parse_json(&bytes).ok()?;
        let age = now.checked_sub(entry.saved_ms).and_then(|age| u64::try_from(age).ok())?;
        let holds = entry.format_version == FORMAT_VERSION
            && entry.question == *question
            && Duration::from_millis(age) < LONGEST_AGE;
        let Entry { saved_ms, dataset, specification, result, ui_url, .. } = entry;
        holds.then_some((
            saved_ms,
            Answered { dataset, specification, result, ui_url, is_asked: true },
        ))
    }

    /// Keeps an answer, and lets go of old ones. What cannot be kept is asked again.
    pub(super) fn keep(&self, question: &Question, answered: &Answered, now: Milliseconds) {
        let entry = Entry {
            format_version: FORMAT_VERSION,
            saved_ms: now,
            question: question.clone(),
            dataset: answered.dataset.clone(),
            specification: answered.specification.clone(),
            result: answered.result.clone(),
            ui_url: answered.ui_url.clone(),
        };
        let text = json!(entry).to_string();
        if text.len() as u64 <= MOST_BYTES_OF_ONE {
            let path = self.folder.join(question.file_name(&self.owner));
            drop(private_file::write(&path, &text));
        }
        prune(&self.folder);
    }
}

/// Removes what is too old, then the oldest answers until the rest is within its bounds.
fn prune(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let known = |entry: DirEntry| {
        let metadata = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
        Some((metadata.modified().ok()?, metadata.len(), entry.path()))
    };
    let mut files: Vec<(SystemTime, u64, PathBuf)> = entries.flatten().filter_map(known).collect();
    files.sort_by_key(|(modified, _, _)| std::cmp::Reverse(*modified));
    let mut bytes = 0_u64;
    for (place, (modified, length, path)) in files.into_iter().enumerate() {
        bytes = bytes.saturating_add(length);
        let is_old = modified.elapsed().is_ok_and(|age| age > LONGEST_AGE);
        if is_old || place >= MOST_ENTRIES || bytes > MOST_BYTES {
            // Another command may have removed it already.
            let _ = std::fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Milliseconds = 1_800_000_030_000;

    fn question(specification: &Value, now: Milliseconds) -> Question {
        let spec = Spec::read(specification).unwrap();
        Question::new(specification, &spec, &json!("d"), now)
    }

    fn cache() -> (tempfile::TempDir, AnswerCache) {
        let folder = tempfile::tempdir().unwrap();
        let cache = AnswerCache { folder: folder.path().to_owned(), owner: "o".to_owned() };
        (folder, cache)
    }

    fn answered() -> Answered {
        Answered {
            dataset: "d".to_owned(),
            specification: json!({}),
            result: QueryResult { id: "r".to_owned(), ..QueryResult::default() },
            ui_url: None,
            is_asked: true,
        }
    }

    #[test]
    fn questions_are_the_same_as_long_as_the_service_rounds_them_alike() {
        let short = json!({ "time_range": 3600 });
        assert_eq!(question(&short, NOW), question(&short, NOW + 29_000));
        assert_ne!(question(&short, NOW), question(&short, NOW + 31_000));
        assert_eq!(question(&json!({}), NOW), question(&json!({ "time_range": 7200 }), NOW));
        assert_ne!(question(&short, NOW), question(&json!({}), NOW));
        let long = json!({ "time_range": 604_800 });
        assert_eq!(question(&long, NOW), question(&long, NOW + 29_000));
        let past = json!({ "start_time": 1_799_990_000, "end_time": 1_799_993_600 });
        assert_eq!(question(&past, NOW), question(&past, NOW + 3_600_000));
        let open = json!({ "start_time": 1_799_999_000, "end_time": 1_800_009_000 });
        assert_ne!(question(&open, NOW), question(&open, NOW + 60_000), "it still grows");
        assert_ne!(question(&json!({ "limit": 5 }), NOW), question(&json!({ "limit": 6 }), NOW));
    }

    #[test]
    fn answers_are_kept_for_a_day_and_for_one_key() {
        let (_folder, cache) = cache();
        let question = question(&json!({}), NOW);
        assert!(cache.find(&question, NOW).is_none());
        cache.keep(&question, &answered(), NOW);
        let (when, found) = cache.find(&question, NOW + 1000).unwrap();
        assert_eq!((when, found.result.id.as_str()), (NOW, "r"));
        assert!(cache.find(&question, NOW + 86_400_000).is_none());
        assert!(cache.find(&question, NOW - 1).is_none(), "of a clock that was wrong");
        let other = AnswerCache { owner: "other".to_owned(), folder: cache.folder.clone() };
        assert!(other.find(&question, NOW).is_none());
    }

    #[test]
    fn broken_entries_are_none() {
        let (_folder, cache) = cache();
        let question = question(&json!({}), NOW);
        let path = cache.folder.join(question.file_name("o"));
        for text in ["", "{}", "[1", r#"{"format_version":1,"question":{}}"#] {
            std::fs::write(&path, text).unwrap();
            assert!(cache.find(&question, NOW).is_none(), "{text}");
        }
    }

    #[test]
    fn the_folder_stays_small() {
        let (folder, cache) = cache();
        for place in 0..MOST_ENTRIES + 20 {
            std::fs::write(folder.path().join(format!("{place}.json")), "x").unwrap();
        }
        cache.keep(&question(&json!({}), NOW), &answered(), NOW);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), MOST_ENTRIES);
        let huge = std::fs::File::create(folder.path().join("huge.json")).unwrap();
        huge.set_len(MOST_BYTES + 1).unwrap();
        cache.keep(&question(&json!({}), NOW), &answered(), NOW);
        assert!(!folder.path().join("huge.json").exists());
    }
}
