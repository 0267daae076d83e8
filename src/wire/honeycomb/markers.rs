//! Markers, and the colours of their types.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;

use super::FieldCode;
use super::Members;
use super::Problem;

/// Longest text of a member of a marker.
const MAXIMUM_TEXT: usize = 1_023;

/// The last second of the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

/// A marker as it is answered, and read by clients; times are seconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Marker {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub marker_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Set by the service, from the setting of its type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub created_at: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub updated_at: String,
}

impl Marker {
    /// Reads the body of `POST` or `PUT /1/markers`; `start_time` is used where the body has none.
    ///
    /// # Errors
    /// The body is no object, or members of it are wrong.
    pub fn read(body: &[u8], start_time: i64) -> Result<Self, Problem> {
        Members::read(body, |members| {
            // Zero is how clients leave a time out.
            let time =
                |key: &str| members.whole(key, 0..=LAST_SECOND).filter(|seconds| *seconds != 0);
            let start = time("start_time").unwrap_or(start_time);
            let end = time("end_time");
            if end.is_some_and(|end| end < start) {
                members.refuse("end_time", FieldCode::Invalid, "is before start_time");
            }
            let text = |key: &str| members.text(key, MAXIMUM_TEXT).filter(|text| !text.is_empty());
            Self {
                start_time: Some(start),
                end_time: end,
                message: text("message"),
                marker_type: text("type"),
                url: text("url"),
                ..Self::default()
            }
        })
    }
}

/// The colour of markers of a type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct MarkerSetting {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    #[serde(rename = "type")]
    pub marker_type: String,
    pub color: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub created_at: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub updated_at: String,
}

impl MarkerSetting {
    /// Reads the body of `POST` or `PUT /1/marker_settings`.
    ///
    /// # Errors
    /// The body is no object, or members of it are wrong.
    pub fn read(body: &[u8]) -> Result<Self, Problem> {
        Members::read(body, |members| {
            let color = members.required_text("color", MAXIMUM_TEXT);
            let is_color = color.strip_prefix('#').is_some_and(|digits| {
                digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
            });
            if !color.is_empty() && !is_color {
                members.refuse("color", FieldCode::Invalid, "must be # and six hexadecimal digits");
            }
            Self {
                marker_type: members.required_text("type", MAXIMUM_TEXT),
                color,
                ..Self::default()
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_marker_begins_now_unless_it_says_when() {
        let read = |body: &str| Marker::read(body.as_bytes(), 7);
        let marker = read(r#"{"message":"deployed","type":"deploy","id":"x","end_time":0}"#);
        assert_eq!(
            serde_json::to_value(marker.unwrap()).unwrap(),
            json!({ "start_time": 7, "message": "deployed", "type": "deploy" })
        );
        assert_eq!(read(r#"{"start_time":3,"end_time":5}"#).unwrap().start_time, Some(3));
        assert_eq!(read("{}").unwrap().start_time, Some(7));
        for wrong in [r#"{"end_time":6}"#, r#"{"start_time":-1}"#, r#"{"url":1}"#, "[]"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_colour_has_six_digits() {
        let read = |color: &str| {
            let body = json!({ "type": "deploy", "color": color });
            MarkerSetting::read(body.to_string().as_bytes())
        };
        assert!(read("#F96E11").is_ok());
        for wrong in ["", "red", "#F96E1", "#F96E1G", "F96E11", "#F96E111"] {
            assert_eq!(read(wrong).unwrap_err().fields.len(), 1, "{wrong}");
        }
    }
}
