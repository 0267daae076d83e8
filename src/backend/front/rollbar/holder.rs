//! Who asks: the token of a request, and what it may do.

use hmac::Hmac;
use hmac::KeyInit as _;
use hmac::Mac as _;
use rusqlite::Connection;
use secrecy::ExposeSecret as _;
use sha2::Sha256;

use super::call::Failure;
use crate::backend::front::authentication::DEFAULT_SECRET;
use crate::backend::front::authentication::equal_in_constant_time;
use crate::backend::front::call::Front;
use crate::backend::front::message::Request;
use crate::backend::store::StoreError;
use crate::backend::store::catalog::access_tokens;
use crate::backend::store::catalog::access_tokens::AccessToken;
use crate::base::hexadecimal;
use crate::wire::rollbar::Problem;
use crate::wire::rollbar::TOKEN_HEADER;
use crate::wire::rollbar::TOKEN_LENGTH;
use crate::wire::rollbar::TokenScope;
use crate::wire::rollbar::is_token;

/// Who holds a token.
#[derive(Debug)]
pub(super) enum Holder {
    /// Whoever runs the backend, or anybody where it is open.
    Everything,
    /// Somebody with a token of the project.
    Project(AccessToken),
}

impl Holder {
    /// Says whether the holder may do something in the project.
    pub(super) fn may(&self, scope: TokenScope) -> bool {
        match self {
            Self::Everything => true,
            Self::Project(_) => self.scopes().contains(&scope),
        }
    }

    /// Says whether the holder may do what concerns the account.
    pub(super) const fn is_of_account(&self) -> bool {
        matches!(self, Self::Everything)
    }

    /// Returns what the holder may do in the project.
    pub(super) fn scopes(&self) -> Vec<TokenScope> {
        match self {
            Self::Everything => TokenScope::ALL.to_vec(),
            Self::Project(token) => scopes_of(token),
        }
    }

    /// Refuses a token that is switched off.
    pub(super) fn check_enabled(&self) -> Result<(), Problem> {
        match self {
            Self::Project(token) if !token.is_enabled => {
                Err(Problem::new(403, "access token is disabled"))
            }
            _ => Ok(()),
        }
    }
}

/// Returns what a token may do.
pub(super) fn scopes_of(token: &AccessToken) -> Vec<TokenScope> {
    token.scopes.split(',').filter_map(TokenScope::of_word).collect()
}

/// Returns how scopes are kept.
pub(super) fn joined(scopes: &[TokenScope]) -> String {
    scopes.iter().map(|scope| scope.word()).collect::<Vec<_>>().join(",")
}

/// Returns the token in the header of a request.
pub(super) fn header(request: &Request) -> Option<&str> {
    request.header(TOKEN_HEADER).map(str::trim).filter(|token| !token.is_empty())
}

/// Returns the token of the local project that has a scope, as it follows from the backend's token,
/// or from [`DEFAULT_SECRET`] where it has none.
///
/// A token for one scope can be given to a page or a child without giving away the rest.
#[must_use]
pub fn rollbar_token(secret: &str, scope: TokenScope) -> String {
    // An HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(b"rollbar access token\0");
    mac.update(scope.word().as_bytes());
    let mut token = hexadecimal(&mac.finalize().into_bytes());
    token.truncate(TOKEN_LENGTH);
    token
}

/// Returns the secret from which the project's first tokens follow.
pub(super) fn secret(front: &Front) -> &str {
    let token = front.configuration.access.token.as_ref();
    token.map_or(DEFAULT_SECRET, |token| token.expose_secret())
}

/// Returns the token itself.
pub(super) fn spelled(front: &Front, token: &AccessToken) -> String {
    match (&token.token, token.derived.as_deref().and_then(TokenScope::of_word)) {
        (Some(token), _) => token.clone(),
        (None, Some(scope)) => rollbar_token(secret(front), scope),
        (None, None) => String::new(),
    }
}

/// Finds out whose a token is; none if it is nobody's.
pub(super) fn find(front: &Front, project: i64, given: &str) -> Result<Option<Holder>, Failure> {
    let access = &front.configuration.access;
    let is_strict = front.configuration.rollbar.strict_tokens || access.token.is_some();
    if is_strict && equal_in_constant_time(given, secret(front)) {
        return Ok(Some(Holder::Everything));
    }
    if !is_token(given) {
        return Ok(None);
    }
    match find_row(front, project, given)? {
        Row::Known(token) => Ok(Some(Holder::Project(*token))),
        Row::Deleted => Ok(None),
        Row::Unknown => Ok((!is_strict).then_some(Holder::Everything)),
    }
}

/// What the catalog says of a token.
pub(super) enum Row {
    /// It is one of the project's.
    Known(Box<AccessToken>),
    /// It was one of the first ones.
    Deleted,
    /// Nothing.
    Unknown,
}

/// Looks for a token of the project.
pub(super) fn find_row(front: &Front, project: i64, given: &str) -> Result<Row, Failure> {
    let secret = secret(front);
    let derived = TokenScope::ALL
        .into_iter()
        .find(|scope| equal_in_constant_time(given, &rollbar_token(secret, *scope)));
    let row = front.store.read(|connection: &Connection| -> Result<_, StoreError> {
        match derived {
            Some(scope) => access_tokens::find_derived(connection, project, scope.word()),
            None => access_tokens::find(connection, project, given),
        }
    })?;
    Ok(match (row, derived) {
        (Some(token), _) => Row::Known(Box::new(token)),
        (None, Some(_)) => Row::Deleted,
        (None, None) => Row::Unknown,
    })
}
