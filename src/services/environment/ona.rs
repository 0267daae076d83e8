//! Ona as a place of variables: secrets that its environments get as such.

use std::sync::Arc;

use secrecy::SecretString;
use tokio::sync::OnceCell;

use super::connect_error::Asked;
use super::error::TargetCause;
use super::error::TargetError;
use super::listing::Entry;
use super::listing::ListedTarget;
use super::listing::Listing;
use super::target::EnvironmentTarget;
use super::target::Held;
use super::timestamps::milliseconds;
use crate::clients::ConnectCallError;
use crate::clients::ona::OnaClient;
use crate::model::variable::OnaScope;
use crate::model::variable::VariableTarget;
use crate::services::resources::Caller;
use crate::wire::ona::ENVIRONMENT_PRINCIPAL;
use crate::wire::ona::ListedSecret;
use crate::wire::ona::SecretScope;
use crate::wire::ona::USER_PRINCIPAL;

/// The secrets of one scope.
#[derive(Debug)]
struct OnaPlace {
    client: OnaClient,
    api: String,
    whose: Whose,
    scope: OnceCell<SecretScope>,
}

/// Whose secrets are meant; who the user is, and of which organisation, only Ona knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The user's whose token it is.
    User,
    /// A project's, by its identifier.
    Project(String),
    /// The organisation's of the token.
    Organization,
}

/// Makes the target of a user, a project or an organisation of Ona; `account` tells the users of
/// tokens apart.
#[must_use]
pub fn ona_target(
    whose: Whose,
    client: OnaClient,
    api: &str,
    (token, account): (&'static str, &str),
    caller: Caller,
) -> Arc<dyn EnvironmentTarget> {
    let (scope, own) = match &whose {
        Whose::User => (OnaScope::User, format!("user of token {account}")),
        Whose::Project(id) => (OnaScope::Project, format!("project {id}")),
        Whose::Organization => (OnaScope::Organization, format!("organization of token {account}")),
    };
    let right = match &whose {
        Whose::User => "use a personal access token, not that of an environment",
        Whose::Project(_) => "use a token of somebody who may change the project",
        Whose::Organization => {
            "secrets of an organisation need the Enterprise plan, and a token of its administrator"
        }
    };
    let asked = Asked { vendor: "Ona", address: "ONA_BASE_URL", token, right };
    let identity = format!("{api} {own}");
    let place = OnaPlace { client, api: api.to_owned(), whose, scope: OnceCell::new() };
    Arc::new(ListedTarget::new(VariableTarget::Ona(scope), identity, asked, place, caller))
}

impl OnaPlace {
    async fn scope(&self, asked: &Asked) -> Result<&SecretScope, TargetError> {
        self.scope.get_or_try_init(|| self.resolve(asked)).await
    }

    async fn resolve(&self, asked: &Asked) -> Result<SecretScope, TargetError> {
        if let Whose::Project(id) = &self.whose {
            return Ok(SecretScope::ProjectId(id.clone()));
        }
        let identity = self.client.identity().await.map_err(|error| asked.explain(error))?;
        let subject = identity.subject;
        let is_user = subject.principal == USER_PRINCIPAL && !subject.id.is_empty();
        if self.whose == Whose::User && is_user {
            return Ok(SecretScope::UserId(subject.id));
        }
        if self.whose == Whose::Organization && !identity.organization_id.is_empty() {
            return Ok(SecretScope::OrganizationId(identity.organization_id));
        }
        let token = asked.token;
        let whose = match subject.principal.as_str() {
            ENVIRONMENT_PRINCIPAL => "that of an environment, which may not manage secrets",
            USER_PRINCIPAL => "of no organisation",
            _ => "that of no user",
        };
        let message = format!("the token of {token} is {whose}");
        let hint =
            format!("set {token} to a personal access token, or name the target ona:project");
        Err(TargetError::new(TargetCause::Refused, message).hint(hint))
    }
}

impl Entry for ListedSecret {
    fn name(&self) -> &str {
        &self.name
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn held(self) -> Option<Held> {
        let updated = self.updated_at.as_deref().and_then(milliseconds);
        let held = Held { name: self.name, sensitivity: None, value: None, updated };
        self.environment_variable.then_some(held)
    }
}

impl Listing for OnaPlace {
    type Entry = ListedSecret;

    const SHOWS_VALUES: bool = false;

    async fn list(&self, asked: &Asked) -> Result<Vec<ListedSecret>, TargetError> {
        let scope = self.scope(asked).await?;
        self.client.secrets(scope).await.map_err(|error| asked.explain(error))
    }

    fn refuse(&self, entry: &ListedSecret) -> Result<(), TargetError> {
        if entry.environment_variable {
            return Ok(());
        }
        let message = format!("Ona holds {} as something else than a variable", entry.name);
        Err(TargetError::new(TargetCause::Invalid, message)
            .hint("delete it at Ona first, or choose another name"))
    }

    async fn make(
        &self,
        name: &str,
        value: &SecretString,
    ) -> Result<ListedSecret, ConnectCallError> {
        // Listing, which comes first, has asked for it.
        let scope = self.scope.get().ok_or_else(|| ConnectCallError::Stranger {
            vendor: "Ona",
            url: self.api.clone(),
            reason: "it did not say whose the token is".to_owned(),
        })?;
        self.client.create(name, value, scope).await
    }

    async fn change(&self, id: &str, value: &SecretString) -> Result<(), ConnectCallError> {
        self.client.update(id, value).await
    }

    async fn delete(&self, id: &str) -> Result<(), ConnectCallError> {
        self.client.delete(id).await
    }
}
