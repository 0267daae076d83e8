//! The tests that drive the program from outside, in one binary.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod acceptor;
mod commands;
mod declared;
mod front;
mod layers;
mod profiles;
mod proxy;
mod readme;
mod root;
mod source_scan;
mod stub;
mod support;
