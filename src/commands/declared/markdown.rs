//! Plans and reports as Markdown, for the page of a CI run or a remark on a pull request.

use std::io::Write as _;
use std::path::Path;

use super::outcome;
use super::session::Place;
use super::view;
use crate::commands::CommandError;
use crate::commands::Context;
use crate::commands::findings;
use crate::manifest::Manifest;
use crate::model::change_set::Action;
use crate::model::change_set::ChangeSet;
use crate::model::change_set::FieldChange;
use crate::services::apply::Report;
use crate::services::checks::Finding;
use crate::ui::escape_untrusted;

/// Writes the text into a file, or on stdout; says whether it was stdout.
///
/// A file that exists is added to, as the runner's own summary file asks for.
pub(super) fn write(context: &Context, path: &Path, text: &str) -> Result<bool, CommandError> {
    if context.ui.is_summary_file(path) {
        // It gets every plan without being asked for.
        return Ok(false);
    }
    if path == Path::new("-") {
        context.ui.write_bytes(text.as_bytes())?;
        return Ok(true);
    }
    let append = || {
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
        file.write_all(text.as_bytes())
    };
    append()
        .map_err(|error| CommandError::io(format!("cannot write {}", path.display()), error))?;
    Ok(false)
}

/// Renders a plan, and what the checks found before it.
pub(super) fn plan(
    manifest: &Manifest,
    place: &Place,
    set: &ChangeSet,
    found: &[Finding],
) -> String {
    let mut text = heading("plan", &view::sentence(set), manifest, place);
    let shown: Vec<_> =
        set.changes.iter().filter(|change| change.action != Action::Unchanged).collect();
    if !shown.is_empty() {
        text += "| | what | change | declared at |\n| --- | --- | --- | --- |\n";
        for change in &shown {
            let (sign, _) = view::sign(change.action);
            let fields: Vec<String> =
                change.fields.iter().map(|f| field(f, change.action)).collect();
            let remark = change.reason.as_deref().map(cell);
            let details: Vec<String> = fields.into_iter().chain(remark).collect();
            let place = change
                .place
                .as_ref()
                .map_or_else(String::new, |place| code(&format!("{}:{}", place.name, place.line)));
            text += &format!(
                "| {} {} | {} | {} | {place} |\n",
                cell(sign),
                change.action.name(),
                cell(&change.address.title()),
                details.join("<br>"),
            );
        }
        text.push('\n');
    }
    let findings = found.iter().map(|finding| {
        let what = format!(
            "{} {}: {}",
            code(finding.check.id),
            finding.check.level.name(),
            cell(&findings::sentence(finding))
        );
        format!("| {} | {what} | {} |\n", code(&finding.place.to_string()), cell(finding.check.fix))
    });
    text += &details(
        &format!("findings: {}", found.len()),
        "| where | what | what to do |\n| --- | --- | --- |\n",
        findings,
    );
    let costs = set.changes.iter().filter_map(|change| {
        let cost = change.cost.as_ref()?;
        Some(format!("| {} | {} |\n", cell(&change.address.title()), cell(cost)))
    });
    text += &details("cost", "| what | cost |\n| --- | --- |\n", costs);
    let warnings = manifest
        .warnings
        .iter()
        .map(|found| format!("- {} {}\n", code(&found.place.to_string()), cell(&found.message)));
    text += &details("warnings", "", warnings);
    text
}

/// Renders what became of a plan.
pub(super) fn report(
    verb: &str,
    manifest: &Manifest,
    place: &Place,
    (report, set): (&Report, &ChangeSet),
) -> String {
    let left = report.left().count();
    let sentence = match (report.steps.len(), left) {
        (0, _) => "nothing to do".to_owned(),
        (_, 0) => outcome::sentence(report),
        (total, left) => format!("{left} of {total} changes are not done"),
    };
    let mut text = heading(verb, &sentence, manifest, place);
    text += &table(&["result", "what", "note"], &view::report_rows(report));
    let changed = set.changes.iter().filter(|change| change.action.is_change());
    let fields = changed.flat_map(|change| {
        let title = cell(&change.address.title());
        change.fields.iter().map(move |f| format!("| {title} | {} |\n", field(f, change.action)))
    });
    text += &details("fields", "| what | change |\n| --- | --- |\n", fields);
    text
}

/// Renders how things stand, of which `rows` tell the state, the thing and a note.
pub(super) fn status(
    manifest: &Manifest,
    place: &Place,
    sentence: &str,
    rows: &[Vec<String>],
) -> String {
    heading("status", sentence, manifest, place) + &table(&["state", "what", "note"], rows)
}

fn heading(verb: &str, sentence: &str, manifest: &Manifest, place: &Place) -> String {
    let project = manifest.project.as_ref().map_or("", |name| name.value.as_str());
    let (sentence, place) = (cell(sentence), cell(&place.title()));
    format!("### cruddur-obs {verb}: {sentence}\n\n{} on {place}\n\n", cell(project))
}

fn table(columns: &[&str], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let head = line(columns.iter().map(|column| (*column).to_owned()).collect());
    let rule = line(columns.iter().map(|_| "---".to_owned()).collect());
    let rows = rows.iter().map(|row| line(row.iter().map(|text| cell(text)).collect()));
    format!("{head}{rule}{}\n", rows.collect::<String>())
}

/// Folds lines away; nothing if there are none.
fn details(summary: &str, head: &str, lines: impl Iterator<Item = String>) -> String {
    let lines: String = lines.collect();
    if lines.is_empty() {
        return lines;
    }
    format!("<details><summary>{summary}</summary>\n\n{head}{lines}\n</details>\n\n")
}

fn field(change: &FieldChange, action: Action) -> String {
    let after = code(&change.after.to_string());
    if action == Action::Create {
        return format!("{}: {after}", cell(&change.field));
    }
    format!("{}: {} → {after}", cell(&change.field), code(&change.before.to_string()))
}

/// Makes text harmless in a cell: no markup, no link, no mention, no end of the cell.
fn cell(text: &str) -> String {
    let clean = escape_untrusted(text);
    let mut safe = String::with_capacity(clean.len());
    for character in clean.chars() {
        match character {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '@' => safe += "&#64;",
            ':' => safe += "&#58;",
            '$' => safe += "&#36;",
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => {
                safe.push('\\');
                safe.push(character);
            }
            _ => safe.push(character),
        }
    }
    // An address without its colon is a link from this word on.
    safe.replace("www.", "www&#46;")
}

/// Shows a text as code; a cell's end must be escaped inside of code, too.
fn code(text: &str) -> String {
    let clean = escape_untrusted(text).replace('|', "\\|");
    let longest = clean.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad =
        if clean.is_empty() || clean.starts_with('`') || clean.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{clean}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_cell() {
        assert_eq!(cell("https://x www.y $a$"), "https&#58;//x www&#46;y &#36;a&#36;");
        assert_eq!(cell("a|b\n<img> @me [x](y)"), "a\\|b\\\\n&lt;img&gt; &#64;me \\[x\\](y)");
        assert_eq!(code("a`b|c"), "``a`b\\|c``");
        assert_eq!(code(""), "`  `");
    }
}
