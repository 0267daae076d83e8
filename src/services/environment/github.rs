//! GitHub as a place of variables: secrets and variables of Actions, secrets of Codespaces.

use std::fmt;

use secrecy::SecretString;

use super::error::TargetError;
use super::github_error::Asker;
use super::github_error::Kept;
use super::steps::take;
use super::steps::take_hiding;
use super::target::EnvironmentTarget;
use super::target::Held;
use super::target::Sensitivity;
use super::timestamps::milliseconds;
use crate::clients::github::GithubCallError;
use crate::clients::github::GithubClient;
use crate::clients::github::GithubSecrets;
use crate::clients::github::GithubVariables;
use crate::model::repository::RepositoryName;
use crate::model::variable::CodespacesScope;
use crate::model::variable::GitHubScope;
use crate::model::variable::VariableTarget;
use crate::services::resources::BoxFuture;
use crate::services::resources::Caller;
use crate::wire::github::Holder;
use crate::wire::github::Root;
use crate::wire::github::Visibility;

/// How GitHub is reached.
#[derive(Debug)]
pub struct GithubPlace {
    /// The client.
    pub client: GithubClient,
    /// Where the API is.
    pub api: String,
    /// The variable that holds the token.
    pub token: &'static str,
    /// Tells the accounts of tokens apart.
    pub account: String,
    /// Whether this is a job of Actions.
    pub is_job: bool,
    /// The repository; only organisations and users do without.
    pub repository: Option<RepositoryName>,
    /// The kinds of variables that are read; Actions keep them apart, and a token may be good for
    /// one of them only.
    pub kinds: Vec<Sensitivity>,
    /// Keeps within limits, and waits.
    pub caller: Caller,
}

/// Secrets and variables of one holder at GitHub.
pub struct GithubTarget {
    target: VariableTarget,
    asker: Asker,
    identity: String,
    client: GithubClient,
    secrets: GithubSecrets,
    /// Whose secrets these are.
    kept: Kept,
    /// Codespaces have none.
    variables: Option<GithubVariables>,
    /// The repository that a new secret of a user is for.
    repository: Option<RepositoryName>,
    kinds: Vec<Sensitivity>,
    caller: Caller,
}

impl fmt::Debug for GithubTarget {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("GithubTarget").field("target", &self.target).finish_non_exhaustive()
    }
}

impl GithubTarget {
    /// Creates the place of a target of GitHub; nothing where the target is another one, or needs a
    /// repository and there is none.
    #[must_use]
    pub fn new(target: VariableTarget, place: GithubPlace) -> Option<Self> {
        let GithubPlace { client, api, token, account, is_job, repository, kinds, caller } = place;
        let here = || repository.clone();
        let (holder, kept) = match &target {
            VariableTarget::GitHub(scope) => {
                let holder = match scope {
                    GitHubScope::Repository => Holder::Repository(here()?),
                    GitHubScope::Environment(name) => Holder::Environment(here()?, name.clone()),
                    GitHubScope::Organization(name) => Holder::Organization(name.clone()),
                };
                (holder, Kept::Secrets)
            }
            VariableTarget::Codespaces(scope) => {
                let holder = match scope {
                    CodespacesScope::Repository => Holder::Repository(here()?),
                    CodespacesScope::User => Holder::User,
                    CodespacesScope::Organization(name) => Holder::Organization(name.clone()),
                };
                (holder, Kept::CodespacesSecrets)
            }
            _ => return None,
        };
        let (root, variables) = match kept {
            Kept::CodespacesSecrets => (Root::codespaces_secrets(&holder)?, None),
            _ => (Root::actions_secrets(&holder)?, Some(Root::actions_variables(&holder)?)),
        };
        let mut identity = format!("{api}{}", root.list());
        if holder == Holder::User {
            // The address is the same for everybody.
            identity += &format!(" of token {account}");
        }
        Some(Self {
            secrets: GithubSecrets::new(client.clone(), root),
            variables: variables.map(|root| GithubVariables::new(client.clone(), root)),
            asker: Asker { holder, token, is_job },
            target,
            identity,
            client,
            kept,
            repository,
            kinds,
            caller,
        })
    }

    async fn read_all(&self) -> Result<Vec<Held>, TargetError> {
        let mut held = Vec::new();
        let reads = |kind| self.variables.is_none() || self.kinds.contains(&kind);
        if reads(Sensitivity::Secret) {
            let secrets = take(&self.caller, "ListSecrets", || async {
                self.secrets.list().await.map_err(|error| self.asker.explain(self.kept, error))
            });
            held.extend(secrets.await?.into_iter().map(|secret| Held {
                name: secret.name,
                // Actions keep other values apart; for Codespaces everything is a secret.
                sensitivity: self.variables.is_some().then_some(Sensitivity::Secret),
                value: None,
                updated: secret.updated_at.as_deref().and_then(milliseconds),
            }));
        }
        if let Some(variables) = self.variables.as_ref().filter(|_| reads(Sensitivity::Plain)) {
            let variables = take(&self.caller, "ListVariables", || async {
                variables.list().await.map_err(|error| self.asker.explain(Kept::Variables, error))
            });
            held.extend(variables.await?.into_iter().map(|variable| Held {
                name: variable.name,
                sensitivity: Some(Sensitivity::Plain),
                value: Some(SecretString::from(variable.value)),
                updated: variable.updated_at.as_deref().and_then(milliseconds),
            }));
        }
        Ok(held)
    }

    /// Writes a secret; who sees it stays as it is.
    async fn put_secret(&self, name: &str, value: &SecretString) -> Result<(), GithubCallError> {
        let (visibility, repositories) = match &self.asker.holder {
            Holder::Repository(_) | Holder::Environment(..) => (None, None),
            Holder::Organization(_) => match self.secrets.find(name).await? {
                Some(known) if known.visibility == Some(Visibility::Selected) => {
                    (known.visibility, Some(self.secrets.repositories(name).await?))
                }
                Some(known) => (Some(known.visibility.unwrap_or(Visibility::Private)), None),
                None => (Some(Visibility::Private), None),
            },
            Holder::User => match (self.secrets.find(name).await?, &self.repository) {
                (Some(_), _) => (None, Some(self.secrets.repositories(name).await?)),
                (None, Some(here)) => (None, Some(vec![self.client.repository_id(here).await?])),
                (None, None) => (None, None),
            },
        };
        self.secrets.put(name, value, visibility, repositories.as_deref()).await
    }

    /// Returns the variables, if a value of such sensitivity is kept among them.
    fn variables_for(&self, sensitivity: Sensitivity) -> Option<&GithubVariables> {
        self.variables.as_ref().filter(|_| sensitivity == Sensitivity::Plain)
    }

    fn is_organization(&self) -> bool {
        matches!(self.asker.holder, Holder::Organization(_))
    }
}

impl EnvironmentTarget for GithubTarget {
    fn target(&self) -> &VariableTarget {
        &self.target
    }

    fn identity(&self) -> String {
        self.identity.clone()
    }

    fn shows_values(&self, sensitivity: Sensitivity) -> bool {
        self.variables_for(sensitivity).is_some()
    }

    fn warnings(&self, _sensitivity: Sensitivity) -> BoxFuture<'_, Vec<String>> {
        let warning = match (&self.asker.holder, &self.repository) {
            (Holder::Organization(name), _) => Some(format!(
                "what is new in {name} is seen by its private repositories; who sees what is there stays"
            )),
            (Holder::User, Some(here)) => Some(format!(
                "a new secret of yours is seen by the codespaces of {here} only; who sees what is there stays"
            )),
            (Holder::User, None) => Some(
                "no repository is named, so that no codespace sees a new secret of yours"
                    .to_owned(),
            ),
            _ => None,
        };
        Box::pin(std::future::ready(warning.into_iter().collect()))
    }

    fn read(&self) -> BoxFuture<'_, Result<Vec<Held>, TargetError>> {
        Box::pin(self.read_all())
    }

    fn write<'a>(
        &'a self,
        name: &'a str,
        value: &'a SecretString,
        sensitivity: Sensitivity,
    ) -> BoxFuture<'a, Result<(), TargetError>> {
        Box::pin(async move {
            let name = self.target.stored_name(name);
            match self.variables_for(sensitivity) {
                Some(variables) => {
                    let seen_by = self.is_organization().then_some(Visibility::Private);
                    take_hiding(&self.caller, "PutVariable", value, || async {
                        let put = variables.put(&name, value, seen_by).await;
                        put.map_err(|error| self.asker.explain(Kept::Variables, error))
                    })
                    .await
                }
                None => {
                    take_hiding(&self.caller, "PutSecret", value, || async {
                        let put = self.put_secret(&name, value).await;
                        put.map_err(|error| self.asker.explain(self.kept, error))
                    })
                    .await
                }
            }
        })
    }

    fn remove<'a>(
        &'a self,
        name: &'a str,
        sensitivity: Sensitivity,
    ) -> BoxFuture<'a, Result<bool, TargetError>> {
        Box::pin(async move {
            let name = self.target.stored_name(name);
            take(&self.caller, "Delete", || async {
                match self.variables_for(sensitivity) {
                    Some(variables) => {
                        let deleted = variables.delete(&name).await;
                        deleted.map_err(|error| self.asker.explain(Kept::Variables, error))
                    }
                    None => {
                        let deleted = self.secrets.delete(&name).await;
                        deleted.map_err(|error| self.asker.explain(self.kept, error))
                    }
                }
            })
            .await
        })
    }
}
