//! `[project]` and `[profiles]`.
//!
//! Settings read the same keys for their values; here they are checked with everything else.

use super::names::Names;
use super::reading::Reading;
use super::rules::Text;
use super::table::Table;
use crate::base::Fault;
use crate::base::Placed;
use crate::base::value_checks;
use crate::model::tags;

/// The tag that says which project a thing belongs to.
const PROJECT_TAG: &str = "cruddur-obs:project";

/// Reads `[project]`; returns its name.
pub(super) fn read(root: &mut Table<'_, '_>, reading: &Reading) -> Option<Placed<String>> {
    let name = |text: &str| {
        value_checks::name(text)?;
        tags::check_tag("", PROJECT_TAG, text).map_err(|_| Fault {
            message: "must be legal in a tag: letters, digits, spaces and _ . : / = + - @"
                .to_owned(),
            hint: None,
        })
    };
    let found = root.table("project", "The project.", |table| {
        let name = table.text(
            "name",
            "Its name; what is made for it is marked with it.",
            &Text::of_length(1, 128).passing(&name),
        );
        table.text(
            "default_profile",
            "The profile of commands that name none.",
            &Text::of_length(1, 64).passing(&value_checks::profile_name),
        );
        name
    });
    found.flatten().map(|name| reading.placed(name))
}

/// Reads `[profiles]`.
pub(super) fn read_profiles(root: &mut Table<'_, '_>) {
    let names = Names {
        pattern: "(?!local$)[A-Za-z0-9_.][A-Za-z0-9_.-]{0,63}",
        check: &value_checks::declared_profile_name,
        reserved: None,
    };
    root.entries("profiles", "Accounts to work in, by name.", &names, |_, table| {
        table.text(
            "aws_profile",
            "The profile of the AWS configuration that holds the credentials.",
            &Text::of_length(1, 128).passing(&value_checks::name),
        );
        table.text(
            "account",
            "The account that it must be.",
            &Text::any().matching("^[0-9]{12}$", "the 12 digits of an AWS account"),
        );
        table.text(
            "region",
            "The region that it must be.",
            &Text::of_length(1, 32).matching("^[a-z][a-z0-9-]*$", "a region such as eu-west-3"),
        );
    });
}

/// Says whether the project has a name, right or wrong.
pub(super) fn has_name(root: &Table<'_, '_>) -> bool {
    root.has_below("project", "name")
}
