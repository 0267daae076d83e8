//! `GET /1/columns/{dataset}`.

use std::collections::BTreeMap;

use serde_json::json;

use super::call::Call;
use super::call::Failure;
use super::rows::identifier_of;
use super::rows::parameter;
use super::rows::resolve;
use super::rows::timestamp;
use crate::backend::front::message::Answer;
use crate::backend::store::FieldKind;
use crate::backend::store::catalog::datasets;
use crate::wire::honeycomb::Column;

/// Lists the columns of a dataset, or of all; with `key_name` the one of that name.
pub(super) fn list(call: &Call<'_>, dataset: &str) -> Result<Answer, Failure> {
    let wanted = parameter(&call.request.query, "key_name");
    let found = call.read(|connection, scope| {
        let mut columns: BTreeMap<String, datasets::DatasetColumn> = BTreeMap::new();
        for dataset in resolve(connection, scope, dataset)? {
            for column in datasets::columns(connection, dataset.id)? {
                columns.entry(column.name.clone()).or_insert(column);
            }
        }
        Ok(columns)
    })?;
    let shown: Vec<Column> = found.into_values().map(|column| shown(dataset, column)).collect();
    match wanted {
        Some(name) => shown
            .iter()
            .find(|column| column.key_name == name)
            .map(|column| Answer::json(200, &json!(column)))
            .ok_or_else(|| Failure::not_found("Column")),
        None => Ok(Answer::json(200, &json!(shown))),
    }
}

fn shown(dataset: &str, column: datasets::DatasetColumn) -> Column {
    let only = |kind| column.kinds == [kind];
    let column_type = if only(FieldKind::Integer) {
        "integer"
    } else if only(FieldKind::Flag) {
        "boolean"
    } else if column.kinds.iter().all(|kind| matches!(kind, FieldKind::Integer | FieldKind::Float))
    {
        "float"
    } else {
        "string"
    };
    let created = timestamp(column.created_ms);
    Column {
        id: identifier_of(&[dataset, &column.name]),
        key_name: column.name,
        column_type: column_type.to_owned(),
        last_written: Some(timestamp(column.last_written_ms)),
        created_at: created.clone(),
        updated_at: created,
        ..Column::default()
    }
}
