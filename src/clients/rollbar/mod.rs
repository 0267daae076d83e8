//! Rollbar's API, of an account or of the embedded backend.

mod client;
mod error;
mod exact;
mod mask;
mod rate_limits;
mod reading;
mod sending;

pub use client::RollbarClient;
pub use client::RollbarTokens;
pub use error::RollbarCallError;
pub use error::TokenFault;
pub use exact::Exact;
pub use exact::Instance;
pub use rate_limits::RateLimits;
pub use reading::ItemFilter;
pub use reading::Listed;
pub use sending::Sent;
