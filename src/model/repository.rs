//! Where the source of a project is kept: host and path, as git addresses say it.

use std::fmt;

use super::Rule;
use super::Violation;

/// Longest address that is read, in bytes.
const MAXIMUM_ADDRESS_BYTES: usize = 2048;

/// Most folders of a path; GitLab nests groups twenty deep.
const MAXIMUM_SEGMENTS: usize = 22;

/// A repository: the host that keeps it, with a port that is not the usual one, and its path there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepositoryAddress {
    /// The host in small letters, and `:PORT` if the address is one of the web and names a port.
    pub host: String,
    /// The path, `owner/name` on most hosts, without `.git`.
    pub path: String,
}

impl RepositoryAddress {
    /// Reads the address of a git remote: `https://HOST/PATH`, `ssh://git@HOST/PATH` or
    /// `git@HOST:PATH`. Names and passwords in it are dropped, and so is the port of ssh, which
    /// says nothing about where the host's web side is.
    #[must_use]
    pub fn parse(address: &str) -> Option<Self> {
        let address = address.trim();
        if address.len() > MAXIMUM_ADDRESS_BYTES || address.contains(char::is_control) {
            return None;
        }
        let (host, path) = if let Some((scheme, rest)) = address.split_once("://") {
            let (authority, path) = rest.split_once('/')?;
            let host = authority.rsplit('@').next()?;
            match scheme.to_ascii_lowercase().as_str() {
                "https" => (host.strip_suffix(":443").unwrap_or(host), path),
                "http" => (host.strip_suffix(":80").unwrap_or(host), path),
                "ssh" | "git+ssh" | "ssh+git" | "git" => (without_port(host), path),
                _ => return None,
            }
        } else {
            // As git decides: a colon before any slash.
            let (login, path) = address.split_once(':')?;
            if login.contains('/') {
                return None;
            }
            (login.rsplit('@').next()?, path)
        };
        let host = host.to_ascii_lowercase();
        // GitHub takes ssh on the port of the web by this name.
        let host = if host == "ssh.github.com" { "github.com".to_owned() } else { host };
        is_host(&host).then_some(())?;
        Some(Self { host, path: tidy_path(path)? })
    }

    /// Returns owner and name, for hosts whose repositories have exactly these.
    #[must_use]
    pub fn owner_and_name(&self) -> Option<RepositoryName> {
        RepositoryName::parse(&self.path)
    }
}

impl fmt::Display for RepositoryAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.host, self.path)
    }
}

/// A repository of GitHub: its owner and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepositoryName {
    /// The user or organisation.
    pub owner: String,
    /// The name.
    pub name: String,
}

impl RepositoryName {
    /// Reads `owner/name`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (owner, name) = text.split_once('/')?;
        let right = is_segment(owner) && is_segment(name) && owner.len() <= 39 && name.len() <= 100;
        right.then(|| Self { owner: owner.to_owned(), name: name.to_owned() })
    }

    /// Reads `[HOST/]OWNER/NAME`, the form in which people name repositories to GitHub's own
    /// program.
    ///
    /// # Errors
    /// The text has another form.
    pub fn parse_with_host(path: &str, text: &str) -> Result<(Option<String>, Self), Violation> {
        let parsed = match text.split('/').count() {
            2 => Self::parse(text).map(|name| (None, name)),
            3 => text.split_once('/').and_then(|(host, rest)| {
                let host = host.to_ascii_lowercase();
                is_host(&host).then_some(())?;
                Some((Some(host), Self::parse(rest)?))
            }),
            _ => None,
        };
        parsed.ok_or_else(|| Violation::new(path, Rule::Pattern("[HOST/]OWNER/NAME"), text))
    }
}

impl fmt::Display for RepositoryName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.owner, self.name)
    }
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

fn is_host(host: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte);
    (1..=255).contains(&host.len()) && host.bytes().all(legal) && !host.starts_with('-')
}

fn tidy_path(path: &str) -> Option<String> {
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let mut segments = path.split('/');
    let right = segments.clone().count() <= MAXIMUM_SEGMENTS && segments.all(is_segment);
    right.then(|| path.to_owned())
}

fn is_segment(text: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~+".contains(&byte);
    !text.is_empty() && text.bytes().all(legal) && !text.bytes().all(|byte| byte == b'.')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(address: &str) -> Option<String> {
        RepositoryAddress::parse(address).map(|address| address.to_string())
    }

    #[test]
    fn every_form_of_git_is_read() {
        for address in [
            "https://github.com/omenking/cruddur",
            "https://github.com/omenking/cruddur.git",
            "https://GitHub.com:443/omenking/cruddur/",
            "https://user:token@github.com/omenking/cruddur.git",
            "ssh://git@github.com/omenking/cruddur.git",
            "ssh://git@ssh.github.com:443/omenking/cruddur.git",
            "git@github.com:omenking/cruddur.git",
            "github.com:/omenking/cruddur",
        ] {
            assert_eq!(
                parsed(address).as_deref(),
                Some("github.com/omenking/cruddur"),
                "{address}"
            );
        }
        let nested = RepositoryAddress::parse("git@gitlab.com:a/b/c.git").unwrap();
        assert_eq!((nested.path.as_str(), nested.owner_and_name()), ("a/b/c", None));
        assert_eq!(parsed("http://127.0.0.1:8080/o/r").as_deref(), Some("127.0.0.1:8080/o/r"));
    }

    #[test]
    fn what_is_no_address_of_a_host_is_left() {
        for address in [
            "",
            "/srv/git/cruddur.git",
            "../cruddur",
            "file:///srv/git/cruddur",
            "https://github.com",
            "https://github.com/",
            "https://github.com/../x",
            "https://git hub.com/o/r",
            "https://github.com/o/r?x=1",
            "git@github.com:o/r\nother",
            "ftp://github.com/o/r",
        ] {
            assert_eq!(parsed(address), None, "{address:?}");
        }
    }

    #[test]
    fn names_may_say_their_host() {
        let read = |text| RepositoryName::parse_with_host("GH_REPO", text).ok();
        let (host, name) = read("ghe.example.com/o/r").unwrap();
        assert_eq!((host.as_deref(), name.to_string().as_str()), (Some("ghe.example.com"), "o/r"));
        assert_eq!(read("o/r").unwrap().0, None);
        for wrong in ["", "o", "o/", "/r", "o/r/x/y", "o/..", "o/r?", "https://github.com/o/r"] {
            assert!(read(wrong).is_none(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_address_gives_a_path_that_climbs(address in "(https://|git@)?[a-z.@:/]{0,20}[:/][a-z./]{0,20}") {
            if let Some(read) = RepositoryAddress::parse(&address) {
                prop_assert!(read.path.split('/').all(|part| !part.is_empty() && part != ".."));
                prop_assert!(!read.host.contains('@'));
            }
        }
    }
}
