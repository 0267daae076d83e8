//! What the values of settings may be.

use super::table_reader::Fault;
use super::table_reader::Refusal;

/// The profile that always means the embedded backend.
pub(crate) const BUILT_IN_PROFILE: &str = "local";

/// Accepts a profile name.
pub(crate) fn profile_name(name: &str) -> Result<(), Fault> {
    let legal = !name.is_empty()
        && name.len() <= 64
        && !name.starts_with('-')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    check(legal, "must be 1 to 64 letters, digits, `-`, `_` or `.`, and not begin with `-`")
}

/// Accepts the name of a profile that a project file declares; the message stands by itself.
pub(crate) fn declared_profile_name(name: &str) -> Result<(), Fault> {
    if name == BUILT_IN_PROFILE {
        let hint = "`local` always means the embedded backend; choose another name".to_owned();
        return Err(Fault {
            message: "profile `local` is built in and cannot be declared".to_owned(),
            hint: Some(hint),
        });
    }
    profile_name(name).map_err(|fault| Fault {
        message: format!("the name of a profile {}", fault.message),
        hint: fault.hint,
    })
}

/// Accepts an account number.
pub(crate) fn account(text: &str) -> Result<(), Fault> {
    check(
        text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()),
        "must be the 12 digits of an AWS account",
    )
}

/// Accepts a region, as `eu-west-3`.
pub(crate) fn region(text: &str) -> Result<(), Fault> {
    let legal = (1..=32).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    check(legal, "must be a region such as eu-west-3")
}

/// Accepts a name that is not blank and has no control characters.
pub(crate) fn name(text: &str) -> Result<(), Fault> {
    let legal = !text.trim().is_empty() && text.len() <= 128 && !text.contains(char::is_control);
    check(legal, "must be 1 to 128 printable characters")
}

/// Accepts the address of a server.
pub(crate) fn endpoint(text: &str) -> Result<(), Fault> {
    let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    // User names and passwords in an address would end up in logs.
    let legal = rest.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with('/')
            && !rest.contains(|c: char| c.is_whitespace() || c.is_control() || c == '@')
    });
    check(legal, "must be an address that begins with http:// or https://, without a user name")
}

/// Accepts the address of a server that is sent a token: nobody on the way may read it.
pub(crate) fn token_endpoint(text: &str) -> Result<(), Fault> {
    endpoint(text)?;
    let is_private = text.starts_with("https://") || is_on_this_machine(text);
    check(is_private, "must begin with https://, because a token is sent there")
}

/// Says whether an address of the web is one of this machine.
pub(crate) fn is_on_this_machine(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if let Some(rest) = authority.strip_prefix('[') {
        let number = rest.split(']').next().unwrap_or_default();
        return number.parse::<std::net::Ipv6Addr>().is_ok_and(|number| number.is_loopback());
    }
    let host = authority.split(':').next().unwrap_or_default();
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::Ipv4Addr>().is_ok_and(|number| number.is_loopback())
}

/// Says why a key of the project file is refused, if it looks like an address or a secret.
pub(crate) fn refuse_in_project(key: &str) -> Option<Refusal> {
    let key = key.to_lowercase();
    let names = |words: &[&str]| words.iter().any(|word| key.contains(word));
    if names(&["endpoint", "host", "url", "address"]) {
        Some(Refusal {
            reason: "endpoints and hosts are not read from the project file, so that a pull request cannot send keys elsewhere",
            hint: "use --endpoint-url, CRUDDUR_OBS_ENDPOINT_URL, or endpoint in [profiles.NAME] of the user file".to_owned(),
        })
    } else if names(&["token", "secret", "password", "key", "credential"]) {
        Some(Refusal {
            reason: "the project file is committed, and no secret belongs in it",
            hint: "set the vendor's own variable instead (cruddur-obs help environment), and revoke a value that was committed".to_owned(),
        })
    } else {
        None
    }
}

fn check(legal: bool, message: &str) -> Result<(), Fault> {
    if legal { Ok(()) } else { Err(Fault { message: message.to_owned(), hint: None }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_goes_out_only_where_nobody_reads_it() {
        for good in [
            "https://api.github.com",
            "http://127.0.0.1:8080/api/v3",
            "http://localhost",
            "http://LOCALHOST:1",
            "http://[::1]:8080",
        ] {
            assert!(token_endpoint(good).is_ok(), "{good}");
        }
        for bad in [
            "http://api.github.com",
            "http://127.0.0.1.evil.example",
            "http://localhost.evil.example",
            "http://10.0.0.1",
            "http://[::2]",
            "http://127.0.0.1@evil.example",
            "ftp://localhost",
            "api.github.com",
        ] {
            assert!(token_endpoint(bad).is_err(), "{bad}");
        }
    }
}
