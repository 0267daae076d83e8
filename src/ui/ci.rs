//! The manners of CI systems: annotations, groups, and lines that are commands to the runner.

use std::borrow::Cow;

/// What `--ci` asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum CiChoice {
    /// Look at GITHUB_ACTIONS, GITLAB_CI and CI
    #[default]
    Auto,
    /// Speak to GitHub Actions
    Github,
    /// Speak to GitLab CI
    Gitlab,
    /// Behave as on a developer's machine
    None,
}

/// The CI system that reads our output. It changes looks and prompts, never an exit code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ci {
    /// A person's machine.
    #[default]
    None,
    /// Some CI system without commands of its own.
    Other,
    /// GitHub Actions.
    GitHub,
    /// GitLab CI.
    GitLab,
}

impl Ci {
    /// Decides from `--ci` and from which of the three variables are set (and not `false`).
    #[must_use]
    pub const fn detect(choice: CiChoice, ci: bool, github: bool, gitlab: bool) -> Self {
        match choice {
            CiChoice::None => Self::None,
            CiChoice::Github => Self::GitHub,
            CiChoice::Gitlab => Self::GitLab,
            CiChoice::Auto if github => Self::GitHub,
            CiChoice::Auto if gitlab => Self::GitLab,
            CiChoice::Auto if ci => Self::Other,
            CiChoice::Auto => Self::None,
        }
    }
}

/// How loud an annotation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnnotationLevel {
    /// The step failed because of this.
    Error,
    /// Worth a look.
    Warning,
    /// For information.
    Notice,
}

/// A remark that GitHub shows on the page of the run, and beside the line of a file.
#[derive(Clone, Debug)]
pub struct Annotation {
    /// How loud it is.
    pub level: AnnotationLevel,
    /// The bold line.
    pub title: String,
    /// The text.
    pub message: String,
    /// File, line and column (both from 1) that it is about.
    pub place: Option<(String, usize, usize)>,
}

impl Annotation {
    /// Returns the line that GitHub's runner understands.
    #[must_use]
    pub fn github_command(&self) -> String {
        let level = match self.level {
            AnnotationLevel::Error => "error",
            AnnotationLevel::Warning => "warning",
            AnnotationLevel::Notice => "notice",
        };
        let place = self.place.as_ref().map_or_else(String::new, |(file, line, column)| {
            format!("file={},line={line},col={column},", escape_property(file))
        });
        format!(
            "::{level} {place}title={}::{}",
            escape_property(&self.title),
            escape_data(&self.message)
        )
    }
}

/// Escapes the text of a workflow command.
pub(crate) fn escape_data(text: &str) -> String {
    // Carriage return and newline would end the command; the rest is for eyes.
    super::escape_untrusted_lines(text)
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Says whether GitHub's runner could take a line of `bytes` for a command.
///
/// The runner trims a line before it looks for `::`, and finds the older `##[` anywhere in it.
pub(crate) fn holds_runner_command(bytes: &[u8]) -> bool {
    bytes.split(|byte| matches!(byte, b'\n' | b'\r')).any(|line| {
        let text = String::from_utf8_lossy(line);
        text.contains("##[") || starts_as_command(&text)
    })
}

fn starts_as_command(line: &str) -> bool {
    line.trim_start_matches(|c: char| {
        c.is_whitespace() || super::escape::is_dangerous(c) || c == '\u{200b}'
    })
    .starts_with("::")
}

/// Rewrites a message so that the runner takes no line of it for a command.
pub(crate) fn neutralize_message(text: &str) -> Cow<'_, str> {
    if !holds_runner_command(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let lines = text.split('\n').map(|line| {
        let line = line.replace("##[", "#\\#[");
        if starts_as_command(&line) { line.replacen("::", "\\::", 1) } else { line }
    });
    Cow::Owned(lines.collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotations_cannot_be_left() {
        let annotation = Annotation {
            level: AnnotationLevel::Error,
            title: "a: b, c".to_owned(),
            message: "100%\n::set-output name=x::y".to_owned(),
            place: Some(("dir,x/cruddur-obs.toml".to_owned(), 3, 7)),
        };
        assert_eq!(
            annotation.github_command(),
            "::error file=dir%2Cx/cruddur-obs.toml,line=3,col=7,title=a%3A b%2C c::100%25%0A::set-output name=x::y"
        );
    }

    #[test]
    fn runner_commands_are_seen_and_neutralized() {
        for text in ["::add-mask::x", "a\n \t::error::", "a\r::x", "see ##[group]x", "\u{feff}::x"]
        {
            assert!(holds_runner_command(text.as_bytes()), "{text:?}");
            assert!(
                !holds_runner_command(neutralize_message(text).replace('\r', "").as_bytes()),
                "{text:?}"
            );
        }
        assert!(!holds_runner_command(b"std::vec is fine\n# [x]"));
    }

    #[test]
    fn variables_decide_only_when_asked() {
        assert_eq!(Ci::detect(CiChoice::Auto, true, true, false), Ci::GitHub);
        assert_eq!(Ci::detect(CiChoice::Auto, true, false, false), Ci::Other);
        assert_eq!(Ci::detect(CiChoice::None, true, true, true), Ci::None);
        assert_eq!(Ci::detect(CiChoice::Gitlab, false, false, false), Ci::GitLab);
    }
}
