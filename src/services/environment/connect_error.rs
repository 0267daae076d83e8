//! What a refusal of Gitpod or Ona means for the place that was to be read or written.

use super::error::TargetCause;
use super::error::TargetError;
use super::steps::unanswered;
use crate::clients::ConnectCallError;
use crate::clients::ConnectRefusal;
use crate::wire::connect::ConnectCode;

/// Who is asked, and by whom.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// Who is asked.
    pub(super) vendor: &'static str,
    /// The variable that names the address.
    pub(super) address: &'static str,
    /// The variable that holds the token.
    pub(super) token: &'static str,
    /// What a token needs to be allowed to do it.
    pub(super) right: &'static str,
}

impl Asked {
    /// Says what a failed call means.
    pub(super) fn explain(&self, error: ConnectCallError) -> TargetError {
        match error {
            ConnectCallError::Http(failure) => unanswered(&failure, self.address, self.token),
            ConnectCallError::Stranger { .. } => {
                TargetError::new(TargetCause::Broken, error.to_string())
                    .hint(format!("check {} if it is set", self.address))
            }
            ConnectCallError::Refused(refusal) => TargetError {
                code: Some(refusal.code.name().to_owned()),
                retry_after: refusal.retry_after,
                ..self.refused(&refusal)
            },
        }
    }

    fn refused(&self, refusal: &ConnectRefusal) -> TargetError {
        let Self { vendor, address, token, right } = self;
        let ConnectRefusal { code, message, retry_after, .. } = refusal;
        let error = |cause, text: String| TargetError::new(cause, text);
        match code {
            _ if retry_after.is_some() => {
                let asked = retry_after.unwrap_or_default().as_secs();
                error(TargetCause::Busy, format!("{vendor} asks to wait: {message}"))
                    .hint(format!("try again in {asked} s; what was written stays written"))
            }
            ConnectCode::Unauthenticated => {
                let text = format!("{vendor} does not accept the token of {token}: {message}");
                error(TargetCause::Refused, text)
                    .hint(format!("set {token} to a token that is still good"))
            }
            ConnectCode::PermissionDenied => {
                let text = format!("the token of {token} may not do that at {vendor}: {message}");
                error(TargetCause::Refused, text).hint(*right)
            }
            ConnectCode::NotFound => {
                let text = format!("{vendor} does not find what is meant: {message}");
                error(TargetCause::Missing, text).hint("look whether somebody else removed it")
            }
            ConnectCode::InvalidArgument
            | ConnectCode::OutOfRange
            | ConnectCode::FailedPrecondition => {
                error(TargetCause::Invalid, format!("{vendor} does not take it: {message}"))
                    .hint("look at names, sizes and the number of variables there")
            }
            ConnectCode::Unimplemented => {
                let text = format!("{vendor} does not offer {}: {message}", refusal.operation);
                error(TargetCause::Unavailable, text)
                    .hint(format!("check {address}; an older installation may lack it"))
            }
            ConnectCode::ResourceExhausted | ConnectCode::Aborted | ConnectCode::AlreadyExists => {
                error(TargetCause::Busy, format!("{vendor} cannot do it now: {message}"))
                    .hint("try again in a minute")
            }
            ConnectCode::Unavailable
            | ConnectCode::DeadlineExceeded
            | ConnectCode::Canceled
            | ConnectCode::Unknown
            | ConnectCode::Internal
            | ConnectCode::DataLoss => {
                let text = format!("{vendor} does not answer as it should: {message}");
                error(TargetCause::Uncertain, text).hint("try again later")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn told(code: ConnectCode, seconds: Option<u64>) -> String {
        let refusal = ConnectRefusal {
            operation: "CreateSecret",
            code,
            message: "the service's words".to_owned(),
            retry_after: seconds.map(Duration::from_secs),
        };
        let asked = Asked {
            vendor: "Ona",
            address: "ONA_BASE_URL",
            token: "ONA_API_KEY",
            right: "the right that it needs",
        };
        let error = asked.explain(ConnectCallError::Refused(Box::new(refusal)));
        format!("{:?}: {error} | {}", error.cause, error.hints.join(" | "))
    }

    #[test]
    fn each_refusal_has_its_own_words_and_next_step() {
        let lines = [
            told(ConnectCode::Unauthenticated, None),
            told(ConnectCode::PermissionDenied, None),
            told(ConnectCode::NotFound, None),
            told(ConnectCode::InvalidArgument, None),
            told(ConnectCode::Unimplemented, None),
            told(ConnectCode::ResourceExhausted, None),
            told(ConnectCode::Unavailable, Some(7)),
            told(ConnectCode::Internal, None),
        ];
        insta::assert_snapshot!(lines.join("\n"), @r"
        Refused: Ona does not accept the token of ONA_API_KEY: the service's words | set ONA_API_KEY to a token that is still good
        Refused: the token of ONA_API_KEY may not do that at Ona: the service's words | the right that it needs
        Missing: Ona does not find what is meant: the service's words | look whether somebody else removed it
        Invalid: Ona does not take it: the service's words | look at names, sizes and the number of variables there
        Unavailable: Ona does not offer CreateSecret: the service's words | check ONA_BASE_URL; an older installation may lack it
        Busy: Ona cannot do it now: the service's words | try again in a minute
        Busy: Ona asks to wait: the service's words | try again in 7 s; what was written stays written
        Uncertain: Ona does not answer as it should: the service's words | try again later
        ");
    }
}
