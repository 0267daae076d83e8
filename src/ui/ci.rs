//! Which CI system reads our output, and lines that its runner would take for commands.

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
