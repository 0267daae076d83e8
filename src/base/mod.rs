//! The ground floor: time, randomness, error kinds, capped decoding, TOML with positions.
//!
//! Imports nothing of ours, so that every other room may use it.

mod clock;
mod document;
mod duplicate_key;
mod folder_lock;
mod hint;
mod identifiers;
mod json;
mod kept_key;
mod own_files;
mod percent;
mod place;
mod private_file;
mod private_folder;
mod regular_file;
mod suggestion;
mod table_reader;
pub(crate) mod value_checks;

pub use clock::Clock;
pub use clock::ManualClock;
pub use clock::Milliseconds;
pub use clock::SystemClock;
pub(crate) use document::Document;
pub use document::DocumentError;
pub use document::Problem;
pub use document::WrongFile;
pub(crate) use document::display_name;
pub use folder_lock::lock_folder;
pub use hint::Hint;
pub use hint::Kind;
pub use identifiers::RandomError;
pub use identifiers::fill_random;
pub use identifiers::hexadecimal;
pub use identifiers::random_base32;
pub use identifiers::random_hex;
pub use identifiers::random_uuid;
pub use json::JsonError;
pub use json::MAXIMUM_JSON_DEPTH;
pub(crate) use json::kind_of_json;
pub use json::parse_json;
pub use json::parse_json_object;
pub use kept_key::kept_key;
pub use own_files::is_of_git;
pub use percent::percent_decoded;
pub use percent::percent_encoded;
pub use place::Place;
pub use place::Placed;
pub use private_file::PrivateFile;
pub use private_folder::prepare_private_folder;
pub use regular_file::open_regular;
pub use suggestion::did_you_mean;
pub(crate) use table_reader::Fault;
pub(crate) use table_reader::TableReader;
pub(crate) use table_reader::kind_of;
