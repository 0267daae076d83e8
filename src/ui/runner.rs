//! What is told to GitHub's runner: outputs, summaries, and what it must hide.
//!
//! The runner owns the files that it names. They are added to, never replaced, and one that cannot
//! be written is a warning: the work of the command is done all the same.

use std::fs::OpenOptions;
use std::io;
use std::io::Read as _;
use std::io::Seek as _;
use std::io::SeekFrom;
use std::io::Write as _;
use std::os::unix::fs::FileTypeExt as _;
use std::path::Path;
use std::path::PathBuf;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use secrecy::ExposeSecret as _;
use secrecy::SecretString;

use crate::base::random_hex;
use crate::wire::github_actions;

use super::annotation::AnnotationLevel;
use super::ci::Ci;
use super::streams::Ui;

/// What GitHub's runner has given us.
#[derive(Clone, Debug, Default)]
pub struct RunnerOptions {
    /// Whether a runner reads what is printed, rather than a person who typed `--ci github`.
    pub is_present: bool,
    /// Whether stdout goes into a file, where nobody obeys commands.
    pub stdout_is_file: bool,
    /// Whether stderr goes into a file.
    pub stderr_is_file: bool,
    /// The file of outputs, which `GITHUB_OUTPUT` names.
    pub output: Option<PathBuf>,
    /// The file of the summary, which `GITHUB_STEP_SUMMARY` names.
    pub summary: Option<PathBuf>,
    /// The working directory below the workspace, from which the runner looks for files.
    pub folder: Option<PathBuf>,
}

/// What was told to the runner, and what will be.
#[derive(Default)]
pub(super) struct Told {
    outputs: Vec<(&'static str, String)>,
    masks: Vec<SecretString>,
    annotated: [usize; 3],
}

impl Told {
    pub(super) const fn annotated(&self, level: AnnotationLevel) -> usize {
        self.annotated[level as usize]
    }

    pub(super) const fn count_annotation(&mut self, level: AnnotationLevel) {
        self.annotated[level as usize] += 1;
    }
}

impl Ui {
    /// Makes the runner hide a secret, before anything is printed that could hold it. Nothing
    /// happens elsewhere: the command for it holds the secret, and only a runner swallows it.
    pub fn mask(&self, secret: &SecretString) {
        if self.options().ci != Ci::GitHub {
            return;
        }
        for mask in github_actions::masks(secret.expose_secret()) {
            let mut told = self.told();
            if told.masks.iter().any(|known| known.expose_secret() == mask) {
                continue;
            }
            let command = github_actions::command("add-mask", &[], &mask);
            told.masks.push(SecretString::from(mask));
            drop(told);
            let runner = &self.options().runner;
            // Commands go where the fence is; who keeps that stream in a file would keep the secret.
            let is_kept =
                if self.has_fence() { runner.stdout_is_file } else { runner.stderr_is_file };
            if runner.is_present && !is_kept {
                // A stream that takes no more shows nothing, either.
                let _ = self.runner_command(&command);
            }
        }
    }

    /// Sets an output of the step; it is written by [`Self::write_outputs`].
    pub fn output(&self, name: &'static str, value: impl Into<String>) {
        let mut told = self.told();
        told.outputs.retain(|(known, _)| *known != name);
        told.outputs.push((name, value.into()));
    }

    /// Writes the outputs into the file that the runner reads them from.
    pub fn write_outputs(&self) {
        let outputs = std::mem::take(&mut self.told().outputs);
        let mut text = String::new();
        for (name, value) in outputs {
            if self.holds_secret(&value) {
                // The runner would drop it without a word.
                self.warning(&format!("the output {name} would hold a secret, and is not set"));
                continue;
            }
            match github_actions::output_entry(name, &value, || random_hex(16)) {
                Ok(entry) => text += &entry,
                Err(error) => self.warning(&format!("the output {name} is not set: {error}")),
            }
        }
        if !text.is_empty() {
            let file = self.options().runner.output.as_deref();
            self.add_to("GITHUB_OUTPUT", file, |_| text.as_bytes().to_vec());
        }
    }

    /// Adds Markdown to the summary of the step. What is too long for it is cut; `pointer` says
    /// where the rest is.
    pub fn add_summary(&self, markdown: &str, pointer: &str) {
        let file = self.options().runner.summary.as_deref();
        self.add_to("GITHUB_STEP_SUMMARY", file, |length| {
            let room = github_actions::SUMMARY_BYTES.saturating_sub(length);
            github_actions::cut_summary(markdown, room, pointer).as_bytes().to_vec()
        });
    }

    /// Says whether a path is the runner's own file of the summary.
    #[must_use]
    pub fn is_summary_file(&self, path: &Path) -> bool {
        let summary = self.options().runner.summary.as_deref();
        self.options().ci == Ci::GitHub && summary.is_some_and(|summary| {
            summary == path
                || matches!((summary.canonicalize(), path.canonicalize()), (Ok(a), Ok(b)) if a == b)
        })
    }

    fn add_to(&self, variable: &str, file: Option<&Path>, text: impl FnOnce(usize) -> Vec<u8>) {
        let Some(file) = file.filter(|_| self.options().ci == Ci::GitHub) else { return };
        if let Err(error) = append(file, text) {
            self.warning(&format!("cannot write the file that {variable} names: {error}"));
        }
    }

    fn holds_secret(&self, text: &str) -> bool {
        self.told().masks.iter().any(|mask| text.contains(mask.expose_secret()))
    }

    pub(super) fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Adds a text to a file that exists; the text is made for the length that the file has.
fn append(file: &Path, text: impl FnOnce(usize) -> Vec<u8>) -> io::Result<()> {
    // A pipe without a reader would wait for ever.
    let kind = std::fs::metadata(file)?.file_type();
    if !kind.is_file() && !kind.is_char_device() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
    }
    let mut opened = OpenOptions::new().read(kind.is_file()).append(true).open(file)?;
    let mut bytes = Vec::new();
    let mut length = 0;
    if kind.is_file() {
        length = usize::try_from(opened.metadata()?.len()).unwrap_or(usize::MAX);
        if length > 0 {
            // A step that wrote an unfinished line must not swallow our first one.
            let mut last = [0];
            opened.seek(SeekFrom::End(-1))?;
            opened.read_exact(&mut last)?;
            if last != *b"\n" {
                bytes.push(b'\n');
            }
        }
    }
    let text = text(length.saturating_add(bytes.len()));
    if text.is_empty() {
        return Ok(());
    }
    bytes.extend(text);
    // In one piece, as another program may add to it, too.
    opened.write_all(&bytes)
}

#[cfg(test)]
mod tests {
    use super::super::Captured;
    use super::super::UiOptions;
    use super::*;

    struct Step {
        folder: tempfile::TempDir,
        ui: Ui,
        captured: Captured,
    }

    impl Step {
        fn new(ci: Ci, is_present: bool) -> Self {
            let folder = tempfile::tempdir().unwrap();
            for name in ["output", "summary"] {
                std::fs::write(folder.path().join(name), "").unwrap();
            }
            let file = |name: &str| Some(folder.path().join(name));
            let runner = RunnerOptions {
                is_present,
                output: file("output"),
                summary: file("summary"),
                ..RunnerOptions::default()
            };
            let (ui, captured) = Ui::captured(UiOptions { ci, runner, ..UiOptions::default() });
            Self { folder, ui, captured }
        }

        fn write(&self, name: &str, text: &str) {
            std::fs::write(self.folder.path().join(name), text).unwrap();
        }

        fn read(&self, name: &str) -> String {
            std::fs::read_to_string(self.folder.path().join(name)).unwrap()
        }
    }

    #[test]
    fn outputs_are_added_once_and_in_whole_lines() {
        let step = Step::new(Ci::GitHub, true);
        step.write("output", "others=1");
        step.ui.output("changed", "false");
        step.ui.output("changed", "true");
        step.ui.output("exit", "0");
        step.ui.write_outputs();
        step.ui.write_outputs();
        assert_eq!(step.read("output"), "others=1\nchanged=true\nexit=0\n");
    }

    #[test]
    fn only_a_github_step_is_written_to() {
        for ci in [Ci::None, Ci::Other, Ci::GitLab] {
            let step = Step::new(ci, true);
            step.ui.mask(&SecretString::from("a-very-secret-value"));
            step.ui.output("changed", "true");
            step.ui.write_outputs();
            step.ui.add_summary("# x\n", "more");
            assert_eq!(step.read("output") + &step.read("summary"), "");
            assert_eq!(step.captured.stderr() + &step.captured.stdout(), "");
        }
    }

    #[test]
    fn a_secret_is_masked_first_and_in_no_output() {
        let step = Step::new(Ci::GitHub, true);
        let secret = SecretString::from("first-line-100%\nseC0nd-line");
        step.ui.mask(&secret);
        step.ui.mask(&secret);
        step.ui.output("plan_file", "/x/seC0nd-line/plan");
        step.ui.output("exit", "0");
        step.ui.write_outputs();
        let said = step.captured.stderr();
        assert!(
            said.starts_with("::add-mask::first-line-100%25\n::add-mask::seC0nd-line\n"),
            "{said}"
        );
        assert_eq!(said.matches("::add-mask::seC0nd-line\n").count(), 1);
        assert!(
            said.ends_with("warning: the output plan_file would hold a secret, and is not set\n")
        );
        assert_eq!(step.read("output"), "exit=0\n");
    }

    #[test]
    fn masks_are_commands_and_never_data() {
        let step = Step::new(Ci::GitHub, true);
        step.ui.write_data(b"shown\n", super::super::Format::Human).unwrap();
        step.ui.mask(&SecretString::from("a-very-secret-value"));
        let shown = step.captured.stdout();
        let marker =
            shown.lines().next().unwrap().trim_start_matches("::stop-commands::").to_owned();
        let (before, after) = shown.split_once(&format!("::{marker}::\n")).unwrap();
        assert!(!before.contains("add-mask") && after.starts_with("::add-mask::"), "{shown}");
        // At a terminal it would be the secret itself that is shown.
        let step = Step::new(Ci::GitHub, false);
        step.ui.mask(&SecretString::from("a-very-secret-value"));
        assert_eq!(step.captured.stderr() + &step.captured.stdout(), "");
        step.ui.output("exit", "a-very-secret-value");
        step.ui.write_outputs();
        assert_eq!(step.read("output"), "");
    }

    #[test]
    fn a_summary_is_cut_with_what_others_wrote() {
        let step = Step::new(Ci::GitHub, true);
        let others = "x".repeat(github_actions::SUMMARY_BYTES - 40);
        step.write("summary", &others);
        step.ui.add_summary(&"| row |\n".repeat(20), "cut");
        let text = step.read("summary");
        assert!(text.len() <= github_actions::SUMMARY_BYTES);
        assert!(text.ends_with("\n| row |\n\ncut\n"), "{:?}", &text[others.len()..]);
        step.ui.add_summary("more\n", "cut");
        assert_eq!(step.read("summary"), format!("{text}more\n"));
    }

    #[test]
    fn a_file_that_cannot_be_written_is_a_warning() {
        let step = Step::new(Ci::GitHub, true);
        std::fs::remove_file(step.folder.path().join("output")).unwrap();
        std::fs::create_dir(step.folder.path().join("output")).unwrap();
        std::fs::remove_file(step.folder.path().join("summary")).unwrap();
        step.ui.output("exit", "0");
        step.ui.write_outputs();
        step.ui.add_summary("# x\n", "more");
        let said = step.captured.stderr();
        assert!(said.contains("the file that GITHUB_OUTPUT names: it is no file"), "{said}");
        assert!(said.contains("the file that GITHUB_STEP_SUMMARY names: "), "{said}");
        assert!(!step.folder.path().join("summary").exists(), "the runner makes its files");
    }
}
