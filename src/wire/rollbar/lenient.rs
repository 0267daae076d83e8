//! Members that the service answers in more than one form.

use serde::Deserialize;
use serde::Deserializer;

/// Reads null as the type's default.
pub(super) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// A word, or the number that queries know it by.
#[derive(Deserialize)]
#[serde(untagged)]
enum WordOrNumber {
    Word(String),
    Number(i64),
}

/// Reads a word or its number; a number without a word stays as its digits.
pub(super) fn word<'de, D: Deserializer<'de>>(
    deserializer: D,
    of_number: fn(i64) -> Option<&'static str>,
) -> Result<Option<String>, D::Error> {
    Ok(Option::<WordOrNumber>::deserialize(deserializer)?.map(|given| match given {
        WordOrNumber::Word(word) => word,
        WordOrNumber::Number(number) => {
            of_number(number).map_or_else(|| number.to_string(), str::to_owned)
        }
    }))
}
