//! A thing with everything that the service says of it.

use serde::Deserialize;
use serde::Deserializer;
use serde::de::DeserializeOwned;
use serde::de::Error as _;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::wire::rollbar::Occurrence;

/// An occurrence whose data stands in its value alone: it can be large, and is not kept twice.
pub type Instance = Exact<Occurrence<IgnoredAny>>;

/// A thing as it was answered, also members that we do not know, and what we know of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Exact<T> {
    /// Everything, for programs.
    pub value: Value,
    /// What we know.
    pub known: T,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Exact<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let known = T::deserialize(&value).map_err(D::Error::custom)?;
        Ok(Self { value, known })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::rollbar::Item;

    #[test]
    fn members_that_nobody_knows_are_kept() {
        let text = r#"{"id":7,"counter":1,"new_member":{"a":[1.5]},"level":40}"#;
        let exact: Exact<Item> = serde_json::from_str(text).unwrap();
        assert_eq!(exact.value.to_string(), text);
        assert_eq!((exact.known.id, exact.known.level.as_deref()), (7, Some("error")));
        assert!(serde_json::from_str::<Exact<Item>>(r#"{"id":"seven"}"#).is_err());
    }
}
