//! Compressed bodies, with a cap on what they grow to.

use std::io::Read;

use bytes::Bytes;

/// The largest sizes of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BodyLimits {
    /// As sent, in bytes.
    pub(super) sent: usize,
    /// After inflating, in bytes.
    pub(super) inflated: usize,
}

/// Largest window of a zstd body, as a power of two: no larger than what it may grow to.
const WINDOW_LOG_MAX: u32 = 25;

/// Why a body could not be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum BodyError {
    /// It is larger than allowed.
    #[error("the body is larger than {0} bytes")]
    TooLarge(usize),
    /// Its encoding is not known.
    #[error("content encoding '{0}' is not supported: send gzip, zstd or none")]
    UnknownEncoding(String),
    /// It is not what its encoding says.
    #[error("the body is not what its content encoding says")]
    Corrupt,
    /// The connection ended before the body.
    #[error("the body ended early")]
    Truncated,
}

/// Inflates `body` as its `Content-Encoding` says, to at most so many bytes.
pub(super) fn inflate(
    body: &Bytes,
    encoding: Option<&str>,
    most: usize,
) -> Result<Bytes, BodyError> {
    match encoding.map(str::trim) {
        None | Some("" | "identity") => Ok(body.clone()),
        Some("gzip" | "x-gzip") => capped(flate2::read::MultiGzDecoder::new(&**body), most),
        Some("zstd") => {
            let mut decoder =
                zstd::Decoder::with_buffer(&**body).map_err(|_| BodyError::Corrupt)?;
            // The window is allocated before anything is read.
            decoder.window_log_max(WINDOW_LOG_MAX).map_err(|_| BodyError::Corrupt)?;
            capped(decoder, most)
        }
        // Old botocore versions mark chunked signing this way; the body itself is plain.
        Some("aws-chunked") => Ok(body.clone()),
        Some(other) => Err(BodyError::UnknownEncoding(other.chars().take(64).collect())),
    }
}

fn capped(decoder: impl Read, most: usize) -> Result<Bytes, BodyError> {
    let mut inflated = Vec::new();
    decoder.take(most as u64 + 1).read_to_end(&mut inflated).map_err(|_| BodyError::Corrupt)?;
    if inflated.len() > most {
        return Err(BodyError::TooLarge(most));
    }
    Ok(inflated.into())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    const MOST: usize = 32 * 1024 * 1024;

    fn inflate(body: &Bytes, encoding: Option<&str>) -> Result<Bytes, BodyError> {
        super::inflate(body, encoding, MOST)
    }

    fn gzip(bytes: &[u8]) -> Bytes {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap().into()
    }

    #[test]
    fn a_bomb_is_refused_before_it_fills_memory() {
        let bomb = gzip(&vec![0; MOST + 1]);
        assert!(bomb.len() < 100_000);
        assert_eq!(inflate(&bomb, Some("gzip")), Err(BodyError::TooLarge(MOST)));
    }

    #[test]
    fn zstd_has_the_same_caps() {
        let packed = |bytes: &[u8]| Bytes::from(zstd::encode_all(bytes, 3).unwrap());
        assert_eq!(inflate(&packed(b"{}"), Some("zstd")).unwrap(), Bytes::from_static(b"{}"));
        let bomb = packed(&vec![0; MOST + 1]);
        assert!(bomb.len() < 100_000);
        assert_eq!(inflate(&bomb, Some("zstd")), Err(BodyError::TooLarge(MOST)));
        let cut = packed(&[7; 1000]).slice(0..8);
        assert_eq!(inflate(&cut, Some("zstd")), Err(BodyError::Corrupt));
        assert_eq!(inflate(&Bytes::from_static(b"{}"), Some("zstd")), Err(BodyError::Corrupt));
        let mut wide = zstd::Encoder::new(Vec::new(), 3).unwrap();
        wide.window_log(27).unwrap();
        wide.write_all(&[7; 1000]).unwrap();
        let wide = Bytes::from(wide.finish().unwrap());
        assert_eq!(inflate(&wide, Some("zstd")), Err(BodyError::Corrupt));
    }

    #[test]
    fn what_is_no_gzip_is_refused() {
        assert_eq!(inflate(&gzip(b"{}"), Some("gzip")).unwrap(), Bytes::from_static(b"{}"));
        assert_eq!(inflate(&Bytes::from_static(b"{}"), Some("gzip")), Err(BodyError::Corrupt));
        let cut = gzip(&[7; 1000]).slice(0..20);
        assert_eq!(inflate(&cut, Some("gzip")), Err(BodyError::Corrupt));
        assert_eq!(inflate(&cut, Some("br")), Err(BodyError::UnknownEncoding("br".to_owned())));
    }
}
