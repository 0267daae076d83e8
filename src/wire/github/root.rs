//! Where secrets and variables are, as paths.

use std::fmt;

use crate::base::percent_encoded;
use crate::model::repository::RepositoryName;

/// Whose secrets or variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A repository's.
    Repository(RepositoryName),
    /// A deployment environment's.
    Environment(RepositoryName, String),
    /// An organisation's.
    Organization(String),
    /// The user's whose token it is.
    User,
}

impl fmt::Display for Holder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Repository(repository) => write!(formatter, "the repository {repository}"),
            Self::Environment(repository, name) => {
                write!(formatter, "the environment {name} of {repository}")
            }
            Self::Organization(name) => write!(formatter, "the organisation {name}"),
            Self::User => formatter.write_str("your account"),
        }
    }
}

/// A list of secrets or variables, by its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root(String);

impl Root {
    /// Returns the secrets of Actions; a user has none.
    #[must_use]
    pub fn actions_secrets(holder: &Holder) -> Option<Self> {
        Self::actions(holder, "secrets")
    }

    /// Returns the variables of Actions; a user has none.
    #[must_use]
    pub fn actions_variables(holder: &Holder) -> Option<Self> {
        Self::actions(holder, "variables")
    }

    /// Returns the secrets of Codespaces; an environment has none.
    #[must_use]
    pub fn codespaces_secrets(holder: &Holder) -> Option<Self> {
        Some(Self(match holder {
            Holder::Repository(repository) => {
                format!("{}/codespaces/secrets", repository_path(repository))
            }
            Holder::Organization(name) => {
                format!("/orgs/{}/codespaces/secrets", percent_encoded(name))
            }
            Holder::User => "/user/codespaces/secrets".to_owned(),
            Holder::Environment(..) => return None,
        }))
    }

    fn actions(holder: &Holder, list: &str) -> Option<Self> {
        Some(Self(match holder {
            Holder::Repository(repository) => {
                format!("{}/actions/{list}", repository_path(repository))
            }
            Holder::Environment(repository, name) => {
                let environment = percent_encoded(name);
                format!("{}/environments/{environment}/{list}", repository_path(repository))
            }
            Holder::Organization(name) => format!("/orgs/{}/actions/{list}", percent_encoded(name)),
            Holder::User => return None,
        }))
    }

    /// Returns a page of the list, counted from 1.
    #[must_use]
    pub fn page(&self, size: usize, page: usize) -> String {
        format!("{}?per_page={size}&page={page}", self.0)
    }

    /// Returns the list itself, to which one adds.
    #[must_use]
    pub fn list(&self) -> String {
        self.0.clone()
    }

    /// Returns the key with which values are sealed.
    #[must_use]
    pub fn public_key(&self) -> String {
        format!("{}/public-key", self.0)
    }

    /// Returns one entry.
    #[must_use]
    pub fn entry(&self, name: &str) -> String {
        format!("{}/{}", self.0, percent_encoded(name))
    }

    /// Returns a page of the repositories that see an entry.
    #[must_use]
    pub fn repositories(&self, name: &str, size: usize, page: usize) -> String {
        format!("{}/repositories?per_page={size}&page={page}", self.entry(name))
    }
}

/// Returns the path of a repository.
#[must_use]
pub fn repository_path(repository: &RepositoryName) -> String {
    format!("/repos/{}/{}", percent_encoded(&repository.owner), percent_encoded(&repository.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_holder_has_its_paths() {
        let repository = RepositoryName::parse("omenking/cruddur").unwrap();
        let holders = [
            Holder::Repository(repository.clone()),
            Holder::Environment(repository, "prod/eu west".to_owned()),
            Holder::Organization("octo".to_owned()),
            Holder::User,
        ];
        let paths = |root: fn(&Holder) -> Option<Root>| {
            let paths = holders.iter().map(|holder| root(holder).map(|root| root.list()));
            paths.map(Option::unwrap_or_default).collect::<Vec<_>>().join("\n")
        };
        insta::assert_snapshot!(paths(Root::actions_secrets), @r"
        /repos/omenking/cruddur/actions/secrets
        /repos/omenking/cruddur/environments/prod%2Feu%20west/secrets
        /orgs/octo/actions/secrets
        ");
        insta::assert_snapshot!(paths(Root::actions_variables), @r"
        /repos/omenking/cruddur/actions/variables
        /repos/omenking/cruddur/environments/prod%2Feu%20west/variables
        /orgs/octo/actions/variables
        ");
        insta::assert_snapshot!(paths(Root::codespaces_secrets), @r"
        /repos/omenking/cruddur/codespaces/secrets

        /orgs/octo/codespaces/secrets
        /user/codespaces/secrets
        ");
    }
}
