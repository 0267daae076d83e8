//! Checks of a project: mistakes that nobody means and every service accepts.
//!
//! They read the project file and the files of the project, and nothing else: no source of a value,
//! no file that git ignores, no network. A finding never holds more of a secret than its end.

mod allowed;
mod assigned;
mod assignment;
mod bundle;
mod compose;
mod declared;
mod finding;
mod project_files;
mod registry;
mod run;
mod services;
#[cfg(test)]
mod tests;
mod written;

pub use finding::Finding;
pub use registry::CHECKS;
pub use registry::Check;
pub use registry::Level;
pub use run::CheckInput;
pub use run::run;
