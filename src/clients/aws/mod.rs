//! CloudWatch Logs, X-Ray and STS through the official SDK, in the shapes of `wire`.

mod connection;
mod error;
mod failover;
mod identity;
mod logs;
mod logs_events;
mod logs_filters;
mod logs_groups;
mod logs_tags;
mod observer;
mod xray;
mod xray_rules;
mod xray_tags;

pub use connection::AwsConnection;
pub use connection::ConnectionOptions;
pub use connection::Credentials;
pub use error::AwsCallError;
pub use error::Cause;
pub use identity::CallerIdentity;
pub use logs::LogsClient;
pub use logs_events::EventPage;
pub use logs_events::TailedEvent;
pub use observer::Observer;
pub use xray::XrayClient;
