//! Bodies of version 2, whose form is JSON:API.

use super::FieldCode;
use super::Members;
use super::Problem;
use super::ProblemKind;

/// Reads a body `{"data":{"type":…,"attributes":{…}}}` of one type; `read` gets `data` and
/// `attributes`.
pub(super) fn read_attributes<T>(
    body: &[u8],
    resource_type: &str,
    read: impl FnOnce(&Members<'_>, &Members<'_>) -> T,
) -> Result<T, Problem> {
    let found = Members::read(body, |members| {
        members.require("data");
        let data = members.object("data")?;
        if data.word("type", &[resource_type]).is_none() && data.value("type").is_none() {
            data.refuse("type", FieldCode::Missing, format!("must be {resource_type}"));
        }
        data.require("attributes");
        let attributes = data.object("attributes")?;
        Some(read(&data, &attributes))
    })?;
    // Nothing is found only where a problem was told.
    found.ok_or_else(|| Problem::new(ProblemKind::Unparseable, "could not parse request body"))
}
