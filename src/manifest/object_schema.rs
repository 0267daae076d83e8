//! The JSON Schema of one table, gathered while the reading code runs over nothing.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// What is known of a table so far.
#[derive(Debug, Default)]
pub(super) struct ObjectSchema {
    properties: Map<String, Value>,
    patterns: Map<String, Value>,
    required: Vec<&'static str>,
    more: Map<String, Value>,
}

impl ObjectSchema {
    /// Adds a key.
    pub(super) fn property(&mut self, key: &str, description: &str, mut schema: Value) {
        schema["description"] = json!(description);
        self.properties.insert(key.to_owned(), schema);
    }

    /// Adds all keys that match a regular expression.
    pub(super) fn pattern(&mut self, pattern: &str, schema: Value) {
        self.patterns.insert(pattern.to_owned(), schema);
    }

    /// Makes keys required.
    pub(super) fn require(&mut self, keys: &[&'static str]) {
        self.required.extend(keys);
    }

    /// Adds a condition on the keys: `oneOf`, `anyOf` or `not`.
    pub(super) fn condition(&mut self, keyword: &str, condition: Value) {
        self.more.insert(keyword.to_owned(), condition);
    }

    /// Returns the schema.
    pub(super) fn into_value(self) -> Value {
        let mut schema = json!({ "type": "object" });
        if !self.properties.is_empty() {
            schema["properties"] = Value::Object(self.properties);
        }
        if !self.patterns.is_empty() {
            schema["patternProperties"] = Value::Object(self.patterns);
        }
        schema["additionalProperties"] = json!(false);
        if !self.required.is_empty() {
            schema["required"] = json!(self.required);
        }
        for (keyword, condition) in self.more {
            schema[keyword] = condition;
        }
        schema
    }
}
