//! Gitpod Classic: its service of variables over Connect JSON, and what its program `gp` prints.

mod gp;
mod variables;

pub use gp::GpVariable;
pub use gp::gp_line;
pub use gp::parse_gp_list;
pub use variables::*;

/// Where Gitpod is, where nothing else is said.
pub const HOST: &str = "https://gitpod.io";

/// The pattern of repositories that means all of them.
pub const EVERY_REPOSITORY: &str = "*/**";

/// The older pattern of all repositories, which Gitpod's own program looks for as well.
pub const EVERY_REPOSITORY_OF_OLD: &str = "*/*";

/// Returns where the API of a host is: beside it, under a name of its own. A host that can have no
/// name below it, a number or this machine, is the API itself.
#[must_use]
pub fn api_of_host(host: &str) -> String {
    let (scheme, rest) = host.split_once("://").unwrap_or(("https", host));
    let rest = rest.trim_end_matches('/');
    let name = rest.split(['/', ':']).next().unwrap_or_default();
    let is_number =
        rest.starts_with('[') || name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let has_own = is_number || name == "localhost" || name.starts_with("api.");
    if has_own { format!("{scheme}://{rest}") } else { format!("{scheme}://api.{rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_api_stands_beside_its_host() {
        for (host, api) in [
            ("https://gitpod.io", "https://api.gitpod.io"),
            ("https://gitpod.io/", "https://api.gitpod.io"),
            ("gitpod.example.com", "https://api.gitpod.example.com"),
            ("https://api.gitpod.io", "https://api.gitpod.io"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://localhost:8080/", "http://localhost:8080"),
            ("http://[::1]:8080", "http://[::1]:8080"),
        ] {
            assert_eq!(api_of_host(host), api);
        }
    }
}
