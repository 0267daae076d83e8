//! The names of entries, which whoever writes the file chooses.

use std::ops::Range;

use serde_json::Value;

use super::object_schema::ObjectSchema;
use super::table::Table;
use crate::base::Fault;

/// The name of an entry, chosen by whoever wrote the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) range: Range<usize>,
}

/// What the names of entries are.
pub(super) struct Names<'c> {
    /// What a name must be; its pattern has no anchors.
    pub(super) pattern: &'static str,
    /// Says what is wrong with a name; the message stands by itself.
    pub(super) check: &'c dyn Fn(&str) -> Result<(), Fault>,
    /// A name whose entry has other keys.
    pub(super) reserved: Option<&'static str>,
}

/// Describes entries with such names.
pub(super) fn describe(
    names: &Names<'_>,
    mut read: impl FnMut(&Name, &mut Table<'_, '_>),
) -> Value {
    let mut entry = |text: &str| {
        let name = Name { text: text.to_owned(), range: 0..0 };
        Table::describe(|table| read(&name, table))
    };
    let mut object = ObjectSchema::default();
    if let Some(reserved) = names.reserved {
        object.property(reserved, "The one that always exists.", entry(reserved));
    }
    let others = names.reserved.map_or_else(String::new, |reserved| format!("(?!{reserved}$)"));
    object.pattern(&format!("^{others}{}$", names.pattern), entry(""));
    object.into_value()
}
