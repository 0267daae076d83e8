//! How plans and reports look to people.

use std::path::Path;

use serde_json::Value;

use super::events;
use super::markdown;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::model::change_set::Action;
use crate::model::change_set::Change;
use crate::model::change_set::ChangeSet;
use crate::model::change_set::FieldChange;
use crate::model::change_set::FieldValue;
use crate::model::change_set::Section;
use crate::services::apply;
use crate::services::apply::StepResult;
use crate::ui::Column;
use crate::ui::LineGroup;
use crate::ui::Report;
use crate::ui::Tone;
use crate::ui::Verbosity;

type Lines = Vec<Vec<(Tone, String)>>;

/// Prints a plan, and writes its Markdown where that is asked for.
pub(super) fn show_plan(
    context: &Context,
    set: &ChangeSet,
    value: Value,
    markdown: Option<(&Path, &str)>,
) -> Result<(), CommandError> {
    if let Some((path, text)) = markdown
        && markdown::write(context, path, text)?
    {
        // It went to stdout.
        return Ok(());
    }
    let whole = context.ui.options().verbosity >= Verbosity::Verbose;
    context.ui.print(&plan(value, set, whole))?;
    Ok(())
}

/// Says a plan on stderr, where a person is asked about it and stdout is for programs.
pub(super) fn say_plan(context: &Context, set: &ChangeSet) {
    for line in lines(set, false).0 {
        let text: String = line.into_iter().map(|(_, piece)| piece).collect();
        context.ui.status(&text);
    }
}

/// Shows a plan. Unchanged things are counted; `whole` lists them, too.
pub(super) fn plan(value: Value, set: &ChangeSet, whole: bool) -> Report {
    let columns = ["ACTION", "WHAT", "FIELD", "BEFORE", "AFTER", "REASON"].map(Column::left);
    let (lines, groups) = lines(set, whole);
    Report::lines(value, lines, columns.to_vec(), rows(set)).with_groups(groups)
}

/// Returns the lines of a plan, and which of them fold: those of each vendor, and those of costs.
fn lines(set: &ChangeSet, whole: bool) -> (Lines, Vec<LineGroup>) {
    let mut lines: Lines = Vec::new();
    let mut groups = Vec::new();
    for section in Section::ALL {
        let of_section = |change: &&Change| change.address.kind.section() == section;
        let changes: Vec<Change> = set.changes.iter().filter(of_section).cloned().collect();
        let start = lines.len();
        for change in &changes {
            if change.action != Action::Unchanged || whole || change.reason.is_some() {
                push_change(&mut lines, change);
            }
        }
        if lines.len() > start {
            let title = format!("{}: {}", vendor(section), sentence(&ChangeSet { changes }));
            groups.push(LineGroup { title, lines: start..lines.len() });
        }
    }
    let start = lines.len();
    push_costs(&mut lines, set, whole);
    if lines.len() > start {
        groups.push(LineGroup { title: "cost".to_owned(), lines: start..lines.len() });
    }
    if !lines.is_empty() {
        lines.push(Vec::new());
    }
    lines.push(vec![(Tone::Heading, sentence(set))]);
    (lines, groups)
}

/// Returns what people call a part of the file.
const fn vendor(section: Section) -> &'static str {
    match section {
        Section::Xray => "X-Ray",
        Section::Logs => "CloudWatch Logs",
        Section::Honeycomb => "Honeycomb",
        Section::Rollbar => "Rollbar",
        Section::Env => "variables",
    }
}

/// Returns the sign of an action: meaning never hangs on colour alone.
pub(super) const fn sign(action: Action) -> (&'static str, Tone) {
    match action {
        Action::Create => ("+", Tone::Good),
        Action::Adopt => (">", Tone::Good),
        Action::Update => ("~", Tone::Warning),
        Action::Restore => ("^", Tone::Warning),
        Action::Release => ("<", Tone::Warning),
        Action::Delete => ("-", Tone::Bad),
        Action::Unchanged => ("=", Tone::Faint),
        Action::Orphan => ("?", Tone::Warning),
        Action::Conflict => ("!", Tone::Bad),
    }
}

/// Sums a plan up.
pub(super) fn sentence(set: &ChangeSet) -> String {
    let summary = set.summary();
    let counts: Vec<String> = summary
        .iter()
        .filter(|(action, count)| *count > 0 && *action != Action::Unchanged)
        .map(|(action, count)| match action {
            Action::Conflict if count == 1 => "1 conflict".to_owned(),
            Action::Conflict => format!("{count} conflicts"),
            Action::Orphan if count == 1 => "1 orphan".to_owned(),
            Action::Orphan => format!("{count} orphans"),
            _ => format!("{count} to {}", action.name()),
        })
        .collect();
    let unchanged = summary.of(Action::Unchanged);
    match (counts.is_empty(), unchanged) {
        (true, 0) => "nothing to do".to_owned(),
        (true, count) => format!("nothing to do: {count} unchanged"),
        (false, 0) => counts.join(", "),
        (false, count) => format!("{}, {count} unchanged", counts.join(", ")),
    }
}

fn push_change(lines: &mut Lines, change: &Change) {
    let (sign, tone) = sign(change.action);
    let mut line =
        vec![(tone, format!("{sign} {} {}", change.action.name(), change.address.title()))];
    if let Some(place) = &change.place {
        line.push((Tone::Faint, format!("  {place}")));
    }
    lines.push(line);
    // What matches everything says nothing about a new rule.
    let any = FieldValue::Text("*".to_owned());
    let is_shown = |field: &&FieldChange| change.action != Action::Create || field.after != any;
    let fields: Vec<&FieldChange> = change.fields.iter().filter(is_shown).collect();
    let width = fields.iter().map(|field| field.field.chars().count()).max().unwrap_or(0);
    for field in fields {
        let name = format!("    {:<width$}  ", field.field);
        let mut line = vec![(Tone::Plain, name)];
        if change.action != Action::Create {
            line.push((Tone::Faint, format!("{} -> ", shown(&field.before))));
        }
        line.push((Tone::Plain, shown(&field.after)));
        lines.push(line);
    }
    if let Some(lost) = &change.loses {
        lines.push(vec![(Tone::Bad, format!("    {lost}"))]);
    }
    let remarks = [("", &change.reason), ("hint: ", &change.hint)];
    for (label, text) in remarks {
        if let Some(text) = text {
            lines.push(vec![(Tone::Faint, format!("    {label}{text}"))]);
        }
    }
}

/// What declared things cost, of those that are shown.
fn push_costs(lines: &mut Lines, set: &ChangeSet, whole: bool) {
    let shown = |change: &&Change| whole || !matches!(change.action, Action::Unchanged);
    let costs: Vec<(String, &String)> = set
        .changes
        .iter()
        .filter(shown)
        .filter_map(|change| Some((change.address.title(), change.cost.as_ref()?)))
        .collect();
    if costs.is_empty() {
        return;
    }
    lines.push(Vec::new());
    lines.push(vec![(Tone::Heading, "cost".to_owned())]);
    let width = costs.iter().map(|(title, _)| title.chars().count()).max().unwrap_or(0);
    for (title, cost) in costs {
        let tone = if cost.starts_with("never expires") { Tone::Warning } else { Tone::Plain };
        lines.push(vec![(Tone::Plain, format!("  {title:<width$}  ")), (tone, cost.clone())]);
    }
}

fn rows(set: &ChangeSet) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for change in &set.changes {
        let row = |field: &str, before: String, after: String| {
            vec![
                change.action.name().to_owned(),
                change.address.to_string(),
                field.to_owned(),
                before,
                after,
                change.loses.iter().chain(&change.reason).cloned().collect::<Vec<_>>().join("; "),
            ]
        };
        if change.fields.is_empty() {
            rows.push(row("", String::new(), String::new()));
        }
        rows.extend(
            change
                .fields
                .iter()
                .map(|field| row(&field.field, field.before.to_string(), field.after.to_string())),
        );
    }
    rows
}

/// Shows a value; long texts are quoted, so that it is clear where they end.
pub(super) fn shown(value: &FieldValue) -> String {
    match value {
        FieldValue::Text(text) if text.is_empty() || text.contains(char::is_whitespace) => {
            format!("`{text}`")
        }
        other => other.to_string(),
    }
}

/// Shows what became of a plan: what is done, what is not, and why.
pub(super) fn report(value: Value, report: &apply::Report) -> Report {
    let columns = ["RESULT", "WHAT", "NOTE"].map(Column::left).to_vec();
    Report::table(value, columns, report_rows(report))
}

/// Lists what became of each change: the result, the thing, and a note.
pub(super) fn report_rows(report: &apply::Report) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = report
        .steps
        .iter()
        .map(|step| {
            let (result, note) = match &step.result {
                StepResult::Done(note) => {
                    (events::done(step.action).to_owned(), note.clone().unwrap_or_default())
                }
                StepResult::Failed(error) => {
                    (format!("failed to {}", step.action.name()), error.to_string())
                }
                StepResult::Skipped(reason) => {
                    (format!("not {}", events::done(step.action)), reason.clone())
                }
            };
            vec![result, step.address.title(), note]
        })
        .collect();
    for change in &report.unconverged {
        let differs: Vec<String> = change
            .fields
            .iter()
            .map(|field| format!("{} is {}", field.field, shown(&field.before)))
            .collect();
        rows.push(vec![
            "does not show".to_owned(),
            change.address.title(),
            format!("still to {}: {}", change.action.name(), differs.join(", ")),
        ]);
    }
    for (address, cause) in &report.resurrected {
        rows.push(vec!["came back".to_owned(), address.title(), cause.clone()]);
    }
    rows
}
