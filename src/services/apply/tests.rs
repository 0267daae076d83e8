//! Applying against worlds that throttle, lose answers, show old states, and change meanwhile.

mod convergence;
mod order;
mod world;
