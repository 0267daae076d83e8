//! `honeycomb push`.

use clap::Args;

/// Save the queries of the project file, and show them on one board
///
/// The same as apply --only honeycomb: a second run changes nothing, and an edited query takes the
/// place of the one that had its name, on boards too. This needs no Enterprise plan; the board runs
/// its queries in the browser.
#[derive(Args, Debug)]
#[command(after_long_help = "Examples:
  cruddur-obs honeycomb push
  cruddur-obs plan --only honeycomb")]
pub(crate) struct HoneycombPushArgs {}
