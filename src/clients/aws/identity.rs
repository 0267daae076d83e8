//! Who the credentials belong to.

use aws_config::retry::RetryConfig;

use super::connection::AwsConnection;
use super::error::AwsCallError;

/// The account and principal of a set of credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallerIdentity {
    /// Twelve digits.
    pub account: String,
    /// The principal.
    pub arn: String,
}

impl AwsConnection {
    /// Asks STS whose credentials these are.
    ///
    /// # Errors
    /// The call fails.
    pub async fn caller_identity(&self) -> Result<CallerIdentity, AwsCallError> {
        // Asked once at the beginning, so that nobody else repeats it.
        let mut config =
            aws_sdk_sts::config::Builder::from(&self.config).retry_config(RetryConfig::standard());
        if let Some(observer) = &self.options.observer {
            config = config.interceptor(observer.clone());
        }
        if let Some(endpoint) = &self.options.sts_endpoint {
            config = config.endpoint_url(endpoint);
        }
        let client = aws_sdk_sts::Client::from_conf(config.build());
        let destination = self.destination("sts");
        let sent = client.get_caller_identity().send().await;
        let output = sent.map_err(destination.failed("GetCallerIdentity"))?;
        Ok(CallerIdentity {
            account: output.account.unwrap_or_default(),
            arn: output.arn.unwrap_or_default(),
        })
    }
}
