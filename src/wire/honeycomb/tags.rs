//! Tags of boards and the like.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;

use super::FieldCode;
use super::Members;

/// Most tags of a resource.
pub const MAXIMUM_TAGS: usize = 10;

/// Longest key of a tag, in lower-case letters.
pub const MAXIMUM_TAG_KEY: usize = 32;

/// Longest value of a tag.
pub const MAXIMUM_TAG_VALUE: usize = 128;

/// A tag.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Tag {
    pub key: String,
    pub value: String,
}

/// Reads `tags`; none where there is no such member.
pub(super) fn read_tags(members: &Members<'_>) -> Option<Vec<Tag>> {
    let tags = members.objects("tags", MAXIMUM_TAGS)?;
    let mut found: Vec<Tag> = Vec::with_capacity(tags.len());
    for tag in tags {
        let key = tag.required_text("key", MAXIMUM_TAG_KEY);
        let value = tag.required_text("value", MAXIMUM_TAG_VALUE);
        if !key.bytes().all(|byte| byte.is_ascii_lowercase()) {
            tag.refuse("key", FieldCode::Invalid, "must be lower-case letters");
        }
        let legal = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'/')
        };
        let is_word =
            value.bytes().all(legal) && value.starts_with(|c: char| c.is_ascii_lowercase());
        if !value.is_empty() && !is_word {
            let description = "must begin with a lower-case letter, and have only these, digits, \
                               - and /";
            tag.refuse("value", FieldCode::Invalid, description);
        }
        if !key.is_empty() && found.iter().any(|known| known.key == key) {
            tag.refuse("key", FieldCode::Invalid, "stands twice");
        }
        found.push(Tag { key, value });
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_short_words() {
        let wrong = |tags: &str| -> Vec<String> {
            let body = format!(r#"{{"tags":{tags}}}"#);
            match Members::read(body.as_bytes(), read_tags) {
                Ok(_) => Vec::new(),
                Err(problem) => problem.fields.into_iter().map(|field| field.field).collect(),
            }
        };
        assert_eq!(wrong(r#"[{"key":"team","value":"web/front-2"}]"#), [""; 0]);
        assert_eq!(wrong(r#"[{"key":"t1","value":"2"},{}]"#).len(), 4);
        assert_eq!(wrong(r#"[{"key":"a","value":"b"},{"key":"a","value":"c"}]"#), ["tags[1].key"]);
        let eleven = [r#"{"key":"a","value":"b"}"#; 11].join(",");
        assert_eq!(wrong(&format!("[{eleven}]")), ["tags"]);
    }
}
