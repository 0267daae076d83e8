//! Bodies of `/1/events` and `/1/batch` in JSON and MessagePack, and their answers.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::SeqAccess;
use serde::de::Visitor;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;
use serde_json::value::RawValue;

use super::ALL_DATASETS;
use super::event_time::parse_event_time;
use super::fields::EventFault;
use super::fields::fields;
use super::key::CANNOT_SEND;
use super::msgpack::NotMsgpack;
use super::msgpack::Reader;
use crate::base::parse_json;
use crate::model::event::FieldScalar;
use crate::model::event::MAXIMUM_EVENT_BYTES;

/// Header that carries the time of a single event.
pub const EVENT_TIME_HEADER: &str = "x-honeycomb-event-time";

/// Header that carries the sample rate of a single event.
pub const SAMPLE_RATE_HEADER: &str = "x-honeycomb-samplerate";

/// Largest body of a batch, in bytes. No source names the real limit; SDKs split at 5 MB.
pub const MAXIMUM_BATCH_BYTES: usize = 15_000_000;

/// Most events of a batch. SDKs send some hundreds; this many of the smallest fill 2 MB.
pub const MAXIMUM_BATCH_EVENTS: usize = 100_000;

/// Longest time and sample rate in JSON, in bytes.
const MAXIMUM_SCALAR_BYTES: usize = 128;

/// Encoding of events, and of the answer to a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventEncoding {
    /// JSON.
    Json,
    /// MessagePack.
    Msgpack,
}

impl EventEncoding {
    /// Returns the encoding that a `Content-Type` names; what is not MessagePack is read as JSON,
    /// whatever it is called.
    #[must_use]
    pub fn of_content_type(content_type: &str) -> Self {
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        let names = ["application/msgpack", "application/x-msgpack"];
        if names.iter().any(|name| essence.eq_ignore_ascii_case(name)) {
            Self::Msgpack
        } else {
            Self::Json
        }
    }

    /// Returns the content type of an answer in this encoding.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Msgpack => "application/msgpack",
        }
    }
}

/// One event as it was sent, without dataset.
#[derive(Clone, Debug, PartialEq)]
pub struct DecodedEvent {
    /// Its time, if it has one that can be read.
    pub time_ns: Option<i64>,
    /// How many events it stands for, at least one.
    pub sample_rate: u32,
    /// Distinct names with their values.
    pub fields: Vec<(String, FieldScalar)>,
}

/// Why a request with events is refused as a whole; the texts are the vendor's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventsError {
    /// There is no body.
    #[error("Request body should not be empty.")]
    Empty,
    /// The body is no JSON or MessagePack of this kind.
    #[error("Request body is malformed and cannot be read.")]
    Malformed,
    /// The body is larger than allowed.
    #[error("Request body is too large.")]
    TooLarge,
    /// The single event has too many fields.
    #[error("Event has too many columns.")]
    EventTooManyColumns,
    /// The dataset has no room for the fields that it does not know yet.
    #[error("Dataset has too many columns.")]
    DatasetTooManyColumns,
    /// The name of the dataset stands for all of them.
    #[error("{ALL_DATASETS} stands for all datasets and takes no events.")]
    ReservedDataset,
    /// The key is missing or no key.
    #[error("unknown API key - check your credentials")]
    UnknownKey,
    /// The key is of a kind that does not send.
    #[error("{CANNOT_SEND}")]
    WrongKeyKind,
    /// Nothing can be stored now; the sender should try again.
    #[error("Request dropped due to rate limiting.")]
    RateLimited,
}

impl EventsError {
    /// Returns the HTTP status.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::UnknownKey | Self::WrongKeyKind => 401,
            Self::RateLimited => 429,
            _ => 400,
        }
    }

    /// Returns the body of the answer.
    #[must_use]
    pub fn body(self) -> Value {
        json!({ "error": self.to_string() })
    }
}

impl From<NotMsgpack> for EventsError {
    fn from(_: NotMsgpack) -> Self {
        Self::Malformed
    }
}

impl From<EventFault> for EventsError {
    fn from(fault: EventFault) -> Self {
        match fault {
            EventFault::Empty => Self::Empty,
            EventFault::Malformed => Self::Malformed,
            EventFault::TooLarge => Self::TooLarge,
            EventFault::TooManyColumns => Self::EventTooManyColumns,
        }
    }
}

/// Reads the body of `/1/events`; time and rate come from headers.
///
/// # Errors
/// The body is empty, too large, no object, or has too many fields.
pub fn decode_event(
    body: &[u8],
    encoding: EventEncoding,
    time: Option<&str>,
    sample_rate: Option<&str>,
    expand_json_depth: u8,
) -> Result<DecodedEvent, EventsError> {
    if body.is_empty() {
        return Err(EventsError::Empty);
    }
    if body.len() > MAXIMUM_EVENT_BYTES {
        return Err(EventsError::TooLarge);
    }
    let data = match encoding {
        EventEncoding::Json => parse_json(body).map_err(|_| EventsError::Malformed)?,
        EventEncoding::Msgpack => whole_value(body)?,
    };
    let Value::Object(data) = data else { return Err(EventsError::Malformed) };
    Ok(DecodedEvent {
        time_ns: time.and_then(parse_event_time),
        sample_rate: sample_rate.map_or(1, |text| rate(&Value::from(text))),
        fields: fields(&data, expand_json_depth)?,
    })
}

/// Reads the body of `/1/batch`: the events in order, each taken or refused by itself.
///
/// # Errors
/// The body is empty, too large, or no list.
pub fn decode_batch(
    body: &[u8],
    encoding: EventEncoding,
    expand_json_depth: u8,
) -> Result<Vec<Result<DecodedEvent, EventFault>>, EventsError> {
    if body.is_empty() {
        return Err(EventsError::Empty);
    }
    if body.len() > MAXIMUM_BATCH_BYTES {
        return Err(EventsError::TooLarge);
    }
    match encoding {
        EventEncoding::Json => {
            let text = std::str::from_utf8(body).map_err(|_| EventsError::Malformed)?;
            let JsonEvents(events) =
                serde_json::from_str(text).map_err(|_| EventsError::Malformed)?;
            if events.len() > MAXIMUM_BATCH_EVENTS {
                return Err(EventsError::TooLarge);
            }
            Ok(events.into_iter().map(|event| of_json(event, expand_json_depth)).collect())
        }
        EventEncoding::Msgpack => of_msgpack(body, expand_json_depth),
    }
}

/// The events of a batch as text; one more than is allowed, at most.
struct JsonEvents<'a>(Vec<&'a RawValue>);

impl<'de> Deserialize<'de> for JsonEvents<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Vec<&'de RawValue>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a list of events")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut events = Vec::new();
                while let Some(event) = list.next_element()? {
                    if events.len() <= MAXIMUM_BATCH_EVENTS {
                        events.push(event);
                    }
                }
                Ok(events)
            }
        }

        deserializer.deserialize_seq(Reader).map(Self)
    }
}

/// Members of an event in a batch; others are ignored.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Sent<'a> {
    #[serde(borrow)]
    time: Option<&'a RawValue>,
    #[serde(borrow)]
    samplerate: Option<&'a RawValue>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

fn of_json(event: &RawValue, expand_json_depth: u8) -> Result<DecodedEvent, EventFault> {
    if !event.get().starts_with('{') {
        return Err(EventFault::Malformed);
    }
    let sent: Sent<'_> = serde_json::from_str(event.get()).map_err(|_| EventFault::Malformed)?;
    let data = sent.data.ok_or(EventFault::Empty)?;
    if data.get().len() > MAXIMUM_EVENT_BYTES {
        return Err(EventFault::TooLarge);
    }
    let data: Map<String, Value> =
        serde_json::from_str(data.get()).map_err(|_| EventFault::Malformed)?;
    decoded(&scalar(sent.time), &scalar(sent.samplerate), &data, expand_json_depth)
}

/// Reads a time or sample rate; what is too long for one is none.
fn scalar(text: Option<&RawValue>) -> Value {
    text.map(RawValue::get)
        .filter(|text| text.len() <= MAXIMUM_SCALAR_BYTES)
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default()
}

fn of_msgpack(
    body: &[u8],
    expand_json_depth: u8,
) -> Result<Vec<Result<DecodedEvent, EventFault>>, EventsError> {
    let mut reader = Reader::new(body);
    let count = reader.list()?;
    if count > MAXIMUM_BATCH_EVENTS {
        return Err(EventsError::TooLarge);
    }
    let mut events = Vec::new();
    for _ in 0..count {
        let event = reader.skip()?;
        events.push(of_msgpack_event(event, expand_json_depth));
    }
    if reader.is_at_end() { Ok(events) } else { Err(EventsError::Malformed) }
}

fn of_msgpack_event(bytes: &[u8], expand_json_depth: u8) -> Result<DecodedEvent, EventFault> {
    if bytes.len() > MAXIMUM_EVENT_BYTES {
        return Err(EventFault::TooLarge);
    }
    let event = Reader::new(bytes).value().map_err(|NotMsgpack| EventFault::Malformed)?;
    let Value::Object(mut event) = event else { return Err(EventFault::Malformed) };
    let data = match event.remove("data") {
        None | Some(Value::Null) => return Err(EventFault::Empty),
        Some(Value::Object(data)) => data,
        Some(_) => return Err(EventFault::Malformed),
    };
    let member = |name: &str| event.get(name).unwrap_or(&Value::Null);
    decoded(member("time"), member("samplerate"), &data, expand_json_depth)
}

fn decoded(
    time: &Value,
    sample_rate: &Value,
    data: &Map<String, Value>,
    expand_json_depth: u8,
) -> Result<DecodedEvent, EventFault> {
    let time: Option<Cow<'_, str>> = match time {
        Value::String(text) => Some(text.into()),
        Value::Number(number) => Some(number.to_string().into()),
        _ => None,
    };
    Ok(DecodedEvent {
        time_ns: time.and_then(|text| parse_event_time(&text)),
        sample_rate: rate(sample_rate),
        fields: fields(data, expand_json_depth)?,
    })
}

fn whole_value(body: &[u8]) -> Result<Value, NotMsgpack> {
    let mut reader = Reader::new(body);
    let value = reader.value()?;
    if reader.is_at_end() { Ok(value) } else { Err(NotMsgpack) }
}

/// Reads a sample rate; what is absent, not positive or no number is 1.
fn rate(value: &Value) -> u32 {
    let rate = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    // The cast saturates, and what is no number becomes 0.
    (rate.unwrap_or(1.0).round() as u32).max(1)
}

/// What became of one event of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventOutcome {
    /// It was taken.
    Accepted,
    /// It was refused.
    Refused {
        /// The HTTP status that it would have had by itself.
        status: u16,
        /// Why.
        error: String,
    },
}

impl From<EventFault> for EventOutcome {
    fn from(fault: EventFault) -> Self {
        Self::Refused { status: 400, error: fault.to_string() }
    }
}

/// Status of an event that was taken.
const ACCEPTED: u16 = 202;

/// Encodes the answer to a batch: what became of each event, in its order.
#[must_use]
pub fn encode_outcomes(outcomes: &[EventOutcome], encoding: EventEncoding) -> Vec<u8> {
    match encoding {
        EventEncoding::Json => {
            let answers: Vec<Value> = outcomes
                .iter()
                .map(|outcome| match outcome {
                    EventOutcome::Accepted => json!({ "status": ACCEPTED }),
                    EventOutcome::Refused { status, error } => {
                        json!({ "status": status, "error": error })
                    }
                })
                .collect();
            Value::Array(answers).to_string().into_bytes()
        }
        EventEncoding::Msgpack => {
            let mut bytes = Vec::new();
            // Writing to memory does not fail.
            let _ = write_outcomes(&mut bytes, outcomes);
            bytes
        }
    }
}

fn write_outcomes(
    bytes: &mut Vec<u8>,
    outcomes: &[EventOutcome],
) -> Result<(), Box<dyn std::error::Error>> {
    rmp::encode::write_array_len(bytes, u32::try_from(outcomes.len())?)?;
    for outcome in outcomes {
        let (status, error) = match outcome {
            EventOutcome::Accepted => (ACCEPTED, None),
            EventOutcome::Refused { status, error } => (*status, Some(error)),
        };
        rmp::encode::write_map_len(bytes, 1 + u32::from(error.is_some()))?;
        rmp::encode::write_str(bytes, "status")?;
        rmp::encode::write_uint(bytes, status.into())?;
        if let Some(error) = error {
            rmp::encode::write_str(bytes, "error")?;
            rmp::encode::write_str(bytes, error)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: i64 = 1_000_000_000;

    fn batch(text: &str) -> Vec<Result<DecodedEvent, EventFault>> {
        decode_batch(text.as_bytes(), EventEncoding::Json, 0).unwrap()
    }

    #[test]
    fn events_of_a_batch_stand_for_themselves() {
        let events = batch(
            r#"[{"time":"1970-01-01T00:00:01Z","samplerate":3,"data":{"a":1}},
                {"data":{"a":2},"new":true},
                {"time":1535589382.5,"samplerate":-2,"data":{"a":3}},
                {"time":[1],"samplerate":"4","data":{"a":4}},
                {"data":{}},{"samplerate":1},{"data":[]},7,null,{"data":{"a":null}}]"#,
        );
        let taken = |number: i64, time_ns, sample_rate| {
            let fields = vec![("a".to_owned(), FieldScalar::Integer(number))];
            Ok(DecodedEvent { time_ns, sample_rate, fields })
        };
        assert_eq!(
            events[..4],
            [
                taken(1, Some(SECOND), 3),
                taken(2, None, 1),
                taken(3, Some(1_535_589_382 * SECOND + SECOND / 2), 1),
                taken(4, None, 4),
            ]
        );
        let faults: Vec<_> = events[4..9].iter().map(|event| event.clone().unwrap_err()).collect();
        let (empty, malformed) = (EventFault::Empty, EventFault::Malformed);
        assert_eq!(faults, [empty, empty, malformed, malformed, malformed]);
        assert_eq!(events[9].as_ref().unwrap().fields, []);
    }

    #[test]
    fn msgpack_says_the_same_as_json() {
        // [{"time": 1535589382641, "samplerate": 2, "data": {"a": "x"}}, {"data": 1}]
        let body = b"\x92\x83\xa4time\xcf\x00\x00\x01\x65\x88\x2d\x7d\x91\xaasamplerate\x02\xa4data\x81\xa1a\xa1x\x81\xa4data\x01";
        let events = decode_batch(body, EventEncoding::Msgpack, 0).unwrap();
        let number = 0x0165_882d_7d91_i64;
        let text =
            format!(r#"[{{"time":{number},"samplerate":2,"data":{{"a":"x"}}}},{{"data":1}}]"#);
        assert_eq!(events, batch(&text));
        for bad in [&b"\x81\xa1a\x01"[..], b"\x91", b"\x90\x90", b"x"] {
            assert_eq!(decode_batch(bad, EventEncoding::Msgpack, 0), Err(EventsError::Malformed));
        }
    }

    #[test]
    fn a_single_event_has_its_time_in_a_header() {
        let json = EventEncoding::Json;
        let event = decode_event(b"{\"a\":1}", json, Some("10"), Some("5"), 0).unwrap();
        assert_eq!((event.time_ns, event.sample_rate), (Some(10 * SECOND), 5));
        let event = decode_event(b"\x81\xa1a\x01", EventEncoding::Msgpack, None, None, 0).unwrap();
        assert_eq!((event.time_ns, event.sample_rate), (None, 1));
        for (body, error) in [
            (&b""[..], EventsError::Empty),
            (b"{}", EventsError::Empty),
            (b"[1]", EventsError::Malformed),
            (b"{", EventsError::Malformed),
            (b"\xff", EventsError::Malformed),
        ] {
            assert_eq!(decode_event(body, json, None, None, 0), Err(error));
        }
        let large = format!("{{\"a\":\"{}\"}}", "x".repeat(MAXIMUM_EVENT_BYTES));
        let error = decode_event(large.as_bytes(), json, None, None, 0).unwrap_err();
        assert_eq!((error, error.status()), (EventsError::TooLarge, 400));
        assert_eq!(batch(&format!("[{{\"data\":{large}}}]")), [Err(EventFault::TooLarge)]);
        assert_eq!(error.body(), json!({ "error": "Request body is too large." }));
    }

    #[test]
    fn libhoney_is_understood() {
        let body = include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/recorded/libhoney-batch.json"
        ));
        let events = decode_batch(body, EventEncoding::Json, 0).unwrap();
        let event = events[0].as_ref().unwrap();
        assert_eq!(event.sample_rate, 2);
        assert_eq!(event.time_ns, parse_event_time("2026-11-20T10:00:00.123456Z"));
        let text = |text: &str| FieldScalar::Text(text.to_owned());
        let expected = [
            ("name", text("x")),
            ("n", FieldScalar::Integer(1)),
            ("f", FieldScalar::Float(1.5)),
            ("ok", FieldScalar::Flag(true)),
            ("nested", text(r#"{"a":{"b":1}}"#)),
            ("list", text(r#"[1,"two"]"#)),
        ];
        let fields = expected.map(|(name, value)| (name.to_owned(), value));
        assert_eq!(event.fields, fields);
        assert_eq!(events.len(), 2);
    }

    #[test]
    fn a_batch_is_bounded() {
        let body = format!("[{}0]", "0,".repeat(MAXIMUM_BATCH_EVENTS));
        assert_eq!(
            decode_batch(body.as_bytes(), EventEncoding::Json, 0),
            Err(EventsError::TooLarge)
        );
        let body = [&b"\xdd\x00\x01\x86\xa1"[..], &[0; MAXIMUM_BATCH_EVENTS + 1]].concat();
        assert_eq!(decode_batch(&body, EventEncoding::Msgpack, 0), Err(EventsError::TooLarge));
        let body = vec![b' '; MAXIMUM_BATCH_BYTES + 1];
        assert_eq!(decode_batch(&body, EventEncoding::Json, 0), Err(EventsError::TooLarge));
    }

    #[test]
    fn answers_keep_the_order() {
        let outcomes = [EventOutcome::Accepted, EventFault::TooManyColumns.into()];
        assert_eq!(
            String::from_utf8(encode_outcomes(&outcomes, EventEncoding::Json)).unwrap(),
            r#"[{"status":202},{"status":400,"error":"Event has too many columns."}]"#
        );
        let bytes = encode_outcomes(&outcomes, EventEncoding::Msgpack);
        let answer = Reader::new(&bytes).value().unwrap();
        assert_eq!(
            answer,
            json!([{ "status": 202 }, { "status": 400, "error": "Event has too many columns." }])
        );
    }

    proptest! {
        #[test]
        fn arbitrary_bodies_do_no_harm(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            text in "[\\[{}\\]\":,a-e0-9. \\\\]{0,80}",
            depth in 0_u8..12,
        ) {
            for encoding in [EventEncoding::Json, EventEncoding::Msgpack] {
                for body in [&bytes[..], text.as_bytes()] {
                    let _ = decode_batch(body, encoding, depth);
                    let _ = decode_event(body, encoding, None, None, depth);
                }
            }
        }
    }
}
