//! Which hosts belong together: that of the repositories, and that of the API.

/// Says whether the API at `api` serves the repositories of `host`.
///
/// github.com and the tenants of ghe.com have a host of their own for the API; an Enterprise Server
/// has both on one.
#[must_use]
pub fn is_host_of_api(host: &str, api: &str) -> bool {
    let authority = api.split_once("://").map_or(api, |(_, rest)| rest);
    let authority = authority.split('/').next().unwrap_or_default().to_ascii_lowercase();
    let tenant = authority.strip_prefix("api.").filter(|host| host.ends_with(".ghe.com"));
    let web = match authority.as_str() {
        "api.github.com" => "github.com",
        _ => tenant.unwrap_or(&authority),
    };
    // The address of a remote may be one of ssh, which does not tell the port of the web side.
    let without_port = web.rsplit_once(':').map_or(web, |(name, _)| name);
    host.eq_ignore_ascii_case(web) || host.eq_ignore_ascii_case(without_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_belongs_to_one_api() {
        for (host, api) in [
            ("github.com", "https://api.github.com"),
            ("GitHub.com", "https://api.github.com/"),
            ("octo.ghe.com", "https://api.octo.ghe.com"),
            ("git.example.com", "https://git.example.com/api/v3"),
            ("git.example.com", "https://git.example.com:8443/api/v3"),
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
        ] {
            assert!(is_host_of_api(host, api), "{host} {api}");
        }
        for (host, api) in [
            ("gitlab.com", "https://api.github.com"),
            ("github.com.evil.example", "https://api.github.com"),
            ("api.github.com", "https://api.github.com"),
            ("github.com", "https://git.example.com/api/v3"),
            ("git.example.com:1", "https://git.example.com:8443/api/v3"),
            ("github.com", "http://127.0.0.1:8080"),
            ("", "https://api.github.com"),
        ] {
            assert!(!is_host_of_api(host, api), "{host} {api}");
        }
    }
}
