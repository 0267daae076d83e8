//! Keeping within what an account allows, and obeying when it asks to wait.

use std::path::PathBuf;
use std::time::Duration;

use super::identity;
use crate::base::prepare_private_folder;
use crate::clients::honeycomb::HoneycombCallError;
use crate::clients::honeycomb::RequestWindow;
use crate::clients::honeycomb::Window;
use crate::commands::Context;
use crate::commands::honeycomb_session::Session;

/// How often a call is made that the service throttles.
const ATTEMPTS: u32 = 5;

/// How long to wait where the service does not say.
const ACCOUNT_WAIT: Duration = Window::QUERIES.period;
const LOCAL_WAIT: Duration = Duration::from_millis(500);

/// Longest wait that is obeyed; what is longer is a person's to decide about.
const LONGEST_WAIT: Duration = Duration::from_mins(5);

/// What an account allows, shared by all processes of one user and key.
pub(super) struct Limits<'c> {
    context: &'c Context,
    window: Option<RequestWindow>,
    is_local: bool,
}

impl<'c> Limits<'c> {
    /// Prepares the limits of a target; a local backend has none.
    pub(super) fn of(context: &'c Context, session: &Session) -> Self {
        let window = session.limited_key().and_then(|_| {
            let path = shared_file(context, session, "window")?;
            Some(RequestWindow::new(path))
        });
        Self { context, window, is_local: session.is_local() }
    }

    /// Makes a call that is counted.
    pub(super) async fn counted<T, F>(
        &self,
        is_relational: bool,
        call: impl Fn() -> F,
    ) -> Result<T, HoneycombCallError>
    where
        F: Future<Output = Result<T, HoneycombCallError>>,
    {
        self.obey(call, Some(is_relational)).await
    }

    /// Makes a call that is throttled with all others only.
    pub(super) async fn free<T, F>(&self, call: impl Fn() -> F) -> Result<T, HoneycombCallError>
    where
        F: Future<Output = Result<T, HoneycombCallError>>,
    {
        self.obey(call, None).await
    }

    async fn obey<T, F>(
        &self,
        call: impl Fn() -> F,
        counted: Option<bool>,
    ) -> Result<T, HoneycombCallError>
    where
        F: Future<Output = Result<T, HoneycombCallError>>,
    {
        let mut attempt = 1;
        loop {
            if let Some(is_relational) = counted {
                self.wait_for_turn(is_relational).await;
            }
            let error = match call().await {
                Err(error) if error.is_throttled() => error,
                other => return other,
            };
            let default = if self.is_local { LOCAL_WAIT } else { ACCOUNT_WAIT };
            let HoneycombCallError::Refused { retry_after, message, .. } = &error else {
                return Err(error);
            };
            let wait = retry_after.unwrap_or(default);
            if attempt == ATTEMPTS || wait > LONGEST_WAIT {
                return Err(error);
            }
            let seconds = wait.as_secs_f64();
            self.context
                .ui
                .status(&format!("waiting {seconds:.0} s, as the service asks: {message}"));
            if let (Some(window), Some(_)) = (&self.window, counted) {
                // Other commands with this key need not ask to be told the same.
                self.note(window.postpone(wait, self.context.now()));
            }
            tokio::time::sleep(wait).await;
            attempt += 1;
        }
    }

    /// Waits until the account allows one more result.
    async fn wait_for_turn(&self, is_relational: bool) {
        let Some(window) = &self.window else { return };
        let taken = window.take(is_relational, self.context.now());
        let Some(wait) = self.note(taken).filter(|wait| !wait.is_zero()) else { return };
        let (seconds, limit) = (wait.as_secs_f64().ceil(), Window::QUERIES.calls);
        let reason = if is_relational {
            "a query about other spans of a trace may run once a minute".to_owned()
        } else {
            format!("at most {limit} queries a minute, by all commands with this key")
        };
        self.context
            .ui
            .status(&format!("waiting {seconds:.0} s for the account's limit: {reason}"));
        tokio::time::sleep(wait).await;
    }

    /// A file that cannot be kept costs a wait at most, and is no reason to fail.
    fn note<T>(&self, result: std::io::Result<T>) -> Option<T> {
        result
            .inspect_err(|error| {
                self.context.ui.verbose(&format!("the calls of this key are not counted: {error}"));
            })
            .ok()
    }
}

/// Returns the file that all processes of one user and key share for a purpose.
pub(super) fn shared_file(context: &Context, session: &Session, purpose: &str) -> Option<PathBuf> {
    let key = session.limited_key()?;
    let folder = context.locations.state_home.as_ref()?.join("honeycomb");
    let name = prepare_private_folder(&folder)
        .and_then(|()| identity::name_of(&folder, session.client.base(), key));
    match name {
        Ok(name) => Some(folder.join(format!("{purpose}-{name}.json"))),
        Err(error) => {
            let folder = folder.display();
            context.ui.verbose(&format!("nothing is remembered in {folder}: {error}"));
            None
        }
    }
}
