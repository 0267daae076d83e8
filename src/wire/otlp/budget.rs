//! What a body grows to when decoded, found out before it is.
//!
//! An empty message takes two bytes on the wire and hundreds in memory, so a small body could fill
//! all of it. Protobuf is walked along the shapes of the messages; in JSON objects are counted.

use std::mem::size_of;

use super::ReadError;
use super::messages as m;

/// Most memory that the messages of one body may take, in bytes, beside their texts.
const MAXIMUM_DECODED_BYTES: usize = 128 * 1024 * 1024;

/// Most objects and lists in a JSON body: with spans of some 300 bytes about as much memory.
const MAXIMUM_JSON_OBJECTS: usize = 400_000;

/// How deep messages may nest; prost refuses more than this by itself.
const MAXIMUM_DEPTH: usize = 100;

/// One message: its size in memory, and which tags hold messages.
pub(super) struct Shape {
    bytes: usize,
    members: &'static [(u32, &'static Self)],
}

macro_rules! shapes {
    ($($name:ident: $message:ident { $($tag:literal => $member:ident),* };)*) => {$(
        static $name: Shape =
            Shape { bytes: size_of::<m::$message>(), members: &[$(($tag, &$member)),*] };
    )*};
}

pub(super) static TRACES: Shape = Shape { bytes: 0, members: &[(1, &RESOURCE_SPANS)] };
pub(super) static LOGS: Shape = Shape { bytes: 0, members: &[(1, &RESOURCE_LOGS)] };
pub(super) static METRICS: Shape = Shape { bytes: 0, members: &[(1, &RESOURCE_METRICS)] };

shapes! {
    VALUE: AnyValue { 5 => LIST, 6 => MAP };
    LIST: ArrayValue { 1 => VALUE };
    MAP: KeyValueList { 1 => ATTRIBUTE };
    ATTRIBUTE: KeyValue { 2 => VALUE };
    RESOURCE: Resource { 1 => ATTRIBUTE };
    SCOPE: InstrumentationScope { 3 => ATTRIBUTE };
    RESOURCE_SPANS: ResourceSpans { 1 => RESOURCE, 2 => SCOPE_SPANS };
    SCOPE_SPANS: ScopeSpans { 1 => SCOPE, 2 => SPAN };
    SPAN: Span { 9 => ATTRIBUTE, 11 => EVENT, 13 => LINK };
    EVENT: Event { 3 => ATTRIBUTE };
    LINK: Link { 4 => ATTRIBUTE };
    RESOURCE_LOGS: ResourceLogs { 1 => RESOURCE, 2 => SCOPE_LOGS };
    SCOPE_LOGS: ScopeLogs { 1 => SCOPE, 2 => LOG_RECORD };
    LOG_RECORD: LogRecord { 5 => VALUE, 6 => ATTRIBUTE };
    RESOURCE_METRICS: ResourceMetrics { 1 => RESOURCE, 2 => SCOPE_METRICS };
    SCOPE_METRICS: ScopeMetrics { 1 => SCOPE, 2 => METRIC };
    METRIC: Metric {
        5 => NUMBERS, 7 => NUMBERS, 9 => HISTOGRAMS, 10 => EXPONENTIAL_HISTOGRAMS, 11 => SUMMARIES
    };
    NUMBERS: NumberPoints { 1 => NUMBER };
    NUMBER: NumberDataPoint { 7 => ATTRIBUTE };
    HISTOGRAMS: HistogramPoints { 1 => HISTOGRAM };
    HISTOGRAM: HistogramDataPoint { 9 => ATTRIBUTE };
    EXPONENTIAL_HISTOGRAMS: ExponentialHistogramPoints { 1 => EXPONENTIAL_HISTOGRAM };
    EXPONENTIAL_HISTOGRAM: ExponentialHistogramDataPoint { 1 => ATTRIBUTE };
    SUMMARIES: SummaryPoints { 1 => SUMMARY };
    SUMMARY: SummaryDataPoint { 6 => QUANTILE, 7 => ATTRIBUTE };
    QUANTILE: ValueAtQuantile {};
}

/// Checks a protobuf body.
///
/// # Errors
/// Decoded it would take more than [`MAXIMUM_DECODED_BYTES`], or it is no protobuf.
pub(super) fn check_protobuf(body: &[u8], shape: &Shape) -> Result<(), ReadError> {
    let mut left = MAXIMUM_DECODED_BYTES;
    walk(body, shape, MAXIMUM_DEPTH, &mut left).map_err(|fault| match fault {
        Fault::Deep => ReadError::TooComplex("nested too deeply"),
        Fault::Large => ReadError::TooComplex("they would not fit in memory"),
        Fault::NotProtobuf => ReadError::NotProtobuf,
    })
}

/// What is wrong with a message; small, as it is the result of every step.
#[derive(Clone, Copy, Debug)]
enum Fault {
    Deep,
    Large,
    NotProtobuf,
}

fn walk(mut message: &[u8], shape: &Shape, depth: usize, left: &mut usize) -> Result<(), Fault> {
    let depth = depth.checked_sub(1).ok_or(Fault::Deep)?;
    while !message.is_empty() {
        let key = varint(&mut message)?;
        match key & 7 {
            0 => drop(varint(&mut message)?),
            1 => drop(take(&mut message, 8)?),
            5 => drop(take(&mut message, 4)?),
            2 => {
                let length = varint(&mut message)?;
                let length = usize::try_from(length).map_err(|_| Fault::NotProtobuf)?;
                let content = take(&mut message, length)?;
                let tag = key >> 3;
                let member = shape.members.iter().find(|(known, _)| u64::from(*known) == tag);
                if let Some((_, member)) = member {
                    *left = left.checked_sub(member.bytes).ok_or(Fault::Large)?;
                    walk(content, member, depth, left)?;
                }
            }
            // Groups are in no OTLP message.
            _ => return Err(Fault::NotProtobuf),
        }
    }
    Ok(())
}

fn varint(message: &mut &[u8]) -> Result<u64, Fault> {
    if let Some((&byte, rest)) = message.split_first()
        && byte < 0x80
    {
        *message = rest;
        return Ok(u64::from(byte));
    }
    let mut value = 0_u64;
    for shift in (0..70).step_by(7) {
        let [byte] = take(message, 1)? else { break };
        value |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(Fault::NotProtobuf)
}

fn take<'a>(message: &mut &'a [u8], length: usize) -> Result<&'a [u8], Fault> {
    message.split_off(..length).ok_or(Fault::NotProtobuf)
}

/// Checks a JSON body.
///
/// # Errors
/// There are more than [`MAXIMUM_JSON_OBJECTS`] objects and lists.
pub(super) fn check_json(body: &[u8]) -> Result<(), ReadError> {
    let (mut count, mut position) = (0_usize, 0);
    while let Some(&byte) = body.get(position) {
        position += 1;
        match byte {
            b'"' => position = end_of_text(body, position),
            b'{' | b'[' => count += 1,
            _ => {}
        }
        if count > MAXIMUM_JSON_OBJECTS {
            return Err(ReadError::TooComplex("they would not fit in memory"));
        }
    }
    Ok(())
}

/// Returns the position after the quote that ends the text.
fn end_of_text(body: &[u8], mut position: usize) -> usize {
    while let Some(found) = body.get(position..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest))
    {
        position += found + 1;
        if body[position - 1] == b'"' {
            return position;
        }
        position += 1;
    }
    body.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A length-delimited member.
    fn member(tag: u8, content: &[u8]) -> Vec<u8> {
        let mut bytes = vec![tag << 3 | 2];
        prost::encoding::encode_varint(content.len() as u64, &mut bytes);
        bytes.extend(content);
        bytes
    }

    #[test]
    fn many_empty_spans_are_refused_before_they_fill_memory() {
        let spans = |count| member(1, &member(2, &[0x12, 0].repeat(count)));
        assert!(check_protobuf(&spans(100_000), &TRACES).is_ok());
        assert!(matches!(
            check_protobuf(&spans(1_000_000), &TRACES),
            Err(ReadError::TooComplex(_))
        ));
    }

    #[test]
    fn deep_values_are_refused() {
        let mut value = Vec::new();
        for _ in 0..200 {
            value = member(5, &member(1, &value));
        }
        let record = member(5, &value);
        let body = member(1, &member(2, &member(2, &record)));
        assert!(matches!(check_protobuf(&body, &LOGS), Err(ReadError::TooComplex(_))));
    }

    #[test]
    fn broken_bytes_are_no_protobuf() {
        for bytes in [&[0x0a][..], &[0x0a, 5, 1], &[0x0b], &[0xff; 20], &[0x09, 1]] {
            assert!(matches!(check_protobuf(bytes, &TRACES), Err(ReadError::NotProtobuf)));
        }
    }

    #[test]
    fn braces_in_texts_are_no_objects() {
        let texts = format!("[\"{}\"]", "{".repeat(MAXIMUM_JSON_OBJECTS + 1));
        assert!(check_json(texts.as_bytes()).is_ok());
        let escaped = format!("[\"\\\\\",{}]", "{},".repeat(MAXIMUM_JSON_OBJECTS));
        assert!(check_json(escaped.as_bytes()).is_err());
        assert!(check_json(b"\"\\").is_ok());
    }
}
