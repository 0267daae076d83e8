//! The `Credential` part of a SigV4 authorization header.
//!
//! Form: AWS General Reference, "Elements of an AWS API request signature".

/// Who signed, for which day, region and service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialScope {
    /// The access key identifier.
    pub access_key: String,
    /// The day, `YYYYMMDD`.
    pub date: String,
    /// The region.
    pub region: String,
    /// The signing name of the service.
    pub service: String,
}

impl CredentialScope {
    /// Reads the scope from an `Authorization` header; `None` when it is not SigV4's.
    #[must_use]
    pub fn from_authorization(header: &str) -> Option<Self> {
        let rest = header.trim_start().strip_prefix("AWS4-HMAC-SHA256")?;
        let credential =
            rest.split(',').map(str::trim).find_map(|part| part.strip_prefix("Credential="))?;
        Self::parse(credential)
    }

    /// Reads `KEY/DATE/REGION/SERVICE/aws4_request`; the key itself may hold slashes.
    fn parse(credential: &str) -> Option<Self> {
        let mut parts = credential.rsplitn(5, '/');
        let terminator = parts.next()?;
        let service = parts.next()?;
        let region = parts.next()?;
        let date = parts.next()?;
        let access_key = parts.next()?;
        let legal = terminator == "aws4_request"
            && !access_key.is_empty()
            && is_name(region)
            && is_name(service);
        legal.then(|| Self {
            access_key: access_key.to_owned(),
            date: date.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
        })
    }

    /// Returns the account a signature stands for: the key if it is 12 digits, else zeros.
    #[must_use]
    pub fn account(&self) -> String {
        account_of(&self.access_key)
    }
}

fn account_of(access_key: &str) -> String {
    let is_account = access_key.len() == 12 && access_key.bytes().all(|b| b.is_ascii_digit());
    if is_account { access_key.to_owned() } else { "000000000000".to_owned() }
}

/// A region or service becomes part of ARNs and of keys in the store.
fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_sdks_send() {
        let header = "AWS4-HMAC-SHA256 Credential=123456789012/20261121/eu-west-3/logs/\
                      aws4_request, SignedHeaders=host;x-amz-date, Signature=00";
        let scope = CredentialScope::from_authorization(header).unwrap();
        assert_eq!(scope.region, "eu-west-3");
        assert_eq!(scope.service, "logs");
        assert_eq!(scope.account(), "123456789012");
        let test = CredentialScope { access_key: "test".to_owned(), ..scope };
        assert_eq!(test.account(), "000000000000");
    }

    #[test]
    fn refuses_what_is_no_scope() {
        for header in [
            "",
            "Bearer x",
            "AWS4-HMAC-SHA256 Credential=a/b/c",
            "AWS4-HMAC-SHA256 Credential=k/20261121/eu west/logs/aws4_request",
            "AWS4-HMAC-SHA256 Credential=/20261121/eu-west-3/logs/aws4_request",
            "AWS4-HMAC-SHA256 Credential=k/20261121/eu-west-3/logs/aws4",
        ] {
            assert_eq!(CredentialScope::from_authorization(header), None, "{header}");
        }
    }
}
