//! What is where: the table that every writing verb ends with, and the exit code that goes with it.

use serde_json::Value;
use serde_json::json;

use crate::base::Hint as _;
use crate::base::Kind;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::Outcome;
use crate::commands::env_variables::LeftOut;
use crate::commands::env_variables::WhyLeftOut;
use crate::model::change_set::Address;
use crate::services::environment::Standing;
use crate::services::environment::Synced;
use crate::services::environment::TargetError;
use crate::ui::Column;
use crate::ui::Report;

/// What became of a variable at a place.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) address: Address,
    pub(super) result: Result,
}

/// What became of it.
#[derive(Clone, Debug)]
pub(super) enum Result {
    /// Something was done; the word says what.
    Done(&'static str, Option<String>),
    /// Nothing was to be done; the word says why.
    Nothing(&'static str),
    /// It is not worked on here.
    LeftOut,
    /// It was stopped before its turn.
    Stopped,
    /// It failed.
    Failed(TargetError),
}

impl Row {
    /// Says what became of a write.
    pub(super) fn of_synced(address: Address, synced: &Synced) -> Self {
        let result = match synced {
            Synced::Written { before } => Result::Done("written", note(*before)),
            Synced::Unchanged => Result::Nothing("unchanged"),
            Synced::Failed(error) => Result::Failed(error.clone()),
            Synced::Stopped => Result::Stopped,
        };
        Self { address, result }
    }

    /// Says why a variable is not worked on.
    pub(super) fn of_left_out(left: LeftOut) -> Self {
        let result = match left.why {
            WhyLeftOut::LocalProfile => Result::LeftOut,
            WhyLeftOut::Unreachable(error) => Result::Failed(error),
        };
        Self { address: left.address, result }
    }

    fn word(&self) -> &'static str {
        match &self.result {
            Result::Done(word, _) | Result::Nothing(word) => word,
            Result::LeftOut => "left out",
            Result::Stopped => "not begun",
            Result::Failed(_) => "failed",
        }
    }

    fn note(&self) -> String {
        match &self.result {
            Result::Done(_, note) => note.clone().unwrap_or_default(),
            Result::Failed(error) => error.to_string(),
            Result::LeftOut => "not on the profile local".to_owned(),
            Result::Nothing(_) | Result::Stopped => String::new(),
        }
    }

    fn json(&self) -> Value {
        let error = match &self.result {
            Result::Failed(error) => json!({
                "message": error.message,
                "hints": error.hints,
                "code": error.code,
                "request_id": error.request_id,
            }),
            _ => Value::Null,
        };
        json!({
            "name": self.address.name,
            "service": (!self.address.owner.is_empty()).then_some(&self.address.owner),
            "target": self.address.parent,
            "result": self.word(),
            "note": self.note(),
            "error": error,
        })
    }
}

fn note(before: Standing) -> Option<String> {
    match before {
        Standing::Missing => Some("it was not there".to_owned()),
        Standing::Differs => Some("it had another value".to_owned()),
        Standing::ChangedOutside => Some("somebody else had changed it".to_owned()),
        Standing::Unknown => Some("nobody could tell its value".to_owned()),
        Standing::Set => None,
    }
}

/// Ends where no place can be reached: nothing was asked for, and nothing was done.
pub(super) fn nowhere(
    context: &Context,
    rows: Vec<Row>,
    done: &str,
) -> std::result::Result<Outcome, CommandError> {
    conclude(context, rows, done)?;
    let reason = format!("nothing was {done}: every place is left out on the profile local");
    Err(CommandError::usage(reason).hint("name an account profile with --profile"))
}

/// Prints what is where, and says how the whole ended: all done, some, or none.
pub(super) fn conclude(
    context: &Context,
    mut rows: Vec<Row>,
    verb: &str,
) -> std::result::Result<Outcome, CommandError> {
    rows.sort_by(|left, right| {
        let key = |row: &Row| {
            let Address { owner, name, parent, .. } = &row.address;
            (owner.clone(), name.clone(), parent.clone())
        };
        key(left).cmp(&key(right))
    });
    let count = |is_it: fn(&Result) -> bool| rows.iter().filter(|row| is_it(&row.result)).count();
    let done = count(|result| matches!(result, Result::Done(..)));
    let nothing = count(|result| matches!(result, Result::Nothing(_)));
    let left_out = count(|result| matches!(result, Result::LeftOut));
    let stopped = count(|result| matches!(result, Result::Stopped));
    let failed: Vec<&TargetError> = rows
        .iter()
        .filter_map(|row| match &row.result {
            Result::Failed(error) => Some(error),
            _ => None,
        })
        .collect();
    let value = json!({
        "results": rows.iter().map(Row::json).collect::<Vec<_>>(),
        "done": done,
        "unchanged": nothing,
        "left_out": left_out,
        "failed": failed.len(),
        "stopped": stopped,
    });
    let columns = ["NAME", "SERVICE", "TARGET", "RESULT", "NOTE"].map(Column::left).to_vec();
    let cells = rows.iter().map(|row| {
        let Address { name, owner, parent, .. } = &row.address;
        vec![name.clone(), owner.clone(), parent.clone(), row.word().to_owned(), row.note()]
    });
    let report = Report::table(value, columns, cells.collect()).with_ndjson_of("results");
    context.ui.print(&report)?;
    let Some(first) = failed.first() else { return Ok(Outcome::Done) };
    let kind = if done + nothing > 0 { Kind::Partial } else { first.kind() };
    let total = rows.len() - left_out;
    let mut error =
        CommandError::new(kind, format!("{} of {total} could not be {verb}", failed.len()));
    let mut hints: Vec<String> = failed.iter().flat_map(|error| error.hints()).collect();
    let mut known = std::collections::BTreeSet::new();
    hints.retain(|hint| known.insert(hint.clone()));
    for hint in hints {
        error = error.hint(hint);
    }
    Err(error.hint("the same command goes on where this one ended"))
}
