//! Exports and imports against what they must keep, refuse and survive.

mod crashing;
mod events;
mod refusing;
mod round_trip;
mod world;
