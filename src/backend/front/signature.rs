//! Verifies AWS Signature Version 4.
//!
//! Source: AWS IAM user guide, "Create a signed AWS API request".

use hmac::Hmac;
use hmac::KeyInit as _;
use hmac::Mac as _;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use sha2::Digest as _;
use sha2::Sha256;

use super::message::Request;
use crate::base::Milliseconds;
use crate::base::hexadecimal;
use crate::wire::aws::AwsError;
use crate::wire::aws::CredentialScope;

/// How far the clock of a signer may be off, in milliseconds.
const MAXIMUM_SKEW: Milliseconds = 15 * 60 * 1000;

/// Checks the signature of a request against `secret`, the secret access key.
pub(super) fn verify(request: &Request, secret: &str, now: Milliseconds) -> Result<(), AwsError> {
    let Some(header) = request.header("authorization") else {
        return Err(forbidden(
            "MissingAuthenticationTokenException",
            "Missing Authentication Token",
        ));
    };
    let parts = AuthorizationParts::parse(header).ok_or_else(|| {
        forbidden("IncompleteSignatureException", "Authorization header is incomplete")
    })?;
    let date = request
        .header("x-amz-date")
        .ok_or_else(|| forbidden("IncompleteSignatureException", "X-Amz-Date is missing"))?;
    check_date(date, &parts.scope, now)?;
    for required in ["host", "x-amz-date"] {
        if !parts.signed_headers.contains(&required) {
            return Err(forbidden(
                "IncompleteSignatureException",
                &format!("'{required}' must be a signed header"),
            ));
        }
    }
    let canonical = canonical_request(request, &parts.signed_headers);
    let scope = &parts.scope;
    let text = format!(
        "AWS4-HMAC-SHA256\n{date}\n{}/{}/{}/aws4_request\n{}",
        scope.date,
        scope.region,
        scope.service,
        hexadecimal(&Sha256::digest(canonical)),
    );
    let key = [scope.date.as_str(), &scope.region, &scope.service, "aws4_request"]
        .iter()
        .fold(format!("AWS4{secret}").into_bytes(), |key, part| sign(&key, part.as_bytes()));
    let mut mac = new_mac(&key);
    mac.update(text.as_bytes());
    // The comparison takes the same time wherever the first wrong byte is.
    mac.verify_slice(&parts.signature).map_err(|_| {
        forbidden(
            "InvalidSignatureException",
            "The request signature we calculated does not match the signature you provided. \
             Check your AWS Secret Access Key and signing method.",
        )
    })
}

/// What the `Authorization` header holds.
struct AuthorizationParts<'a> {
    scope: CredentialScope,
    signed_headers: Vec<&'a str>,
    signature: Vec<u8>,
}

impl<'a> AuthorizationParts<'a> {
    fn parse(header: &'a str) -> Option<Self> {
        let scope = CredentialScope::from_authorization(header)?;
        let rest = header.trim_start().strip_prefix("AWS4-HMAC-SHA256")?;
        let part = |name: &str| rest.split(',').map(str::trim).find_map(|p| p.strip_prefix(name));
        let signed_headers = part("SignedHeaders=")?.split(';').collect();
        let signature = from_hexadecimal(part("Signature=")?)?;
        Some(Self { scope, signed_headers, signature })
    }
}

fn check_date(date: &str, scope: &CredentialScope, now: Milliseconds) -> Result<(), AwsError> {
    let signed = DateTime::strptime("%Y%m%dT%H%M%SZ", date)
        .ok()
        .and_then(|time| time.to_zoned(TimeZone::UTC).ok())
        .ok_or_else(|| {
            forbidden(
                "IncompleteSignatureException",
                "X-Amz-Date must have the form YYYYMMDDTHHMMSSZ",
            )
        })?
        .timestamp()
        .as_millisecond();
    if !date.starts_with(&scope.date) {
        return Err(forbidden(
            "InvalidSignatureException",
            "Credential should be scoped to the date of the request",
        ));
    }
    if (now - signed).abs() > MAXIMUM_SKEW {
        let at = |milliseconds| {
            Timestamp::from_millisecond(milliseconds)
                .map_or_else(|_| String::new(), |t| t.strftime("%Y%m%dT%H%M%SZ").to_string())
        };
        let word = if signed < now { "expired" } else { "not yet current" };
        return Err(forbidden(
            "InvalidSignatureException",
            &format!("Signature {word}: {date} is too far from {}", at(now)),
        ));
    }
    Ok(())
}

fn canonical_request(request: &Request, signed_headers: &[&str]) -> String {
    let mut canonical = format!(
        "{}\n{}\n{}\n",
        request.method,
        canonical_path(&request.path),
        canonical_query(&request.query),
    );
    for name in signed_headers {
        let values: Vec<String> = request
            .headers
            .get_all(*name)
            .iter()
            .map(|value| collapse_blanks(&String::from_utf8_lossy(value.as_bytes())))
            .collect();
        canonical.push_str(&format!("{name}:{}\n", values.join(",")));
    }
    canonical.push('\n');
    canonical.push_str(&signed_headers.join(";"));
    canonical.push('\n');
    canonical.push_str(&hexadecimal(&Sha256::digest(&request.raw_body)));
    canonical
}

/// Every service but S3 encodes the path, as sent, once more.
fn canonical_path(path: &str) -> String {
    let mut canonical = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            canonical.push(char::from(byte));
        } else {
            canonical.push_str(&format!("%{byte:02X}"));
        }
    }
    canonical
}

fn canonical_query(query: &str) -> String {
    let mut pairs: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| if pair.contains('=') { pair.to_owned() } else { format!("{pair}=") })
        .collect();
    pairs.sort();
    pairs.join("&")
}

fn collapse_blanks(value: &str) -> String {
    value.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

fn sign(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = new_mac(key);
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

#[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
fn new_mac(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("hmac takes a key of any length")
}

fn forbidden(code: &'static str, message: &str) -> AwsError {
    AwsError::with_status(403, code, message)
}

fn from_hexadecimal(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|start| text.get(start..start + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example of the IAM user guide, "Create a signed AWS API request".
    fn published_example() -> Request {
        let authorization = "AWS4-HMAC-SHA256 \
             Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, \
             SignedHeaders=content-type;host;x-amz-date, \
             Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";
        let headers = [
            ("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
            ("host", "iam.amazonaws.com"),
            ("x-amz-date", "20150830T123600Z"),
            ("authorization", authorization),
        ];
        let query = "Action=ListUsers&Version=2010-05-08".to_owned();
        Request { query, ..Request::for_tests(http::Method::GET, "/", &headers) }
    }

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    const SIGNED_AT: Milliseconds = 1_440_938_160_000;

    #[test]
    fn the_published_example_verifies() {
        assert_eq!(verify(&published_example(), SECRET, SIGNED_AT), Ok(()));
    }

    #[test]
    fn every_change_breaks_the_signature() {
        let code =
            |request: &Request, secret: &str, now| verify(request, secret, now).unwrap_err().code;
        let example = published_example();
        assert_eq!(code(&example, "wrong", SIGNED_AT), "InvalidSignatureException");
        assert_eq!(
            code(&example, SECRET, SIGNED_AT + MAXIMUM_SKEW + 1),
            "InvalidSignatureException"
        );
        let mut body = published_example();
        body.raw_body = bytes::Bytes::from_static(b"x");
        assert_eq!(code(&body, SECRET, SIGNED_AT), "InvalidSignatureException");
        let mut path = published_example();
        path.path = "/other".to_owned();
        assert_eq!(code(&path, SECRET, SIGNED_AT), "InvalidSignatureException");
        let mut unsigned = published_example();
        unsigned.headers.remove("authorization");
        assert_eq!(code(&unsigned, SECRET, SIGNED_AT), "MissingAuthenticationTokenException");
        let mut undated = published_example();
        undated.headers.remove("x-amz-date");
        assert_eq!(code(&undated, SECRET, SIGNED_AT), "IncompleteSignatureException");
    }
}
