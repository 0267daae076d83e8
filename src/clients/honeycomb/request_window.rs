//! How many results may be asked for in a minute, kept in a file that all processes of one user
//! and key share.
//!
//! Who wants to ask takes the next free moment and waits until then; a moment that is taken is
//! not given back. The file holds moments and nothing else: neither keys nor questions.

use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Read as _;
use std::io::Seek as _;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;
use std::time::Duration;

use rustix::fs::OFlags;
use serde::Deserialize;
use serde::Serialize;

use crate::base::Milliseconds;
use crate::base::parse_json;

/// How many calls may begin in any stretch of a length.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// How many.
    pub calls: usize,
    /// The length of the stretch.
    pub period: Duration,
}

impl Window {
    /// Results of queries: the service allows ten a minute, of which two are left to others of
    /// the team.
    pub const QUERIES: Self = Self { calls: 8, period: Duration::from_secs(60) };

    /// Results of queries about other spans of a trace, which count as queries too.
    pub const RELATIONAL: Self = Self { calls: 1, period: Duration::from_secs(60) };
}

/// Most bytes of the file that are read; it holds some hundred.
const MAXIMUM_BYTES: u64 = 64 * 1024;

/// What lies further ahead was written by a clock that was wrong.
const FARTHEST: Milliseconds = 60 * 60 * 1000;

/// The calls of one user and key.
#[derive(Clone, Debug)]
pub struct RequestWindow {
    path: PathBuf,
}

/// What the file holds: when calls begin, in milliseconds since 1970.
#[derive(Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
struct Moments {
    queries: Vec<Milliseconds>,
    relational: Vec<Milliseconds>,
    /// Before this moment nothing begins, because the service said so.
    not_before: Milliseconds,
}

impl RequestWindow {
    /// Keeps the calls in the file at `path`, whose folder exists.
    #[must_use]
    pub const fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Takes the next free moment and returns how long it is until then.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub fn take(&self, is_relational: bool, now: Milliseconds) -> io::Result<Duration> {
        self.change(|moments| moments.take(is_relational, now))
    }

    /// Keeps everybody from beginning for as long as the service asked.
    ///
    /// # Errors
    /// The file cannot be read or written.
    pub fn postpone(&self, wait: Duration, now: Milliseconds) -> io::Result<()> {
        let until = now.saturating_add(milliseconds(wait).min(FARTHEST));
        self.change(|moments| moments.not_before = moments.not_before.max(until))
    }

    /// Changes the file while nobody else does.
    fn change<T>(&self, change: impl FnOnce(&mut Moments) -> T) -> io::Result<T> {
        let mut file = self.open()?;
        file.lock()?;
        let mut bytes = Vec::new();
        (&file).take(MAXIMUM_BYTES).read_to_end(&mut bytes)?;
        // What somebody broke, or a crash cut short, begins anew.
        let mut moments: Moments = parse_json(&bytes).unwrap_or_default();
        let result = change(&mut moments);
        let text = serde_json::to_vec(&moments)?;
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(&text)?;
        Ok(result)
    }

    fn open(&self) -> io::Result<File> {
        let no_links = i32::try_from(OFlags::NOFOLLOW.bits()).unwrap_or_default();
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let file = options.custom_flags(no_links).open(&self.path)?;
        if file.metadata()?.is_file() {
            return Ok(file);
        }
        Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"))
    }
}

impl Moments {
    fn take(&mut self, is_relational: bool, now: Milliseconds) -> Duration {
        if self.not_before > now.saturating_add(FARTHEST) {
            self.not_before = 0;
        }
        let mut moment = now.max(self.not_before);
        moment = moment.max(next_free(&mut self.queries, Window::QUERIES, now));
        if is_relational {
            moment = moment.max(next_free(&mut self.relational, Window::RELATIONAL, now));
            keep(&mut self.relational, moment);
        }
        keep(&mut self.queries, moment);
        Duration::from_millis(u64::try_from(moment.saturating_sub(now)).unwrap_or(0))
    }
}

/// Forgets moments that no longer count, and returns the first one that is free.
fn next_free(moments: &mut Vec<Milliseconds>, window: Window, now: Milliseconds) -> Milliseconds {
    let period = milliseconds(window.period);
    let (oldest, latest) = (now.saturating_sub(period), now.saturating_add(FARTHEST));
    moments.retain(|moment| (oldest + 1..latest).contains(moment));
    let counted = moments.len().checked_sub(window.calls).and_then(|place| moments.get(place));
    counted.map_or(now, |moment| moment.saturating_add(period))
}

fn keep(moments: &mut Vec<Milliseconds>, moment: Milliseconds) {
    let place = moments.partition_point(|known| *known <= moment);
    moments.insert(place, moment);
}

fn milliseconds(duration: Duration) -> Milliseconds {
    Milliseconds::try_from(duration.as_millis()).unwrap_or(Milliseconds::MAX)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use proptest::prelude::*;

    use super::*;

    const NOW: Milliseconds = 1_800_000_000_000;

    fn in_folder() -> (tempfile::TempDir, RequestWindow) {
        let folder = tempfile::tempdir().unwrap();
        let window = RequestWindow::new(folder.path().join("window.json"));
        (folder, window)
    }

    #[test]
    fn eight_go_at_once_and_the_ninth_waits() {
        let (_folder, window) = in_folder();
        for _ in 0..8 {
            assert_eq!(window.take(false, NOW).unwrap(), Duration::ZERO);
        }
        assert_eq!(window.take(false, NOW + 10_000).unwrap(), Duration::from_secs(50));
        assert_eq!(window.take(false, NOW + 60_000).unwrap(), Duration::ZERO);
        let mode = std::fs::metadata(&window.path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn one_question_about_other_spans_a_minute() {
        let (_folder, window) = in_folder();
        assert_eq!(window.take(true, NOW).unwrap(), Duration::ZERO);
        assert_eq!(window.take(false, NOW).unwrap(), Duration::ZERO);
        assert_eq!(window.take(true, NOW + 1_000).unwrap(), Duration::from_secs(59));
    }

    #[test]
    fn the_services_word_holds_for_everybody() {
        let (_folder, window) = in_folder();
        window.postpone(Duration::from_secs(30), NOW).unwrap();
        let other = RequestWindow::new(window.path.clone());
        assert_eq!(other.take(false, NOW).unwrap(), Duration::from_secs(30));
        window.postpone(Duration::MAX, NOW).unwrap();
        assert!(other.take(false, NOW).unwrap() <= Duration::from_hours(1));
    }

    #[test]
    fn a_broken_file_or_clock_begins_anew() {
        let (_folder, window) = in_folder();
        for text in ["", "{", "[]", r#"{"queries":[1,"x"]}"#, r#"{"not_before":9999999999999999}"#]
        {
            std::fs::write(&window.path, text).unwrap();
            assert_eq!(window.take(true, NOW).unwrap(), Duration::ZERO, "{text}");
        }
        for _ in 0..8 {
            window.take(false, NOW + 2 * FARTHEST).unwrap();
        }
        assert_eq!(window.take(false, NOW).unwrap(), Duration::ZERO);
    }

    #[test]
    fn links_and_folders_are_refused() {
        let (folder, window) = in_folder();
        let other = folder.path().join("other");
        std::fs::write(&other, "precious").unwrap();
        std::os::unix::fs::symlink(&other, &window.path).unwrap();
        assert!(window.take(false, NOW).is_err());
        assert_eq!(std::fs::read_to_string(&other).unwrap(), "precious");
        assert!(RequestWindow::new(folder.path().to_owned()).take(false, NOW).is_err());
    }

    proptest! {
        #[test]
        fn no_stretch_has_more_than_it_may(
            steps in prop::collection::vec((0..20_000_i64, any::<bool>()), 1..60),
        ) {
            let (mut moments, mut now) = (Moments::default(), NOW);
            let (mut all, mut relational) = (Vec::new(), Vec::new());
            for (step, is_relational) in steps {
                now += step;
                let wait = moments.take(is_relational, now);
                let begin = now + milliseconds(wait);
                all.push(begin);
                if is_relational {
                    relational.push(begin);
                }
            }
            for (begins, window) in [(all, Window::QUERIES), (relational, Window::RELATIONAL)] {
                for begin in &begins {
                    let end = begin + milliseconds(window.period);
                    let inside = begins.iter().filter(|other| (*begin..end).contains(other));
                    prop_assert!(inside.count() <= window.calls);
                }
            }
        }
    }
}
