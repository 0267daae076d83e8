//! Page tokens: a position and a hash of the request it belongs to.
//!
//! A token holds no offset, so it stays right when objects come and go, and a token of another
//! request is refused.

use std::fmt::Write as _;

use sha2::Digest as _;
use sha2::Sha256;

/// Creates a token that continues `request` strictly after `position`.
pub(super) fn encode(request: &[&str], position: &str) -> String {
    let mut token = hash(request);
    for byte in position.bytes() {
        // Writing into a string cannot fail.
        let _ = write!(token, "{byte:02x}");
    }
    token
}

/// Returns the position of a token, or `None` when it is not one of `request`.
pub(super) fn decode(request: &[&str], token: &str) -> Option<String> {
    let position = token.strip_prefix(&hash(request))?;
    if !position.len().is_multiple_of(2) || !position.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> = (0..position.len())
        .step_by(2)
        .map(|start| {
            position.get(start..start + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok())
        })
        .collect();
    String::from_utf8(bytes?).ok()
}

/// Returns eight hexadecimal digits that stand for a request.
pub(super) fn hash(request: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in request {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let digest = hasher.finalize();
    let mut text = String::with_capacity(8);
    for byte in digest.iter().take(4) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_belongs_to_its_request() {
        let token = encode(&["DescribeLogGroups", "cru"], "cruddur/é");
        assert_eq!(decode(&["DescribeLogGroups", "cru"], &token).as_deref(), Some("cruddur/é"));
        assert_eq!(decode(&["DescribeLogGroups", "crud"], &token), None);
        for bad in ["", "x", &token[..9], "zzzzzzzz00", "é"] {
            assert_eq!(decode(&["DescribeLogGroups", "cru"], bad), None, "{bad}");
        }
        let parts_do_not_run_together = encode(&["ab", "c"], "x");
        assert_eq!(decode(&["a", "bc"], &parts_do_not_run_together), None);
    }
}
