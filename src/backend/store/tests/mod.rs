//! Tests of the store as a whole.

mod basics;
mod catalog;
mod faults;
mod opening;
mod sweeping;
