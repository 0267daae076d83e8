//! Answers of `/1/auth` and `/2/auth`.

use serde_json::Value;
use serde_json::json;

use super::KeyKind;

/// Returns the answer of `GET /1/auth` for a key of version 1.
///
/// A classic key has no environment: its name and slug are empty.
#[must_use]
pub fn auth_answer(
    kind: KeyKind,
    key: &str,
    team: (&str, &str),
    environment: (&str, &str),
) -> Value {
    let may = kind.permissions();
    let access = if kind.is_ingest() {
        json!({ "createDatasets": may.create_datasets })
    } else {
        json!({
            "events": may.events,
            "markers": may.resources,
            "triggers": may.resources,
            "boards": may.resources,
            "queries": may.resources,
            "columns": may.resources,
            "createDatasets": may.create_datasets,
            "slos": may.resources,
            "recipients": may.resources,
            "privateBoards": may.resources,
        })
    };
    let (name, slug) = if kind.is_classic() { ("", "") } else { environment };
    json!({
        "id": kind.identifier(key),
        "type": if kind.is_ingest() { "ingest" } else { "configuration" },
        "api_key_access": access,
        "environment": { "name": name, "slug": slug },
        "team": { "name": team.0, "slug": team.1 },
    })
}

/// Returns the answer of `GET /2/auth` for a management key, by its identifier.
#[must_use]
pub fn management_auth_answer(
    id: &str,
    team_id: &str,
    team: (&str, &str),
    scopes: &[&str],
    created: &str,
) -> Value {
    json!({
        "data": {
            "id": id,
            "type": "api-keys",
            "attributes": {
                "name": "local",
                "key_type": "management",
                "disabled": false,
                "scopes": scopes,
                "timestamps": { "created": created, "updated": created },
            },
            "relationships": { "team": { "data": { "id": team_id, "type": "teams" } } },
        },
        "included": [{
            "id": team_id,
            "type": "teams",
            "attributes": { "name": team.0, "slug": team.1 },
        }],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_follows_the_kind() {
        let (team, environment) = (("Cruddur", "cruddur"), ("test", "test"));
        let key = format!("hcxik_{}{}", "a".repeat(26), "s".repeat(32));
        let answer = auth_answer(KeyKind::Ingest, &key, team, environment);
        assert_eq!(
            answer,
            json!({
                "id": &key[..32],
                "type": "ingest",
                "api_key_access": { "createDatasets": true },
                "environment": { "name": "test", "slug": "test" },
                "team": { "name": "Cruddur", "slug": "cruddur" },
            })
        );
        let key = "0123456789abcdef0123456789abcdef";
        let answer = auth_answer(KeyKind::ClassicConfiguration, key, team, environment);
        assert_eq!(answer["environment"], json!({ "name": "", "slug": "" }));
        assert_eq!(answer["api_key_access"]["queries"], true);
        assert!(!answer.to_string().contains(key));
        let answer =
            management_auth_answer("hcxmk_x", "hcxtm_1", team, &[], "2026-11-26T00:00:00Z");
        assert_eq!(answer["included"][0]["attributes"]["slug"], "cruddur");
    }
}
