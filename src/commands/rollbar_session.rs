//! A verb's way to Rollbar, or to the backend that stands in for it: one code path for both.

use secrecy::ExposeSecret as _;
use secrecy::SecretString;

use super::backend_slot::BackendSlot;
use super::backend_slot::backend_token;
use super::rollbar_token_shape;
use crate::backend::DEFAULT_SECRET;
use crate::backend::Home;
use crate::backend::rollbar_token;
use crate::base::Kind;
use crate::clients::rollbar::RollbarCallError;
use crate::clients::rollbar::RollbarClient;
use crate::clients::rollbar::RollbarTokens;
use crate::clients::rollbar::TokenFault;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::settings::Environment;
use crate::settings::Target;
use crate::settings::TargetKind;
use crate::settings::Variable;
use crate::settings::Vendor;
use crate::settings::env;
use crate::wire::rollbar::API;
use crate::wire::rollbar::PAGES;
use crate::wire::rollbar::TokenScope;

/// What a verb does with the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// It reads.
    Read,
    /// It sends.
    Send,
    /// It sends, and reads where there is a token for it.
    SendAndProve,
}

/// A client, and the backend behind it if this process runs it.
pub(crate) struct Session {
    pub(crate) client: RollbarClient,
    backend: Option<BackendSlot>,
    is_local: bool,
}

impl Session {
    /// Works out the target, says it, and prepares the client.
    pub(crate) async fn open(context: &Context, need: Need) -> Result<Self, CommandError> {
        let target = context.target(&[Vendor::Rollbar])?;
        Self::of_target(context, &target, need).await
    }

    /// Talks to a backend that another session found, and ends, whatever the profile.
    pub(crate) fn over_backend(
        context: &Context,
        backend: &BackendSlot,
    ) -> Result<Self, CommandError> {
        let client = client(context, backend.url(), local_tokens(context))?;
        let client = client.relocating(backend.found_again_by());
        Ok(Self { client, backend: None, is_local: true })
    }

    /// Prepares the client of a target that was said already.
    pub(crate) async fn of_target(
        context: &Context,
        target: &Target,
        need: Need,
    ) -> Result<Self, CommandError> {
        let endpoint = target.endpoints.rollbar.as_ref().map(|endpoint| endpoint.value.as_str());
        let is_local = target.is_local();
        let (base, tokens) = match (&target.kind, endpoint) {
            (TargetKind::Local { .. }, Some(endpoint)) => (endpoint, local_tokens(context)),
            (TargetKind::Local { region }, None) => {
                let home = Home { region: region.value.clone(), ..Home::default() };
                let backend = BackendSlot::reach(context, home).await?;
                let session = Self::over_backend(context, &backend)?;
                return Ok(Self { backend: Some(backend), ..session });
            }
            (TargetKind::Account(_), endpoint) => {
                for token in hidden(&context.environment) {
                    context.ui.mask(&token);
                }
                (endpoint.unwrap_or(API), account_tokens(&context.environment, need)?)
            }
        };
        Ok(Self { client: client(context, base, tokens)?, backend: None, is_local })
    }

    /// Says whether the target is a local backend rather than an account.
    pub(crate) const fn is_local(&self) -> bool {
        self.is_local
    }

    /// Returns the page of an occurrence; where the pages of another endpoint are is not known.
    pub(crate) fn page_of(&self, uuid: &str) -> Option<String> {
        let is_vendors = API.strip_prefix(self.client.base()) == Some("/api/1");
        let is_uuid = uuid.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
        (is_vendors && is_uuid && !uuid.is_empty())
            .then(|| format!("{PAGES}/instance/uuid?uuid={uuid}"))
    }

    /// Says why a call failed, and which token was refused.
    pub(crate) fn explain(&self, error: RollbarCallError) -> CommandError {
        match (error.token_fault(), error.scope()) {
            (Some(fault), Some(scope)) => self.refused_token(fault, scope, &error),
            _ => error.into(),
        }
    }

    fn refused_token(
        &self,
        fault: TokenFault,
        scope: TokenScope,
        error: &RollbarCallError,
    ) -> CommandError {
        let name = if self.is_local { &env::BACKEND_TOKEN } else { variable(scope) }.name;
        let base = self.client.base();
        let text = match fault {
            TokenFault::Unknown => format!("{base} does not know the token of {name}"),
            TokenFault::LacksScope => {
                format!("the token of {name} lacks the scope {}", scope.word())
            }
        };
        let told = CommandError::new(Kind::Denied, text)
            .hint(format!("the service's words: {error}"))
            .hint(match fault {
                TokenFault::Unknown if self.is_local => {
                    "set CRUDDUR_OBS_BACKEND_TOKEN to the backend's token".to_owned()
                }
                TokenFault::Unknown => {
                    "copy it again from Project Settings, Project Access Tokens; it may be disabled"
                        .to_owned()
                }
                TokenFault::LacksScope => format!(
                    "set {name} to a token with the scope {}: Project Settings, Project Access Tokens",
                    scope.word()
                ),
            });
        match fault {
            TokenFault::Unknown if !self.is_local => {
                told.hint("a key of a classic Honeycomb team looks the same")
            }
            _ => told,
        }
    }

    /// Ends the embedded backend, if there is one, and says why a call was refused.
    pub(crate) async fn conclude<T>(
        self,
        result: Result<T, RollbarCallError>,
    ) -> Result<T, CommandError> {
        let result = result.map_err(|error| self.explain(error));
        self.close().await;
        result
    }

    /// Ends the embedded backend, if there is one.
    pub(crate) async fn close(self) {
        if let Some(backend) = self.backend {
            backend.close().await;
        }
    }
}

fn client(
    context: &Context,
    base: &str,
    tokens: RollbarTokens,
) -> Result<RollbarClient, CommandError> {
    let mut client = RollbarClient::new(base, tokens)?;
    if let Some(say) = context.ui.verbose_sink() {
        client = client.telling(say);
    }
    if let Some(say) = context.ui.status_sink() {
        client = client.telling_of_waits(say);
    }
    Ok(client)
}

/// Returns the tokens of a local backend's project, which follow from its own token.
fn local_tokens(context: &Context) -> RollbarTokens {
    let token = backend_token(context);
    let secret = token.as_ref().map_or(DEFAULT_SECRET, |token| token.expose_secret());
    let of = |scope| Some(SecretString::from(rollbar_token(secret, scope)));
    RollbarTokens {
        send: of(TokenScope::PostServerItem),
        read: of(TokenScope::Read),
        hidden: token.iter().cloned().chain(hidden(&context.environment)).collect(),
    }
}

/// Returns the variable that holds the token with a scope.
const fn variable(scope: TokenScope) -> &'static Variable {
    match scope {
        TokenScope::Read => &env::ROLLBAR_READ_TOKEN,
        _ => &env::ROLLBAR_ACCESS_TOKEN,
    }
}

/// Returns the tokens of an account, those that the verb needs at least.
fn account_tokens(environment: &Environment, need: Need) -> Result<RollbarTokens, CommandError> {
    let token = |scope: TokenScope, is_needed: bool, is_used: bool| {
        let variable = variable(scope);
        match environment.get(variable) {
            Some(text) if is_used => {
                rollbar_token_shape::check(variable.name, text)?;
                Ok(Some(SecretString::from(text)))
            }
            None if is_needed => Err(missing(variable, scope)),
            _ => Ok(None),
        }
    };
    Ok(RollbarTokens {
        send: token(TokenScope::PostServerItem, need != Need::Read, need != Need::Read)?,
        read: token(TokenScope::Read, need == Need::Read, need != Need::Send)?,
        hidden: hidden(environment).collect(),
    })
}

/// Returns the tokens around us, used or not: an application may have sent them in its items.
fn hidden(environment: &Environment) -> impl Iterator<Item = SecretString> {
    let variables = [&env::ROLLBAR_ACCESS_TOKEN, &env::ROLLBAR_READ_TOKEN];
    variables.into_iter().filter_map(|variable| environment.get(variable)).map(SecretString::from)
}

fn missing(variable: &Variable, scope: TokenScope) -> CommandError {
    let what = if scope == TokenScope::Read { "reads" } else { "sends" };
    CommandError::new(Kind::Denied, format!("there is no Rollbar token that {what}")).hint(format!(
        "set {} to a token with the scope {}: Project Settings, Project Access Tokens",
        variable.name,
        scope.word()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEND: &str = "0123456789abcdef0123456789abcdef";
    const READ: &str = "fedcba9876543210fedcba9876543210";

    fn tokens(pairs: &[(&str, &str)], need: Need) -> Result<(bool, bool), CommandError> {
        let tokens = account_tokens(&Environment::from_pairs(pairs.iter().copied()), need)?;
        Ok((tokens.send.is_some(), tokens.read.is_some()))
    }

    #[test]
    fn each_verb_needs_its_own_token() {
        let send = ("ROLLBAR_ACCESS_TOKEN", SEND);
        let read = ("ROLLBAR_READ_TOKEN", READ);
        assert_eq!(tokens(&[send], Need::SendAndProve).unwrap(), (true, false));
        assert_eq!(tokens(&[send, read], Need::SendAndProve).unwrap(), (true, true));
        assert_eq!(tokens(&[send, read], Need::Read).unwrap(), (false, true));
        assert_eq!(tokens(&[send, read], Need::Send).unwrap(), (true, false));
        for (pairs, need) in [
            (&[send][..], Need::Read),
            (&[read][..], Need::Send),
            (&[read][..], Need::SendAndProve),
            (&[][..], Need::Read),
        ] {
            let error = tokens(pairs, need).unwrap_err();
            assert_eq!(error.kind(), Kind::Denied);
            assert_eq!(error.message().hints.len(), 1);
        }
    }

    #[test]
    fn a_token_that_is_not_used_need_not_be_one() {
        let pairs = [("ROLLBAR_ACCESS_TOKEN", "eu-west-3"), ("ROLLBAR_READ_TOKEN", READ)];
        assert!(tokens(&pairs, Need::Read).is_ok());
        let error = tokens(&pairs, Need::Send).unwrap_err();
        assert_eq!(error.kind(), Kind::Usage);
        assert!(!error.to_string().contains("eu-west-3"));
    }

    #[test]
    fn pages_are_known_of_the_vendors_own_api_only() {
        let session = |base: &str| Session {
            client: RollbarClient::new(base, RollbarTokens::default()).unwrap(),
            backend: None,
            is_local: false,
        };
        assert_eq!(
            session(API).page_of("4b2f-1").unwrap(),
            "https://rollbar.com/instance/uuid?uuid=4b2f-1"
        );
        assert_eq!(session(API).page_of("x&y"), None);
        assert_eq!(session(API).page_of(""), None);
        assert_eq!(session("http://127.0.0.1:1").page_of("4b2f"), None);
    }
}
