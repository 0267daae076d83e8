//! Identifiers of traces and spans as hex text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Bytes of a trace id that was hex text and was then read as base64.
const MISREAD_TRACE_ID: usize = 24;

/// Bytes of a span id that was hex text and was then read as base64.
const MISREAD_SPAN_ID: usize = 12;

/// Longest identifier that is taken, in bytes; a longer one is cut.
const MAXIMUM_BYTES: usize = 64;

/// Returns a trace id as lower-case hex.
pub(super) fn trace_id(bytes: &[u8]) -> String {
    text(bytes, MISREAD_TRACE_ID)
}

/// Returns a span id as lower-case hex.
pub(super) fn span_id(bytes: &[u8]) -> String {
    text(bytes, MISREAD_SPAN_ID)
}

/// A proxy that reads OTLP's JSON as plain protobuf JSON takes the hex of an identifier for base64;
/// encoding it again gives back what was sent.
fn text(bytes: &[u8], misread: usize) -> String {
    if bytes.len() == misread {
        let encoded = STANDARD.encode(bytes);
        if encoded.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return encoded.to_ascii_lowercase();
        }
    }
    let bytes = &bytes[..bytes.len().min(MAXIMUM_BYTES)];
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misread_identifiers_are_put_right() {
        let hex = "5b8efff798038103d269b633813fc60c";
        let misread = STANDARD.decode(hex).unwrap();
        assert_eq!(misread.len(), MISREAD_TRACE_ID);
        assert_eq!(trace_id(&misread), hex);
        let misread = STANDARD.decode("eee19b7ec3c1b174").unwrap();
        assert_eq!(misread.len(), MISREAD_SPAN_ID);
        assert_eq!(span_id(&misread), "eee19b7ec3c1b174");
        assert_eq!(span_id(&[0xff; 12]), "ff".repeat(12));
        assert_eq!(trace_id(&[0, 1, 0xab]), "0001ab");
        assert_eq!(trace_id(&[7; 1000]).len(), 128);
    }
}
