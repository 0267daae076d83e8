//! What the backend is started with.

use std::sync::Arc;

use secrecy::SecretString;

use crate::base::Milliseconds;
use crate::wire::rollbar::CallLimit;

/// The account and region of everything unsigned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// Twelve digits.
    pub account: String,
    /// For instance `us-east-1`.
    pub region: String,
}

impl Default for Home {
    fn default() -> Self {
        Self { account: "000000000000".to_owned(), region: "us-east-1".to_owned() }
    }
}

/// Who may talk to the backend.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// Host names accepted beside the local ones.
    pub allowed_hosts: Vec<String>,
    /// Origins of web pages that may use the ingest routes, beside loopback ones.
    pub allowed_origins: Vec<String>,
    /// The token that each protocol must carry in its own place.
    pub token: Option<SecretString>,
    /// Whether AWS requests must carry a valid signature.
    pub strict_signatures: bool,
}

/// What Honeycomb's API answers as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HoneycombTeam {
    /// The plan of the team.
    pub plan: HoneycombPlan,
    /// Whether as few results a minute can be made as the service allows.
    pub limits_results: bool,
}

/// A plan of Honeycomb's, as far as its API differs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HoneycombPlan {
    /// Queries are run by the API.
    #[default]
    Enterprise,
    /// Queries are saved by the API, and run by its pages only.
    Free,
}

/// What Rollbar's API answers as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RollbarProject {
    /// Largest payload of an item, in bytes.
    pub item_limit_bytes: usize,
    /// How many items a token may send that says nothing itself; none means without end.
    pub rate_limit: Option<CallLimit>,
    /// How long an item that was acknowledged is not to be seen.
    pub arrival_delay_ms: Milliseconds,
    /// Whether only tokens of the project open it.
    pub strict_tokens: bool,
}

impl Default for RollbarProject {
    fn default() -> Self {
        Self {
            item_limit_bytes: 1024 * 1024,
            rate_limit: None,
            arrival_delay_ms: 0,
            strict_tokens: false,
        }
    }
}

/// What the backend is started with.
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    /// The account and region of everything unsigned.
    pub home: Home,
    /// Who may talk to the backend.
    pub access: Arc<Access>,
    /// What Honeycomb's API answers as.
    pub honeycomb: HoneycombTeam,
    /// What Rollbar's API answers as.
    pub rollbar: RollbarProject,
}
