//! The CloudWatch Logs client; its calls are in the files beside this one.

use aws_sdk_cloudwatchlogs::Client;

use super::connection::AwsConnection;
use super::error::Destination;

/// Calls CloudWatch Logs.
#[derive(Clone, Debug)]
pub struct LogsClient {
    pub(super) inner: Client,
    pub(super) destination: Destination,
}

impl LogsClient {
    /// Creates a client over `connection`.
    #[must_use]
    pub fn new(connection: &AwsConnection) -> Self {
        let mut config = aws_sdk_cloudwatchlogs::config::Builder::from(&connection.config);
        if let Some(observer) = &connection.options.observer {
            config = config.interceptor(observer.clone());
        }
        if let Some(endpoint) = &connection.options.logs_endpoint {
            config = config.endpoint_url(endpoint);
        }
        Self {
            inner: Client::from_conf(config.build()),
            destination: connection.destination("logs"),
        }
    }
}
