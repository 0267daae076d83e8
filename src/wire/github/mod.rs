//! GitHub's REST API as far as secrets and variables of Actions and Codespaces go.

mod host;
mod pages;
mod problem;
mod root;
mod secrets;
mod variables;

pub use host::is_host_of_api;
pub use pages::PageOf;
pub use pages::RepositoryId;
pub use pages::RepositoryPage;
pub use problem::problem_text;
pub use root::Holder;
pub use root::Root;
pub use root::repository_path;
pub use secrets::ListedSecret;
pub use secrets::PUBLIC_KEY_BYTES;
pub use secrets::PublicKey;
pub use secrets::SaveSecret;
pub use secrets::SecretPage;
pub use secrets::Visibility;
pub use variables::ListedVariable;
pub use variables::SaveVariable;
pub use variables::VariablePage;

/// Where the API of github.com is.
pub const API: &str = "https://api.github.com";

/// The version of the API that is spoken.
pub const API_VERSION: &str = "2022-11-28";

/// Header that names the version.
pub const API_VERSION_HEADER: &str = "x-github-api-version";

/// What answers are asked for.
pub const MEDIA_TYPE: &str = "application/vnd.github+json";

/// Header with the calls that are left until the limit is reset.
pub const REMAINING_HEADER: &str = "x-ratelimit-remaining";

/// Header with the moment at which the limit is reset, in seconds of the epoch.
pub const RESET_HEADER: &str = "x-ratelimit-reset";

/// Header with the identifier of a request.
pub const REQUEST_ID_HEADER: &str = "x-github-request-id";
