//! The two streams: data on stdout, messages on stderr.

use std::borrow::Cow;
use std::io;
use std::io::Write;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use crate::base::Hint;
use crate::base::Kind;
use crate::base::RandomError;
use crate::base::random_hex;

use super::captured::Captured;
use super::ci::Ci;
use super::ci::holds_runner_command;
use super::ci::neutralize_message;
use super::escape::escape_untrusted_lines;
use super::escape::indent_lines;
use super::format::Format;
use super::line::Tone;
use super::options::UiOptions;
use super::options::Verbosity;
use super::query::QueryError;
use super::render::render;
use super::render::spell_for_runner;
use super::report::Report;
use super::runner::Told;

/// Why data did not reach its reader.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The reader has gone, as `head` does; this ends the command quietly and with success.
    #[error("the reader of stdout has gone")]
    Closed,
    /// Writing failed, for instance on a full disk.
    #[error("cannot write to stdout")]
    Failed(#[source] io::Error),
    /// The query cannot be applied.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// No random marker could be made to fence data off from GitHub's runner.
    #[error("cannot fence data off from the runner")]
    Random(#[from] RandomError),
}

impl From<io::Error> for OutputError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Closed } else { Self::Failed(error) }
    }
}

impl Hint for OutputError {
    fn kind(&self) -> Kind {
        if let Self::Query(error) = self { error.kind() } else { Kind::Failed }
    }

    fn hints(&self) -> Vec<String> {
        if let Self::Query(error) = self { error.hints() } else { Vec::new() }
    }
}

/// The voice of the program. Every method takes `&self`, so that tasks can share it.
pub struct Ui {
    options: UiOptions,
    data: Mutex<DataStream>,
    messages: Arc<Mutex<Box<dyn Write + Send>>>,
    /// What was told to GitHub's runner, and what will be.
    pub(super) told: Mutex<Told>,
}

struct DataStream {
    writer: Box<dyn Write + Send>,
    /// The random marker, while GitHub's runner is told to look for no commands.
    fence: Option<String>,
    at_line_start: bool,
}

impl std::fmt::Debug for Ui {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Ui").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Ui {
    /// Creates the voice over stdout and stderr.
    #[must_use]
    pub fn new(options: UiOptions) -> Self {
        Self::with_writers(options, Box::new(io::stdout()), Box::new(io::stderr()))
    }

    /// Creates the voice over any two writers.
    #[must_use]
    pub fn with_writers(
        options: UiOptions,
        data: Box<dyn Write + Send>,
        messages: Box<dyn Write + Send>,
    ) -> Self {
        let data = DataStream { writer: data, fence: None, at_line_start: true };
        let messages = Arc::new(Mutex::new(messages));
        Self { options, data: Mutex::new(data), messages, told: Mutex::default() }
    }

    /// Creates the voice over memory, for tests.
    #[must_use]
    pub fn captured(options: UiOptions) -> (Self, Captured) {
        let captured = Captured::default();
        let (data, messages) = captured.writers();
        (Self::with_writers(options, data, messages), captured)
    }

    /// Returns how everything looks.
    #[must_use]
    pub const fn options(&self) -> &UiOptions {
        &self.options
    }

    /// Returns the format of data where the report itself has no preference.
    #[must_use]
    pub fn format(&self) -> Format {
        self.options.format_of(false)
    }

    /// Says what the command does or did. Hidden by `-q`.
    pub fn status(&self, text: &str) {
        if self.options.verbosity >= Verbosity::Normal {
            self.message(text);
        }
    }

    /// Says what goes on and must be seen, also under `-q`.
    pub fn say_always(&self, text: &str) {
        self.message(text);
    }

    /// Says what to do next. Hidden by `-q`.
    pub fn hint(&self, text: &str) {
        if self.options.verbosity >= Verbosity::Normal {
            self.labelled(Tone::Name, "hint:", text);
        }
    }

    /// Says what the argument parser has formatted, with its colours only if what was typed holds
    /// nothing that a terminal could take for a command.
    pub fn say_formatted(&self, plain: &str, colored: Option<&str>) {
        let clean = escape_untrusted_lines(plain);
        let is_clean = matches!(clean, Cow::Borrowed(_));
        self.write_message(colored.filter(|_| is_clean).unwrap_or(&clean));
    }

    /// Says what is odd.
    pub fn warning(&self, text: &str) {
        self.labelled(Tone::Warning, "warning:", text);
    }

    /// Says what is wrong, where the command goes on all the same.
    pub fn problem(&self, text: &str) {
        self.labelled(Tone::Bad, "error:", text);
    }

    /// Says what only `-v` shows.
    pub fn verbose(&self, text: &str) {
        if self.options.verbosity >= Verbosity::Verbose {
            self.message(text);
        }
    }

    /// Returns what says lines of `-v` from anywhere, for instance from inside of a client; none
    /// where `-v` was not given.
    #[must_use]
    pub fn verbose_sink(&self) -> Option<impl Fn(&str) + Send + Sync + use<>> {
        self.sink(Verbosity::Verbose)
    }

    /// Returns what says status lines from anywhere; none under `-q`.
    #[must_use]
    pub fn status_sink(&self) -> Option<impl Fn(&str) + Send + Sync + use<>> {
        self.sink(Verbosity::Normal)
    }

    fn sink(&self, least: Verbosity) -> Option<impl Fn(&str) + Send + Sync + use<>> {
        let is_github = self.options.ci == Ci::GitHub;
        let messages = Arc::clone(&self.messages);
        (self.options.verbosity >= least).then_some(move |text: &str| {
            write_to(&messages, &format!("{}\n", indent_lines(text)), is_github);
        })
    }

    /// Says what only `-vv` shows.
    pub fn debug(&self, text: &str) {
        if self.options.verbosity >= Verbosity::Debug {
            self.message(text);
        }
    }

    /// Prints a report on stdout.
    ///
    /// # Errors
    /// The query cannot be applied, or stdout takes no more.
    pub fn print(&self, report: &Report) -> Result<(), OutputError> {
        let format = self.options.format_of(report.json_when_piped);
        if let Some(lines) = self.grouped_lines(report, format) {
            return self.print_groups(lines, &report.groups);
        }
        let mut bytes = render(report, &self.options)?;
        spell_for_runner(&mut bytes, &self.options, format);
        self.write_data(&bytes, format)
    }

    /// Writes bytes of our own making (a script, a manual page) on stdout as they are.
    ///
    /// # Errors
    /// Stdout takes no more.
    pub fn write_bytes(&self, bytes: &[u8]) -> Result<(), OutputError> {
        self.write_data(bytes, Format::Plain)
    }

    /// Hands everything to the reader and takes the fence away. Called once, at the end.
    ///
    /// # Errors
    /// Stdout takes no more.
    pub fn finish(&self) -> Result<(), OutputError> {
        let mut data = self.lock_data();
        data.take_fence_away()?;
        data.writer.flush()?;
        Ok(())
    }

    /// Hands everything written so far to the reader.
    ///
    /// # Errors
    /// Stdout takes no more.
    pub fn flush(&self) -> Result<(), OutputError> {
        Ok(self.lock_data().writer.flush()?)
    }

    /// Writes rendered data.
    ///
    /// In GitHub mode a fence keeps the runner from reading commands out of data. For the two
    /// formats that people read it is always there. For the others, which scripts capture, it is
    /// put up when a line could be taken for a command: a fence around `$(…)` or before `| jq`
    /// would be read as data. JSON and YAML need none (see [`spell_for_runner`]).
    pub(crate) fn write_data(&self, bytes: &[u8], format: Format) -> Result<(), OutputError> {
        let mut data = self.lock_data();
        // In a file nobody obeys commands, and commands of ours would be lost there.
        let is_read = self.options.ci == Ci::GitHub && !self.options.runner.stdout_is_file;
        if is_read && data.fence.is_none() && !bytes.is_empty() {
            let for_people = matches!(format, Format::Human | Format::Table);
            if for_people || holds_runner_command(bytes) {
                data.put_fence_up()?;
            }
        }
        data.write(bytes)
    }

    /// Writes message bytes that are already harmless.
    pub(crate) fn write_message(&self, text: &str) {
        write_to(&self.messages, text, self.options.ci == Ci::GitHub);
    }

    fn message(&self, text: &str) {
        self.write_message(&format!("{}\n", indent_lines(text)));
    }

    fn labelled(&self, tone: Tone, label: &str, text: &str) {
        let label = tone.paint(label, self.options.color_stderr);
        self.write_message(&format!("{label} {}\n", indent_lines(text)));
    }

    // Commands go where the fence is, because the runner reads the two streams separately and
    // could see a command on stderr before the end of the fence on stdout.
    pub(super) fn runner_command(&self, command: &str) -> Result<(), OutputError> {
        let mut data = self.lock_data();
        if data.fence.is_some() {
            data.take_fence_away()?;
            data.write(format!("{command}\n").as_bytes())?;
            data.writer.flush()?;
        } else {
            drop(data);
            let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
            let _ = messages.write_all(format!("{command}\n").as_bytes());
        }
        Ok(())
    }

    /// Says whether data is fenced off from GitHub's runner now.
    pub(super) fn has_fence(&self) -> bool {
        self.lock_data().fence.is_some()
    }

    /// Writes a line that is a command to the CI system between lines of data, where those that
    /// read the data see it in its place.
    pub(super) fn command_between_data(&self, command: &str) -> Result<(), OutputError> {
        let mut data = self.lock_data();
        data.take_fence_away()?;
        data.start_line()?;
        data.write(command.as_bytes())
    }

    fn lock_data(&self) -> MutexGuard<'_, DataStream> {
        self.data.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl DataStream {
    fn write(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.writer.write_all(bytes)?;
        if let Some(last) = bytes.last() {
            self.at_line_start = *last == b'\n';
        }
        Ok(())
    }

    fn put_fence_up(&mut self) -> Result<(), OutputError> {
        let marker = random_hex(16)?;
        self.start_line()?;
        self.write(format!("::stop-commands::{marker}\n").as_bytes())?;
        self.fence = Some(marker);
        Ok(())
    }

    fn take_fence_away(&mut self) -> Result<(), OutputError> {
        if let Some(marker) = self.fence.take() {
            self.start_line()?;
            self.write(format!("::{marker}::\n").as_bytes())?;
        }
        Ok(())
    }

    fn start_line(&mut self) -> Result<(), OutputError> {
        if self.at_line_start { Ok(()) } else { self.write(b"\n") }
    }
}

fn write_to(messages: &Mutex<Box<dyn Write + Send>>, text: &str, is_github: bool) {
    let text = if is_github { neutralize_message(text) } else { text.into() };
    let mut messages = messages.lock().unwrap_or_else(PoisonError::into_inner);
    // Nobody is left to tell when stderr is closed.
    let _ = messages.write_all(text.as_bytes()).and_then(|()| messages.flush());
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::Annotation;
    use super::super::AnnotationLevel;
    use super::*;

    fn github(format: Option<Format>) -> UiOptions {
        UiOptions { format, ci: Ci::GitHub, ..UiOptions::default() }
    }

    fn without_marker(text: &str) -> String {
        let marker = text
            .split("::stop-commands::")
            .nth(1)
            .and_then(|rest| rest.lines().next())
            .unwrap_or("?");
        text.replace(marker, "MARKER")
    }

    #[test]
    fn levels_decide_what_is_said() {
        let said = |verbosity| {
            let (ui, captured) = Ui::captured(UiOptions { verbosity, ..UiOptions::default() });
            ui.status("status");
            ui.hint("next");
            ui.warning("odd");
            ui.verbose("request");
            ui.debug("bytes");
            captured.stderr()
        };
        assert_eq!(said(Verbosity::Quiet), "warning: odd\n");
        assert_eq!(said(Verbosity::Normal), "status\nhint: next\nwarning: odd\n");
        assert_eq!(said(Verbosity::Debug), "status\nhint: next\nwarning: odd\nrequest\nbytes\n");
    }

    #[test]
    fn data_for_people_is_fenced_off_from_the_runner() {
        let (ui, captured) = Ui::captured(github(None));
        ui.print(&Report::text(json!(null), "a\n::add-mask::b")).unwrap();
        ui.annotate(vec![Annotation {
            level: AnnotationLevel::Error,
            title: "t".to_owned(),
            message: "m".to_owned(),
            place: None,
        }])
        .unwrap();
        ui.finish().unwrap();
        assert_eq!(
            without_marker(&captured.stdout()),
            "::stop-commands::MARKER\na\n::add-mask::b\n::MARKER::\n::error title=t::m\n"
        );
    }

    #[test]
    fn data_for_scripts_is_fenced_only_if_it_must() {
        let (ui, captured) = Ui::captured(github(Some(Format::Plain)));
        ui.print(&Report::text(json!(null), "arn:aws:x")).unwrap();
        ui.finish().unwrap();
        assert_eq!(captured.stdout(), "arn:aws:x\n");
        let (ui, captured) = Ui::captured(github(Some(Format::Plain)));
        ui.print(&Report::text(json!(null), "x\n ::set-env::y")).unwrap();
        ui.finish().unwrap();
        assert_eq!(
            without_marker(&captured.stdout()),
            "::stop-commands::MARKER\nx\n ::set-env::y\n::MARKER::\n"
        );
        let (ui, captured) = Ui::captured(github(Some(Format::Json)));
        ui.print(&Report::text(json!({"a": "##[x]\n::y"}), "")).unwrap();
        ui.finish().unwrap();
        assert!(!holds_runner_command(captured.stdout().as_bytes()), "{}", captured.stdout());
    }

    #[test]
    fn messages_cannot_command_the_runner() {
        let (ui, captured) = Ui::captured(github(None));
        ui.status("::add-mask::x\n##[y]\u{1b}");
        assert_eq!(captured.stderr(), "\\::add-mask::x\n    #\\#[y]\\u{1b}\n");
    }
}
