//! The flags that say where the backend listens and who may talk to it.

use std::net::SocketAddr;
use std::sync::Arc;

use clap::Args;
use clap::ValueEnum;
use secrecy::ExposeSecret as _;
use tokio::net::TcpListener;

use crate::backend::Access;
use crate::backend::Configuration;
use crate::backend::Home;
use crate::backend::HoneycombPlan;
use crate::backend::HoneycombTeam;
use crate::backend::Listeners;
use crate::backend::RollbarProject;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::backend_slot::backend_token;
use crate::settings::Settings;
use crate::settings::parse_duration;
use crate::wire::rollbar::CallLimit;

/// Where the backend listens and who may talk to it.
#[derive(Args, Debug)]
pub(super) struct ListenFlags {
    /// Address of the port of all APIs; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4570")]
    listen: String,
    /// Address of a further port for OTLP over gRPC, or off
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4317")]
    otlp_grpc: String,
    /// Address of a further port for OTLP over HTTP, or off
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4318")]
    otlp_http: String,
    /// Whether AWS requests must carry a valid signature
    #[arg(long, value_enum, value_name = "MODE", default_value_t = Auth::Open)]
    auth: Auth,
    /// Accept this host name beside the local ones; needs a token
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    /// Let pages of this origin send telemetry
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Vec<String>,
    /// Plan of the Honeycomb team that the backend answers as
    #[arg(long, value_enum, value_name = "PLAN", default_value_t = Plan::Enterprise)]
    honeycomb_plan: Plan,
    /// Refuse more results of Honeycomb queries a minute than Honeycomb does
    #[arg(long)]
    honeycomb_rate_limits: bool,
    /// Take the tokens of the Rollbar project only, not any token of the right form
    #[arg(long)]
    rollbar_strict_tokens: bool,
    /// Bytes above which a Rollbar item is too large
    #[arg(long, value_name = "BYTES", default_value_t = DEFAULT_ITEM_LIMIT,
        value_parser = clap::value_parser!(u64).range(1..=MAXIMUM_ITEM_LIMIT))]
    rollbar_item_limit: u64,
    /// Rollbar items that a token may send in so many seconds, as 60/60; without it, any number
    #[arg(long, value_name = "ITEMS/SECONDS")]
    rollbar_rate_limit: Option<String>,
    /// Time after which a Rollbar item is to be seen
    #[arg(long, value_name = "DURATION", default_value = "0s")]
    rollbar_arrival_delay: String,
}

/// Characters that the backend's token has at least.
const SHORTEST_TOKEN: usize = 16;

/// Bytes above which an item is too large unless said otherwise.
const DEFAULT_ITEM_LIMIT: u64 = 1024 * 1024;

/// Bytes above which no body is read.
const MAXIMUM_ITEM_LIMIT: u64 = 16 * 1024 * 1024;

/// A plan of Honeycomb's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Plan {
    /// Queries are run by the API
    Enterprise,
    /// Queries are saved by the API, and run by Honeycomb's pages only
    Free,
}

/// Whether AWS requests must carry a valid signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Auth {
    /// Any credentials, or none
    Open,
    /// Signature Version 4 with the backend's secret
    Strict,
}

impl ListenFlags {
    /// Returns what the backend is started with.
    pub(super) fn configuration(
        &self,
        context: &Context,
        settings: &Settings,
    ) -> Result<(ListenAddresses, Configuration), CommandError> {
        let addresses = ListenAddresses {
            http: address("--listen", &self.listen)?,
            otlp_grpc: address_or_off("--otlp-grpc", &self.otlp_grpc)?,
            otlp_http: address_or_off("--otlp-http", &self.otlp_http)?,
        };
        let token = backend_token(context);
        let is_wide = addresses.are_wide();
        if token.is_none() && (is_wide || !self.allow_host.is_empty()) {
            let reason = if is_wide { "an address beyond loopback" } else { "--allow-host" };
            return Err(CommandError::usage(format!("{reason} needs a token"))
                .hint("set CRUDDUR_OBS_BACKEND_TOKEN"));
        }
        if let Some(token) = &token
            && token.expose_secret().chars().count() < SHORTEST_TOKEN
        {
            // The tokens of Rollbar's project are made of it, and one of them is in pages: a short
            // one could be found out by trying.
            let message = format!("the backend's token has less than {SHORTEST_TOKEN} characters");
            return Err(CommandError::usage(message)
                .hint("set CRUDDUR_OBS_BACKEND_TOKEN to the output of 'openssl rand -hex 32'"));
        }
        let access = Access {
            allowed_hosts: self.allow_host.clone(),
            allowed_origins: self.allow_origin.clone(),
            strict_signatures: self.auth == Auth::Strict,
            token,
        };
        let home = Home { region: settings.local_region()?.value, ..Home::default() };
        let honeycomb = HoneycombTeam {
            plan: match self.honeycomb_plan {
                Plan::Enterprise => HoneycombPlan::Enterprise,
                Plan::Free => HoneycombPlan::Free,
            },
            limits_results: self.honeycomb_rate_limits,
        };
        let rollbar = self.rollbar()?;
        Ok((addresses, Configuration { home, access: Arc::new(access), honeycomb, rollbar }))
    }

    fn rollbar(&self) -> Result<RollbarProject, CommandError> {
        let rate_limit = self.rollbar_rate_limit.as_deref().map(rate_limit).transpose()?;
        let delay = parse_duration(&self.rollbar_arrival_delay)?;
        Ok(RollbarProject {
            item_limit_bytes: usize::try_from(self.rollbar_item_limit).unwrap_or(usize::MAX),
            rate_limit,
            arrival_delay_ms: i64::try_from(delay.as_millis()).unwrap_or(i64::MAX),
            strict_tokens: self.rollbar_strict_tokens,
        })
    }
}

/// Where the backend is to listen.
pub(super) struct ListenAddresses {
    http: SocketAddr,
    otlp_grpc: Option<SocketAddr>,
    otlp_http: Option<SocketAddr>,
}

impl ListenAddresses {
    /// Says whether other machines reach one of them.
    fn are_wide(&self) -> bool {
        let further = self.otlp_grpc.into_iter().chain(self.otlp_http);
        further.chain([self.http]).any(|address| !address.ip().is_loopback())
    }

    /// Binds all of them; a busy port is an error, never silently another one.
    pub(super) async fn bind(&self) -> Result<Listeners, CommandError> {
        Ok(Listeners {
            http: bind("--listen", self.http, "").await?,
            otlp_grpc: bind_further("--otlp-grpc", self.otlp_grpc).await?,
            otlp_http: bind_further("--otlp-http", self.otlp_http).await?,
        })
    }
}

/// Reads `ITEMS/SECONDS`.
fn rate_limit(text: &str) -> Result<CallLimit, CommandError> {
    let number = |text: &str| text.trim().parse::<i64>().ok().filter(|number| *number > 0);
    let numbers = text.split_once('/');
    let limit = numbers.and_then(|(items, seconds)| number(items).zip(number(seconds)));
    let (window_count, window_size) = limit.ok_or_else(|| {
        CommandError::usage(format!(
            "--rollbar-rate-limit `{text}` is no number of items in seconds"
        ))
        .hint("for instance --rollbar-rate-limit 60/60 for sixty items a minute")
    })?;
    Ok(CallLimit { window_size, window_count })
}

fn address(flag: &str, text: &str) -> Result<SocketAddr, CommandError> {
    text.parse().map_err(|_| {
        CommandError::usage(format!("{flag} `{text}` is no address with a port"))
            .hint(format!("for instance {flag} 127.0.0.1:4570"))
    })
}

fn address_or_off(flag: &str, text: &str) -> Result<Option<SocketAddr>, CommandError> {
    if text == "off" {
        return Ok(None);
    }
    let parsed = text.parse().map_err(|_| {
        CommandError::usage(format!("{flag} `{text}` is neither an address with a port nor off"))
            .hint(format!("for instance {flag} 127.0.0.1:0 for a free port, or {flag} off"))
    });
    parsed.map(Some)
}

async fn bind_further(
    flag: &str,
    address: Option<SocketAddr>,
) -> Result<Option<TcpListener>, CommandError> {
    match address {
        Some(address) => {
            bind(flag, address, &format!(", or do without with {flag} off")).await.map(Some)
        }
        None => Ok(None),
    }
}

async fn bind(
    flag: &str,
    address: SocketAddr,
    otherwise: &str,
) -> Result<TcpListener, CommandError> {
    TcpListener::bind(address).await.map_err(|error| {
        let busy = error.kind() == std::io::ErrorKind::AddrInUse;
        let failed = CommandError::io(format!("cannot listen on {address} ({flag})"), error);
        if busy {
            failed.hint(format!(
                "another program uses port {}; end it, or choose one with {flag}{otherwise}",
                address.port()
            ))
        } else {
            failed
        }
    })
}
