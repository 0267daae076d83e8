//! MessagePack as senders of events write it.
//!
//! Values are first passed over to find where they end, so that only one event at a time is held
//! and none larger than allowed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rmp::Marker;
use serde_json::Map;
use serde_json::Number;
use serde_json::Value;

/// How deep values may nest.
const MAXIMUM_DEPTH: usize = 100;

/// Type of an extension that is a time.
/// <https://github.com/msgpack/msgpack/blob/master/spec.md#timestamp-extension-type>
const TIMESTAMP: i8 = -1;

/// The bytes are no MessagePack, nest too deeply, or have a name that is no text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotMsgpack;

/// Reads values off the front of some bytes.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

/// What a value begins with.
enum Head<'a> {
    Scalar(Value),
    Text(&'a [u8]),
    Bytes(&'a [u8]),
    Extension(i8, &'a [u8]),
    /// A list of so many values.
    List(usize),
    /// A map of so many names and values.
    Map(usize),
}

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) const fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// Reads the start of a list and returns how many values follow.
    pub(super) fn list(&mut self) -> Result<usize, NotMsgpack> {
        match self.head()? {
            Head::List(count) => Ok(count),
            _ => Err(NotMsgpack),
        }
    }

    /// Passes over one value and returns its bytes.
    pub(super) fn skip(&mut self) -> Result<&'a [u8], NotMsgpack> {
        let start = self.rest;
        let mut open = 1_usize;
        while open > 0 {
            let inside = match self.head()? {
                Head::List(count) => count,
                Head::Map(count) => count.saturating_mul(2),
                _ => 0,
            };
            open = (open - 1).saturating_add(inside);
        }
        Ok(&start[..start.len() - self.rest.len()])
    }

    /// Reads one value.
    pub(super) fn value(&mut self) -> Result<Value, NotMsgpack> {
        self.at_depth(MAXIMUM_DEPTH)
    }

    fn at_depth(&mut self, depth: usize) -> Result<Value, NotMsgpack> {
        let depth = depth.checked_sub(1).ok_or(NotMsgpack)?;
        Ok(match self.head()? {
            Head::Scalar(value) => value,
            Head::Text(bytes) => Value::String(String::from_utf8_lossy(bytes).into_owned()),
            Head::Bytes(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Value::from(text),
                Err(_) => Value::String(STANDARD.encode(bytes)),
            },
            Head::Extension(TIMESTAMP, bytes) => {
                timestamp(bytes).map_or(Value::Null, Value::String)
            }
            Head::Extension(_, bytes) => Value::String(STANDARD.encode(bytes)),
            // Counts are a sender's word: nothing is reserved for them.
            Head::List(count) => {
                Value::Array((0..count).map(|_| self.at_depth(depth)).collect::<Result<_, _>>()?)
            }
            Head::Map(count) => {
                let mut members = Map::new();
                for _ in 0..count {
                    let name = match self.head()? {
                        Head::Text(bytes) | Head::Bytes(bytes) => {
                            String::from_utf8_lossy(bytes).into_owned()
                        }
                        _ => return Err(NotMsgpack),
                    };
                    members.insert(name, self.at_depth(depth)?);
                }
                Value::Object(members)
            }
        })
    }

    fn head(&mut self) -> Result<Head<'a>, NotMsgpack> {
        let [byte] = self.array()?;
        Ok(match Marker::from_u8(byte) {
            Marker::Null => Head::Scalar(Value::Null),
            Marker::True => Head::Scalar(Value::Bool(true)),
            Marker::False => Head::Scalar(Value::Bool(false)),
            Marker::FixPos(number) => Head::Scalar(number.into()),
            Marker::FixNeg(number) => Head::Scalar(number.into()),
            Marker::U8 => Head::Scalar(u8::from_be_bytes(self.array()?).into()),
            Marker::U16 => Head::Scalar(u16::from_be_bytes(self.array()?).into()),
            Marker::U32 => Head::Scalar(u32::from_be_bytes(self.array()?).into()),
            Marker::U64 => Head::Scalar(u64::from_be_bytes(self.array()?).into()),
            Marker::I8 => Head::Scalar(i8::from_be_bytes(self.array()?).into()),
            Marker::I16 => Head::Scalar(i16::from_be_bytes(self.array()?).into()),
            Marker::I32 => Head::Scalar(i32::from_be_bytes(self.array()?).into()),
            Marker::I64 => Head::Scalar(i64::from_be_bytes(self.array()?).into()),
            Marker::F32 => Head::Scalar(float(f32::from_be_bytes(self.array()?).into())),
            Marker::F64 => Head::Scalar(float(f64::from_be_bytes(self.array()?))),
            Marker::FixStr(length) => Head::Text(self.take(length.into())?),
            Marker::Str8 => Head::Text(self.counted::<1>()?),
            Marker::Str16 => Head::Text(self.counted::<2>()?),
            Marker::Str32 => Head::Text(self.counted::<4>()?),
            Marker::Bin8 => Head::Bytes(self.counted::<1>()?),
            Marker::Bin16 => Head::Bytes(self.counted::<2>()?),
            Marker::Bin32 => Head::Bytes(self.counted::<4>()?),
            Marker::FixArray(count) => Head::List(count.into()),
            Marker::Array16 => Head::List(self.count::<2>()?),
            Marker::Array32 => Head::List(self.count::<4>()?),
            Marker::FixMap(count) => Head::Map(count.into()),
            Marker::Map16 => Head::Map(self.count::<2>()?),
            Marker::Map32 => Head::Map(self.count::<4>()?),
            Marker::FixExt1 => self.extension(1)?,
            Marker::FixExt2 => self.extension(2)?,
            Marker::FixExt4 => self.extension(4)?,
            Marker::FixExt8 => self.extension(8)?,
            Marker::FixExt16 => self.extension(16)?,
            Marker::Ext8 => {
                let length = self.count::<1>()?;
                self.extension(length)?
            }
            Marker::Ext16 => {
                let length = self.count::<2>()?;
                self.extension(length)?
            }
            Marker::Ext32 => {
                let length = self.count::<4>()?;
                self.extension(length)?
            }
            Marker::Reserved => return Err(NotMsgpack),
        })
    }

    fn extension(&mut self, length: usize) -> Result<Head<'a>, NotMsgpack> {
        let kind = i8::from_be_bytes(self.array()?);
        Ok(Head::Extension(kind, self.take(length)?))
    }

    /// Reads a count of `N` bytes.
    fn count<const N: usize>(&mut self) -> Result<usize, NotMsgpack> {
        Ok(self.array::<N>()?.iter().fold(0, |count, byte| count << 8 | usize::from(*byte)))
    }

    /// Reads a count of `N` bytes and as many bytes as it says.
    fn counted<const N: usize>(&mut self) -> Result<&'a [u8], NotMsgpack> {
        let length = self.count::<N>()?;
        self.take(length)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], NotMsgpack> {
        let (array, rest) = self.rest.split_first_chunk().ok_or(NotMsgpack)?;
        self.rest = rest;
        Ok(*array)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], NotMsgpack> {
        self.rest.split_off(..length).ok_or(NotMsgpack)
    }
}

/// JSON has no infinite numbers; such a value is dropped as null is.
fn float(float: f64) -> Value {
    Number::from_f64(float).map_or(Value::Null, Value::Number)
}

fn timestamp(bytes: &[u8]) -> Option<String> {
    let (seconds, nanoseconds) = match bytes.len() {
        4 => (u32::from_be_bytes(bytes.try_into().ok()?).into(), 0),
        8 => {
            let packed = u64::from_be_bytes(bytes.try_into().ok()?);
            (i64::try_from(packed & 0x3_ffff_ffff).ok()?, i32::try_from(packed >> 34).ok()?)
        }
        12 => {
            let (nanoseconds, seconds) = bytes.split_first_chunk::<4>()?;
            let seconds = i64::from_be_bytes(seconds.try_into().ok()?);
            (seconds, i32::try_from(u32::from_be_bytes(*nanoseconds)).ok()?)
        }
        _ => return None,
    };
    jiff::Timestamp::new(seconds, nanoseconds).ok().map(|time| time.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn read(bytes: &[u8]) -> Result<Value, NotMsgpack> {
        Reader::new(bytes).value()
    }

    #[test]
    fn every_kind_of_value_is_read() {
        for (bytes, value) in [
            (&b"\xc0"[..], json!(null)),
            (b"\xc3", json!(true)),
            (b"\x07", json!(7)),
            (b"\xff", json!(-1)),
            (b"\xcc\xff", json!(255)),
            (b"\xcd\x01\x00", json!(256)),
            (b"\xcf\xff\xff\xff\xff\xff\xff\xff\xff", json!(u64::MAX)),
            (b"\xd1\xff\x00", json!(-256)),
            (b"\xca\x3f\x80\x00\x00", json!(1.0)),
            (b"\xcb\x3f\xf8\x00\x00\x00\x00\x00\x00", json!(1.5)),
            (b"\xcb\x7f\xf0\x00\x00\x00\x00\x00\x00", json!(null)),
            (b"\xa1x", json!("x")),
            (b"\xd9\x01x", json!("x")),
            (b"\xda\x00\x01x", json!("x")),
            (b"\xc4\x01x", json!("x")),
            (b"\xc4\x01\xff", json!("/w==")),
            (b"\x92\x01\xdc\x00\x01\x02", json!([1, [2]])),
            (b"\x81\xa1a\xde\x00\x01\xa1b\xc2", json!({ "a": { "b": false } })),
            (b"\xd6\xff\x5b\x87\x3c\x06", json!("2018-08-30T00:36:22Z")),
            (b"\xd7\xff\x77\x35\x94\x00\x5b\x87\x3c\x06", json!("2018-08-30T00:36:22.5Z")),
            (
                b"\xc7\x0c\xff\x1d\xcd\x65\x00\x00\x00\x00\x00\x5b\x87\x3c\x06",
                json!("2018-08-30T00:36:22.5Z"),
            ),
            (b"\xd4\x05x", json!("eA==")),
        ] {
            assert_eq!(read(bytes), Ok(value), "{bytes:x?}");
            let mut reader = Reader::new(bytes);
            assert_eq!(reader.skip(), Ok(bytes));
            assert!(reader.is_at_end());
        }
    }

    #[test]
    fn what_is_cut_or_deep_is_refused() {
        for bytes in [&b""[..], b"\xc1", b"\xa5x", b"\xdf\xff\xff\xff\xff", b"\x81\x01\x01"] {
            assert_eq!(read(bytes), Err(NotMsgpack), "{bytes:x?}");
        }
        assert_eq!(read(&[0x91; 5_000]), Err(NotMsgpack));
        assert_eq!(Reader::new(&[0x91; 500_000]).skip(), Err(NotMsgpack));
        assert_eq!(Reader::new(b"\xdd\xff\xff\xff\xff").skip(), Err(NotMsgpack));
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let skipped = Reader::new(&bytes).skip().map(<[u8]>::len);
            if let Ok(value) = read(&bytes) {
                prop_assert!(skipped.is_ok(), "{:?}", value);
            }
        }
    }
}
