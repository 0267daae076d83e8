//! A verb's way to Honeycomb, or to the backend that stands in for it: one code path for both.

use secrecy::SecretString;
use serde_json::Value;

use super::backend_slot::BackendSlot;
use super::backend_slot::backend_token;
use super::honeycomb_refusal::RefusedQuery;
use super::honeycomb_refusal::check_permission;
use super::honeycomb_refusal::explain;
use crate::backend::Home;
use crate::base::Kind;
use crate::clients::honeycomb::HoneycombCallError;
use crate::clients::honeycomb::HoneycombClient;
use crate::clients::honeycomb::Permission;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::settings::Environment;
use crate::settings::Target;
use crate::settings::TargetKind;
use crate::settings::Vendor;
use crate::settings::env;
use crate::wire::honeycomb::KeyKind;
use crate::wire::honeycomb::US_API;

/// The key that is sent to a local backend without a token; it takes any.
const LOCAL_KEY: &str = "cruddur-obs-local";

/// A client, and the backend behind it if this process runs it.
pub(crate) struct Session {
    pub(crate) client: HoneycombClient,
    backend: Option<BackendSlot>,
    account: Option<AccountKey>,
}

/// The key of an account.
struct AccountKey {
    /// The variable that holds it.
    variable: &'static str,
    key: SecretString,
}

impl Session {
    /// Works out the target, says it, and prepares the client.
    pub(crate) async fn open(context: &Context) -> Result<Self, CommandError> {
        let target = context.target(&[Vendor::Honeycomb])?;
        Self::of_target(context, &target).await
    }

    /// Talks to a backend that another session found, and ends, whatever the profile.
    pub(crate) fn over_backend(
        context: &Context,
        backend: &BackendSlot,
    ) -> Result<Self, CommandError> {
        let client = client(context, backend.url().to_owned(), local_key(context))?;
        let client = client.relocating(backend.found_again_by());
        Ok(Self { client, backend: None, account: None })
    }

    /// Prepares the client of a target that was said already.
    pub(crate) async fn of_target(
        context: &Context,
        target: &Target,
    ) -> Result<Self, CommandError> {
        let endpoint = target.endpoints.honeycomb.as_ref().map(|endpoint| endpoint.value.clone());
        let (base, key, account) = match (&target.kind, endpoint) {
            (TargetKind::Local { .. }, Some(endpoint)) => (endpoint, local_key(context), None),
            (TargetKind::Local { region }, None) => {
                let home = Home { region: region.value.clone(), ..Home::default() };
                let backend = BackendSlot::reach(context, home).await?;
                let session = Self::over_backend(context, &backend)?;
                return Ok(Self { backend: Some(backend), ..session });
            }
            (TargetKind::Account(_), endpoint) => {
                let account = account_key(&context.environment)?;
                context.ui.mask(&account.key);
                let endpoint = endpoint.unwrap_or_else(|| US_API.to_owned());
                (endpoint, account.key.clone(), Some(account))
            }
        };
        Ok(Self { client: client(context, base, key)?, backend: None, account })
    }

    /// Says whether the target is a local backend rather than an account.
    pub(crate) const fn is_local(&self) -> bool {
        self.account.is_none()
    }

    /// Returns the backend of a local target that this session found or embeds.
    pub(crate) const fn backend(&self) -> Option<&BackendSlot> {
        self.backend.as_ref()
    }

    /// Says why a call failed, and on which page a query runs that was refused.
    pub(crate) async fn explain(
        &self,
        error: HoneycombCallError,
        query: Option<RefusedQuery<'_>>,
    ) -> CommandError {
        match &self.account {
            Some(account) => explain(&self.client, account.variable, error, query).await,
            None => error.into(),
        }
    }

    /// Looks whose the key of an account is before anything is written: team and environment, and
    /// that the key has the permissions that writing needs.
    pub(crate) async fn environment(
        &self,
        needed: &[Permission],
    ) -> Result<Option<String>, CommandError> {
        let Some(account) = &self.account else { return Ok(None) };
        let auth = match self.client.auth().await {
            Ok(auth) => auth,
            Err(error) => return Err(self.explain(error, None).await),
        };
        for permission in needed {
            check_permission(account.variable, &auth, *permission)?;
        }
        let text = |path: &str| auth.pointer(path).and_then(Value::as_str).unwrap_or_default();
        Ok(Some(format!("{}/{}", text("/team/slug"), text("/environment/slug"))))
    }

    /// Says why an account cannot be called for want of a key, if it cannot.
    pub(crate) fn missing_key(context: &Context) -> Option<CommandError> {
        account_key(&context.environment).err()
    }

    /// Returns the key of an account, for which limits hold.
    pub(crate) fn limited_key(&self) -> Option<&SecretString> {
        self.account.as_ref().map(|account| &account.key)
    }

    /// Ends the embedded backend, if there is one, and says why a call was refused.
    pub(crate) async fn conclude<T>(
        self,
        result: Result<T, HoneycombCallError>,
    ) -> Result<T, CommandError> {
        let result = match result {
            Ok(value) => Ok(value),
            Err(error) => Err(self.explain(error, None).await),
        };
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
    base: String,
    key: SecretString,
) -> Result<HoneycombClient, CommandError> {
    let client = HoneycombClient::new(base, key)?;
    Ok(match context.ui.verbose_sink() {
        Some(say) => client.telling(say),
        None => client,
    })
}

fn local_key(context: &Context) -> SecretString {
    backend_token(context).unwrap_or_else(|| SecretString::from(LOCAL_KEY))
}

/// Returns the key of an account: one that may read, not only send.
fn account_key(environment: &Environment) -> Result<AccountKey, CommandError> {
    let variables = [&env::HONEYCOMB_CONFIGURATION_KEY, &env::HONEYCOMB_API_KEY];
    let found = variables
        .into_iter()
        .find_map(|variable| Some((variable.name, environment.get(variable)?)));
    let Some((name, key)) = found else {
        return Err(CommandError::new(Kind::Denied, "there is no Honeycomb key")
            .hint("set HONEYCOMB_CONFIGURATION_KEY to a configuration key of the environment"));
    };
    match KeyKind::of_key(key) {
        Some(kind) if kind.is_ingest() => Err(CommandError::new(
            Kind::Denied,
            format!("{name} holds an ingest key, which may only send"),
        )
        .hint("set HONEYCOMB_CONFIGURATION_KEY to a key with the permission Run Queries")),
        Some(KeyKind::Management) => Err(CommandError::new(
            Kind::Denied,
            format!("{name} holds a management key, which may not query"),
        )
        .hint("set HONEYCOMB_CONFIGURATION_KEY to a key with the permission Run Queries")),
        Some(_) => Ok(AccountKey { variable: name, key: SecretString::from(key) }),
        None => Err(CommandError::usage(format!("{name} holds no Honeycomb key"))
            .hint("copy the key again; it has no blanks")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_only_sends_is_refused_by_name() {
        let key = format!("hcxik_{}{}", "a".repeat(26), "s".repeat(32));
        let environment = Environment::from_pairs([("HONEYCOMB_API_KEY", key.as_str())]);
        let error = account_key(&environment).err().unwrap();
        assert_eq!(error.kind(), Kind::Denied);
        assert!(!error.to_string().contains(&key));
        let both = Environment::from_pairs([
            ("HONEYCOMB_API_KEY", key.as_str()),
            ("HONEYCOMB_CONFIGURATION_KEY", "0123456789abcdef012345"),
        ]);
        assert!(account_key(&both).is_ok());
        assert_eq!(account_key(&Environment::default()).err().unwrap().kind(), Kind::Denied);
    }
}
