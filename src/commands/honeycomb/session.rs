//! A verb's way to Honeycomb, or to the backend that stands in for it: one code path for both.

use secrecy::SecretString;

use crate::backend::Home;
use crate::base::Kind;
use crate::clients::honeycomb::HoneycombClient;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::aws_session::backend_token;
use crate::commands::aws_session::data_directory;
use crate::commands::local_backend;
use crate::commands::local_backend::LocalBackend;
use crate::settings::Environment;
use crate::settings::TargetKind;
use crate::settings::Vendor;
use crate::settings::env;
use crate::wire::honeycomb::KeyKind;

/// Where the service is.
const VENDOR: &str = "https://api.honeycomb.io";

/// The key that is sent to a local backend without a token; it takes any.
const LOCAL_KEY: &str = "cruddur-obs-local";

/// A client, and the backend behind it if this process runs it.
pub(super) struct Session {
    pub(super) client: HoneycombClient,
    backend: Option<LocalBackend>,
}

impl Session {
    /// Works out the target and prepares the client.
    pub(super) async fn open(context: &Context) -> Result<Self, CommandError> {
        let target = context.target(&[Vendor::Honeycomb])?;
        let endpoint = target.endpoints.honeycomb.as_ref().map(|endpoint| endpoint.value.clone());
        match (&target.kind, endpoint) {
            (TargetKind::Local { .. }, Some(endpoint)) => {
                let client = HoneycombClient::new(endpoint, local_key(context))?;
                Ok(Self { client, backend: None })
            }
            (TargetKind::Local { region }, None) => {
                let home = Home { region: region.value.clone(), ..Home::default() };
                let directory = data_directory(context)?;
                let backend = local_backend::reach(&context.clock, directory, home).await?;
                let client = HoneycombClient::new(backend.url(), local_key(context))?;
                Ok(Self { client, backend: Some(backend) })
            }
            (TargetKind::Account(_), endpoint) => {
                let key = account_key(&context.environment)?;
                let endpoint = endpoint.unwrap_or_else(|| VENDOR.to_owned());
                Ok(Self { client: HoneycombClient::new(endpoint, key)?, backend: None })
            }
        }
    }

    /// Ends the embedded backend, if there is one.
    pub(super) async fn close(self) {
        if let Some(backend) = self.backend {
            backend.close().await;
        }
    }
}

fn local_key(context: &Context) -> SecretString {
    backend_token(context).unwrap_or_else(|| SecretString::from(LOCAL_KEY))
}

/// Returns the key of an account: one that may read, not only send.
fn account_key(environment: &Environment) -> Result<SecretString, CommandError> {
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
        Some(_) => Ok(SecretString::from(key)),
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
        let error = account_key(&environment).unwrap_err();
        assert_eq!(error.kind(), Kind::Denied);
        assert!(!error.to_string().contains(&key));
        let both = Environment::from_pairs([
            ("HONEYCOMB_API_KEY", key.as_str()),
            ("HONEYCOMB_CONFIGURATION_KEY", "0123456789abcdef012345"),
        ]);
        assert!(account_key(&both).is_ok());
        assert_eq!(account_key(&Environment::default()).unwrap_err().kind(), Kind::Denied);
    }
}
