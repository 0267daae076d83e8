//! Which occurrences are one item, and what it is called: the documented default rules.

use serde_json::Map;
use serde_json::Value;
use sha1::Digest as _;
use sha1::Sha1;

use super::body::Body;
use super::body::Trace;
use super::data_parts::without_data;
use super::data_parts::without_numbers;
use super::data_parts::without_versions;
use crate::base::hexadecimal;

/// Longest fingerprint that is taken as it is.
const MAXIMUM_FINGERPRINT: usize = 40;

/// Longest title.
pub(super) const MAXIMUM_TITLE: usize = 255;

/// Returns what occurrences of one item have in common.
///
/// A fingerprint of the sender's goes before all. Exceptions are told apart by their classes and
/// by the files and methods of their frames, never by lines; messages by their words.
pub(super) fn hash_of(data: &Map<String, Value>, body: &Body<'_>) -> String {
    let given = data.get("fingerprint").and_then(Value::as_str).filter(|text| !text.is_empty());
    if let Some(fingerprint) = given {
        return if fingerprint.chars().count() > MAXIMUM_FINGERPRINT {
            sha1_of([fingerprint])
        } else {
            fingerprint.to_owned()
        };
    }
    let root = data.get("server").and_then(|server| server.get("root")).and_then(Value::as_str);
    match body {
        Body::Traces(traces) => {
            let mut parts = vec!["trace".to_owned()];
            for trace in traces {
                parts.push(trace.class.to_owned());
                for frame in &trace.frames {
                    parts.push(without_versions(below_root(frame.filename, root)));
                    parts.push(without_numbers(frame.method));
                }
            }
            sha1_of(parts.iter().map(String::as_str))
        }
        Body::Message(text) => sha1_of(["message", without_data(text).trim()]),
        Body::CrashReport(raw) => sha1_of(["crash_report", without_data(raw).trim()]),
    }
}

/// Returns what an item is called after its first occurrence.
pub(super) fn title_of(data: &Map<String, Value>, body: &Body<'_>) -> String {
    let given = data.get("title").and_then(Value::as_str).map(first_line);
    if let Some(title) = given.filter(|title| !title.is_empty()) {
        return title;
    }
    match body {
        Body::Traces(traces) => {
            let Some(Trace { class, message, .. }) = traces.first() else { return String::new() };
            let line = first_line(message);
            if line.is_empty() {
                first_line(class)
            } else {
                first_line(&format!("{class}: {line}"))
            }
        }
        Body::Message(text) | Body::CrashReport(text) => first_line(text),
    }
}

/// Returns the digest of some texts, told apart by where each ends.
pub(super) fn sha1_of<'t>(parts: impl IntoIterator<Item = &'t str>) -> String {
    let mut hasher = Sha1::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hexadecimal(&hasher.finalize())
}

/// Cuts off the folder that a program runs in.
fn below_root<'f>(filename: &'f str, root: Option<&str>) -> &'f str {
    let root = root.map(|root| root.trim_end_matches(['/', '\\'])).filter(|root| !root.is_empty());
    root.and_then(|root| filename.strip_prefix(root))
        .and_then(|rest| rest.strip_prefix(['/', '\\']))
        .unwrap_or(filename)
}

/// Returns the first line that is not blank, as long as a title may be.
fn first_line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    line.chars().take(MAXIMUM_TITLE).collect()
}
