//! The variables of a user, by Gitpod's API.

use secrecy::ExposeSecret as _;
use secrecy::SecretString;

use crate::clients::connect::ConnectCallError;
use crate::clients::connect::ConnectClient;
use crate::wire::gitpod::AskedPage;
use crate::wire::gitpod::CreateUserVariable;
use crate::wire::gitpod::CreatedVariable;
use crate::wire::gitpod::DeleteUserVariable;
use crate::wire::gitpod::ListUserVariables;
use crate::wire::gitpod::MAXIMUM_PAGE_SIZE;
use crate::wire::gitpod::Nothing;
use crate::wire::gitpod::UpdateUserVariable;
use crate::wire::gitpod::UserVariable;
use crate::wire::gitpod::UserVariablePage;
use crate::wire::gitpod::VARIABLE_SERVICE;

/// Calls Gitpod's API.
#[derive(Clone, Debug)]
pub struct GitpodClient {
    connect: ConnectClient,
}

impl GitpodClient {
    /// Creates a client of the API at `base`, for instance `https://api.gitpod.io`.
    ///
    /// # Errors
    /// The machine has no usable network stack, or no header can carry the token.
    pub fn new(base: impl Into<String>, token: &SecretString) -> Result<Self, ConnectCallError> {
        Ok(Self { connect: ConnectClient::new("Gitpod", base, token)? })
    }

    /// Tells of each request and its answer, without headers and bodies.
    #[must_use]
    pub fn telling(self, tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self { connect: self.connect.telling(tell) }
    }

    /// Reads all variables of the user, of every repository, with their values.
    ///
    /// # Errors
    /// The call fails.
    pub async fn variables(&self) -> Result<Vec<UserVariable>, ConnectCallError> {
        let operation = "ListUserEnvironmentVariables";
        self.connect
            .pages(VARIABLE_SERVICE, |token| async {
                let pagination = AskedPage { page_size: MAXIMUM_PAGE_SIZE, token };
                let page: UserVariablePage = self
                    .connect
                    .unary(VARIABLE_SERVICE, operation, &ListUserVariables { pagination })
                    .await?;
                Ok((page.environment_variables, page.pagination.next_token))
            })
            .await
    }

    /// Makes a variable for the repositories of a pattern.
    ///
    /// # Errors
    /// The call fails.
    pub async fn create(
        &self,
        name: &str,
        value: &SecretString,
        repository_pattern: &str,
    ) -> Result<UserVariable, ConnectCallError> {
        let body = CreateUserVariable { name, value: value.expose_secret(), repository_pattern };
        let created: CreatedVariable =
            self.connect.unary(VARIABLE_SERVICE, "CreateUserEnvironmentVariable", &body).await?;
        Ok(created.environment_variable)
    }

    /// Gives a variable another value.
    ///
    /// # Errors
    /// The call fails.
    pub async fn update(&self, id: &str, value: &SecretString) -> Result<(), ConnectCallError> {
        let body = UpdateUserVariable { environment_variable_id: id, value: value.expose_secret() };
        self.connect
            .unary(VARIABLE_SERVICE, "UpdateUserEnvironmentVariable", &body)
            .await
            .map(|Nothing {}| ())
    }

    /// Deletes a variable.
    ///
    /// # Errors
    /// The call fails.
    pub async fn delete(&self, id: &str) -> Result<(), ConnectCallError> {
        let body = DeleteUserVariable { environment_variable_id: id };
        self.connect
            .unary(VARIABLE_SERVICE, "DeleteUserEnvironmentVariable", &body)
            .await
            .map(|Nothing {}| ())
    }
}
