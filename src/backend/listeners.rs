//! The ports a backend listens on, and their addresses.

use std::io;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::Ipv6Addr;
use std::net::SocketAddr;
use std::path::Path;

use serde_json::json;
use tokio::net::TcpListener;

/// A port, by what it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::backend) enum Port {
    /// All APIs.
    Main,
    /// OTLP over gRPC and nothing else.
    OtlpGrpc,
    /// OTLP over HTTP and nothing else.
    OtlpHttp,
}

impl Port {
    /// Says what the port takes.
    pub(in crate::backend) const fn takes(self) -> &'static str {
        match self {
            Self::Main => "all APIs",
            Self::OtlpGrpc => "OTLP over gRPC",
            Self::OtlpHttp => "OTLP over HTTP",
        }
    }
}

/// Bound ports that nobody serves yet.
#[derive(Debug)]
pub struct Listeners {
    /// The one port of all APIs.
    pub http: TcpListener,
    /// A further port for OTLP over gRPC, usually 4317.
    pub otlp_grpc: Option<TcpListener>,
    /// A further port for OTLP over HTTP, usually 4318.
    pub otlp_http: Option<TcpListener>,
}

impl From<TcpListener> for Listeners {
    /// Listens on the one port of all APIs.
    fn from(http: TcpListener) -> Self {
        Self { http, otlp_grpc: None, otlp_http: None }
    }
}

impl Listeners {
    /// Returns where they listen.
    pub(in crate::backend) fn addresses(&self) -> io::Result<Addresses> {
        let address = |listener: &Option<TcpListener>| {
            listener.as_ref().map(TcpListener::local_addr).transpose()
        };
        Ok(Addresses {
            http: self.http.local_addr()?,
            otlp_grpc: address(&self.otlp_grpc)?,
            otlp_http: address(&self.otlp_http)?,
        })
    }

    /// Returns each with what it takes.
    pub(in crate::backend) fn into_ports(self) -> Vec<(Port, TcpListener)> {
        [
            Some((Port::Main, self.http)),
            self.otlp_grpc.map(|listener| (Port::OtlpGrpc, listener)),
            self.otlp_http.map(|listener| (Port::OtlpHttp, listener)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// Where a running backend listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// The one port of all APIs.
    pub http: SocketAddr,
    /// The further port for OTLP over gRPC.
    pub otlp_grpc: Option<SocketAddr>,
    /// The further port for OTLP over HTTP.
    pub otlp_http: Option<SocketAddr>,
}

impl Addresses {
    /// Returns the URL of the port of all APIs.
    #[must_use]
    pub fn http_url(&self) -> String {
        url(self.http)
    }

    /// Returns the URL of the further port for OTLP over gRPC.
    #[must_use]
    pub fn otlp_grpc_url(&self) -> Option<String> {
        self.otlp_grpc.map(url)
    }

    /// Returns the URL of the further port for OTLP over HTTP.
    #[must_use]
    pub fn otlp_http_url(&self) -> Option<String> {
        self.otlp_http.map(url)
    }

    /// Returns the content of the ready file; a port that is off is null.
    #[must_use]
    pub fn ready_json(&self) -> String {
        let ready = json!({
            "http": self.http_url(),
            "otlp_grpc": self.otlp_grpc_url(),
            "otlp_http": self.otlp_http_url(),
            "pid": std::process::id(),
        });
        format!("{ready}\n")
    }

    /// Says whether `path` may hold a ready file: its folder exists.
    #[must_use]
    pub fn can_write_ready_file(path: &Path) -> bool {
        path.parent().is_none_or(|folder| folder.as_os_str().is_empty() || folder.is_dir())
    }
}

/// Returns the URL of an address; an unspecified one is reached over loopback.
fn url(mut address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        let loopback: IpAddr =
            if address.is_ipv4() { Ipv4Addr::LOCALHOST.into() } else { Ipv6Addr::LOCALHOST.into() };
        address.set_ip(loopback);
    }
    format!("http://{address}")
}
