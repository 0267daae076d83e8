//! What came to `POST /item/`: read, checked, and made ready to be kept.

use std::net::IpAddr;

use serde::Deserialize;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;
use serde_json::value::RawValue;

use super::Level;
use super::Problem;
use super::body::Body;
use super::body::must_be;
use super::grouping::MAXIMUM_TITLE;
use super::grouping::hash_of;
use super::grouping::sha1_of;
use super::grouping::title_of;
use super::surrogates::mend;
use crate::base::Milliseconds;

/// Longest name of an environment.
pub const MAXIMUM_ENVIRONMENT: usize = 255;

/// Longest version of code, of an item or a deploy.
pub const MAXIMUM_REVISION: usize = 40;

/// Longest identifier of an occurrence.
const MAXIMUM_UUID: usize = 36;

/// Longest identifier of a person.
const MAXIMUM_PERSON_ID: usize = 40;

/// Longest name and address of a person.
const MAXIMUM_PERSON_NAME: usize = 255;

/// Most characters that are kept of words that describe an item, beside the data itself.
const MAXIMUM_WORD: usize = 255;

/// The last second of the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

/// Seconds by which a sender's clock may be ahead.
const FUTURE: i64 = 60 * 60;

/// How deep data may be nested: answers put it into some more layers, and readers of JSON know 128.
const MAXIMUM_DEPTH: usize = 100;

/// What a sender writes instead of the address that the service sees.
const REMOTE_ADDRESS: &str = "$remote_ip";

/// Platforms of clients, which have a token of their own.
const CLIENT_PLATFORMS: [&str; 5] = ["browser", "android", "ios", "flash", "client"];

/// A payload that was read and not checked.
#[derive(Debug)]
pub struct ReceivedItem {
    token: Option<String>,
    data: Map<String, Value>,
    /// `data` as it was sent.
    text: String,
}

/// The outer object of a payload.
#[derive(Deserialize)]
struct Outer<'p> {
    #[serde(default)]
    access_token: Option<Value>,
    #[serde(borrow)]
    data: &'p RawValue,
}

/// An occurrence that can be kept, and what its item is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedItem {
    /// Where it happened.
    pub environment: String,
    /// How bad it is.
    pub level: Level,
    /// What the program runs on.
    pub platform: Option<String>,
    /// What it is built with.
    pub framework: Option<String>,
    /// Its version.
    pub code_version: Option<String>,
    /// When it happened, in seconds since 1970; a clock that goes far ahead is not believed.
    pub timestamp: i64,
    /// Identifier, as sent or made up.
    pub uuid: String,
    /// What a new item is called.
    pub title: String,
    /// What occurrences of one item have in common.
    pub hash: String,
    /// A digest of who met it: a person, else an address.
    pub visitor: Option<String>,
    /// The data as it was sent, with what was missing and `metadata`.
    pub text: String,
}

/// What a payload does not tell by itself.
#[derive(Clone, Debug)]
pub struct Reception {
    /// When it came.
    pub now: Milliseconds,
    /// The address that it came from.
    pub remote: Option<IpAddr>,
    /// An identifier, if it has none.
    pub uuid: String,
}

impl ReceivedItem {
    /// Reads a payload.
    ///
    /// # Errors
    /// It is no JSON object with an object `data`, or that is nested too deep.
    pub fn read(payload: &[u8]) -> Result<Self, Problem> {
        let outer: Outer<'_> = parse_borrowed(payload)?;
        let sent = outer.data.get();
        if depth_of(sent) > MAXIMUM_DEPTH {
            return Err(must_be("data", &format!("nested at most {MAXIMUM_DEPTH} deep")));
        }
        let (data, text) = match serde_json::from_str(sent) {
            Ok(data) => (data, sent.to_owned()),
            Err(_) => {
                let mended = mend(sent);
                let data = serde_json::from_str(&mended).map_err(|_| Problem::no_instance())?;
                (data, mended.into_owned())
            }
        };
        let token = outer.access_token.and_then(|token| token.as_str().map(str::to_owned));
        Ok(Self { token, data, text })
    }

    /// Returns the token in the payload.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Says whether it comes from a client rather than a server.
    #[must_use]
    pub fn is_of_client(&self) -> bool {
        let platform = self.data.get("platform").and_then(Value::as_str);
        platform.is_some_and(|platform| CLIENT_PLATFORMS.contains(&platform))
    }

    /// Checks it, and fills in what it leaves out.
    ///
    /// # Errors
    /// A member has not the form that it must have.
    pub fn check(mut self, reception: Reception) -> Result<CheckedItem, Problem> {
        let data = &self.data;
        let environment = text(data, "environment", MAXIMUM_ENVIRONMENT)?;
        let environment = environment
            .filter(|name| !name.trim().is_empty())
            .ok_or_else(|| must_be("data.environment", "a string of 1 to 255 characters"))?;
        let body = Body::of(data)?;
        let level = text(data, "level", MAXIMUM_WORD)?.map(|word| {
            let words = Level::ALL.map(Level::word).join(", ");
            Level::of_word(word).ok_or_else(|| must_be("data.level", &format!("one of {words}")))
        });
        let level = level.transpose()?;
        let (environment, platform, framework) =
            (environment.to_owned(), word(data, "platform")?, word(data, "framework")?);
        let default_level = if body.is_exception() { Level::Error } else { Level::Info };
        let seconds = timestamp(data)?;
        let uuid = text(data, "uuid", MAXIMUM_UUID)?.filter(|uuid| !uuid.is_empty());
        let uuid = uuid.map(str::to_owned);
        let code_version = code_version(data)?;
        check_words(data)?;
        let visitor = visitor(data, reception.remote)?;
        let (title, hash) = (title_of(data, &body), hash_of(data, &body));
        let now_seconds = reception.now.div_euclid(1_000);
        let mut missing = Vec::new();
        if level.is_none() {
            missing.push(("level", json!(default_level.word())));
        }
        if seconds.is_none() {
            missing.push(("timestamp", json!(now_seconds)));
        }
        if uuid.is_none() {
            missing.push(("uuid", json!(reception.uuid)));
        }
        if !data.contains_key("metadata") {
            let metadata = json!({
                "customer_timestamp": seconds,
                "timestamp_ms": reception.now,
            });
            missing.push(("metadata", metadata));
        }
        let level = level.unwrap_or(default_level);
        let text = self.completed(&missing, reception.remote);
        Ok(CheckedItem {
            environment,
            level,
            platform,
            framework,
            code_version,
            timestamp: seconds.unwrap_or(now_seconds).min(now_seconds.saturating_add(FUTURE)),
            uuid: uuid.unwrap_or(reception.uuid),
            title,
            hash,
            visitor,
            text,
        })
    }

    /// Returns the data as it was sent, with what was missing.
    fn completed(&mut self, missing: &[(&str, Value)], remote: Option<IpAddr>) -> String {
        let is_null = |key: &&(&str, Value)| self.data.contains_key(key.0);
        let asks_for_address = self.data.get("request").is_some_and(asks_for_address);
        if !asks_for_address && !missing.iter().any(|member| is_null(&member)) {
            // The object has members, since an environment is one.
            let sent = self.text.trim_end();
            let text = sent.strip_suffix('}').unwrap_or(sent);
            let mut completed = String::with_capacity(text.len() + 256);
            completed.push_str(text);
            for (key, value) in missing {
                completed.push_str(&format!(",\"{key}\":{value}"));
            }
            completed.push('}');
            return completed;
        }
        for (key, value) in missing {
            self.data.insert((*key).to_owned(), value.clone());
        }
        if asks_for_address && let Some(Value::Object(request)) = self.data.get_mut("request") {
            request.insert("user_ip".to_owned(), json!(remote.map(|remote| remote.to_string())));
        }
        Value::Object(std::mem::take(&mut self.data)).to_string()
    }
}

/// Returns how deep objects and lists are nested in a text that is JSON.
fn depth_of(json: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut is_in_text, mut is_escaped) = (false, false);
    for byte in json.bytes() {
        if is_in_text {
            is_in_text = is_escaped || byte != b'"';
            is_escaped = !is_escaped && byte == b'\\';
            continue;
        }
        match byte {
            b'"' => is_in_text = true,
            b'{' | b'[' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

fn parse_borrowed(payload: &[u8]) -> Result<Outer<'_>, Problem> {
    // A list would be read as the members of an object in their order.
    let is_object = payload.trim_ascii_start().first() == Some(&b'{');
    let text = std::str::from_utf8(payload).ok().filter(|_| is_object);
    let outer = text.and_then(|text| serde_json::from_str(text).ok());
    outer.ok_or_else(Problem::no_instance)
}

/// Reads a member that may be left out; null is none.
fn member<'d>(data: &'d Map<String, Value>, key: &str) -> Option<&'d Value> {
    data.get(key).filter(|value| !value.is_null())
}

/// Reads a text of `data` of at most `most` characters.
fn text<'d>(
    data: &'d Map<String, Value>,
    key: &str,
    most: usize,
) -> Result<Option<&'d str>, Problem> {
    checked_text(data, "data.", key, most)
}

fn checked_text<'d>(
    members: &'d Map<String, Value>,
    path: &str,
    key: &str,
    most: usize,
) -> Result<Option<&'d str>, Problem> {
    let Some(value) = member(members, key) else { return Ok(None) };
    let text = value.as_str().filter(|text| text.chars().count() <= most);
    let what = || format!("a string of at most {most} characters");
    text.map(Some).ok_or_else(|| must_be(&format!("{path}{key}"), &what()))
}

/// Reads a text of any length, of which the beginning is enough to describe an item.
fn word(data: &Map<String, Value>, key: &str) -> Result<Option<String>, Problem> {
    let Some(value) = member(data, key) else { return Ok(None) };
    let word = value.as_str().ok_or_else(|| must_be(&format!("data.{key}"), "a string"))?;
    Ok(Some(word.chars().take(MAXIMUM_WORD).collect()))
}

/// Reads when it happened, in whole seconds.
fn timestamp(data: &Map<String, Value>) -> Result<Option<i64>, Problem> {
    let Some(value) = member(data, "timestamp") else { return Ok(None) };
    #[expect(clippy::cast_possible_truncation, reason = "what is out of bounds is refused")]
    let seconds = value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds as i64));
    let seconds = seconds.filter(|seconds| (0..=LAST_SECOND).contains(seconds));
    let what = "a number of seconds since 1970";
    seconds.map(Some).ok_or_else(|| must_be("data.timestamp", what))
}

/// Reads the version of the code, which may be a number.
fn code_version(data: &Map<String, Value>) -> Result<Option<String>, Problem> {
    match member(data, "code_version") {
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        _ => Ok(text(data, "code_version", MAXIMUM_REVISION)?.map(str::to_owned)),
    }
}

/// Checks the members of which nothing else is made.
fn check_words(data: &Map<String, Value>) -> Result<(), Problem> {
    text(data, "title", MAXIMUM_TITLE)?;
    for key in ["fingerprint", "language", "context"] {
        word(data, key)?;
    }
    for key in ["request", "server", "client", "custom", "notifier"] {
        if member(data, key).is_some_and(|value| !value.is_object()) {
            return Err(must_be(&format!("data.{key}"), "an object"));
        }
    }
    if member(data, "attributes").is_some_and(|value| !value.is_array()) {
        return Err(must_be("data.attributes", "a list"));
    }
    Ok(())
}

/// Returns a digest of who met it, after checking what is told about them.
fn visitor(data: &Map<String, Value>, remote: Option<IpAddr>) -> Result<Option<String>, Problem> {
    let person = match member(data, "person") {
        None => None,
        Some(Value::Object(person)) => {
            for key in ["username", "email"] {
                checked_text(person, "data.person.", key, MAXIMUM_PERSON_NAME)?;
            }
            match member(person, "id") {
                Some(Value::Number(number)) => Some(number.to_string()),
                _ => checked_text(person, "data.person.", "id", MAXIMUM_PERSON_ID)?
                    .map(str::to_owned),
            }
        }
        Some(_) => return Err(must_be("data.person", "an object")),
    };
    if let Some(person) = person.filter(|person| !person.is_empty()) {
        return Ok(Some(sha1_of(["person", person.as_str()])));
    }
    let request = member(data, "request");
    let address = if request.is_some_and(asks_for_address) {
        remote.map(|remote| remote.to_string())
    } else {
        request.and_then(|request| request.get("user_ip")?.as_str().map(str::to_owned))
    };
    Ok(address.filter(|ip| !ip.is_empty()).map(|address| sha1_of(["address", address.as_str()])))
}

fn asks_for_address(request: &Value) -> bool {
    request.get("user_ip").and_then(Value::as_str) == Some(REMOTE_ADDRESS)
}

/// Returns the form by which identifiers are compared: digits without dashes, in lower case.
#[must_use]
pub fn uuid_key(uuid: &str) -> String {
    match as_uuid(uuid) {
        Some(digits) => digits,
        None => uuid.to_owned(),
    }
}

/// Returns the digits of a UUID, if a text is one.
#[must_use]
pub fn as_uuid(text: &str) -> Option<String> {
    let is_dashed = text.len() == MAXIMUM_UUID
        && text
            .bytes()
            .enumerate()
            .all(|(place, byte)| (byte == b'-') == [8, 13, 18, 23].contains(&place));
    let digits = if is_dashed { text.replace('-', "") } else { text.to_owned() };
    let is_uuid = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_uuid.then(|| digits.to_ascii_lowercase())
}
