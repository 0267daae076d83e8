//! What all AWS protocols share: errors, violations in the vendor's words, credential scopes.

mod credential_scope;
mod error;
mod member;

pub use credential_scope::CredentialScope;
pub use error::AwsError;
pub use error::violation_text;
pub use member::required;
