//! Ona: its service of secrets over Connect JSON. A value is never told.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use std::fmt;

use serde::Deserialize;
use serde::Serialize;

use super::gitpod::AskedPage;
use super::gitpod::NextPage;

pub use super::gitpod::Nothing;

/// Where the API is.
pub const API: &str = "https://app.ona.com/api";

/// The path of the service of secrets.
pub const SECRET_SERVICE: &str = "/gitpod.v1.SecretService/";

/// The path of the service that tells whose a token is.
pub const IDENTITY_SERVICE: &str = "/gitpod.v1.IdentityService/";

/// How a user is written where a token's owner is told.
pub const USER_PRINCIPAL: &str = "PRINCIPAL_USER";

/// How an environment is.
pub const ENVIRONMENT_PRINCIPAL: &str = "PRINCIPAL_ENVIRONMENT";

/// Whose environments get a secret.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum SecretScope {
    UserId(String),
    ProjectId(String),
    OrganizationId(String),
    ServiceAccountId(String),
}

/// Body of `CreateSecret`, for one that becomes a variable.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateSecret<'a> {
    pub name: &'a str,
    pub value: &'a str,
    pub scope: &'a SecretScope,
    pub environment_variable: bool,
}

impl fmt::Debug for CreateSecret<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("CreateSecret").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Answer of `CreateSecret`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct CreatedSecret {
    pub secret: ListedSecret,
}

/// Body of `ListSecrets`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListSecrets<'a> {
    pub filter: SecretFilter<'a>,
    pub pagination: AskedPage,
}

/// Which secrets are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SecretFilter<'a> {
    pub scope: &'a SecretScope,
}

/// One secret of a list; fields that are empty are left out by the service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ListedSecret {
    pub id: String,
    pub name: String,
    pub updated_at: Option<String>,
    /// Whether it becomes a variable; others become files or stay with the API.
    pub environment_variable: bool,
}

/// Answer of `ListSecrets`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct SecretPage {
    pub secrets: Vec<ListedSecret>,
    pub pagination: NextPage,
}

/// Body of `UpdateSecretValue`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateSecretValue<'a> {
    pub secret_id: &'a str,
    pub value: &'a str,
}

/// Body of `DeleteSecret` and of `GetSecretValue`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NamedSecret<'a> {
    pub secret_id: &'a str,
}

/// Answer of `GetSecretValue`.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct SecretValue {
    pub value: String,
}

/// Answer of `GetAuthenticatedIdentity`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Identity {
    pub subject: Subject,
    pub organization_id: String,
}

/// Whose a token is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Subject {
    pub id: String,
    pub principal: String,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_scope_is_one_member() {
        let scope = SecretScope::ProjectId("p".to_owned());
        let body =
            CreateSecret { name: "A", value: "hidden", scope: &scope, environment_variable: true };
        assert_eq!(
            json!(body),
            json!({"name": "A", "value": "hidden", "scope": {"projectId": "p"}, "environmentVariable": true})
        );
        assert!(!format!("{body:?}").contains("hidden"));
    }

    #[test]
    fn lists_without_empty_members_are_read() {
        let page = json!({"secrets": [
            {"id": "1", "name": "A", "updatedAt": "2026-11-27T03:04:05.678Z", "environmentVariable": true},
            {"id": "2", "name": "B", "filePath": "/x"},
        ]});
        let page: SecretPage = serde_json::from_value(page).unwrap();
        assert!(page.secrets[0].environment_variable && !page.secrets[1].environment_variable);
        assert_eq!(page.pagination.next_token, "");
        assert_eq!(serde_json::from_value::<SecretPage>(json!({})).unwrap(), SecretPage::default());
    }
}
