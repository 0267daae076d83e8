//! The one way an error looks: heading, place, causes, hints.
//!
//! Errors are for people in every format: `--output json` changes stdout only, so that a script
//! has one stable thing to test, the exit code.

use std::fmt::Write as _;

use super::annotation::Annotation;
use super::annotation::AnnotationLevel;
use super::escape::indent_lines;
use super::line::Tone;
use super::source_span::SourceSpan;
use super::streams::Ui;

/// Everything there is to say about a failure.
#[derive(Clone, Debug, Default)]
pub struct ErrorMessage {
    /// What failed, as a lower-case fragment.
    pub title: String,
    /// Why, from the nearest cause to the farthest.
    pub causes: Vec<String>,
    /// The places in what a person wrote.
    pub spans: Vec<SourceSpan>,
    /// Further problems, whose place is told but whose text must not be shown.
    pub problems: Vec<String>,
    /// Facts to quote in a ticket, such as the vendor's error code and request id.
    pub details: Vec<(String, String)>,
    /// What to do next.
    pub hints: Vec<String>,
}

impl Ui {
    /// Prints an error, and in GitHub mode an annotation of it.
    pub fn error(&self, message: &ErrorMessage) {
        let options = self.options();
        let width = if options.stderr_is_terminal { options.width.map(usize::from) } else { None };
        self.write_message(&message.render(options.color_stderr, width));
        // Whether the annotations arrive or not, the exit code tells.
        let _ = self.annotate_last(message.annotations());
    }
}

impl ErrorMessage {
    fn render(&self, color: bool, width: Option<usize>) -> String {
        let bad = Tone::Bad.style().bold();
        let heading = if color { format!("{bad}error:{bad:#}") } else { "error:".to_owned() };
        let mut text = format!("{heading} {}\n", indent_lines(&self.title));
        for span in &self.spans {
            text.push_str(&span.render(color, width));
            text.push('\n');
        }
        // Writing into a string cannot fail.
        for problem in &self.problems {
            let _ = writeln!(text, " --> {}", indent_lines(problem));
        }
        if let [cause] = self.causes.as_slice() {
            let _ = writeln!(
                text,
                "{} {}",
                Tone::Faint.paint("caused by:", color),
                indent_lines(cause)
            );
        } else if !self.causes.is_empty() {
            let _ = writeln!(text, "{}", Tone::Faint.paint("caused by:", color));
            for (index, cause) in self.causes.iter().enumerate() {
                let _ = writeln!(text, "  {}: {}", index + 1, indent_lines(cause));
            }
        }
        for (name, value) in &self.details {
            let _ = writeln!(
                text,
                "{} {}",
                Tone::Faint.paint(&format!("{name}:"), color),
                indent_lines(value)
            );
        }
        for hint in &self.hints {
            let _ = writeln!(text, "{} {}", Tone::Name.paint("hint:", color), indent_lines(hint));
        }
        text
    }

    // One at each place, so that every line of a file shows its own problem.
    fn annotations(&self) -> Vec<Annotation> {
        let rest = self.causes.iter().chain(&self.problems).cloned();
        let rest = rest.chain(self.hints.iter().map(|hint| format!("hint: {hint}")));
        let whole = std::iter::once(self.title.clone()).chain(rest).collect::<Vec<_>>().join("\n");
        let annotation = |message: String, place| Annotation {
            level: AnnotationLevel::Error,
            title: "cruddur-obs".to_owned(),
            message,
            place,
        };
        // What a flag gave has no line in the repository.
        let in_files: Vec<&SourceSpan> =
            self.spans.iter().filter(|span| !span.name.starts_with('-')).collect();
        let place = |span: &SourceSpan| {
            let (line, column) = span.line_and_column();
            Some((span.name.clone(), line, column))
        };
        match in_files.as_slice() {
            [] => vec![annotation(whole, None)],
            [only] if self.problems.is_empty() => vec![annotation(whole, place(only))],
            several => {
                let at_places =
                    several.iter().map(|span| annotation(span.label.clone(), place(span)));
                let rest = (!self.problems.is_empty()).then(|| annotation(whole.clone(), None));
                at_places.chain(rest).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Ci;
    use super::super::UiOptions;
    use super::*;

    fn message() -> ErrorMessage {
        ErrorMessage {
            title: "cannot create group `Cruddur`".to_owned(),
            causes: vec!["the filter expression is wrong".to_owned(), "line\ntwo\u{1b}".to_owned()],
            spans: vec![SourceSpan::new(
                "cruddur-obs.toml",
                "a = 1\nb = 'x'\n",
                10..13,
                "unknown field",
            )],
            problems: Vec::new(),
            details: vec![("request id".to_owned(), "1-2-3".to_owned())],
            hints: vec!["run cruddur-obs doctor".to_owned()],
        }
    }

    #[test]
    fn says_what_where_why_and_what_next() {
        let (ui, captured) = Ui::captured(UiOptions::default());
        ui.error(&message());
        insta::assert_snapshot!(captured.stderr(), @r"
        error: cannot create group `Cruddur`
         --> cruddur-obs.toml:2:5
          |
        2 | b = 'x'
          |     ^^^ unknown field
        caused by:
          1: the filter expression is wrong
          2: line
            two\u{1b}
        request id: 1-2-3
        hint: run cruddur-obs doctor
        ");
    }

    #[test]
    fn github_shows_it_at_the_line() {
        let (ui, captured) = Ui::captured(UiOptions { ci: Ci::GitHub, ..UiOptions::default() });
        ui.error(&message());
        let stderr = captured.stderr();
        let command = stderr.lines().last().unwrap_or_default();
        assert!(
            command.starts_with(
                "::error file=cruddur-obs.toml,line=2,col=5,title=cruddur-obs::cannot create"
            ),
            "{command}"
        );
    }

    #[test]
    fn colour_is_only_added() {
        let plain = message().render(false, None);
        assert!(!plain.contains('\u{1b}'));
        let colored = message().render(true, None);
        assert!(colored.starts_with("\u{1b}[1m\u{1b}[31merror:\u{1b}[0m cannot"), "{colored:?}");
    }
}
