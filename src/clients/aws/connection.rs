//! One connection pool and one set of credentials for all AWS calls of a command.

use std::time::Duration;

use aws_config::BehaviorVersion;
use aws_config::Region;
use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_credential_types::Credentials as StaticCredentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_async::rt::sleep::SharedAsyncSleep;
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use secrecy::ExposeSecret as _;
use secrecy::SecretString;

use super::error::Destination;
use super::failover::Failover;
use super::observer::Observer;
use crate::clients::Relocator;

/// How long a connection may take to open.
const CONNECT_TIME: Duration = Duration::from_secs(5);

/// How long one attempt may take without an answer.
const ATTEMPT_TIME: Duration = Duration::from_secs(60);

/// Attempts of one call where the SDK repeats it, the first included.
const ATTEMPTS: u32 = 3;

/// Where the credentials come from.
#[derive(Clone, Debug)]
pub enum Credentials {
    /// A key pair that is already known.
    Static {
        /// The access key identifier.
        access_key: String,
        /// The secret access key.
        secret: SecretString,
    },
    /// The whole chain of the AWS SDKs: environment, profile, SSO, assumed role, web identity,
    /// container, instance, process.
    Chain {
        /// The profile of the AWS configuration; `None` is the SDK's own choice.
        profile: Option<String>,
    },
}

/// What a connection needs to know.
#[derive(Clone, Debug)]
pub struct ConnectionOptions {
    /// The region.
    pub region: String,
    /// Where the credentials come from.
    pub credentials: Credentials,
    /// An endpoint for every service instead of the vendor's own.
    pub endpoint: Option<String>,
    /// An endpoint for CloudWatch Logs alone.
    pub logs_endpoint: Option<String>,
    /// An endpoint for X-Ray alone.
    pub xray_endpoint: Option<String>,
    /// An endpoint for STS alone.
    pub sts_endpoint: Option<String>,
    /// Asked where to go when nobody answers at the endpoint; for local backends only.
    pub relocator: Option<Relocator>,
    /// Told of each request and answer.
    pub observer: Option<Observer>,
    /// Whether the SDK repeats a call that was throttled or lost; who does that himself says no.
    pub repeats: bool,
}

/// One connection pool and one set of credentials.
#[derive(Clone, Debug)]
pub struct AwsConnection {
    pub(super) config: SdkConfig,
    pub(super) options: ConnectionOptions,
}

impl AwsConnection {
    /// Prepares a connection; nothing is sent before the first call.
    pub async fn new(options: ConnectionOptions) -> Self {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIME)
            .operation_attempt_timeout(ATTEMPT_TIME)
            .build();
        let attempts = if options.repeats { ATTEMPTS } else { 1 };
        let retries = RetryConfig::standard().with_max_attempts(attempts);
        let region = Region::new(options.region.clone());
        let config = match &options.credentials {
            Credentials::Static { access_key, secret } => {
                let keys = StaticCredentials::new(
                    access_key.clone(),
                    secret.expose_secret(),
                    None,
                    None,
                    "cruddur-obs",
                );
                let mut builder = SdkConfig::builder()
                    .behavior_version(BehaviorVersion::latest())
                    .region(region)
                    .credentials_provider(SharedCredentialsProvider::new(keys))
                    .timeout_config(timeouts)
                    .retry_config(retries)
                    .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()));
                builder.set_endpoint_url(options.endpoint.clone());
                // Reading the machine's root certificates takes longer than a local call.
                if options.endpoint.as_deref().is_some_and(|url| url.starts_with("http://")) {
                    let plain = aws_smithy_http_client::Builder::new().build_http();
                    let client = match &options.relocator {
                        Some(relocator) => {
                            SharedHttpClient::new(Failover::new(plain, relocator.clone()))
                        }
                        None => plain,
                    };
                    builder.set_http_client(Some(client));
                }
                builder.build()
            }
            Credentials::Chain { profile } => {
                let mut loader = aws_config::defaults(BehaviorVersion::latest())
                    .region(region)
                    .timeout_config(timeouts)
                    .retry_config(retries);
                if let Some(profile) = profile {
                    loader = loader.profile_name(profile);
                }
                if let Some(endpoint) = &options.endpoint {
                    loader = loader.endpoint_url(endpoint);
                }
                loader.load().await
            }
        };
        Self { config, options }
    }

    /// Returns the region.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.options.region
    }

    /// Returns where the calls of one service go, for messages.
    pub(super) fn destination(&self, service: &str) -> Destination {
        Destination { endpoint: self.endpoint_of(service), region: self.region().to_owned() }
    }

    fn endpoint_of(&self, service: &str) -> String {
        let own = match service {
            "logs" => &self.options.logs_endpoint,
            "xray" => &self.options.xray_endpoint,
            _ => &self.options.sts_endpoint,
        };
        own.as_ref()
            .or(self.options.endpoint.as_ref())
            .map(String::as_str)
            .or_else(|| self.config.endpoint_url())
            .map_or_else(
                || format!("https://{service}.{}.amazonaws.com", self.options.region),
                str::to_owned,
            )
    }
}
