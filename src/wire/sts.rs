//! AWS STS, API version 2011-06-15: the one operation that clients of other services call.
//!
//! Form: STS API reference, `GetCallerIdentity`.

/// Returns the answer of `GetCallerIdentity`.
#[must_use]
pub fn caller_identity_body(account: &str, request_id: &str) -> String {
    format!(
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
         <GetCallerIdentityResult><Arn>arn:aws:iam::{account}:user/cruddur-obs</Arn>\
         <UserId>AIDACRUDDUROBSLOCAL00</UserId><Account>{account}</Account>\
         </GetCallerIdentityResult><ResponseMetadata><RequestId>{request_id}</RequestId>\
         </ResponseMetadata></GetCallerIdentityResponse>"
    )
}

/// Returns the `Action` of a form-encoded body.
#[must_use]
pub fn action(body: &str) -> Option<&str> {
    body.split('&').find_map(|pair| pair.strip_prefix("Action="))
}
