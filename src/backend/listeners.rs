//! The addresses a backend listens on.

use std::net::SocketAddr;
use std::path::Path;

use serde_json::json;

/// Where a running backend listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// The one port of all HTTP APIs.
    pub http: SocketAddr,
}

impl Addresses {
    /// Returns the URL of the HTTP port; an unspecified address is reached over loopback.
    #[must_use]
    pub fn http_url(&self) -> String {
        let mut address = self.http;
        if address.ip().is_unspecified() {
            let loopback: std::net::IpAddr = if address.is_ipv4() {
                std::net::Ipv4Addr::LOCALHOST.into()
            } else {
                std::net::Ipv6Addr::LOCALHOST.into()
            };
            address.set_ip(loopback);
        }
        format!("http://{address}")
    }

    /// Returns the content of the ready file.
    #[must_use]
    pub fn ready_json(&self) -> String {
        let ready = json!({ "http": self.http_url(), "pid": std::process::id() });
        format!("{ready}\n")
    }

    /// Says whether `path` may hold a ready file: its folder exists.
    #[must_use]
    pub fn can_write_ready_file(path: &Path) -> bool {
        path.parent().is_none_or(|folder| folder.as_os_str().is_empty() || folder.is_dir())
    }
}
