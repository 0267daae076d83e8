//! Tests of the store as a whole.

mod basics;
mod catalog;
mod events;
mod faults;
mod items;
mod memory;
mod opening;
mod projects;
mod sweeping;
