//! Kinds of keys by their shapes, and what each kind may do.

/// Characters of an ingest key: an identifier of 32 and a secret of 32.
const INGEST_LENGTH: usize = 64;

/// Characters of the identifier that a key begins with: `hc?ik_` and 26 more.
const IDENTIFIER_LENGTH: usize = 32;

/// Longest configuration key that is taken.
const MAXIMUM_CONFIGURATION_LENGTH: usize = 128;

/// What is told to who sends with a key that does not send.
pub const CANNOT_SEND: &str =
    "a management key cannot send events: use an ingest or a configuration key";

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Sends events into an environment.
    Ingest,
    /// Sends events into a classic team.
    ClassicIngest,
    /// Reads and writes the resources of an environment.
    Configuration,
    /// Reads and writes the resources of a classic team.
    ClassicConfiguration,
    /// Manages a team, by version 2 only.
    Management,
}

/// What a key may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a permission of its own")]
pub struct Permissions {
    /// Send events.
    pub events: bool,
    /// Create a dataset by sending to it.
    pub create_datasets: bool,
    /// Read and write resources of version 1, and run queries.
    pub resources: bool,
    /// Read and write resources of version 2.
    pub management: bool,
}

impl KeyKind {
    /// Returns the kind of a key, or nothing when no key looks like this.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        let lower = |text: &str| {
            text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        if let Some(rest) = after_prefix(key, "ik_") {
            let secret = rest.get(26..)?;
            let right = key.len() == INGEST_LENGTH
                && lower(&rest[..26])
                && secret.bytes().all(|byte| byte.is_ascii_alphanumeric());
            return right.then_some(Self::Ingest);
        }
        if let Some(rest) = after_prefix(key, "ic_") {
            return (rest.len() == 58 && lower(rest)).then_some(Self::ClassicIngest);
        }
        if let Some(rest) = after_prefix(key, "mk_") {
            let (identifier, secret) = rest.split_once(':')?;
            let right = identifier.len() == 26
                && lower(identifier)
                && secret.len() == 32
                && secret.bytes().all(|byte| byte.is_ascii_alphanumeric());
            return right.then_some(Self::Management);
        }
        let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if key.len() == 32 && key.bytes().all(hexadecimal) {
            return Some(Self::ClassicConfiguration);
        }
        let printable = !key.is_empty()
            && key.len() <= MAXIMUM_CONFIGURATION_LENGTH
            && key.bytes().all(|byte| byte.is_ascii_graphic());
        printable.then_some(Self::Configuration)
    }

    /// Says whether the key belongs to a classic team, which has no environments.
    #[must_use]
    pub const fn is_classic(self) -> bool {
        matches!(self, Self::ClassicIngest | Self::ClassicConfiguration)
    }

    /// Says whether the key only sends.
    #[must_use]
    pub const fn is_ingest(self) -> bool {
        matches!(self, Self::Ingest | Self::ClassicIngest)
    }

    /// Returns what a key of this kind may do here.
    #[must_use]
    pub const fn permissions(self) -> Permissions {
        let management = matches!(self, Self::Management);
        Permissions {
            events: !management,
            create_datasets: !management,
            resources: matches!(self, Self::Configuration | Self::ClassicConfiguration),
            management,
        }
    }

    /// Returns the identifier of a key, without any part of its secret.
    #[must_use]
    pub fn identifier(self, key: &str) -> String {
        match self {
            Self::Ingest | Self::ClassicIngest | Self::Management => {
                key.chars().take(IDENTIFIER_LENGTH).collect()
            }
            // These keys are secret as a whole; the identifier is another word.
            Self::Configuration | Self::ClassicConfiguration => {
                use sha2::Digest as _;
                let digest = sha2::Sha256::digest(key.as_bytes());
                let hex: String =
                    digest.iter().take(13).map(|byte| format!("{byte:02x}")).collect();
                format!("hcxlk_{hex}")
            }
        }
    }
}

/// Returns what follows `hc`, a letter and `mark`.
fn after_prefix<'a>(key: &'a str, mark: &str) -> Option<&'a str> {
    let rest = key.strip_prefix("hc")?;
    let letter = rest.chars().next().filter(char::is_ascii_lowercase)?;
    rest[letter.len_utf8()..].strip_prefix(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_shape() {
        let (id, secret) = ("01hqk4k20cjeh63wca8vva5stw", "70cjeh63wca8vva5stw70cjeh63wca8v");
        let kinds = [
            (format!("hcxik_{id}{secret}"), Some(KeyKind::Ingest)),
            (format!("hcaik_{id}{}", &secret[1..]), None),
            (format!("hcaic_{id}{secret}"), Some(KeyKind::ClassicIngest)),
            (format!("hcaic_{id}"), None),
            (format!("hcxmk_{id}:{secret}"), Some(KeyKind::Management)),
            (format!("hcxmk_{id}{secret}"), None),
            ("0123456789abcdef0123456789abcdef".to_owned(), Some(KeyKind::ClassicConfiguration)),
            ("0123456789ABCDEF0123456789abcdef".to_owned(), Some(KeyKind::Configuration)),
            ("bWFkZSB1cCBrZXkgdGV4".to_owned(), Some(KeyKind::Configuration)),
            (String::new(), None),
            ("two words".to_owned(), None),
            ("hcäik_".to_owned(), None),
            ("x".repeat(129), None),
        ];
        for (key, kind) in kinds {
            assert_eq!(KeyKind::of_key(&key), kind, "{key}");
        }
    }

    #[test]
    fn an_identifier_tells_no_secret() {
        let key = format!("hcxik_{}{}", "a".repeat(26), "s".repeat(32));
        assert_eq!(KeyKind::Ingest.identifier(&key), format!("hcxik_{}", "a".repeat(26)));
        let key = "0123456789abcdef0123456789abcdef";
        let identifier = KeyKind::ClassicConfiguration.identifier(key);
        assert!(identifier.len() == 32 && !identifier.contains("0123456789"));
    }

    #[test]
    fn ingest_keys_only_send() {
        assert!(KeyKind::Ingest.permissions().events && !KeyKind::Ingest.permissions().resources);
        assert!(KeyKind::Configuration.permissions().resources);
        assert!(!KeyKind::Management.permissions().events);
        assert!(KeyKind::ClassicIngest.is_classic() && KeyKind::ClassicIngest.is_ingest());
    }
}
