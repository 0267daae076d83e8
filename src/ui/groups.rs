//! Parts of a view of lines that fold on the page of a CI run.

use crate::base::Clock as _;
use crate::base::SystemClock;
use crate::base::random_hex;
use crate::wire::github_actions;

use super::ci::Ci;
use super::escape::escape_untrusted;
use super::format::Format;
use super::line::Tone;
use super::render::draw_lines;
use super::report::LineGroup;
use super::report::Report;
use super::report::View;
use super::streams::OutputError;
use super::streams::Ui;

impl Ui {
    /// Returns the lines of a report whose parts are to fold: only people fold them, and only
    /// where the page of a run can.
    pub(super) fn grouped_lines<'r>(
        &self,
        report: &'r Report,
        format: Format,
    ) -> Option<&'r [Vec<(Tone, String)>]> {
        let options = self.options();
        let folds = matches!(options.ci, Ci::GitHub | Ci::GitLab)
            && format == Format::Human
            && options.query.is_none()
            && !options.runner.stdout_is_file;
        match &report.view {
            View::Lines { lines, .. } if folds && !report.groups.is_empty() => Some(lines),
            _ => None,
        }
    }

    /// Prints lines, the groups of them between the commands that fold them.
    pub(super) fn print_groups(
        &self,
        lines: &[Vec<(Tone, String)>],
        groups: &[LineGroup],
    ) -> Result<(), OutputError> {
        let part = |from: usize, to: usize| lines.get(from..to).unwrap_or_default();
        let mut at = 0;
        for group in groups {
            self.print_lines(part(at, group.lines.start))?;
            let (begin, end) = self.fold(&group.title)?;
            self.command_between_data(&begin)?;
            self.print_lines(part(group.lines.start, group.lines.end))?;
            self.command_between_data(&end)?;
            at = group.lines.end;
        }
        self.print_lines(part(at, lines.len()))
    }

    fn print_lines(&self, lines: &[Vec<(Tone, String)>]) -> Result<(), OutputError> {
        self.write_data(draw_lines(lines, self.options()).as_bytes(), Format::Human)
    }

    fn fold(&self, title: &str) -> Result<(String, String), OutputError> {
        let title = escape_untrusted(title);
        if self.options().ci == Ci::GitHub {
            let line = |name: &str, data: &str| github_actions::command(name, &[], data) + "\n";
            return Ok((line("group", &title), line("endgroup", "")));
        }
        // Two parts of one job must not have the same name.
        let name = format!("{}_{}", section_name(&title), random_hex(4)?);
        let seconds = SystemClock.now() / 1000;
        let mark = |kind: &str, name: &str, text: &str| {
            format!("\u{1b}[0Ksection_{kind}:{seconds}:{name}\r\u{1b}[0K{text}\n")
        };
        let begin = mark("start", &format!("{name}[collapsed=true]"), &title);
        Ok((begin, mark("end", &name, "")))
    }
}

/// Returns a title in the characters that the name of a GitLab section may have.
fn section_name(title: &str) -> String {
    let is_legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let name =
        title.chars().take(60).map(|c| if is_legal(c) { c.to_ascii_lowercase() } else { '_' });
    name.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::UiOptions;
    use super::*;

    fn report() -> Report {
        let line = |text: &str| vec![(Tone::Plain, text.to_owned())];
        let lines = ["+ a", "::error::b", "", "1 to create"].map(line).to_vec();
        let groups = vec![LineGroup { title: "X-Ray: 50%".to_owned(), lines: 0..2 }];
        Report::lines(json!({}), lines, Vec::new(), Vec::new()).with_groups(groups)
    }

    fn printed(options: UiOptions) -> String {
        let (ui, captured) = Ui::captured(options);
        ui.print(&report()).unwrap();
        ui.finish().unwrap();
        assert_eq!(captured.stderr(), "");
        captured.stdout()
    }

    #[test]
    fn nothing_folds_where_nothing_can() {
        let plain = "+ a\n::error::b\n\n1 to create\n";
        for ci in [Ci::None, Ci::Other] {
            assert_eq!(printed(UiOptions { ci, ..UiOptions::default() }), plain);
        }
        let json = UiOptions { ci: Ci::GitLab, format: Some(Format::Json), ..UiOptions::default() };
        assert_eq!(printed(json), "{}\n");
    }

    #[test]
    fn github_groups_stand_outside_of_the_fences() {
        let shown = printed(UiOptions { ci: Ci::GitHub, ..UiOptions::default() });
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines[0], "::group::X-Ray: 50%25");
        assert!(lines[1].starts_with("::stop-commands::"), "{shown}");
        assert_eq!(lines[2..4], ["+ a", "::error::b"]);
        let marker = lines[1].trim_start_matches("::stop-commands::");
        assert_eq!(lines[4], format!("::{marker}::"));
        assert_eq!(lines[5], "::endgroup::");
        assert!(lines[6].starts_with("::stop-commands::") && !lines[6].contains(marker));
        assert_eq!(lines[7..9], ["", "1 to create"]);
        assert_eq!(lines.len(), 10);
    }

    #[test]
    fn gitlab_sections_have_legal_names() {
        let shown = printed(UiOptions { ci: Ci::GitLab, ..UiOptions::default() });
        let begin = shown.lines().next().unwrap();
        let shape = regex::Regex::new(
            "^\u{1b}\\[0Ksection_start:[0-9]+:([a-z0-9_.-]+)\\[collapsed=true\\]\r\u{1b}\\[0KX-Ray: 50%$",
        )
        .unwrap();
        let name = &shape.captures(begin).unwrap()[1];
        let end = shown.lines().nth(3).unwrap();
        assert!(end.contains(&format!(":{name}\r")) && end.contains("section_end:"), "{shown:?}");
        assert!(shown.ends_with("\n1 to create\n"));
    }
}
