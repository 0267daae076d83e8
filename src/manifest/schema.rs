//! The JSON Schema of the project file, for editors.

use serde_json::Value;
use serde_json::json;

use super::file;
use super::reading::Reading;
use super::table::Table;

/// Describes the project file as a JSON Schema (draft 7, which editors of TOML read).
///
/// It is gathered by running the reading code over nothing, so it names what is read and no more.
#[must_use]
pub fn json_schema() -> Value {
    let mut reading = Reading::of_nothing();
    let mut schema = Table::describe(|root| {
        file::read_root(root, &mut reading);
    });
    let mut whole = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "cruddur-obs.toml",
        "description": "What a project wants of X-Ray, CloudWatch Logs, Honeycomb, Rollbar and its environment.",
    });
    if let (Some(whole), Some(schema)) = (whole.as_object_mut(), schema.as_object_mut()) {
        whole.append(schema);
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_schema_is_the_one_of_the_code() {
        let committed = include_str!("../../docs/cruddur-obs.schema.json");
        let committed: Value = serde_json::from_str(committed).unwrap();
        assert!(
            committed == json_schema(),
            "write it again: cargo run -- config schema > docs/cruddur-obs.schema.json"
        );
    }
}
