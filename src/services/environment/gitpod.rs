//! Gitpod Classic as a place of variables, by its API.

use std::sync::Arc;

use secrecy::SecretString;

use super::connect_error::Asked;
use super::error::TargetError;
use super::listing::Entry;
use super::listing::ListedTarget;
use super::listing::Listing;
use super::target::EnvironmentTarget;
use super::target::Held;
use crate::clients::ConnectCallError;
use crate::clients::gitpod::GitpodClient;
use crate::model::variable::GitpodScope;
use crate::model::variable::VariableTarget;
use crate::services::resources::Caller;
use crate::wire::gitpod::EVERY_REPOSITORY;
use crate::wire::gitpod::EVERY_REPOSITORY_OF_OLD;
use crate::wire::gitpod::UserVariable;

/// The variables of a user for the repositories of one pattern.
#[derive(Debug)]
struct GitpodPlace {
    client: GitpodClient,
    pattern: String,
}

/// Makes the target of one repository, as `owner/name`, or of all; `account` tells the users of
/// tokens apart.
#[must_use]
pub fn gitpod_target(
    repository: Option<String>,
    client: GitpodClient,
    api: &str,
    (token, account): (&'static str, &str),
    caller: Caller,
) -> Arc<dyn EnvironmentTarget> {
    let scope = if repository.is_some() { GitpodScope::Repository } else { GitpodScope::User };
    let pattern = repository.unwrap_or_else(|| EVERY_REPOSITORY.to_owned());
    let asked = Asked {
        vendor: "Gitpod",
        address: "GITPOD_HOST",
        token,
        right: "make a token at /user/tokens of Gitpod that may use the whole API",
    };
    // Repositories of the same name are there for every user.
    let identity = format!("{api} {} of token {account}", pattern.to_lowercase());
    let place = GitpodPlace { client, pattern };
    Arc::new(ListedTarget::new(VariableTarget::Gitpod(scope), identity, asked, place, caller))
}

impl Entry for UserVariable {
    fn name(&self) -> &str {
        &self.name
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn held(self) -> Option<Held> {
        let value = Some(SecretString::from(self.value));
        Some(Held { name: self.name, sensitivity: None, value, updated: None })
    }
}

impl Listing for GitpodPlace {
    type Entry = UserVariable;

    const SHOWS_VALUES: bool = true;

    async fn list(&self, asked: &Asked) -> Result<Vec<UserVariable>, TargetError> {
        let all = self.client.variables().await.map_err(|error| asked.explain(error))?;
        // Gitpod keeps patterns in small letters.
        let is_it = |variable: &UserVariable| {
            variable.repository_pattern.eq_ignore_ascii_case(&self.pattern)
        };
        let is_ours = |variable: &UserVariable| {
            let is_old = variable.repository_pattern == EVERY_REPOSITORY_OF_OLD;
            is_it(variable) || is_old && self.pattern == EVERY_REPOSITORY
        };
        let mut ours: Vec<UserVariable> = all.into_iter().filter(is_ours).collect();
        ours.sort_by_key(|variable| !is_it(variable));
        Ok(ours)
    }

    async fn make(
        &self,
        name: &str,
        value: &SecretString,
    ) -> Result<UserVariable, ConnectCallError> {
        self.client.create(name, value, &self.pattern).await
    }

    async fn change(&self, id: &str, value: &SecretString) -> Result<(), ConnectCallError> {
        self.client.update(id, value).await
    }

    async fn delete(&self, id: &str) -> Result<(), ConnectCallError> {
        self.client.delete(id).await
    }
}
