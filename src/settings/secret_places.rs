//! Where the places of secrets are that belong to an account, and with which token: from variables
//! only, so that no project file can send a token or a secret elsewhere.

use secrecy::SecretString;

use super::env;
use super::env::Variable;
use super::git_config;
use super::layers::Settings;
use super::origin::Origin;
use super::origin::Setting;
use crate::base::Hint;
use crate::base::Kind;
use crate::base::Place;
use crate::base::value_checks;
use crate::model::repository::RepositoryAddress;
use crate::model::repository::RepositoryName;
use crate::wire::github;
use crate::wire::gitpod;
use crate::wire::ona;

/// A token, and the variable that holds it.
#[derive(Debug)]
pub struct Token {
    /// The variable.
    pub variable: &'static str,
    /// The token.
    pub secret: SecretString,
}

/// How GitHub is reached.
#[derive(Debug)]
pub struct GithubAccess {
    /// Where its API is.
    pub api: Setting<String>,
    /// The token.
    pub token: Token,
    /// Whether this is a job of Actions.
    pub is_job: bool,
}

/// How Gitpod Classic is reached.
#[derive(Debug)]
pub struct GitpodAccess {
    /// Where people reach it.
    pub host: Setting<String>,
    /// Where its API is.
    pub api: String,
    /// The token; without one the program `gp` is left.
    pub token: Option<Token>,
    /// Whether this is a workspace, where `gp` works.
    pub is_workspace: bool,
}

/// How Ona is reached.
#[derive(Debug)]
pub struct OnaAccess {
    /// Where its API is.
    pub api: Setting<String>,
    /// The token.
    pub token: Token,
}

/// Why a place cannot be reached with these settings.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// There is no token.
    #[error("there is no token of {vendor}")]
    NoToken {
        /// Whose.
        vendor: &'static str,
        /// The variable that would hold one.
        variable: &'static str,
        /// What the token must be.
        advice: &'static str,
    },
    /// A value cannot be what it should.
    #[error("`{value}` ({origin}) {message}")]
    WrongValue {
        /// The value.
        value: String,
        /// Where it came from.
        origin: Origin,
        /// What it must be.
        message: String,
    },
    /// Nothing says which repository is meant.
    #[error(
        "nothing says which repository is meant: the remote origin of git has no address of a host"
    )]
    NoRepository {
        /// The variable that would name it.
        variable: Option<&'static str>,
    },
    /// The repository is kept by somebody else.
    #[error("{repository} ({origin}) is not on the host of {api}")]
    OtherHost {
        /// The repository, with its host.
        repository: String,
        /// Where it came from.
        origin: Origin,
        /// The API.
        api: String,
    },
    /// Nothing says which project is meant.
    #[error("nothing says which project of Ona is meant")]
    NoProject,
}

impl Hint for AccessError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }

    fn hints(&self) -> Vec<String> {
        match self {
            Self::NoToken { variable, advice, .. } => vec![format!("set {variable} to {advice}")],
            Self::WrongValue { .. } => Vec::new(),
            Self::NoRepository { variable } => {
                let named = variable.map(|variable| format!("set {variable} to OWNER/NAME, or "));
                vec![format!("{}add the remote: git remote add origin URL", named.unwrap_or_default())]
            }
            Self::OtherHost { .. } => vec![
                "set GITHUB_API_URL to the API of that host, or GH_REPO to the repository that is meant"
                    .to_owned(),
            ],
            Self::NoProject => {
                vec!["set ONA_PROJECT_ID to the id of the project".to_owned()]
            }
        }
    }
}

impl Settings {
    /// Returns how GitHub is reached.
    ///
    /// # Errors
    /// There is no token, or an address cannot be one.
    pub fn github_access(&self) -> Result<GithubAccess, AccessError> {
        let api = self.token_address(&[&env::GITHUB_API_URL], github::API)?;
        let token = self.token(&[&env::GH_TOKEN, &env::GITHUB_TOKEN]);
        let token = token.ok_or(AccessError::NoToken {
            vendor: "GitHub",
            variable: env::GH_TOKEN.name,
            advice: "a token that may write secrets; 'gh auth token' prints the one of GitHub's program",
        })?;
        let is_job = self.environment.is_true(&env::GITHUB_ACTIONS);
        Ok(GithubAccess { api, token, is_job })
    }

    /// Returns the repository of GitHub: the one that is `named`, else by `GH_REPO`,
    /// `GITHUB_REPOSITORY` or the remote `origin`. A host that is named must be that of the API.
    ///
    /// # Errors
    /// No repository is named, it has another form, or it is on another host.
    pub fn github_repository(
        &self,
        named: Option<Setting<String>>,
        api: &str,
    ) -> Result<Setting<RepositoryName>, AccessError> {
        let variables = [&env::GH_REPO, &env::GITHUB_REPOSITORY];
        let named =
            named.or_else(|| variables.into_iter().find_map(|variable| self.variable(variable)));
        let (host, name, origin) = match named {
            Some(Setting { value, origin }) => {
                match RepositoryName::parse_with_host("repository", &value) {
                    Ok((host, name)) => (host, name, origin),
                    Err(_) => {
                        let message = "must be [HOST/]OWNER/NAME".to_owned();
                        return Err(AccessError::WrongValue { value, origin, message });
                    }
                }
            }
            None => {
                let missing = AccessError::NoRepository { variable: Some(env::GH_REPO.name) };
                let Setting { value: address, origin } = self.remote().ok_or(missing)?;
                let Some(name) = address.owner_and_name() else {
                    let repository = address.to_string();
                    return Err(AccessError::OtherHost { repository, origin, api: api.to_owned() });
                };
                (Some(address.host), name, origin)
            }
        };
        if let Some(host) = host.filter(|host| !github::is_host_of_api(host, api)) {
            let repository = format!("{host}/{name}");
            return Err(AccessError::OtherHost { repository, origin, api: api.to_owned() });
        }
        Ok(Setting::new(name, origin))
    }

    /// Returns how Gitpod Classic is reached.
    ///
    /// # Errors
    /// An address cannot be one.
    pub fn gitpod_access(&self) -> Result<GitpodAccess, AccessError> {
        let host = self.variable(&env::GITPOD_HOST);
        let host = host.unwrap_or_else(|| Setting::default_value(gitpod::HOST.to_owned()));
        let has_scheme = host.value.contains("://");
        let host = host.map(|host| if has_scheme { host } else { format!("https://{host}") });
        let host = checked_token_address(host)?;
        Ok(GitpodAccess {
            api: gitpod::api_of_host(&host.value),
            host,
            token: self.token(&[&env::GITPOD_TOKEN]),
            is_workspace: self.environment.is_set(&env::GITPOD_WORKSPACE_ID),
        })
    }

    /// Returns the pattern of Gitpod for this repository, `owner/name`: the one that is `named`,
    /// else the path of the remote `origin`, on whichever host.
    ///
    /// # Errors
    /// No repository is named, or it has another form.
    pub fn gitpod_repository(
        &self,
        named: Option<Setting<String>>,
    ) -> Result<Setting<String>, AccessError> {
        match named {
            Some(Setting { value, origin }) => {
                match RepositoryName::parse_with_host("repository", &value) {
                    Ok((_, name)) => Ok(Setting::new(name.to_string(), origin)),
                    Err(_) => {
                        let message = "must be [HOST/]OWNER/NAME".to_owned();
                        Err(AccessError::WrongValue { value, origin, message })
                    }
                }
            }
            None => {
                let remote = self.remote().filter(|remote| remote.value.path.contains('/'));
                let remote = remote.ok_or(AccessError::NoRepository { variable: None })?;
                Ok(remote.map(|address| address.path))
            }
        }
    }

    /// Returns how Ona is reached.
    ///
    /// # Errors
    /// There is no token, or an address cannot be one.
    pub fn ona_access(&self) -> Result<OnaAccess, AccessError> {
        let api = self.token_address(&[&env::ONA_BASE_URL, &env::GITPOD_BASE_URL], ona::API)?;
        let token = self.token(&[&env::ONA_API_KEY, &env::GITPOD_API_KEY]);
        let token = token.ok_or(AccessError::NoToken {
            vendor: "Ona",
            variable: env::ONA_API_KEY.name,
            advice: "a personal access token of https://app.ona.com/settings/personal-access-tokens",
        })?;
        Ok(OnaAccess { api, token })
    }

    /// Returns the project of Ona.
    ///
    /// # Errors
    /// None is named, or it is no identifier.
    pub fn ona_project(&self) -> Result<Setting<String>, AccessError> {
        let project = self.variable(&env::ONA_PROJECT_ID).ok_or(AccessError::NoProject)?;
        if is_uuid(&project.value) {
            return Ok(project);
        }
        let message = "must be the id of a project, such as b0e12f6c-4c67-429d-a4a6-d9838b5da047";
        let Setting { value, origin } = project;
        Err(AccessError::WrongValue { value, origin, message: message.to_owned() })
    }

    fn token(&self, variables: &[&'static Variable]) -> Option<Token> {
        variables.iter().find_map(|variable| {
            let secret = SecretString::from(self.environment.get(variable)?);
            Some(Token { variable: variable.name, secret })
        })
    }

    fn token_address(
        &self,
        variables: &[&'static Variable],
        default: &str,
    ) -> Result<Setting<String>, AccessError> {
        let named = variables.iter().find_map(|variable| self.variable(variable));
        checked_token_address(named.unwrap_or_else(|| Setting::default_value(default.to_owned())))
    }

    /// Returns where the repository is that the project lies in.
    fn remote(&self) -> Option<Setting<RepositoryAddress>> {
        let project = self.project.as_ref().and_then(|project| project.path.parent());
        let found = git_config::origin_url(project.unwrap_or(&self.locations.working_directory))?;
        let address = RepositoryAddress::parse(&found.url)?;
        let name = found.file.display().to_string();
        let place = Place { name, line: found.line, column: 1 };
        Some(Setting::new(address, Origin::File(place)))
    }
}

fn checked_token_address(address: Setting<String>) -> Result<Setting<String>, AccessError> {
    match value_checks::token_endpoint(&address.value) {
        Ok(()) => Ok(address.map(|address| address.trim_end_matches('/').to_owned())),
        Err(fault) => Err(AccessError::WrongValue {
            value: address.value,
            origin: address.origin,
            message: fault.message,
        }),
    }
}

fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    let digits = text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    digits && lengths.eq([8, 4, 4, 4, 12])
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::super::layers::tests::settings;
    use super::*;
    use crate::settings::ProjectFile;

    fn with(variables: &[(&str, &str)]) -> Settings {
        settings("", "", variables.iter().copied(), None)
    }

    /// Makes settings of a project in a repository with this remote.
    fn in_repository(url: &str, variables: &[(&str, &str)]) -> (tempfile::TempDir, Settings) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(".git")).unwrap();
        let config = format!("[remote \"origin\"]\n\turl = {url}\n");
        std::fs::write(folder.path().join(".git/config"), config).unwrap();
        let mut settings = with(variables);
        settings.project = Some(ProjectFile {
            path: folder.path().join("cruddur-obs.toml"),
            ..ProjectFile::default()
        });
        (folder, settings)
    }

    fn told<T: std::fmt::Debug>(result: Result<T, AccessError>) -> String {
        let error = result.unwrap_err();
        [vec![error.to_string()], error.hints()].concat().join(" | ")
    }

    #[test]
    fn tokens_have_an_order_and_are_not_shown() {
        let access =
            with(&[("GITHUB_TOKEN", "job"), ("GH_TOKEN", "mine")]).github_access().unwrap();
        assert_eq!(access.token.secret.expose_secret(), "mine");
        assert_eq!(access.token.variable, "GH_TOKEN");
        assert!(!format!("{access:?}").contains("mine"));
        let access = with(&[("GITPOD_API_KEY", "old")]).ona_access().unwrap();
        assert_eq!(access.api.value, "https://app.ona.com/api");
        assert_eq!(access.token.variable, "GITPOD_API_KEY");
        assert!(with(&[]).gitpod_access().unwrap().token.is_none());
        insta::assert_snapshot!(told(with(&[]).github_access()), @"there is no token of GitHub | set GH_TOKEN to a token that may write secrets; 'gh auth token' prints the one of GitHub's program");
    }

    #[test]
    fn a_token_goes_to_no_address_that_others_can_read() {
        let plain = [("GH_TOKEN", "x"), ("GITHUB_API_URL", "http://api.github.com")];
        insta::assert_snapshot!(told(with(&plain).github_access()), @"`http://api.github.com` (variable GITHUB_API_URL) must begin with https://, because a token is sent there");
        for variable in ["GITPOD_HOST", "ONA_BASE_URL", "GITPOD_BASE_URL"] {
            let settings = with(&[(variable, "http://example.com"), ("ONA_API_KEY", "x")]);
            let is_refused = settings.gitpod_access().is_err() || settings.ona_access().is_err();
            assert!(is_refused, "{variable}");
        }
        let local = with(&[("GITPOD_HOST", "http://127.0.0.1:8080/")]).gitpod_access().unwrap();
        assert_eq!(local.api, "http://127.0.0.1:8080");
        let named = with(&[("GITPOD_HOST", "gitpod.example.com")]).gitpod_access().unwrap();
        assert_eq!(named.api, "https://api.gitpod.example.com");
    }

    #[test]
    fn a_repository_is_named_or_that_of_the_remote() {
        let api = "https://api.github.com";
        let url = "https://user:password@github.com/omenking/cruddur.git";
        let (_folder, settings) = in_repository(url, &[]);
        let found = settings.github_repository(None, api).unwrap();
        assert_eq!(found.value.to_string(), "omenking/cruddur");
        assert!(found.origin.to_string().ends_with(".git/config:2:1"), "{}", found.origin);
        let flag = Setting::from_flag("github.com/o/r".to_owned(), "--repository");
        assert_eq!(settings.github_repository(Some(flag), api).unwrap().value.to_string(), "o/r");
        assert_eq!(settings.gitpod_repository(None).unwrap().value, "omenking/cruddur");

        let variables = [("GITHUB_REPOSITORY", "a/b"), ("GH_REPO", "c/d")];
        let (_folder, settings) = in_repository(url, &variables);
        assert_eq!(settings.github_repository(None, api).unwrap().value.to_string(), "c/d");

        let (_folder, settings) = in_repository("git@gitlab.com:a/b/c.git", &[]);
        let error = told(settings.github_repository(None, api));
        assert!(error.starts_with("gitlab.com/a/b/c ("), "{error}");
        assert_eq!(settings.gitpod_repository(None).unwrap().value, "a/b/c");

        let (_folder, settings) = in_repository("../elsewhere", &[]);
        insta::assert_snapshot!(told(settings.github_repository(None, api)), @"nothing says which repository is meant: the remote origin of git has no address of a host | set GH_REPO to OWNER/NAME, or add the remote: git remote add origin URL");
        let (_folder, settings) = in_repository("../elsewhere", &[("GH_REPO", "evil.example/o/r")]);
        insta::assert_snapshot!(told(settings.github_repository(None, api)), @"evil.example/o/r (variable GH_REPO) is not on the host of https://api.github.com | set GITHUB_API_URL to the API of that host, or GH_REPO to the repository that is meant");
    }

    #[test]
    fn a_project_is_an_identifier() {
        assert!(matches!(with(&[]).ona_project(), Err(AccessError::NoProject)));
        assert!(with(&[("ONA_PROJECT_ID", "cruddur")]).ona_project().is_err());
        let id = "B0E12F6C-4c67-429d-a4a6-d9838b5da047";
        assert_eq!(with(&[("ONA_PROJECT_ID", id)]).ona_project().unwrap().value, id);
    }
}
