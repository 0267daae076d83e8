//! The CloudWatch Logs client; its calls are in the files beside this one.

use aws_sdk_cloudwatchlogs::Client;
use aws_sdk_cloudwatchlogs::error::ProvideErrorMetadata;
use aws_sdk_cloudwatchlogs::error::SdkError;
use aws_sdk_cloudwatchlogs::operation::RequestId;

use super::connection::AwsConnection;
use super::error::AwsCallError;

/// Calls CloudWatch Logs.
#[derive(Clone, Debug)]
pub struct LogsClient {
    pub(super) inner: Client,
    endpoint: String,
    region: String,
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
            endpoint: connection.endpoint_of("logs"),
            region: connection.region().to_owned(),
        }
    }

    /// Converts the error of `operation`.
    pub(super) fn failed<E, R>(
        &self,
        operation: &'static str,
    ) -> impl FnOnce(SdkError<E, R>) -> AwsCallError
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
        R: std::fmt::Debug,
        SdkError<E, R>: RequestId + std::error::Error,
    {
        move |error| AwsCallError::new(operation, self.endpoint.clone(), &self.region, &error)
    }
}
