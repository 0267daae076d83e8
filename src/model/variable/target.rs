//! The places that variables are written to.

use std::fmt;

/// The forms of a target, for messages.
pub const TARGET_WORDS: &str = "gitpod, ona, github, codespaces, shell, direnv or dotenv:PATH";

/// The pattern of a target; some say a scope after a colon.
pub const TARGET_PATTERN: &str = "^(gitpod(:user)?|ona(:(project|organization))?|github(:(environment|organization)=.+)?|codespaces(:user|:organization=.+)?|shell|direnv|dotenv:.+)$";

/// Longest name of an environment of GitHub, in characters.
const MAXIMUM_ENVIRONMENT_LENGTH: usize = 255;

/// Longest name of an organisation of GitHub, in characters.
const MAXIMUM_ORGANIZATION_LENGTH: usize = 39;

/// A place that a variable is written to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VariableTarget {
    /// Gitpod Classic.
    Gitpod(GitpodScope),
    /// Ona.
    Ona(OnaScope),
    /// GitHub Actions: secrets, and variables for what is none.
    GitHub(GitHubScope),
    /// GitHub Codespaces, where everything is a secret.
    Codespaces(CodespacesScope),
    /// The shell that asked.
    Shell,
    /// The `.env` of the project, and an `.envrc` that loads it.
    Direnv,
    /// A dotenv file, by its path inside of the project.
    Dotenv(String),
}

/// Whose workspaces get a variable of Gitpod.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GitpodScope {
    /// Those of this repository.
    Repository,
    /// All of the user's.
    User,
}

/// Whose environments get a secret of Ona.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OnaScope {
    /// The user's.
    User,
    /// Those of the project.
    Project,
    /// Those of the organisation.
    Organization,
}

/// Which workflows get a secret or variable of GitHub Actions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GitHubScope {
    /// Those of the repository.
    Repository,
    /// The jobs of this deployment environment.
    Environment(String),
    /// Those of this organisation.
    Organization(String),
}

/// Which codespaces get a secret.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodespacesScope {
    /// Those of the repository.
    Repository,
    /// The user's.
    User,
    /// Those of this organisation.
    Organization(String),
}

impl VariableTarget {
    /// The targets that are one word each.
    pub const PLAIN: [(&'static str, Self); 10] = [
        ("gitpod", Self::Gitpod(GitpodScope::Repository)),
        ("gitpod:user", Self::Gitpod(GitpodScope::User)),
        ("ona", Self::Ona(OnaScope::User)),
        ("ona:project", Self::Ona(OnaScope::Project)),
        ("ona:organization", Self::Ona(OnaScope::Organization)),
        ("github", Self::GitHub(GitHubScope::Repository)),
        ("codespaces", Self::Codespaces(CodespacesScope::Repository)),
        ("codespaces:user", Self::Codespaces(CodespacesScope::User)),
        ("shell", Self::Shell),
        ("direnv", Self::Direnv),
    ];

    /// The file that [`Self::Direnv`] writes.
    pub const DIRENV_FILE: &'static str = ".env";

    /// Reads a target as people write it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((_, target)) = Self::PLAIN.into_iter().find(|(word, _)| *word == text) {
            return Some(target);
        }
        let (place, rest) = text.split_once(':')?;
        if place == "dotenv" {
            return (!rest.is_empty()).then(|| Self::Dotenv(rest.to_owned()));
        }
        match (place, rest.split_once('=')?) {
            ("github", ("environment", name)) if is_environment(name) => {
                Some(Self::GitHub(GitHubScope::Environment(name.to_owned())))
            }
            ("github", ("organization", name)) if is_organization(name) => {
                Some(Self::GitHub(GitHubScope::Organization(name.to_owned())))
            }
            ("codespaces", ("organization", name)) if is_organization(name) => {
                Some(Self::Codespaces(CodespacesScope::Organization(name.to_owned())))
            }
            _ => None,
        }
    }

    /// Says whether what is written there stays on this machine.
    #[must_use]
    pub const fn is_local(&self) -> bool {
        matches!(self, Self::Shell | Self::Direnv | Self::Dotenv(_))
    }

    /// Returns the place itself: two targets that write one file are one place, and so are two
    /// spellings of a name that GitHub compares without case.
    #[must_use]
    pub fn place(&self) -> Self {
        match self {
            Self::GitHub(GitHubScope::Environment(name)) => {
                Self::GitHub(GitHubScope::Environment(name.to_lowercase()))
            }
            Self::GitHub(GitHubScope::Organization(name)) => {
                Self::GitHub(GitHubScope::Organization(name.to_lowercase()))
            }
            Self::Codespaces(CodespacesScope::Organization(name)) => {
                Self::Codespaces(CodespacesScope::Organization(name.to_lowercase()))
            }
            other => {
                other.file().map_or_else(|| other.clone(), |path| Self::Dotenv(path.to_owned()))
            }
        }
    }

    /// Returns the file inside of the project that it writes.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::Dotenv(path) => Some(path),
            Self::Direnv => Some(Self::DIRENV_FILE),
            _ => None,
        }
    }
}

/// GitHub takes nearly everything; what separates parts of an address or of our own form is left.
fn is_environment(name: &str) -> bool {
    (1..=MAXIMUM_ENVIRONMENT_LENGTH).contains(&name.chars().count())
        && !name.contains(|c: char| c.is_control())
        && !name.chars().all(|c| c == '.')
}

fn is_organization(name: &str) -> bool {
    (1..=MAXIMUM_ORGANIZATION_LENGTH).contains(&name.len())
        && !name.starts_with('-')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
}

impl fmt::Display for VariableTarget {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dotenv(path) => write!(formatter, "dotenv:{path}"),
            Self::GitHub(GitHubScope::Environment(name)) => {
                write!(formatter, "github:environment={name}")
            }
            Self::GitHub(GitHubScope::Organization(name)) => {
                write!(formatter, "github:organization={name}")
            }
            Self::Codespaces(CodespacesScope::Organization(name)) => {
                write!(formatter, "codespaces:organization={name}")
            }
            plain => {
                let word = Self::PLAIN.iter().find(|(_, target)| target == plain);
                formatter.write_str(word.map_or("", |(word, _)| word))
            }
        }
    }
}
