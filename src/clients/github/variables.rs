//! A list of variables of Actions.

use reqwest::Method;
use secrecy::ExposeSecret as _;
use secrecy::SecretString;
use serde_json::json;

use super::client::GithubClient;
use super::error::GithubCallError;
use crate::wire::github::ListedVariable;
use crate::wire::github::Root;
use crate::wire::github::SaveVariable;
use crate::wire::github::VariablePage;
use crate::wire::github::Visibility;

/// A list of variables of Actions.
#[derive(Clone, Debug)]
pub struct GithubVariables {
    client: GithubClient,
    root: Root,
}

impl GithubVariables {
    /// Creates the list at a path.
    #[must_use]
    pub const fn new(client: GithubClient, root: Root) -> Self {
        Self { client, root }
    }

    /// Reads all variables with their values.
    ///
    /// # Errors
    /// The call fails.
    pub async fn list(&self) -> Result<Vec<ListedVariable>, GithubCallError> {
        let path = |size, page| self.root.page(size, page);
        self.client.pages::<VariablePage, _>("ListVariables", path).await
    }

    /// Writes a variable: changes it if it is there, and else makes it, seen by `visibility`, which
    /// only those of an organisation have.
    ///
    /// # Errors
    /// A call fails.
    pub async fn put(
        &self,
        name: &str,
        value: &SecretString,
        visibility: Option<Visibility>,
    ) -> Result<(), GithubCallError> {
        match self.update(name, value).await {
            Err(error) if error.is_missing() => {}
            other => return other,
        }
        let body = body(name, value, visibility);
        match self.client.send("CreateVariable", Method::POST, &self.root.list(), body).await {
            // Somebody else made it in between.
            Err(error) if error.status() == Some(409) => self.update(name, value).await,
            other => other.map(|_| ()),
        }
    }

    /// Deletes a variable; says whether it was there.
    ///
    /// # Errors
    /// The call fails.
    pub async fn delete(&self, name: &str) -> Result<bool, GithubCallError> {
        let (entry, list) = (self.root.entry(name), self.root.page(1, 1));
        self.client.delete("DeleteVariable", &entry, &list).await
    }

    async fn update(&self, name: &str, value: &SecretString) -> Result<(), GithubCallError> {
        let body = body(name, value, None);
        self.client.send("UpdateVariable", Method::PATCH, &self.root.entry(name), body).await?;
        Ok(())
    }
}

fn body(name: &str, value: &SecretString, visibility: Option<Visibility>) -> Option<Vec<u8>> {
    let body = SaveVariable { name, value: value.expose_secret(), visibility };
    Some(json!(body).to_string().into_bytes())
}
