//! The query specification: JSON to a checked specification, and that to a plan.

mod calculations;
mod canonical;
mod computed;
mod error;
mod filters;
mod object;
mod operators;
mod references;
mod results;
mod specification;
#[cfg(test)]
mod tests;
mod times;
mod trigger;

pub use canonical::canonical;
pub use error::PathPart;
pub use error::SpecError;
pub use error::SpecPath;
pub use error::SpecProblem;
pub use results::Quantity;
pub use specification::Answer;
pub use specification::DEFAULT_LIMIT;
pub use specification::MAXIMUM_LIMIT;
pub use specification::Spec;
pub use times::DEFAULT_TIME_RANGE;
pub use trigger::check_trigger_query;

/// Most members of a list of a specification.
pub const MAXIMUM_MEMBERS: usize = 100;

/// Longest name of a calculation, formula or calculated field, in characters.
const MAXIMUM_NAME_LENGTH: usize = 255;
