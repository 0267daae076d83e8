//! What a refusal of GitHub means for the place that was to be read or written.

use super::error::TargetCause;
use super::error::TargetError;
use super::steps::unanswered;
use crate::clients::github::GithubCallError;
use crate::clients::github::GithubRefusal;
use crate::wire::github::Holder;

/// What is kept at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// Secrets of Actions.
    Secrets,
    /// Variables of Actions.
    Variables,
    /// Secrets of Codespaces.
    CodespacesSecrets,
}

/// Who asks, and for what.
#[derive(Clone, Debug)]
pub(super) struct Asker {
    /// Whose secrets or variables.
    pub(super) holder: Holder,
    /// The variable that holds the token.
    pub(super) token: &'static str,
    /// Whether this is a job of Actions.
    pub(super) is_job: bool,
}

impl Asker {
    /// Says what a failed call means.
    pub(super) fn explain(&self, kept: Kept, error: GithubCallError) -> TargetError {
        match error {
            GithubCallError::Http(failure) => unanswered(&failure, "GITHUB_API_URL", self.token),
            GithubCallError::Stranger { .. } => {
                TargetError::new(TargetCause::Broken, error.to_string())
                    .hint("check GITHUB_API_URL if it is set")
            }
            GithubCallError::Refused(refusal) => {
                let told = self.refused(kept, &refusal);
                TargetError {
                    code: Some(refusal.status.to_string()),
                    request_id: refusal.request_id,
                    retry_after: refusal.retry_after,
                    ..told
                }
            }
        }
    }

    fn refused(&self, kept: Kept, refusal: &GithubRefusal) -> TargetError {
        let Self { holder, token, .. } = self;
        let GithubRefusal { message, status, .. } = refusal;
        let things = kept.words();
        match status {
            _ if refusal.is_throttled => {
                let asked = refusal.retry_after.unwrap_or_default().as_secs();
                TargetError::new(TargetCause::Busy, format!("GitHub asks to wait: {message}"))
                    .hint(format!("try again in {asked} s; what was written stays written"))
            }
            401 => {
                let message = format!("GitHub does not accept the token of {token}: {message}");
                TargetError::new(TargetCause::Refused, message)
                    .hint(format!("set {token} to a token that is still good"))
            }
            403 => {
                let message =
                    format!("the token of {token} may not use {things} of {holder}: {message}");
                let error = TargetError::new(TargetCause::Refused, message);
                if self.is_job_token() {
                    return error
                        .hint("the token of a job itself cannot do that, whatever its permissions: put another one into GH_TOKEN")
                        .hint(kept.right(holder));
                }
                error.hint(kept.right(holder))
            }
            404 => {
                let message = format!(
                    "{holder} is not there, or the token of {token} may not see its {things}"
                );
                TargetError::new(TargetCause::Missing, message)
                    .hint(format!("check the name; {}", kept.right(holder)))
            }
            301 | 302 | 307 | 308 => {
                let message = format!("{holder} has moved");
                TargetError::new(TargetCause::Missing, message)
                    .hint("name its new place with GH_REPO")
            }
            409 => {
                let message = format!("somebody else changes {things} of {holder}: {message}");
                TargetError::new(TargetCause::Busy, message).hint("try again")
            }
            400 | 413 | 422 => {
                let message = format!("GitHub does not take it: {message}");
                TargetError::new(TargetCause::Invalid, message)
                    .hint(format!("look at names, sizes and the number of {things} there"))
            }
            408 | 500..=599 => {
                let message = format!("GitHub does not answer as it should: {message}");
                TargetError::new(TargetCause::Uncertain, message).hint("try again later")
            }
            _ => TargetError::new(TargetCause::Broken, refusal.to_string()),
        }
    }

    /// Says whether the token is likely the one that a job is given.
    fn is_job_token(&self) -> bool {
        self.is_job && self.token == "GITHUB_TOKEN"
    }
}

impl Kept {
    const fn words(self) -> &'static str {
        match self {
            Self::Secrets => "secrets",
            Self::Variables => "variables",
            Self::CodespacesSecrets => "secrets of Codespaces",
        }
    }

    /// Says which right a token needs.
    fn right(self, holder: &Holder) -> String {
        let (fine, classic) = match (self, holder) {
            (_, Holder::Environment(..)) => ("Environments", "repo"),
            (Self::Secrets, Holder::Organization(_)) => {
                ("Secrets of the organisation", "admin:org")
            }
            (Self::Variables, Holder::Organization(_)) => {
                ("Variables of the organisation", "admin:org")
            }
            (Self::CodespacesSecrets, Holder::Organization(_)) => {
                ("Codespaces secrets of the organisation", "admin:org")
            }
            (Self::CodespacesSecrets, Holder::User) => {
                ("Codespaces user secrets", "codespace:secrets")
            }
            (Self::Secrets, _) => ("Secrets", "repo"),
            (Self::Variables, _) => ("Variables", "repo"),
            (Self::CodespacesSecrets, _) => ("Codespaces secrets", "repo"),
        };
        format!("a fine-grained token needs '{fine}: write', a classic one {classic}")
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::base::Hint as _;
    use crate::model::repository::RepositoryName;

    fn told(status: u16, is_throttled: bool, holder: Holder, kept: Kept) -> String {
        let refusal = GithubRefusal {
            operation: "PutSecret",
            status,
            message: "the service's words".to_owned(),
            request_id: Some("AB:1".to_owned()),
            is_throttled,
            retry_after: is_throttled.then_some(Duration::from_secs(7)),
        };
        let asker = Asker { holder, token: "GITHUB_TOKEN", is_job: true };
        let error = asker.explain(kept, GithubCallError::Refused(Box::new(refusal)));
        let hints = error.hints.join(" | ");
        format!("{:?} {:?}: {error} | {hints}", error.cause, error.kind()).trim_end().to_owned()
    }

    #[test]
    fn each_refusal_has_its_own_words_and_next_step() {
        let repository = RepositoryName::parse("o/r").unwrap();
        let here = Holder::Repository(repository.clone());
        let lines = [
            told(401, false, here.clone(), Kept::Secrets),
            told(403, false, here.clone(), Kept::Secrets),
            told(403, true, here.clone(), Kept::Secrets),
            told(404, false, Holder::Environment(repository, "prod".to_owned()), Kept::Variables),
            told(404, false, Holder::User, Kept::CodespacesSecrets),
            told(301, false, here.clone(), Kept::Secrets),
            told(409, false, here.clone(), Kept::Variables),
            told(422, false, Holder::Organization("octo".to_owned()), Kept::Secrets),
            told(502, false, here.clone(), Kept::Secrets),
            told(418, false, here, Kept::Secrets),
        ];
        insta::assert_snapshot!(lines.join("\n"), @r"
        Refused Denied: GitHub does not accept the token of GITHUB_TOKEN: the service's words | set GITHUB_TOKEN to a token that is still good
        Refused Denied: the token of GITHUB_TOKEN may not use secrets of the repository o/r: the service's words | the token of a job itself cannot do that, whatever its permissions: put another one into GH_TOKEN | a fine-grained token needs 'Secrets: write', a classic one repo
        Busy Failed: GitHub asks to wait: the service's words | try again in 7 s; what was written stays written
        Missing NotFound: the environment prod of o/r is not there, or the token of GITHUB_TOKEN may not see its variables | check the name; a fine-grained token needs 'Environments: write', a classic one repo
        Missing NotFound: your account is not there, or the token of GITHUB_TOKEN may not see its secrets of Codespaces | check the name; a fine-grained token needs 'Codespaces user secrets: write', a classic one codespace:secrets
        Missing NotFound: the repository o/r has moved | name its new place with GH_REPO
        Busy Failed: somebody else changes variables of the repository o/r: the service's words | try again
        Invalid Usage: GitHub does not take it: the service's words | look at names, sizes and the number of secrets there
        Uncertain Failed: GitHub does not answer as it should: the service's words | try again later
        Broken Failed: PutSecret failed: the service's words |
        ");
    }
}
