//! The flags that say where the backend listens and who may talk to it.

use std::net::SocketAddr;
use std::sync::Arc;

use clap::Args;
use clap::ValueEnum;
use tokio::net::TcpListener;

use crate::backend::Access;
use crate::backend::Configuration;
use crate::backend::Home;
use crate::backend::HoneycombPlan;
use crate::backend::HoneycombTeam;
use crate::backend::Listeners;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::backend_slot::backend_token;
use crate::settings::Settings;

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
}

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
        Ok((addresses, Configuration { home, access: Arc::new(access), honeycomb }))
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
