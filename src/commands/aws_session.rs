//! A verb's way to AWS or to what stands in for it: one code path for both.
//!
//! On profile `local` this finds the running backend of the data directory or embeds one for as
//! long as the verb runs; a verb never reaches into the store.

use std::time::Duration;

use secrecy::SecretString;
use tokio::sync::OnceCell;

use super::backend_slot::BackendSlot;
use super::backend_slot::backend_token;
use super::context::Context;
use super::error::CommandError;
use super::local_backend::LocalBackend;
use crate::backend::DEFAULT_SECRET;
use crate::backend::Home;
use crate::clients::aws::AwsCallError;
use crate::clients::aws::AwsConnection;
use crate::clients::aws::CallerIdentity;
use crate::clients::aws::ConnectionOptions;
use crate::clients::aws::Credentials;
use crate::clients::aws::LogsClient;
use crate::clients::aws::Observer;
use crate::clients::aws::XrayClient;
use crate::settings::AccountTarget;
use crate::settings::Endpoints;
use crate::settings::Setting;
use crate::settings::Target;
use crate::settings::TargetKind;
use crate::settings::Vendor;
use crate::settings::env;
use crate::ui::Ci;

/// How often a tail polls an account, which allows five to twenty-five searches a second.
const ACCOUNT_POLL: Duration = Duration::from_secs(2);

/// How often a tail polls a local backend.
const LOCAL_POLL: Duration = Duration::from_millis(250);

/// A connection, and the backend behind it if this process runs it.
pub(crate) struct AwsSession {
    connection: AwsConnection,
    backend: Option<BackendSlot>,
    observer: Observer,
    target: Target,
    identity: OnceCell<CallerIdentity>,
}

impl AwsSession {
    /// Works out the target and prepares the connection.
    pub(crate) async fn open(context: &Context) -> Result<Self, CommandError> {
        let target = context.target(&[Vendor::Aws])?;
        Self::of_target(context, target, true).await
    }

    /// Prepares the connection to a target that was said already, for a verb that repeats calls
    /// itself.
    pub(crate) async fn of_target_without_repeats(
        context: &Context,
        target: &Target,
    ) -> Result<Self, CommandError> {
        Self::of_target(context, target.clone(), false).await
    }

    async fn of_target(
        context: &Context,
        target: Target,
        repeats: bool,
    ) -> Result<Self, CommandError> {
        let (mut options, backend) = match &target.kind {
            TargetKind::Local { region } => local(context, &target.endpoints, region).await?,
            TargetKind::Account(account) => {
                warn_of_lasting_keys(context, account);
                (account_options(account, &target.endpoints)?, None)
            }
        };
        let observer = observer(context);
        options.observer = Some(observer.clone());
        options.repeats = repeats;
        options.relocator = backend.as_ref().and_then(BackendSlot::found_again_by);
        let connection = AwsConnection::new(options).await;
        Ok(Self { connection, backend, observer, target, identity: OnceCell::new() })
    }

    /// Talks to a backend that this process runs, whatever the profile; the caller says so.
    pub(crate) async fn over_backend(
        context: &Context,
        backend: LocalBackend,
        home: &Home,
    ) -> Self {
        let observer = observer(context);
        let region = Setting::default_value(home.region.clone());
        let secret = SecretString::from(DEFAULT_SECRET);
        let mut options = local_options(home, secret, Some(backend.url().to_owned()));
        options.observer = Some(observer.clone());
        options.repeats = false;
        let connection = AwsConnection::new(options).await;
        let target = Target {
            profile: Setting::default_value("local".to_owned()),
            kind: TargetKind::Local { region },
            endpoints: Endpoints::default(),
        };
        let backend = Some(BackendSlot::of(backend));
        Self { connection, backend, observer, target, identity: OnceCell::new() }
    }

    /// Returns the target.
    pub(crate) const fn target(&self) -> &Target {
        &self.target
    }

    /// Returns the backend of a local target that this session found or embeds.
    pub(crate) const fn backend(&self) -> Option<&BackendSlot> {
        self.backend.as_ref()
    }

    /// Returns a CloudWatch Logs client.
    pub(crate) fn logs(&self) -> LogsClient {
        LogsClient::new(&self.connection)
    }

    /// Returns an X-Ray client.
    pub(crate) fn xray(&self) -> XrayClient {
        XrayClient::new(&self.connection)
    }

    /// Returns the region.
    pub(crate) fn region(&self) -> &str {
        self.connection.region()
    }

    /// Returns the addresses that are not the vendor's own, as one text.
    pub(crate) fn foreign_endpoint(&self) -> Option<String> {
        let endpoints = &self.target.endpoints;
        let services =
            [("logs", &endpoints.logs), ("xray", &endpoints.xray), ("sts", &endpoints.sts)];
        let named: Vec<String> = services
            .into_iter()
            .filter_map(|(name, endpoint)| Some(format!("{name} {}", endpoint.as_ref()?.value)))
            .collect();
        (!named.is_empty()).then(|| named.join(", "))
    }

    /// Returns the account that the calls belong to.
    pub(crate) async fn account(&self) -> Result<String, CommandError> {
        if self.target.is_local() {
            return Ok(Home::default().account);
        }
        Ok(self.identity().await?.account.clone())
    }

    /// Asks once whose the credentials are.
    async fn identity(&self) -> Result<&CallerIdentity, CommandError> {
        self.identity
            .get_or_try_init(async || self.connection.caller_identity().await.map_err(call_failed))
            .await
    }

    /// Says whether this process runs the backend that it talks to.
    pub(crate) fn is_embedded(&self) -> bool {
        self.backend.as_ref().is_some_and(BackendSlot::is_embedded)
    }

    /// Returns the pause between two polls of a tail.
    pub(crate) const fn poll_interval(&self) -> Duration {
        if self.target.is_local() { LOCAL_POLL } else { ACCOUNT_POLL }
    }

    /// Compares the account and region that the profile declares with those of the credentials.
    /// Called before the first write.
    pub(crate) async fn guard_writes(&self) -> Result<(), CommandError> {
        let TargetKind::Account(account) = &self.target.kind else { return Ok(()) };
        if let (Some(declared), Some(region)) = (&account.declared_region, &account.region)
            && declared.value != region.value
        {
            return Err(CommandError::usage(format!(
                "profile {} declares region {} ({}), but the command would write to {} ({})",
                self.target.profile.value,
                declared.value,
                declared.origin,
                region.value,
                region.origin
            ))
            .hint("drop the other region, or name a profile that declares it"));
        }
        let Some(declared) = &account.account else { return Ok(()) };
        let identity = self.identity().await?;
        if identity.account == declared.value {
            return Ok(());
        }
        Err(CommandError::usage(format!(
            "profile {} declares account {} ({}), but the credentials belong to account {} ({})",
            self.target.profile.value,
            declared.value,
            declared.origin,
            identity.account,
            identity.arn
        ))
        .hint("use the credentials of the declared account, or another --profile"))
    }

    /// Ends the embedded backend, if there is one.
    pub(crate) async fn close(self, context: &Context) {
        for note in self.observer.take_notes() {
            context.ui.hint(&note);
        }
        if let Some(backend) = &self.backend {
            backend.close().await;
        }
    }
}

/// Converts a failed call; the vendor's code and request id stay visible.
pub(crate) fn call_failed(error: AwsCallError) -> CommandError {
    let (code, request_id) = (error.code.clone(), error.request_id.clone());
    CommandError::of_call(error, code, request_id)
}

/// Says of a CI job that the keys it was given could be used by others, and for ever.
fn warn_of_lasting_keys(context: &Context, account: &AccountTarget) {
    let key_id = context.environment.get(&env::AWS_ACCESS_KEY_ID);
    let is_used = account.aws_profile.is_none() && context.ui.options().ci != Ci::None;
    // Those of a role begin otherwise, and end after an hour.
    if is_used && key_id.is_some_and(|id| id.starts_with("AKIA")) {
        context.ui.warning("this job uses AWS keys that last: who gets hold of them can use them");
        context.ui.hint("let a role trust the CI system's identity provider instead (docs/ci.md)");
    }
}

async fn local(
    context: &Context,
    endpoints: &Endpoints,
    region: &Setting<String>,
) -> Result<(ConnectionOptions, Option<BackendSlot>), CommandError> {
    let token = backend_token(context);
    let secret = token.clone().unwrap_or_else(|| SecretString::from(DEFAULT_SECRET));
    let home = Home { region: region.value.clone(), ..Home::default() };
    let url = |endpoint: &Option<Setting<String>>| endpoint.as_ref().map(|s| s.value.clone());
    if *endpoints != Endpoints::default() {
        let options = ConnectionOptions {
            logs_endpoint: url(&endpoints.logs),
            xray_endpoint: url(&endpoints.xray),
            sts_endpoint: url(&endpoints.sts),
            ..local_options(&home, secret, url(&endpoints.logs))
        };
        return Ok((options, None));
    }
    let backend = BackendSlot::reach(context, home.clone()).await?;
    Ok((local_options(&home, secret, Some(backend.url().to_owned())), Some(backend)))
}

/// Returns how a local backend is called.
fn local_options(home: &Home, secret: SecretString, endpoint: Option<String>) -> ConnectionOptions {
    ConnectionOptions {
        region: home.region.clone(),
        credentials: Credentials::Static { access_key: home.account.clone(), secret },
        endpoint,
        logs_endpoint: None,
        xray_endpoint: None,
        sts_endpoint: None,
        relocator: None,
        observer: None,
        repeats: true,
    }
}

fn observer(context: &Context) -> Observer {
    match context.ui.verbose_sink() {
        Some(sink) => Observer::new().telling(sink),
        None => Observer::new(),
    }
}

fn account_options(
    account: &AccountTarget,
    endpoints: &Endpoints,
) -> Result<ConnectionOptions, CommandError> {
    let region = account
        .region
        .as_ref()
        .ok_or_else(|| CommandError::usage("the profile has no region").hint("give --region"))?;
    let url = |endpoint: &Option<Setting<String>>| endpoint.as_ref().map(|s| s.value.clone());
    Ok(ConnectionOptions {
        region: region.value.clone(),
        credentials: Credentials::Chain {
            profile: account.aws_profile.as_ref().map(|profile| profile.value.clone()),
        },
        endpoint: None,
        logs_endpoint: url(&endpoints.logs),
        xray_endpoint: url(&endpoints.xray),
        sts_endpoint: url(&endpoints.sts),
        relocator: None,
        observer: None,
        repeats: true,
    })
}
