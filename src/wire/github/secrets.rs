//! Secrets: what is listed of them, and how they are written. A value is never told.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::Serialize;

/// Length of a public key of X25519.
pub const PUBLIC_KEY_BYTES: usize = 32;

/// Answer of `GET …/public-key`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PublicKey {
    pub key_id: String,
    /// The key in base64.
    pub key: String,
}

impl PublicKey {
    /// Returns the key itself; nothing if it is none.
    #[must_use]
    pub fn bytes(&self) -> Option<[u8; PUBLIC_KEY_BYTES]> {
        STANDARD.decode(&self.key).ok()?.try_into().ok()
    }
}

/// Which repositories of an organisation see an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    All,
    Private,
    Selected,
}

/// One secret of a list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ListedSecret {
    pub name: String,
    #[serde(default)]
    pub updated_at: Option<String>,
    #[serde(default)]
    pub visibility: Option<Visibility>,
}

/// Answer of `GET` on a list of secrets.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SecretPage {
    pub total_count: usize,
    pub secrets: Vec<ListedSecret>,
}

/// Body of `PUT …/{name}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SaveSecret {
    /// The sealed value in base64.
    pub encrypted_value: String,
    pub key_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Visibility>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selected_repository_ids: Option<Vec<u64>>,
}

impl SaveSecret {
    /// Makes a body of a sealed value.
    #[must_use]
    pub fn sealed(sealed: &[u8], key_id: String) -> Self {
        Self {
            encrypted_value: STANDARD.encode(sealed),
            key_id,
            visibility: None,
            selected_repository_ids: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_key_that_is_none_is_told() {
        let key = |text: &str| {
            PublicKey { key_id: "1".to_owned(), key: text.to_owned() }.bytes().is_some()
        };
        assert!(key("pOCSkrZRwni5dyxWn1+puxPZBrRqtoyd+dwrRAn4ogk="));
        assert!(!key("") && !key("pOCS") && !key("no base64!") && !key(&"A".repeat(64)));
    }

    #[test]
    fn only_what_is_meant_is_sent() {
        let mut body = SaveSecret::sealed(b"\xff\xfe", "568".to_owned());
        assert_eq!(json!(body), json!({"encrypted_value": "//4=", "key_id": "568"}));
        body.visibility = Some(Visibility::Selected);
        body.selected_repository_ids = Some(vec![1, 2]);
        assert_eq!(json!(body)["visibility"], json!("selected"));
        assert_eq!(json!(body)["selected_repository_ids"], json!([1, 2]));
    }
}
