//! What all AWS protocols share: errors, violations in the vendor's words, credential scopes.

mod credential_scope;
mod error;
mod member;

pub use credential_scope::CredentialScope;

/// Header in which the embedded backend says what the vendor's answer has no place for.
pub const NOTE_HEADER: &str = "x-cruddur-obs-note";

pub use error::AwsError;
pub use error::violation_text;
pub use member::required;
