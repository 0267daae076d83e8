//! The documented exit codes. They are part of the contract: scripts branch on them.

use crate::base::Kind;

/// Everything asked for was done.
pub const OK: u8 = 0;
/// The work was tried and failed.
pub const FAILED: u8 = 1;
/// The command line, a setting, a file or the target is wrong.
pub const USAGE: u8 = 2;
/// A named thing does not exist, or nothing matched under `--fail-on-empty`.
pub const NOT_FOUND: u8 = 3;
/// Authentication, permission or the plan of an account stands in the way.
pub const DENIED: u8 = 4;
/// Some items were done and some were not.
pub const PARTIAL: u8 = 5;
/// There are changes, asked for with `--detailed-exitcode`.
pub const CHANGES: u8 = 10;
/// A deadline passed.
pub const DEADLINE: u8 = 124;
/// The person interrupted.
pub const INTERRUPTED: u8 = 130;
/// The process was asked to terminate.
pub const TERMINATED: u8 = 143;

/// Every code with its meaning, for help and the manual page.
pub const TABLE: [(u8, &str); 10] = [
    (OK, "ok; an empty list, query or tail is ok too"),
    (FAILED, "the work was tried and failed"),
    (USAGE, "usage, configuration or wrong target: nothing was tried"),
    (NOT_FOUND, "a named thing does not exist, or nothing matched under --fail-on-empty"),
    (DENIED, "authentication, permission or a limit of the plan"),
    (PARTIAL, "partly applied: some items were done and some were not"),
    (CHANGES, "there are changes (plan and status, only with --detailed-exitcode)"),
    (DEADLINE, "a deadline passed (--timeout, or what was awaited did not come)"),
    (INTERRUPTED, "interrupted (^C)"),
    (TERMINATED, "terminated (SIGTERM)"),
];

/// Returns the code of a kind of failure.
#[must_use]
pub const fn of_kind(kind: Kind) -> u8 {
    match kind {
        Kind::Failed => FAILED,
        Kind::Usage => USAGE,
        Kind::NotFound => NOT_FOUND,
        Kind::Denied => DENIED,
        Kind::Partial => PARTIAL,
        Kind::Deadline => DEADLINE,
        Kind::Interrupted => INTERRUPTED,
        Kind::Terminated => TERMINATED,
    }
}
