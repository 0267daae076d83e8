//! JSON values as exporters really write them.
//!
//! [The specification](https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding) wants
//! identifiers as hex and 64-bit integers as text; exporters and hand-written bodies also send
//! numbers, names of enum values, base64 and null.

use std::fmt;
use std::marker::PhantomData;

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::GeneralPurpose;
use base64::engine::GeneralPurposeConfig;
use serde::Deserialize;
use serde::Deserializer;
use serde::de::Error;
use serde::de::Visitor;

/// Base64 with or without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Base64 of the alphabet for addresses, with or without padding.
const BASE64_URL: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Reads null as the default.
pub(super) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// A number as a number or as text.
struct Number<T>(T);

/// What a number of type `T` is made of.
pub(super) trait FromNumber: Sized {
    const WHAT: &'static str;
    fn from_integer(integer: i128) -> Option<Self>;
    fn from_float(float: f64) -> Option<Self>;
}

macro_rules! whole_number {
    ($($type:ty),*) => {$(
        impl FromNumber for $type {
            const WHAT: &'static str = concat!("a whole number of type ", stringify!($type));
            fn from_integer(integer: i128) -> Option<Self> {
                Self::try_from(integer).ok()
            }
            fn from_float(float: f64) -> Option<Self> {
                // `1e3` and `5.0` are whole numbers too.
                let whole = float.trunc() == float && float.abs() < 1e19;
                whole.then(|| Self::from_integer(float as i128)).flatten()
            }
        }
    )*};
}

whole_number!(i32, u32, i64, u64);

impl FromNumber for f64 {
    const WHAT: &'static str = "a number";
    fn from_integer(integer: i128) -> Option<Self> {
        Some(integer as Self)
    }
    fn from_float(float: f64) -> Option<Self> {
        Some(float)
    }
}

impl<'de, T: FromNumber> Deserialize<'de> for Number<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<T>(PhantomData<T>);

        impl<T: FromNumber> Visitor<'_> for Reader<T> {
            type Value = T;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(T::WHAT)
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
                T::from_integer(value.into()).ok_or_else(|| E::custom("number out of range"))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
                T::from_integer(value.into()).ok_or_else(|| E::custom("number out of range"))
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
                T::from_float(value).ok_or_else(|| E::custom("number out of range"))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
                let text = text.trim();
                if let Ok(integer) = text.parse::<i128>() {
                    return T::from_integer(integer)
                        .ok_or_else(|| E::custom("number out of range"));
                }
                // Also `NaN`, `Infinity` and `-Infinity`.
                let float = text.parse::<f64>().ok();
                float.and_then(T::from_float).ok_or_else(|| E::custom("text that is no number"))
            }
        }

        deserializer.deserialize_any(Reader(PhantomData)).map(Self)
    }
}

fn number<'de, D: Deserializer<'de>, T: FromNumber>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Ok(Option::<Number<T>>::deserialize(deserializer)?.map(|number| number.0))
}

fn number_list<'de, D: Deserializer<'de>, T: FromNumber>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let numbers = Option::<Vec<Number<T>>>::deserialize(deserializer)?.unwrap_or_default();
    Ok(numbers.into_iter().map(|number| number.0).collect())
}

/// Reads a whole number.
pub(super) fn integer<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromNumber + Default,
{
    Ok(number(deserializer)?.unwrap_or_default())
}

/// Reads a number.
pub(super) fn float<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    Ok(number(deserializer)?.unwrap_or_default())
}

/// Reads a whole number that may be absent.
pub(super) fn optional_integer<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<i64>, D::Error> {
    number(deserializer)
}

/// Reads a number that may be absent.
pub(super) fn optional_float<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<f64>, D::Error> {
    number(deserializer)
}

/// Reads whole numbers.
pub(super) fn integers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u64>, D::Error> {
    number_list(deserializer)
}

/// Reads numbers.
pub(super) fn floats<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f64>, D::Error> {
    number_list(deserializer)
}

/// Reads bytes in base64 of either alphabet.
pub(super) fn optional_base64<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<u8>>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    decode_base64(&text).map(Some).ok_or_else(|| D::Error::custom("text that is no base64"))
}

fn decode_base64(text: &str) -> Option<Vec<u8>> {
    BASE64.decode(text).or_else(|_| BASE64_URL.decode(text)).ok()
}

/// Reads an identifier: hex of either case, or base64 as plain protobuf JSON has bytes.
///
/// Base64 of 8 or 16 bytes ends in `=`, so it is never mistaken for hex.
pub(super) fn identifier<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?.unwrap_or_default();
    decode_hex(&text)
        .or_else(|| decode_base64(&text))
        .ok_or_else(|| D::Error::custom("text that is no identifier"))
}

fn decode_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    digits
        .len()
        .is_multiple_of(2)
        .then(|| {
            digits.chunks(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
        })
        .flatten()
}

/// A value of an enum by number, or by name with or without the enum's prefix.
fn enumeration<'de, D: Deserializer<'de>>(
    deserializer: D,
    prefix: &str,
    names: &[&str],
) -> Result<i32, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum NameOrNumber {
        Number(f64),
        Name(String),
    }
    match Option::<NameOrNumber>::deserialize(deserializer)? {
        None => Ok(0),
        Some(NameOrNumber::Number(number)) => i32::from_float(number)
            .ok_or_else(|| D::Error::custom("a number that is no value of an enum")),
        Some(NameOrNumber::Name(name)) => {
            if let Ok(number) = name.parse() {
                return Ok(number);
            }
            let upper = name.to_ascii_uppercase();
            let bare = upper.strip_prefix(prefix).unwrap_or(&upper);
            let place = names.iter().position(|known| *known == bare);
            // A name that is not known yet is no reason to lose the rest.
            Ok(place.and_then(|place| i32::try_from(place).ok()).unwrap_or(0))
        }
    }
}

/// Reads a `SpanKind`.
pub(super) fn span_kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
    let names = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"];
    enumeration(deserializer, "SPAN_KIND_", &names)
}

/// Reads a `StatusCode`.
pub(super) fn status_code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
    enumeration(deserializer, "STATUS_CODE_", &["UNSET", "OK", "ERROR"])
}

/// Names of severities, from number 0.
const SEVERITIES: [&str; 25] = [
    "UNSPECIFIED",
    "TRACE",
    "TRACE2",
    "TRACE3",
    "TRACE4",
    "DEBUG",
    "DEBUG2",
    "DEBUG3",
    "DEBUG4",
    "INFO",
    "INFO2",
    "INFO3",
    "INFO4",
    "WARN",
    "WARN2",
    "WARN3",
    "WARN4",
    "ERROR",
    "ERROR2",
    "ERROR3",
    "ERROR4",
    "FATAL",
    "FATAL2",
    "FATAL3",
    "FATAL4",
];

/// Reads a `SeverityNumber`.
pub(super) fn severity_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
    enumeration(deserializer, "SEVERITY_NUMBER_", &SEVERITIES)
}
