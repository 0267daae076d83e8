//! Why a call was refused: the key, its region, a permission, or the team's plan.

use serde_json::Value;

use super::honeycomb_pages::Pages;
use crate::base::Kind;
use crate::clients::honeycomb::HoneycombCallError;
use crate::clients::honeycomb::HoneycombClient;
use crate::clients::honeycomb::Permission;
use crate::commands::CommandError;
use crate::wire::honeycomb::EU_API;
use crate::wire::honeycomb::US_API;

/// A query that was refused, for the page on which it runs.
pub(crate) struct RefusedQuery<'q> {
    pub(crate) dataset: &'q str,
    pub(crate) specification: &'q Value,
}

/// Finds out why a call was refused, by asking whose the key of an account in the variable `name`
/// is.
pub(crate) async fn explain(
    client: &HoneycombClient,
    name: &str,
    error: HoneycombCallError,
    query: Option<RefusedQuery<'_>>,
) -> CommandError {
    if !error.is_denied() {
        return error.into();
    }
    let auth = match client.auth().await {
        Ok(auth) => auth,
        Err(refused) if refused.is_denied() => {
            return unknown_key(name, client.base(), &error);
        }
        // Nothing more can be found out.
        Err(_) => return error.into(),
    };
    let told = of_key(name, &auth, &error);
    let is_about_results = error.needed_permission() == Some(Permission::RunQueries);
    let pages = Pages::of_auth(client.base(), &auth);
    match (pages, query) {
        (Some(pages), Some(query)) if is_about_results => {
            let page = pages.query(query.dataset, query.specification);
            told.hint(format!("it works on every plan in the browser: {page}"))
        }
        _ => told,
    }
}

/// Tells of a key that this region does not know.
fn unknown_key(name: &str, base: &str, error: &HoneycombCallError) -> CommandError {
    let (here, other) = match base {
        US_API => (" (the US region)", Some(("an EU", EU_API))),
        EU_API => (" (the EU region)", Some(("a US", US_API))),
        _ => ("", None),
    };
    let told =
        CommandError::new(Kind::Denied, format!("{base}{here} does not know the key of {name}"));
    let told = told.hint(format!("the service's words: {error}"));
    match other {
        Some((kind, api)) => told.hint(format!(
            "a key works in its own region only; if it is {kind} key, set HONEYCOMB_API_ENDPOINT={api}"
        )),
        None => told.hint("copy the key again; it may be disabled or deleted"),
    }
}

/// Tells what a key that the service knows may not do.
fn of_key(name: &str, auth: &Value, error: &HoneycombCallError) -> CommandError {
    let denied = |text: String| CommandError::new(Kind::Denied, text);
    let id = auth.get("id").and_then(Value::as_str).unwrap_or_default();
    let needed = error.needed_permission();
    if auth.get("type").and_then(Value::as_str) == Some("ingest") {
        let permission = needed.map_or("Manage Queries and Columns", Permission::name);
        return ingest(name, id, permission);
    }
    let Some(permission) = needed else {
        return error.clone().into();
    };
    match (permission, allows(auth, permission)) {
        (_, Some(false)) => lacking(name, id, permission),
        (Permission::RunQueries, Some(true)) => {
            denied("the team's plan has no query API, which is a part of Enterprise".to_owned())
                .hint(format!("the service's words: {error}"))
        }
        _ => error.clone().into(),
    }
}

/// Says whether a key has a permission, as far as the service tells.
fn allows(auth: &Value, permission: Permission) -> Option<bool> {
    let access = auth.get("api_key_access")?;
    permission.flags().iter().find_map(|flag| access.get(flag).and_then(Value::as_bool))
}

fn lacking(name: &str, id: &str, permission: Permission) -> CommandError {
    let text = format!("the key of {name} ({id}) lacks the permission {}", permission.name());
    CommandError::new(Kind::Denied, text)
        .hint("give it to the key in Honeycomb: Environment Settings, API Keys")
}

/// Refuses a key that the service says lacks a permission.
pub(crate) fn check_permission(
    name: &str,
    auth: &Value,
    permission: Permission,
) -> Result<(), CommandError> {
    let id = auth.get("id").and_then(Value::as_str).unwrap_or_default();
    if auth.get("type").and_then(Value::as_str) == Some("ingest") {
        return Err(ingest(name, id, permission.name()));
    }
    match allows(auth, permission) {
        Some(false) => Err(lacking(name, id, permission)),
        _ => Ok(()),
    }
}

fn ingest(name: &str, id: &str, permission: &str) -> CommandError {
    let text = format!("{name} holds an ingest key ({id}), which may only send");
    CommandError::new(Kind::Denied, text)
        .hint(format!("use a configuration key with the permission {permission}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refused(operation: &'static str) -> HoneycombCallError {
        let message = "no".to_owned();
        HoneycombCallError::Refused { operation, status: 403, message, retry_after: None }
    }

    fn told(operation: &'static str, auth: &Value) -> String {
        words(&of_key("HONEYCOMB_API_KEY", auth, &refused(operation)))
    }

    fn words(told: &CommandError) -> String {
        assert_eq!(told.kind(), Kind::Denied);
        let message = told.message();
        std::iter::once(message.title).chain(message.hints).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn each_reason_has_its_own_words() {
        let key = |access: Value| json!({ "id": "hcxlk_1", "type": "configuration", "api_key_access": access });
        let lines = [
            told("CreateQueryResult", &key(json!({ "queries": true }))),
            told("CreateQueryResult", &key(json!({ "queries": false }))),
            told("CreateQueryResult", &key(json!({}))),
            told("CreateQuery", &key(json!({ "queries": true, "columns": false }))),
            told("CreateMarker", &key(json!({ "markers": true }))),
            told("CreateDataset", &key(json!({ "create_datasets": false }))),
            told("CreateBoard", &json!({ "id": "hcxik_1", "type": "ingest" })),
            told("ListDatasets", &key(json!({}))),
        ];
        insta::assert_snapshot!(lines.join("\n"), @"
        the team's plan has no query API, which is a part of Enterprise | the service's words: CreateQueryResult failed: no
        the key of HONEYCOMB_API_KEY (hcxlk_1) lacks the permission Run Queries | give it to the key in Honeycomb: Environment Settings, API Keys
        CreateQueryResult failed: no | the key needs the permission Run Queries, and the team the Enterprise plan
        the key of HONEYCOMB_API_KEY (hcxlk_1) lacks the permission Manage Queries and Columns | give it to the key in Honeycomb: Environment Settings, API Keys
        CreateMarker failed: no | the key needs the permission Manage Markers
        the key of HONEYCOMB_API_KEY (hcxlk_1) lacks the permission Create Datasets | give it to the key in Honeycomb: Environment Settings, API Keys
        HONEYCOMB_API_KEY holds an ingest key (hcxik_1), which may only send | use a configuration key with the permission Manage Public Boards
        ListDatasets failed: no | cruddur-obs honeycomb auth says whose the key is, and what it may do
        ");
    }

    #[test]
    fn a_key_of_the_other_region_is_perhaps_meant() {
        let error = refused("ListDatasets");
        let told = |base: &str| words(&unknown_key("HONEYCOMB_API_KEY", base, &error));
        insta::assert_snapshot!([told(US_API), told(EU_API), told("http://x")].join("\n"), @"
        https://api.honeycomb.io (the US region) does not know the key of HONEYCOMB_API_KEY | the service's words: ListDatasets failed: no | a key works in its own region only; if it is an EU key, set HONEYCOMB_API_ENDPOINT=https://api.eu1.honeycomb.io
        https://api.eu1.honeycomb.io (the EU region) does not know the key of HONEYCOMB_API_KEY | the service's words: ListDatasets failed: no | a key works in its own region only; if it is a US key, set HONEYCOMB_API_ENDPOINT=https://api.honeycomb.io
        http://x does not know the key of HONEYCOMB_API_KEY | the service's words: ListDatasets failed: no | copy the key again; it may be disabled or deleted
        ");
    }
}
