//! What was last written where, as sums that only their maker can compare.
//!
//! A cache, not ownership: without it less is known, and nothing else changes. Each sum is made
//! with a random key of this user, so that nobody who sees the file can try out values.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::io::Read as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use hmac::Hmac;
use hmac::KeyInit as _;
use hmac::Mac as _;
use secrecy::ExposeSecret as _;
use secrecy::SecretString;
use serde::Deserialize;
use serde::Serialize;
use sha2::Sha256;

use super::target::Sensitivity;
use crate::base::Milliseconds;
use crate::base::PrivateFile;
use crate::base::hexadecimal;
use crate::base::kept_key;
use crate::base::lock_folder;
use crate::base::prepare_private_folder;

/// The file with the random key.
const KEY_FILE: &str = "fingerprints.key";

/// The file with the sums.
const FILE: &str = "fingerprints.json";

/// Version of the file's form.
const FORMAT_VERSION: u32 = 1;

/// Largest file that is read, in bytes.
const MAXIMUM_BYTES: u64 = 16 * 1024 * 1024;

/// How much later than our write a place may date it and still mean it: clocks differ.
const CLOCKS_DIFFER: Milliseconds = 60_000;

/// A variable at one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    place: String,
    name: String,
}

impl Spot {
    /// Creates it; `place` is the identity of the target and `name` the name as it compares it.
    #[must_use]
    pub fn new(place: impl Into<String>, name: &str, sensitivity: Sensitivity) -> Self {
        let kind = match sensitivity {
            Sensitivity::Secret => "secret",
            Sensitivity::Plain => "plain",
        };
        Self { place: place.into(), name: format!("{kind} {name}") }
    }
}

/// What is remembered of a write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    fingerprint: String,
    /// When we wrote it, by our clock.
    written: Milliseconds,
    /// When it was written by the place's own clock, as read afterwards.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    updated: Option<Milliseconds>,
}

impl Written {
    /// Says whether a place that dates its variables shows a write that is not ours.
    #[must_use]
    pub fn is_overtaken(&self, updated: Option<Milliseconds>) -> bool {
        let latest = self.updated.unwrap_or_else(|| self.written.saturating_add(CLOCKS_DIFFER));
        updated.is_some_and(|updated| updated > latest)
    }
}

#[derive(Default, Serialize, Deserialize)]
struct Content {
    format_version: u32,
    /// Tells whether the sums were made with the key that is kept beside them.
    made_with: String,
    places: BTreeMap<String, BTreeMap<String, Written>>,
}

#[derive(Default)]
struct State {
    key: Option<SecretString>,
    known: BTreeMap<Spot, Written>,
    /// Written by this process, and not yet dated by its place.
    fresh: Vec<Spot>,
}

/// What was last written where.
pub struct Fingerprints {
    folder: Option<PathBuf>,
    state: Mutex<State>,
}

impl std::fmt::Debug for Fingerprints {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Fingerprints").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Fingerprints {
    /// Reads what is remembered in `folder`; what cannot be used is told and counts as nothing.
    #[must_use]
    pub fn open(folder: Option<PathBuf>) -> (Self, Option<String>) {
        let mut state = State::default();
        let mut note = None;
        if let Some(folder) = &folder {
            match read(folder) {
                Ok(Some((key, content))) => {
                    state.key = Some(key);
                    state.known = flat(content);
                }
                Ok(None) => {}
                Err(error) => note = Some(unusable(folder, &error)),
            }
        }
        (Self { folder, state: Mutex::new(state) }, note)
    }

    /// Returns what is remembered of a variable.
    #[must_use]
    pub fn of(&self, spot: &Spot) -> Option<Written> {
        self.state().known.get(spot).cloned()
    }

    /// Says whether a value is the one that was last written.
    #[must_use]
    pub fn is_last(&self, spot: &Spot, value: &SecretString) -> bool {
        let state = self.state();
        let (Some(key), Some(written)) = (&state.key, state.known.get(spot)) else { return false };
        sum(key, spot, value).is_ok_and(|sum| sum == written.fingerprint)
    }

    /// Remembers a write.
    ///
    /// # Errors
    /// It cannot be kept; what was written stays as it is.
    pub fn record(&self, spot: &Spot, value: &SecretString, now: Milliseconds) -> io::Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let mut state = self.state();
        let key = match state.key.take() {
            Some(key) => key,
            None => {
                prepare_private_folder(folder)?;
                SecretString::from(kept_key(&folder.join(KEY_FILE))?)
            }
        };
        let fingerprint = sum(&key, spot, value)?;
        state.key = Some(key);
        let written = Written { fingerprint, written: now, updated: None };
        state.known.insert(spot.clone(), written.clone());
        state.fresh.push(spot.clone());
        save(folder, &state, spot, Some(written))
    }

    /// Remembers how a place dates what this process wrote there.
    ///
    /// # Errors
    /// As [`Self::record`].
    pub fn date(&self, spot: &Spot, updated: Option<Milliseconds>) -> io::Result<()> {
        let (Some(folder), Some(updated)) = (&self.folder, updated) else { return Ok(()) };
        let mut state = self.state();
        let is_late = |written: &Written| updated < written.written.saturating_sub(CLOCKS_DIFFER);
        if state.known.get(spot).is_some_and(is_late) {
            // A list that lags behind shows the date of an earlier write.
            return Ok(());
        }
        let Some(at) = state.fresh.iter().position(|fresh| fresh == spot) else { return Ok(()) };
        state.fresh.swap_remove(at);
        let Some(written) = state.known.get_mut(spot) else { return Ok(()) };
        written.updated = Some(updated);
        let written = written.clone();
        save(folder, &state, spot, Some(written))
    }

    /// Forgets a variable that was taken away.
    ///
    /// # Errors
    /// As [`Self::record`].
    pub fn forget(&self, spot: &Spot) -> io::Result<()> {
        let mut state = self.state();
        match (&self.folder, state.known.remove(spot)) {
            (Some(folder), Some(_)) => save(folder, &state, spot, None),
            _ => Ok(()),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn sum(key: &SecretString, spot: &Spot, value: &SecretString) -> io::Result<String> {
    // The name of the place keeps equal values at two places from being seen as equal.
    keyed(key, &[&spot.place, &spot.name, value.expose_secret()])
}

fn keyed(key: &SecretString, parts: &[&str]) -> io::Result<String> {
    let key = key.expose_secret().as_bytes();
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(io::Error::other)?;
    for part in parts {
        // Lengths keep parts apart.
        mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        mac.update(part.as_bytes());
    }
    Ok(hexadecimal(&mac.finalize().into_bytes()))
}

fn key_name(key: &SecretString) -> io::Result<String> {
    keyed(key, &["which key this is"])
}

/// Reads key and sums; nothing if nothing was ever kept.
fn read(folder: &Path) -> io::Result<Option<(SecretString, Content)>> {
    let Some(text) = read_own(&folder.join(FILE))? else { return Ok(None) };
    let wrong = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    if read_own(&folder.join(KEY_FILE))?.is_none() {
        return Err(wrong("its key is gone"));
    }
    let key = SecretString::from(kept_key(&folder.join(KEY_FILE))?);
    let content: Content = serde_json::from_str(&text)
        .map_err(|error| wrong(&format!("line {} is not as it was written", error.line())))?;
    if content.format_version != FORMAT_VERSION {
        return Err(wrong("another version wrote it"));
    }
    if content.made_with != key_name(&key)? {
        return Err(wrong("it was made with another key"));
    }
    Ok(Some((key, content)))
}

/// Reads a file that must be this user's alone.
fn read_own(path: &Path) -> io::Result<Option<String>> {
    let metadata = match std::fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let wrong = |what: &str| Err(io::Error::new(io::ErrorKind::InvalidData, what.to_owned()));
    if !metadata.is_file() {
        return wrong("it is no regular file");
    }
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return wrong("it belongs to another user");
    }
    if metadata.mode() & 0o077 != 0 {
        return wrong("others may read or write it");
    }
    if metadata.len() > MAXIMUM_BYTES {
        return wrong("it is too large");
    }
    let mut text = String::new();
    File::open(path)?.take(MAXIMUM_BYTES).read_to_string(&mut text)?;
    Ok(Some(text))
}

fn flat(content: Content) -> BTreeMap<Spot, Written> {
    let spots = content.places.into_iter().flat_map(|(place, names)| {
        names.into_iter().map(move |(name, written)| (Spot { place: place.clone(), name }, written))
    });
    spots.collect()
}

/// Keeps one change; what other processes kept meanwhile stays.
fn save(folder: &Path, state: &State, spot: &Spot, written: Option<Written>) -> io::Result<()> {
    let Some(key) = &state.key else { return Ok(()) };
    prepare_private_folder(folder)?;
    let directory = File::open(folder)?;
    // Not every file system can lock; then two processes may forget what one of them wrote.
    lock_folder(&directory)?;
    let mut content = match read(folder) {
        Ok(Some((there, content))) if there.expose_secret() == key.expose_secret() => content,
        _ => Content::default(),
    };
    content.format_version = FORMAT_VERSION;
    content.made_with = key_name(key)?;
    let names = content.places.entry(spot.place.clone()).or_default();
    match written {
        Some(written) => {
            names.insert(spot.name.clone(), written);
        }
        None => {
            names.remove(&spot.name);
        }
    }
    content.places.retain(|_, names| !names.is_empty());
    let path = folder.join(FILE);
    if std::fs::symlink_metadata(&path)
        .is_ok_and(|there| there.uid() != rustix::process::geteuid().as_raw())
    {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it belongs to another user"));
    }
    let text = serde_json::to_string(&content).map_err(io::Error::other)?;
    let mut file = PrivateFile::create(&path)?;
    file.write(text.as_bytes())?;
    file.finish_soon()
}

fn unusable(folder: &Path, error: &io::Error) -> String {
    format!(
        "what was written before is not known: {} cannot be used: {error}",
        folder.join(FILE).display()
    )
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn spot(name: &str) -> Spot {
        Spot::new("github.com/o/r", name, Sensitivity::Secret)
    }

    fn value(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[test]
    fn what_was_written_is_known_to_the_next_run_and_to_nobody_else() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("state");
        let open = || {
            let (fingerprints, note) = Fingerprints::open(Some(folder.clone()));
            assert_eq!(note, None);
            fingerprints
        };
        let first = open();
        assert_eq!(first.of(&spot("A")), None);
        first.record(&spot("A"), &value("hunter2"), 1_000).unwrap();
        let other = open();
        first.record(&spot("B"), &value("hunter2"), 1_000).unwrap();
        other.record(&spot("C"), &value("x"), 1_000).unwrap();
        let second = open();
        for name in ["A", "B", "C"] {
            assert!(second.of(&spot(name)).is_some(), "{name}");
        }
        assert!(second.is_last(&spot("A"), &value("hunter2")));
        assert!(!second.is_last(&spot("A"), &value("hunter3")));
        assert_ne!(second.of(&spot("A")), second.of(&spot("B")));
        for file in [FILE, KEY_FILE] {
            let path = folder.join(file);
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{file}");
            assert!(!std::fs::read_to_string(path).unwrap().contains("hunter2"));
        }
        second.forget(&spot("A")).unwrap();
        assert!(open().of(&spot("A")).is_none() && open().of(&spot("B")).is_some());
    }

    #[test]
    fn a_later_write_of_somebody_else_is_seen() {
        let home = tempfile::tempdir().unwrap();
        let (fingerprints, _) = Fingerprints::open(Some(home.path().join("state")));
        fingerprints.record(&spot("A"), &value("x"), 1_000).unwrap();
        let written = fingerprints.of(&spot("A")).unwrap();
        assert!(!written.is_overtaken(None) && !written.is_overtaken(Some(30_000)));
        assert!(written.is_overtaken(Some(61_001)));
        fingerprints.date(&spot("A"), Some(5_000)).unwrap();
        let dated = fingerprints.of(&spot("A")).unwrap();
        assert!(!dated.is_overtaken(Some(5_000)) && dated.is_overtaken(Some(5_001)));
        fingerprints.date(&spot("A"), Some(9_000)).unwrap();
        assert_eq!(fingerprints.of(&spot("A")), Some(dated), "only our own write is dated");
        fingerprints.record(&spot("B"), &value("b"), 500_000).unwrap();
        fingerprints.date(&spot("B"), Some(5_000)).unwrap();
        assert!(!fingerprints.of(&spot("B")).unwrap().is_overtaken(Some(500_100)), "a late list");
        fingerprints.date(&spot("B"), Some(500_100)).unwrap();
        assert!(fingerprints.of(&spot("B")).unwrap().is_overtaken(Some(500_101)));
    }

    #[test]
    fn what_cannot_be_used_is_told_and_replaced() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("state");
        let open = || Fingerprints::open(Some(folder.clone()));
        open().0.record(&spot("A"), &value("x"), 1_000).unwrap();
        let path = folder.join(FILE);
        let right = std::fs::read_to_string(&path).unwrap();
        let write = |text: &str| {
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        };
        for wrong in [
            "",
            "{",
            "[1]",
            &right.replace(":1,", ":2,"),
            &right.replace("\"made_with\":\"", "\"made_with\":\"0"),
        ] {
            write(wrong);
            let (fingerprints, note) = open();
            assert!(note.unwrap().contains(FILE) && fingerprints.of(&spot("A")).is_none());
        }
        write(&right);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(open().1.unwrap().contains("others may read"));
        open().0.record(&spot("B"), &value("y"), 1_000).unwrap();
        let (fingerprints, note) = open();
        assert!(note.is_none() && fingerprints.is_last(&spot("B"), &value("y")));
        std::fs::remove_file(folder.join(KEY_FILE)).unwrap();
        assert!(open().1.unwrap().contains("its key is gone"));
        let (nowhere, note) = Fingerprints::open(None);
        nowhere.record(&spot("A"), &value("x"), 1_000).unwrap();
        assert!(note.is_none() && nowhere.of(&spot("A")).is_none());
    }
}
