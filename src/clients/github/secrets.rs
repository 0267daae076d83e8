//! A list of secrets: what it names, and values sealed into it.

use std::sync::Arc;

use reqwest::Method;
use secrecy::ExposeSecret as _;
use secrecy::SecretString;
use serde_json::json;
use tokio::sync::Mutex;

use super::client::GithubClient;
use super::error::GithubCallError;
use super::seal::seal;
use crate::wire::github::ListedSecret;
use crate::wire::github::PublicKey;
use crate::wire::github::RepositoryId;
use crate::wire::github::RepositoryPage;
use crate::wire::github::Root;
use crate::wire::github::SaveSecret;
use crate::wire::github::SecretPage;
use crate::wire::github::Visibility;

/// A list of secrets, and the key with which values are sealed for it; clones share the key.
#[derive(Clone, Debug)]
pub struct GithubSecrets {
    client: GithubClient,
    root: Root,
    key: Arc<Mutex<Option<PublicKey>>>,
}

impl GithubSecrets {
    /// Creates the list at a path.
    #[must_use]
    pub fn new(client: GithubClient, root: Root) -> Self {
        Self { client, root, key: Arc::default() }
    }

    /// Reads the names of all secrets.
    ///
    /// # Errors
    /// The call fails.
    pub async fn list(&self) -> Result<Vec<ListedSecret>, GithubCallError> {
        let path = |size, page| self.root.page(size, page);
        self.client.pages::<SecretPage, _>("ListSecrets", path).await
    }

    /// Reads one secret, without its value; none if there is none.
    ///
    /// # Errors
    /// The call fails.
    pub async fn find(&self, name: &str) -> Result<Option<ListedSecret>, GithubCallError> {
        match self.client.get("GetSecret", &self.root.entry(name)).await {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.is_missing() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Reads the numbers of the repositories that see a secret of an organisation or a user.
    ///
    /// # Errors
    /// The call fails.
    pub async fn repositories(&self, name: &str) -> Result<Vec<u64>, GithubCallError> {
        let path = |size, page| self.root.repositories(name, size, page);
        let all: Vec<RepositoryId> =
            self.client.pages::<RepositoryPage, _>("ListSecretRepositories", path).await?;
        Ok(all.into_iter().map(|repository| repository.id).collect())
    }

    /// Writes a secret, new or not. `visibility` and `repositories` say who sees it; a repository's
    /// own secrets have neither.
    ///
    /// The key is fetched once. Where the service refuses what was sealed, it may have changed its
    /// key: it is asked for it again, and if it has another one the value is sealed once more.
    ///
    /// # Errors
    /// A call fails.
    pub async fn put(
        &self,
        name: &str,
        value: &SecretString,
        visibility: Option<Visibility>,
        repositories: Option<&[u64]>,
    ) -> Result<(), GithubCallError> {
        let key = self.key(None).await?;
        let refused = match self.put_sealed(name, value, &key, visibility, repositories).await {
            Err(GithubCallError::Refused(refusal)) if refusal.status == 422 => refusal,
            other => return other,
        };
        let newer = self.key(Some(&key)).await?;
        if newer == key {
            return Err(GithubCallError::Refused(refused));
        }
        self.put_sealed(name, value, &newer, visibility, repositories).await
    }

    /// Deletes a secret; says whether it was there.
    ///
    /// # Errors
    /// The call fails.
    pub async fn delete(&self, name: &str) -> Result<bool, GithubCallError> {
        let (entry, list) = (self.root.entry(name), self.root.page(1, 1));
        self.client.delete("DeleteSecret", &entry, &list).await
    }

    /// Returns the key; one that is no longer good is fetched anew, by the first who asks.
    async fn key(&self, old: Option<&PublicKey>) -> Result<PublicKey, GithubCallError> {
        let mut known = self.key.lock().await;
        match known.as_ref() {
            Some(key) if Some(key) != old => Ok(key.clone()),
            _ => {
                let fetched: PublicKey =
                    self.client.get("GetPublicKey", &self.root.public_key()).await?;
                Ok(known.insert(fetched).clone())
            }
        }
    }

    async fn put_sealed(
        &self,
        name: &str,
        value: &SecretString,
        key: &PublicKey,
        visibility: Option<Visibility>,
        repositories: Option<&[u64]>,
    ) -> Result<(), GithubCallError> {
        let sealed = key.bytes().and_then(|key| seal(key, value.expose_secret().as_bytes()));
        let Some(sealed) = sealed else {
            return Err(self.client.stranger(&self.root.public_key(), "its public key is none"));
        };
        let body = SaveSecret {
            visibility,
            selected_repository_ids: repositories.map(ToOwned::to_owned),
            ..SaveSecret::sealed(&sealed, key.key_id.clone())
        };
        let body = json!(body).to_string().into_bytes();
        self.client.send("PutSecret", Method::PUT, &self.root.entry(name), Some(body)).await?;
        Ok(())
    }
}
