//! The few facts that settings need from the AWS CLI's own files: profile names and their region.
//!
//! Credentials are the AWS SDK's business; no key is read here.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Profile names and their region.
#[derive(Clone, Debug, Default)]
pub(crate) struct AwsConfig {
    profiles: BTreeMap<String, Option<String>>,
}

impl AwsConfig {
    /// Reads both files; what is missing or unreadable is left to the SDK to complain about.
    pub(crate) fn read(config: Option<&Path>, credentials: Option<&Path>) -> Self {
        let mut found = Self::default();
        for (path, is_config) in [(config, true), (credentials, false)] {
            if let Some(text) = path.and_then(read_text) {
                found.add(&text, is_config);
            }
        }
        found
    }

    /// Says whether a profile of this name exists.
    pub(crate) fn has(&self, profile: &str) -> bool {
        self.profiles.contains_key(profile)
    }

    /// Returns the region of a profile.
    pub(crate) fn region(&self, profile: &str) -> Option<&str> {
        self.profiles.get(profile)?.as_deref()
    }

    fn add(&mut self, text: &str, is_config: bool) {
        let mut current: Option<String> = None;
        for line in text.lines() {
            // An indented line belongs to the key above it (`s3 =` and the like).
            if line.starts_with([' ', '\t']) || line.starts_with(['#', ';']) {
                continue;
            }
            if let Some(header) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
                current = profile_of(header.trim(), is_config);
                if let Some(name) = &current {
                    self.profiles.entry(name.clone()).or_default();
                }
            } else if let (Some(name), Some((key, value))) = (&current, line.split_once('='))
                && key.trim() == "region"
                && !value.trim().is_empty()
            {
                self.profiles.insert(name.clone(), Some(value.trim().to_owned()));
            }
        }
    }
}

// The configuration file says `[profile NAME]`, the credentials file `[NAME]`.
fn profile_of(header: &str, is_config: bool) -> Option<String> {
    if !is_config || header == "default" {
        return Some(header.to_owned());
    }
    let name = header.strip_prefix("profile")?;
    name.starts_with(char::is_whitespace).then(|| name.trim().trim_matches(['"', '\'']).to_owned())
}

fn read_text(path: &Path) -> Option<String> {
    if !std::fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut text = String::new();
    File::open(path).ok()?.take(1024 * 1024).read_to_string(&mut text).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_profiles_and_regions() {
        let mut config = AwsConfig::default();
        config.add("[default]\nregion = us-east-1\n[profile cruddur]\ns3 =\n  region = no\nregion=eu-west-3\n[sso-session x]\nregion = no\n", true);
        config.add("[keys]\naws_access_key_id = x\n", false);
        assert_eq!(config.region("cruddur"), Some("eu-west-3"));
        assert_eq!(config.region("default"), Some("us-east-1"));
        assert!(config.has("keys") && !config.has("x") && !config.has("sso-session x"));
    }
}
