//! The ground floor: time, randomness, error kinds, capped decoding.
//!
//! Imports nothing of ours, so that every other room may use it.

mod clock;
mod hint;
mod identifiers;
mod json;

pub use clock::Clock;
pub use clock::ManualClock;
pub use clock::Milliseconds;
pub use clock::SystemClock;
pub use hint::Hint;
pub use hint::Kind;
pub use identifiers::RandomError;
pub use identifiers::fill_random;
pub use identifiers::random_base32;
pub use identifiers::random_hex;
pub use identifiers::random_uuid;
pub use json::JsonError;
pub use json::MAXIMUM_JSON_DEPTH;
pub use json::parse_json;
pub use json::parse_json_object;
