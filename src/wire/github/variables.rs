//! Variables, whose values are told.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use std::fmt;

use serde::Deserialize;
use serde::Serialize;

use super::secrets::Visibility;

/// One variable of a list.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct ListedVariable {
    pub name: String,
    pub value: String,
    #[serde(default)]
    pub updated_at: Option<String>,
}

// Somebody may have put a secret where none belongs.
impl fmt::Debug for ListedVariable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ListedVariable").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Answer of `GET` on a list of variables.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct VariablePage {
    pub total_count: usize,
    pub variables: Vec<ListedVariable>,
}

/// Body of `POST` on a list, and of `PATCH …/{name}`.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct SaveVariable<'a> {
    pub name: &'a str,
    pub value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Visibility>,
}

impl fmt::Debug for SaveVariable<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SaveVariable").field("name", &self.name).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_read_and_written_but_not_shown() {
        let page = json!({"total_count": 1, "variables": [{
            "name": "A", "value": "a \u{0}\r\n\"é", "created_at": "x", "updated_at": "y", "visibility": "private",
        }]});
        let page: VariablePage = serde_json::from_value(page).unwrap();
        assert_eq!(page.variables[0].value, "a \u{0}\r\n\"é");
        let body = SaveVariable { name: "A", value: "hidden", visibility: None };
        assert_eq!(json!(body), json!({"name": "A", "value": "hidden"}));
        assert!(!format!("{page:?}{body:?}").contains("é") && !format!("{body:?}").contains("hid"));
    }
}
