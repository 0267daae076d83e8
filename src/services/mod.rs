//! Use-cases: they call clients and emit typed events, and never print.

pub mod tail;
