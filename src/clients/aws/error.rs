//! A failed AWS call, told so that a person can act on it.

use std::error::Error;

use aws_sdk_cloudwatchlogs::error::ProvideErrorMetadata;
use aws_sdk_cloudwatchlogs::error::SdkError;
use aws_sdk_cloudwatchlogs::operation::RequestId;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use crate::base::Hint;
use crate::base::Kind;

/// Why a call failed, as far as a program must tell causes apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The named thing does not exist.
    NotFound,
    /// A thing of this name exists.
    Exists,
    /// Too many calls in a short time.
    Throttled,
    /// Another change of the same thing is under way.
    Conflict,
    /// The service has a fault of its own; whether it did what it was asked is not known.
    Unavailable,
    /// The request breaks a rule.
    Invalid,
    /// A quota is used up.
    Quota,
    /// Credentials are missing.
    NoCredentials,
    /// Credentials have expired.
    Expired,
    /// Credentials are not accepted or not allowed to do this.
    Denied,
    /// The region does not exist.
    Region,
    /// Nothing answers at the endpoint.
    Unreachable,
    /// The answer took too long.
    TimedOut,
    /// The service does not know the operation.
    NotImplemented,
    /// What answers fails without an error of AWS, so that likely it is not AWS: some imitations
    /// fall over operations that they do not know.
    Foreign,
    /// Anything else.
    Other,
}

/// A failed AWS call.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{operation} failed: {message}")]
pub struct AwsCallError {
    /// The operation, in the vendor's spelling.
    pub operation: &'static str,
    /// Why, for programs.
    pub cause: Cause,
    /// Why, for people.
    pub message: String,
    /// The API's own error code.
    pub code: Option<String>,
    /// The request's identifier.
    pub request_id: Option<String>,
    /// Where the call went.
    pub endpoint: String,
    /// The region the call was signed for.
    pub region: String,
}

impl AwsCallError {
    /// Converts an SDK error of `operation`.
    fn new<E>(
        operation: &'static str,
        endpoint: String,
        region: &str,
        error: &SdkError<E, HttpResponse>,
    ) -> Self
    where
        E: ProvideErrorMetadata + RequestId + Error + 'static,
    {
        let code = error.as_service_error().and_then(|e| e.code()).map(str::to_owned);
        let told = error.as_service_error().and_then(|e| e.message()).map(str::to_owned);
        let (cause, message) = match error {
            SdkError::ServiceError(_) if code.is_none() && told.is_none() => {
                let status = error.raw_response().map_or(0, |raw| raw.status().as_u16());
                let cause = match status {
                    404 | 405 | 501 => Cause::NotImplemented,
                    500 => Cause::Foreign,
                    status => cause_of_status(status),
                };
                (cause, format!("{endpoint} answered HTTP {status} without an AWS error"))
            }
            SdkError::ServiceError(_) => {
                let message = told.unwrap_or_else(|| "the service gave no message".to_owned());
                let status = error.raw_response().map_or(0, |raw| raw.status().as_u16());
                let cause = match cause_of(code.as_deref().unwrap_or_default(), &message) {
                    // A code that nobody knows still comes with a status.
                    Cause::Other => cause_of_status(status),
                    known => known,
                };
                (cause, message)
            }
            SdkError::TimeoutError(_) => {
                (Cause::TimedOut, format!("no answer from {endpoint} in time"))
            }
            SdkError::DispatchFailure(failure) => {
                undelivered(&endpoint, region, &chain(error), failure.is_timeout())
            }
            // What came back cannot be read, so that it is not known what was done.
            SdkError::ResponseError(_) => (Cause::Unavailable, chain(error)),
            _ => (Cause::Other, chain(error)),
        };
        Self {
            operation,
            cause,
            message,
            code,
            request_id: error.request_id().map(str::to_owned),
            endpoint,
            region: region.to_owned(),
        }
    }
}

/// Where the calls of one client go.
#[derive(Clone, Debug)]
pub(super) struct Destination {
    /// The endpoint.
    pub(super) endpoint: String,
    /// The region that calls are signed for.
    pub(super) region: String,
}

impl Destination {
    /// Converts the SDK's error of `operation`.
    pub(super) fn failed<E>(
        &self,
        operation: &'static str,
    ) -> impl FnOnce(SdkError<E, HttpResponse>) -> AwsCallError
    where
        E: ProvideErrorMetadata + RequestId + Error + 'static,
    {
        move |error| AwsCallError::new(operation, self.endpoint.clone(), &self.region, &error)
    }
}

impl Hint for AwsCallError {
    fn kind(&self) -> Kind {
        match self.cause {
            Cause::NotFound => Kind::NotFound,
            Cause::NoCredentials | Cause::Expired | Cause::Denied => Kind::Denied,
            Cause::Invalid | Cause::Region => Kind::Usage,
            _ => Kind::Failed,
        }
    }

    fn hints(&self) -> Vec<String> {
        let hint = match self.cause {
            Cause::NoCredentials => {
                "set AWS_PROFILE or aws_profile of the profile, or run 'aws sso login'".to_owned()
            }
            Cause::Expired => {
                "get new credentials, for instance with 'aws sso login', and try again".to_owned()
            }
            Cause::Denied => format!(
                "check that the credentials belong to the account and may call {}",
                self.operation
            ),
            Cause::Region => {
                "check --region, AWS_REGION or the profile's region; for instance eu-west-3"
                    .to_owned()
            }
            Cause::Unreachable => format!(
                "check that something listens at {}; 'cruddur-obs backend serve' starts the \
                 embedded backend",
                self.endpoint
            ),
            Cause::TimedOut => "try again, or raise --timeout".to_owned(),
            Cause::Throttled | Cause::Unavailable => "wait a little and try again".to_owned(),
            Cause::NotImplemented => format!(
                "the service at {} does not offer {}; docs/compatibility.md lists what the \
                 embedded backend imitates",
                self.endpoint, self.operation
            ),
            Cause::Foreign => format!(
                "what answers at {} is likely not AWS, and may not offer {}; see its own log",
                self.endpoint, self.operation
            ),
            _ => return Vec::new(),
        };
        vec![hint]
    }
}

/// X-Ray has one code for nearly everything, so parts of its sentences decide.
fn cause_of(code: &str, message: &str) -> Cause {
    let lower = message.to_ascii_lowercase();
    match code {
        "ResourceNotFoundException" => Cause::NotFound,
        "ResourceAlreadyExistsException" => Cause::Exists,
        "OperationAbortedException" => Cause::Conflict,
        "LimitExceededException" | "RuleLimitExceededException" | "TooManyTagsException" => {
            Cause::Quota
        }
        "ThrottlingException"
        | "Throttling"
        | "ThrottledException"
        | "RequestThrottled"
        | "RequestThrottledException"
        | "RequestLimitExceeded"
        | "TooManyRequestsException" => Cause::Throttled,
        "RequestTimeout" | "RequestTimeoutException" => Cause::TimedOut,
        "ServiceUnavailableException"
        | "ServiceUnavailable"
        | "InternalFailure"
        | "InternalServerError"
        | "InternalServerException"
        | "InternalServiceError" => Cause::Unavailable,
        "ExpiredTokenException" | "ExpiredToken" => Cause::Expired,
        "AccessDeniedException"
        | "UnrecognizedClientException"
        | "InvalidSignatureException"
        | "IncompleteSignatureException"
        | "MissingAuthenticationTokenException"
        | "InvalidClientTokenId"
        | "SignatureDoesNotMatch" => Cause::Denied,
        "NotImplementedException" | "NotImplemented" | "UnknownOperationException" => {
            Cause::NotImplemented
        }
        "InvalidRequestException" if is_missing(&lower) => Cause::NotFound,
        "InvalidRequestException" if lower.contains("already exist") => Cause::Exists,
        "InvalidRequestException"
        | "InvalidParameterException"
        | "ValidationException"
        | "SerializationException" => Cause::Invalid,
        _ => Cause::Other,
    }
}

fn cause_of_status(status: u16) -> Cause {
    match status {
        429 => Cause::Throttled,
        500..=599 => Cause::Unavailable,
        _ => Cause::Other,
    }
}

fn is_missing(message: &str) -> bool {
    message.contains("not found") || message.contains("does not exist")
}

/// Nothing came back: why, judged by the whole chain of causes.
fn undelivered(endpoint: &str, region: &str, chain: &str, is_timeout: bool) -> (Cause, String) {
    let lower = chain.to_ascii_lowercase();
    if lower.contains("expired") && lower.contains("token") {
        return (Cause::Expired, format!("the credentials have expired: {chain}"));
    }
    let about_credentials = lower.contains("credential") || lower.contains("identity");
    if about_credentials && !lower.contains("dns error") {
        return (Cause::NoCredentials, "no AWS credentials were found".to_owned());
    }
    let unresolved = lower.contains("dns error") || lower.contains("failed to lookup");
    if unresolved && endpoint.ends_with(&format!(".{region}.amazonaws.com")) {
        return (
            Cause::Region,
            format!(
                "the host of {endpoint} does not resolve: region '{region}' may not exist, or this machine has no network"
            ),
        );
    }
    if is_timeout {
        return (Cause::TimedOut, format!("no answer from {endpoint} in time"));
    }
    (Cause::Unreachable, format!("{endpoint} cannot be reached: {}", last_cause(chain)))
}

/// Joins an error and its causes.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

fn last_cause(chain: &str) -> &str {
    chain.rsplit(": ").next().unwrap_or(chain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xrays_sentences_decide() {
        let code = "InvalidRequestException";
        assert_eq!(cause_of(code, "Group not found"), Cause::NotFound);
        assert_eq!(cause_of(code, "Sampling rule does not exist"), Cause::NotFound);
        assert_eq!(cause_of(code, "Sampling rule already exists"), Cause::Exists);
        assert_eq!(cause_of(code, "Invalid input symbol: 'x' at position 3"), Cause::Invalid);
    }

    #[test]
    fn each_failure_to_deliver_has_its_own_cause() {
        let endpoint = "https://logs.eu-wst-3.amazonaws.com";
        let (cause, _) = undelivered(endpoint, "eu-wst-3", "dispatch failure: dns error", false);
        assert_eq!(cause, Cause::Region);
        let local = "http://127.0.0.1:1";
        let (cause, message) =
            undelivered(local, "us-east-1", "dispatch failure: tcp: Connection refused", false);
        assert_eq!(cause, Cause::Unreachable);
        assert_eq!(message, "http://127.0.0.1:1 cannot be reached: Connection refused");
        let (cause, _) = undelivered(local, "us-east-1", "no credentials in the chain", false);
        assert_eq!(cause, Cause::NoCredentials);
    }
}
