//! `gitpod.v1.EnvironmentVariableService`, as far as a user's variables go.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use std::fmt;

use serde::Deserialize;
use serde::Serialize;

/// The service's path.
pub const VARIABLE_SERVICE: &str = "/gitpod.v1.EnvironmentVariableService/";

/// Most entries of a page.
pub const MAXIMUM_PAGE_SIZE: u32 = 100;

/// Which page is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AskedPage {
    pub page_size: u32,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub token: String,
}

/// Which page comes next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct NextPage {
    pub next_token: String,
}

/// Body of `ListUserEnvironmentVariables`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListUserVariables {
    pub pagination: AskedPage,
}

/// A variable of a user; fields that are empty are left out by the service.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct UserVariable {
    pub id: String,
    pub name: String,
    pub value: String,
    pub repository_pattern: String,
}

impl fmt::Debug for UserVariable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("UserVariable")
            .field("name", &self.name)
            .field("repository_pattern", &self.repository_pattern)
            .finish_non_exhaustive()
    }
}

/// Answer of `ListUserEnvironmentVariables`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct UserVariablePage {
    pub environment_variables: Vec<UserVariable>,
    pub pagination: NextPage,
}

/// Body of `CreateUserEnvironmentVariable`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateUserVariable<'a> {
    pub name: &'a str,
    pub value: &'a str,
    pub repository_pattern: &'a str,
}

/// Answer of `CreateUserEnvironmentVariable`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreatedVariable {
    pub environment_variable: UserVariable,
}

/// Body of `UpdateUserEnvironmentVariable`; what is not named stays.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateUserVariable<'a> {
    pub environment_variable_id: &'a str,
    pub value: &'a str,
}

/// Body of `DeleteUserEnvironmentVariable`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeleteUserVariable<'a> {
    pub environment_variable_id: &'a str,
}

/// A body without members, or without any that matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Nothing {}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn empty_members_may_be_left_out() {
        let page = json!({"environmentVariables": [{"id": "1", "name": "A", "value": "secret"}]});
        let page: UserVariablePage = serde_json::from_value(page).unwrap();
        assert_eq!(page.pagination.next_token, "");
        assert!(!format!("{page:?}").contains("secret"));
        let asked =
            ListUserVariables { pagination: AskedPage { page_size: 100, token: String::new() } };
        assert_eq!(json!(asked), json!({"pagination": {"pageSize": 100}}));
        let created = CreateUserVariable { name: "A", value: "v", repository_pattern: "o/r" };
        assert_eq!(json!(created), json!({"name": "A", "value": "v", "repositoryPattern": "o/r"}));
    }
}
