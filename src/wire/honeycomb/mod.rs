//! Honeycomb's API, versions 1 and 2: keys, events, and the shapes of the resources we speak.
//!
//! Query specifications stay opaque here; what they mean is a dialect's matter.

mod annotations;
mod api_keys;
mod auth;
mod boards;
mod burn_alerts;
mod calculated_fields;
mod columns;
mod datasets;
mod definitions;
mod environments;
mod event_time;
mod events;
mod fields;
mod json_api;
mod key;
mod markers;
mod members;
mod msgpack;
mod problem;
mod queries;
mod recipients;
mod slos;
mod tags;
mod triggers;

pub use annotations::*;
pub use api_keys::*;
pub use auth::auth_answer;
pub use auth::management_auth_answer;
pub use boards::*;
pub use burn_alerts::*;
pub use calculated_fields::*;
pub use columns::*;
pub use datasets::*;
pub use definitions::*;
pub use environments::*;
pub use event_time::parse_event_time;
pub use events::*;
pub use fields::EventFault;
pub use fields::MAXIMUM_EXPAND_JSON_DEPTH;
pub use key::CANNOT_SEND;
pub use key::KeyKind;
pub use key::Permissions;
pub use markers::*;
pub use members::Members;
pub use problem::*;
pub use queries::*;
pub use recipients::*;
pub use slos::*;
pub use tags::*;
pub use triggers::*;

/// Header that carries a key of version 1.
pub const KEY_HEADER: &str = "x-honeycomb-team";

/// Name of [`KEY_HEADER`] that old senders use.
pub const OLD_KEY_HEADER: &str = "x-hny-team";

/// Header that names the dataset of OTLP.
pub const DATASET_HEADER: &str = "x-honeycomb-dataset";

/// The dataset of queries over all datasets of an environment.
pub const ALL_DATASETS: &str = "__all__";

/// Where the API is: the US region, which is meant where nothing else is said.
pub const US_API: &str = "https://api.honeycomb.io";

/// Where the API of the EU region is.
pub const EU_API: &str = "https://api.eu1.honeycomb.io";
