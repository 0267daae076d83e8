//! The error form of the Connect protocol, over JSON, and what a code means.

use serde_json::Value;

use crate::base::parse_json;

/// Header that names the version of the protocol.
pub const VERSION_HEADER: &str = "connect-protocol-version";

/// The version.
pub const VERSION: &str = "1";

/// A refusal: the code, and the service's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectProblem {
    /// The code, for instance `not_found`.
    pub code: ConnectCode,
    /// What the service says.
    pub message: String,
}

macro_rules! codes {
    ($($variant:ident $name:literal $doc:literal)*) => {
        /// Why a call was refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ConnectCode {
            $(#[doc = $doc] $variant,)*
        }

        impl ConnectCode {
            /// Reads a code as it is written.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// Returns how it is written.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

codes! {
    Canceled "canceled" "The caller gave up."
    Unknown "unknown" "The service does not say why."
    InvalidArgument "invalid_argument" "The request is wrong."
    DeadlineExceeded "deadline_exceeded" "It took too long."
    NotFound "not_found" "What is named is not there."
    AlreadyExists "already_exists" "What is to be made is there."
    PermissionDenied "permission_denied" "The caller may not do that."
    ResourceExhausted "resource_exhausted" "A limit is reached."
    FailedPrecondition "failed_precondition" "Things are not in the state that it needs."
    Aborted "aborted" "Something else came between."
    OutOfRange "out_of_range" "It goes past the end."
    Unimplemented "unimplemented" "The service does not know the call."
    Internal "internal" "The service is broken."
    Unavailable "unavailable" "The service cannot answer now."
    DataLoss "data_loss" "Data is lost."
    Unauthenticated "unauthenticated" "The caller is not known."
}

impl ConnectCode {
    /// Returns the code that stands for an HTTP status without a body of the protocol.
    #[must_use]
    pub const fn of_status(status: u16) -> Self {
        match status {
            400 => Self::Internal,
            401 => Self::Unauthenticated,
            403 => Self::PermissionDenied,
            404 => Self::Unimplemented,
            429 | 502..=504 => Self::Unavailable,
            _ => Self::Unknown,
        }
    }
}

impl ConnectProblem {
    /// Reads the answer of a refused call.
    #[must_use]
    pub fn of_answer(status: u16, body: &[u8]) -> Self {
        let value: Value = parse_json(body).unwrap_or_default();
        let text =
            |key: &str| value.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        match text("code").and_then(ConnectCode::parse) {
            Some(code) => Self { code, message: text("message").unwrap_or(code.name()).to_owned() },
            None => Self {
                code: ConnectCode::of_status(status),
                message: format!("HTTP status {status}"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_from_the_body_else_from_the_status() {
        let read = |status, body: &str| {
            let problem = ConnectProblem::of_answer(status, body.as_bytes());
            (problem.code.name(), problem.message)
        };
        let told = read(409, r#"{"code":"already_exists","message":"there is one"}"#);
        assert_eq!(told, ("already_exists", "there is one".to_owned()));
        assert_eq!(read(404, r#"{"code":"not_found"}"#), ("not_found", "not_found".to_owned()));
        assert_eq!(read(404, "404 page not found").0, "unimplemented");
        assert_eq!(read(401, ""), ("unauthenticated", "HTTP status 401".to_owned()));
        assert_eq!(read(503, r#"{"code":"odd"}"#).0, "unavailable");
        assert_eq!(read(418, "[]").0, "unknown");
    }
}
