//! The secrets of a user, a project or an organisation, by Ona's API.

use secrecy::ExposeSecret as _;
use secrecy::SecretString;

use crate::clients::connect::ConnectCallError;
use crate::clients::connect::ConnectClient;
use crate::wire::gitpod::AskedPage;
use crate::wire::gitpod::MAXIMUM_PAGE_SIZE;
use crate::wire::ona::CreateSecret;
use crate::wire::ona::CreatedSecret;
use crate::wire::ona::IDENTITY_SERVICE;
use crate::wire::ona::Identity;
use crate::wire::ona::ListSecrets;
use crate::wire::ona::ListedSecret;
use crate::wire::ona::NamedSecret;
use crate::wire::ona::Nothing;
use crate::wire::ona::SECRET_SERVICE;
use crate::wire::ona::SecretFilter;
use crate::wire::ona::SecretPage;
use crate::wire::ona::SecretScope;
use crate::wire::ona::SecretValue;
use crate::wire::ona::UpdateSecretValue;

/// Calls Ona's API.
#[derive(Clone, Debug)]
pub struct OnaClient {
    connect: ConnectClient,
}

impl OnaClient {
    /// Creates a client of the API at `base`, for instance `https://app.ona.com/api`.
    ///
    /// # Errors
    /// The machine has no usable network stack, or no header can carry the token.
    pub fn new(base: impl Into<String>, token: &SecretString) -> Result<Self, ConnectCallError> {
        Ok(Self { connect: ConnectClient::new("Ona", base, token)? })
    }

    /// Tells of each request and its answer, without headers and bodies.
    #[must_use]
    pub fn telling(self, tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { connect: self.connect.telling(tell) }
    }

    /// Says whose the token is.
    ///
    /// # Errors
    /// The call fails.
    pub async fn identity(&self) -> Result<Identity, ConnectCallError> {
        self.connect.unary(IDENTITY_SERVICE, "GetAuthenticatedIdentity", &Nothing {}).await
    }

    /// Reads the names of all secrets of a scope.
    ///
    /// # Errors
    /// The call fails.
    pub async fn secrets(
        &self,
        scope: &SecretScope,
    ) -> Result<Vec<ListedSecret>, ConnectCallError> {
        self.connect
            .pages(SECRET_SERVICE, |token| async {
                let pagination = AskedPage { page_size: MAXIMUM_PAGE_SIZE, token };
                let body = ListSecrets { filter: SecretFilter { scope }, pagination };
                let page: SecretPage =
                    self.connect.unary(SECRET_SERVICE, "ListSecrets", &body).await?;
                Ok((page.secrets, page.pagination.next_token))
            })
            .await
    }

    /// Makes a secret that becomes a variable.
    ///
    /// # Errors
    /// The call fails.
    pub async fn create(
        &self,
        name: &str,
        value: &SecretString,
        scope: &SecretScope,
    ) -> Result<ListedSecret, ConnectCallError> {
        let value = value.expose_secret();
        let body = CreateSecret { name, value, scope, environment_variable: true };
        let created: CreatedSecret =
            self.connect.unary(SECRET_SERVICE, "CreateSecret", &body).await?;
        Ok(created.secret)
    }

    /// Gives a secret another value.
    ///
    /// # Errors
    /// The call fails.
    pub async fn update(&self, id: &str, value: &SecretString) -> Result<(), ConnectCallError> {
        let body = UpdateSecretValue { secret_id: id, value: value.expose_secret() };
        self.connect.unary(SECRET_SERVICE, "UpdateSecretValue", &body).await.map(|Nothing {}| ())
    }

    /// Deletes a secret.
    ///
    /// # Errors
    /// The call fails.
    pub async fn delete(&self, id: &str) -> Result<(), ConnectCallError> {
        let body = NamedSecret { secret_id: id };
        self.connect.unary(SECRET_SERVICE, "DeleteSecret", &body).await.map(|Nothing {}| ())
    }

    /// Reads a value: only with the token of an environment to which it was granted.
    ///
    /// # Errors
    /// The call fails.
    pub async fn value(&self, id: &str) -> Result<SecretString, ConnectCallError> {
        let read: SecretValue = self
            .connect
            .unary(SECRET_SERVICE, "GetSecretValue", &NamedSecret { secret_id: id })
            .await?;
        Ok(SecretString::from(read.value))
    }
}
