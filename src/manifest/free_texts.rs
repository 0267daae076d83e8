//! Tables of texts whose names are free: tags, attributes, dimensions.

use serde_json::json;
use toml::Spanned;

use super::names::Name;
use super::rules;
use super::rules::Text;
use super::table::Mode;
use super::table::Table;
use super::toml_values;

impl Table<'_, '_> {
    /// Reads or describes a table of texts with free names.
    pub(super) fn texts_by_name(
        &mut self,
        key: &'static str,
        description: &str,
        most: usize,
        [names, texts]: [&Text<'_>; 2],
    ) -> Option<Vec<(Name, Spanned<String>)>> {
        self.known.push(key);
        match &mut self.mode {
            Mode::Describe(object) => {
                let schema = json!({
                    "type": "object",
                    "propertyNames": names.describe(),
                    "additionalProperties": texts.describe(),
                    "maxProperties": most,
                });
                object.property(key, description, schema);
                None
            }
            Mode::Read(reader) => {
                let (range, _) = reader.value(key)?;
                let path = reader.path_of(key);
                let mut below = reader.table(key)?;
                let keys = below.keys();
                if let Err(fault) = rules::check_members(keys.len(), most, "members") {
                    below.problem(range, format!("`{path}` {}", fault.message), fault.hint);
                }
                let mut found = Vec::new();
                for (text, range) in keys {
                    if let Err(fault) = names.check(&text) {
                        let message =
                            format!("the name of `{}` {}", below.path_of(&text), fault.message);
                        below.problem(range.clone(), message, fault.hint);
                    }
                    let Some((_, value)) = below.value(&text) else { continue };
                    match toml_values::text(value.get_ref(), &text).and_then(|value| {
                        texts.check(&value)?;
                        Ok(value)
                    }) {
                        Ok(read) => {
                            found.push((Name { text, range }, Spanned::new(value.span(), read)));
                        }
                        Err(fault) => {
                            let message = format!("`{}` {}", below.path_of(&text), fault.message);
                            below.problem(value.span(), message, fault.hint);
                        }
                    }
                }
                Some(found)
            }
        }
    }
}
