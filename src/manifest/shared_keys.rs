//! Keys that several kinds of things have.

use super::rules::Text;
use super::rules::by;
use super::table::Table;
use crate::base::Fault;
use crate::model::Rule;
use crate::model::Violation;
use crate::model::change_set::Field;
use crate::model::change_set::FieldValue;
use crate::model::change_set::OnExists;
use crate::model::tags;

/// Reads `tags.KEY` into fields of their own, so that a plan shows each by itself.
pub(super) fn tags(table: &mut Table<'_, '_>, fields: &mut Vec<Field>) {
    let key_check = in_words(|path, key| {
        tags::check_tag(path, key, "")?;
        refuse_own_mark(path, key)
    });
    let value_check = in_words(|path, value| tags::check_tag(path, "key", value));
    let keys = Text::of_length(1, tags::MAXIMUM_KEY_LENGTH).passing(&key_check);
    let values = Text::of_length(0, tags::MAXIMUM_VALUE_LENGTH).passing(&value_check);
    let most = tags::MAXIMUM_TAGS - OWN_TAGS;
    let found = table.texts_by_name("tags", "Tags, by key.", most, [&keys, &values]);
    for (key, value) in found.unwrap_or_default() {
        let name = format!("tags.{}", key.text);
        fields.push(Field::new(name, FieldValue::Text(value.into_inner())));
    }
}

// The vendor's pattern is no word for people.
fn in_words(
    check: impl Fn(&str, &str) -> Result<(), Violation>,
) -> impl Fn(&str) -> Result<(), Fault> {
    let check = by(check);
    move |text| {
        check(text).map_err(|fault| match fault.message.starts_with("must match") {
            true => Fault {
                message: "must hold only letters, digits, spaces and _ . : / = + - @".to_owned(),
                hint: None,
            },
            false => fault,
        })
    }
}

/// How many tags are ours: the project and the origin.
const OWN_TAGS: usize = 2;

fn refuse_own_mark(path: &str, key: &str) -> Result<(), Violation> {
    if key.starts_with("cruddur-obs:") {
        let sentence = "tags that begin with cruddur-obs: are set by cruddur-obs itself".to_owned();
        return Err(Violation::new(path, Rule::Sentence(sentence), key));
    }
    Ok(())
}

/// Reads `on_exists`.
pub(super) fn on_exists(table: &mut Table<'_, '_>, default: OnExists) -> OnExists {
    let word = table.text(
        "on_exists",
        "What to do when it exists, was not made for this project and differs.",
        &Text::one_of(&["adopt", "update", "fail"]),
    );
    match word.as_ref().map(|word| word.get_ref().as_str()) {
        Some("adopt") => OnExists::Adopt,
        Some("update") => OnExists::Update,
        Some("fail") => OnExists::Fail,
        _ => default,
    }
}
