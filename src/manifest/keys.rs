//! The typed reads of a table.

use serde_json::json;
use toml::Spanned;
use toml::de::DeValue;

use super::rules;
use super::rules::Integer;
use super::rules::Number;
use super::rules::Text;
use super::table::Table;
use super::toml_values;
use crate::base::Fault;
use crate::base::kind_of;

impl Table<'_, '_> {
    /// Reads a text.
    pub(super) fn text(
        &mut self,
        key: &'static str,
        description: &str,
        rule: &Text<'_>,
    ) -> Option<Spanned<String>> {
        self.value(
            key,
            description,
            || rule.describe(),
            |value| {
                let text = toml_values::text(value, key)?;
                rule.check(&text)?;
                Ok(text)
            },
        )
    }

    /// Reads a whole number.
    pub(super) fn integer(
        &mut self,
        key: &'static str,
        description: &str,
        range: &Integer,
    ) -> Option<Spanned<i64>> {
        let schema =
            || json!({ "type": "integer", "minimum": range.start(), "maximum": range.end() });
        self.value(key, description, schema, |value| {
            let number = toml_values::integer(value)?;
            rules::check_integer(number, range)?;
            Ok(number)
        })
    }

    /// Reads a number with or without a point.
    pub(super) fn number(
        &mut self,
        key: &'static str,
        description: &str,
        range: &Number,
    ) -> Option<Spanned<f64>> {
        let schema =
            || json!({ "type": "number", "minimum": range.start(), "maximum": range.end() });
        self.value(key, description, schema, |value| {
            let number = toml_values::number(value)?;
            rules::check_number(number, range)?;
            Ok(number)
        })
    }

    /// Reads true or false.
    pub(super) fn flag(&mut self, key: &'static str, description: &str) -> Option<Spanned<bool>> {
        self.value(key, description, || json!({ "type": "boolean" }), toml_values::flag)
    }

    /// Reads a list of texts with at least one; texts that are wrong are reported and left out.
    pub(super) fn texts(
        &mut self,
        key: &'static str,
        description: &str,
        rule: &Text<'_>,
    ) -> Option<Spanned<Vec<Spanned<String>>>> {
        let schema = || json!({ "type": "array", "items": rule.describe(), "minItems": 1 });
        let list = self.value(key, description, schema, |value| match value {
            DeValue::Array(values) if values.is_empty() => {
                Err(Fault { message: "must name at least one".to_owned(), hint: None })
            }
            DeValue::Array(values) => Ok(values
                .iter()
                .map(|value| {
                    let text = toml_values::text(value.get_ref(), key);
                    Spanned::new(
                        value.span(),
                        text.and_then(|text| {
                            rule.check(&text)?;
                            Ok(text)
                        }),
                    )
                })
                .collect::<Vec<_>>()),
            other => Err(Fault {
                message: format!("must be a list, not {}", kind_of(other)),
                hint: Some(format!("put it in brackets: {key} = [\"…\"]")),
            }),
        })?;
        let range = list.span();
        let path = self.path_of(key);
        let mut texts = Vec::new();
        for item in list.into_inner() {
            let span = item.span();
            match item.into_inner() {
                Ok(text) => texts.push(Spanned::new(span, text)),
                Err(fault) => {
                    self.problem(
                        span,
                        format!("an item of `{path}` {}", fault.message),
                        fault.hint,
                    );
                }
            }
        }
        Some(Spanned::new(range, texts))
    }

    /// Demands keys.
    pub(super) fn require(&mut self, keys: &[&'static str]) {
        if let Some(schema) = self.schema() {
            schema.require(keys);
        }
        for key in keys {
            self.demand(key, None);
        }
    }

    /// Demands keys where another key is absent.
    pub(super) fn require_unless(&mut self, other: &'static str, keys: &[&'static str]) {
        if let Some(schema) = self.schema() {
            let ways = json!([{ "required": [other] }, { "required": keys }]);
            schema.condition("anyOf", ways);
        }
        if !self.has(other) {
            for key in keys {
                self.demand(key, Some(format!("or name a {other} that has it")));
            }
        }
    }

    fn demand(&mut self, key: &str, hint: Option<String>) {
        if !self.has(key) {
            self.problem(self.range(), format!("`{}` is missing", self.path_of(key)), hint);
        }
    }

    /// Demands exactly one of some keys.
    pub(super) fn require_one_of(&mut self, keys: &[&'static str]) {
        if let Some(schema) = self.schema() {
            let ways: Vec<_> = keys.iter().map(|key| json!({ "required": [key] })).collect();
            schema.condition("oneOf", json!(ways));
        }
        let given: Vec<&str> = keys.iter().copied().filter(|key| self.has(key)).collect();
        let named: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        let named = named.join(", ");
        match given.as_slice() {
            [] => {
                let path = self.path_of(keys.first().copied().unwrap_or_default());
                let hint = Some(format!("name one of {named}"));
                self.problem(self.range(), format!("`{path}` is missing"), hint);
            }
            [_] => {}
            [.., last] => {
                let message = format!("`{}` stands beside another source", self.path_of(last));
                let hint = Some(format!("keep only one of {named}"));
                self.problem(self.range_of(last), message, hint);
            }
        }
    }
}
