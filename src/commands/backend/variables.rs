//! The variables that make SDKs and command-line tools use the backend.

use secrecy::ExposeSecret as _;
use secrecy::SecretString;

use crate::backend::DEFAULT_SECRET;
use crate::backend::Home;
use crate::backend::rollbar_token;
use crate::base::percent_encoded;
use crate::wire::rollbar::TokenScope;

/// Returns every variable with its value.
pub(super) fn variables(
    url: &str,
    home: &Home,
    token: Option<&SecretString>,
) -> Vec<(&'static str, String)> {
    let secret = token.map_or(DEFAULT_SECRET, |token| token.expose_secret());
    vec![
        ("AWS_ENDPOINT_URL", url.to_owned()),
        ("AWS_ACCESS_KEY_ID", home.account.clone()),
        ("AWS_SECRET_ACCESS_KEY", secret.to_owned()),
        ("AWS_REGION", home.region.clone()),
        // boto3 reads this one only.
        ("AWS_DEFAULT_REGION", home.region.clone()),
        ("AWS_DISABLE_HOST_PREFIX_INJECTION", "true".to_owned()),
        ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
        ("HONEYCOMB_API_ENDPOINT", url.to_owned()),
        ("HONEYCOMB_API_KEY", secret.to_owned()),
        // It goes before the other one: a real one must not be sent to this address.
        ("HONEYCOMB_CONFIGURATION_KEY", secret.to_owned()),
        // The port speaks gRPC too, for exporters that know nothing else.
        ("OTEL_EXPORTER_OTLP_ENDPOINT", url.to_owned()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf".to_owned()),
        ("OTEL_EXPORTER_OTLP_INSECURE", "true".to_owned()),
        ("OTEL_EXPORTER_OTLP_HEADERS", format!("x-honeycomb-team={}", percent_encoded(secret))),
        // Rollbar's libraries take the address by an option, which ends so; the other two are read
        // by its server for assistants and by commands.
        ("ROLLBAR_ENDPOINT", format!("{url}/api/1/")),
        ("ROLLBAR_API_BASE", format!("{url}/api/1")),
        ("ROLLBAR_ACCESS_TOKEN", rollbar_token(secret, TokenScope::PostServerItem)),
        ("ROLLBAR_CLIENT_TOKEN", rollbar_token(secret, TokenScope::PostClientItem)),
        ("ROLLBAR_READ_TOKEN", rollbar_token(secret, TokenScope::Read)),
        ("ROLLBAR_WRITE_TOKEN", rollbar_token(secret, TokenScope::Write)),
        ("CRUDDUR_OBS_PROFILE", "local".to_owned()),
        // Else it would look for the backend of the default data directory.
        ("CRUDDUR_OBS_ENDPOINT_URL", url.to_owned()),
    ]
}

/// Variables that would lead a child past the backend.
pub(super) const CLEARED: &[&str] = &[
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SESSION_TOKEN",
    "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS",
    "AWS_ENDPOINT_URL_XRAY",
    "AWS_ENDPOINT_URL_STS",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_ARN",
    "HONEYCOMB_KEY_ID",
    "HONEYCOMB_KEY_SECRET",
    "HONEYCOMBIO_APIKEY",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
    "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_INSECURE",
    "OTEL_EXPORTER_OTLP_METRICS_INSECURE",
    "OTEL_EXPORTER_OTLP_LOGS_INSECURE",
    "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
    "OTEL_EXPORTER_OTLP_METRICS_HEADERS",
    "OTEL_EXPORTER_OTLP_LOGS_HEADERS",
];
