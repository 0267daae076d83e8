//! Progress of long work, on a terminal only.

use std::time::Duration;

use indicatif::ProgressBar;
use indicatif::ProgressDrawTarget;
use indicatif::ProgressStyle;

use super::ci::Ci;
use super::escape::escape_untrusted;
use super::options::Verbosity;
use super::streams::Ui;

/// A line at the bottom of the terminal that says what goes on. Dropping it removes the line.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
}

impl Ui {
    /// Shows that work of unknown length goes on; nothing where no person looks.
    #[must_use]
    pub fn progress(&self, what: &str) -> Progress {
        let bar = if self.shows_progress() {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        } else {
            ProgressBar::hidden()
        };
        let progress = Progress { bar };
        progress.say(what);
        progress
    }

    fn shows_progress(&self) -> bool {
        let options = self.options();
        // Without colour the terminal may be too plain for moving the cursor as well.
        options.stderr_is_terminal
            && options.color_stderr
            && options.ci == Ci::None
            && options.verbosity >= Verbosity::Normal
    }
}

impl Progress {
    /// Changes what it says.
    pub fn say(&self, what: &str) {
        self.bar.set_message(escape_untrusted(what).into_owned());
    }

    /// Says how much of a known amount is done.
    pub fn advance_to(&self, done: u64, total: u64, what: &str) {
        self.say(&format!("{what} {done}/{total}"));
    }

    /// Takes the line away while `print` writes something.
    pub fn suspend<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
