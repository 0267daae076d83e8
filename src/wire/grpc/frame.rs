//! The frame round a message: one byte that says whether it is compressed, four for its length.

/// Bytes before a message.
pub const FRAME_HEADER_BYTES: usize = 5;

/// The one message of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Whether it is in the encoding that the header `grpc-encoding` names.
    pub is_compressed: bool,
    /// The message as it came.
    pub message: &'a [u8],
}

/// Why a body is not one message.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// It ends before the message does, or holds none.
    #[error("the body ends before its message does")]
    Truncated,
    /// More follows.
    #[error("the call takes one message, and the body holds more")]
    MoreThanOne,
    /// The first byte is neither 0 nor 1.
    #[error("the compressed-flag of the message is {0}: it must be 0 or 1")]
    Flag(u8),
}

impl<'a> Frame<'a> {
    /// Reads a body of exactly one message.
    ///
    /// # Errors
    /// The body is cut, holds more, or its flag is none.
    pub fn read(body: &'a [u8]) -> Result<Self, FrameError> {
        let (header, rest) =
            body.split_first_chunk::<FRAME_HEADER_BYTES>().ok_or(FrameError::Truncated)?;
        let [flag, length @ ..] = *header;
        if flag > 1 {
            return Err(FrameError::Flag(flag));
        }
        match rest.len().cmp(&(u32::from_be_bytes(length) as usize)) {
            std::cmp::Ordering::Less => Err(FrameError::Truncated),
            std::cmp::Ordering::Equal => Ok(Self { is_compressed: flag == 1, message: rest }),
            std::cmp::Ordering::Greater => Err(FrameError::MoreThanOne),
        }
    }
}

/// Puts the frame round a message that is not compressed; answers are a few bytes.
#[must_use]
pub fn framed(message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).unwrap_or(u32::MAX);
    [&[0], &length.to_be_bytes()[..], message].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_one_message() {
        for message in [&b""[..], b"\x0a\x00"] {
            let body = framed(message);
            assert_eq!(Frame::read(&body), Ok(Frame { is_compressed: false, message }));
        }
        let compressed = Frame::read(b"\x01\x00\x00\x00\x02ab");
        assert_eq!(compressed, Ok(Frame { is_compressed: true, message: b"ab" }));
    }

    #[test]
    fn anything_else_is_refused() {
        for (body, error) in [
            (&b""[..], FrameError::Truncated),
            (b"\x00\x00\x00\x00", FrameError::Truncated),
            (b"\x00\x00\x00\x00\x01", FrameError::Truncated),
            (b"\x00\xff\xff\xff\xffa", FrameError::Truncated),
            (b"\x00\x00\x00\x00\x00a", FrameError::MoreThanOne),
            (b"\x02\x00\x00\x00\x00", FrameError::Flag(2)),
        ] {
            assert_eq!(Frame::read(body), Err(error), "{body:?}");
        }
    }
}
