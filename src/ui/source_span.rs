//! A place in a text that a person wrote, shown with a caret under it.

use std::ops::Range;

use annotate_snippets::AnnotationKind;
use annotate_snippets::Group;
use annotate_snippets::Level;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;

use super::escape::is_dangerous;

/// A part of a text, and what is the matter with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceSpan {
    /// What the text is: a path, or a flag such as `--filter-expression`.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// The part, in bytes.
    pub range: Range<usize>,
    /// What is the matter; may be empty.
    pub label: String,
}

impl SourceSpan {
    /// Creates a span over a range of bytes; what lies outside of `text` is cut off.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        text: impl Into<String>,
        range: Range<usize>,
        label: impl Into<String>,
    ) -> Self {
        Self { name: name.into(), text: text.into(), range, label: label.into() }
    }

    /// Creates a span of one character at `line` and `column`, both counted from 1, in characters.
    #[must_use]
    pub fn at(
        name: impl Into<String>,
        text: impl Into<String>,
        line: usize,
        column: usize,
        label: impl Into<String>,
    ) -> Self {
        let text = text.into();
        let line_start: usize =
            text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let rest = &text[line_start..];
        let (offset, length) = rest
            .char_indices()
            .nth(column.saturating_sub(1))
            .map_or((rest.len(), 0), |(offset, character)| (offset, character.len_utf8()));
        let start = line_start + offset;
        Self { name: name.into(), range: start..start + length, label: label.into(), text }
    }

    /// Returns line and column of its start, both counted from 1, in characters.
    #[must_use]
    pub fn line_and_column(&self) -> (usize, usize) {
        let before = &self.text[..floor_boundary(&self.text, self.range.start)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }

    /// Draws the line with a caret under the part.
    #[must_use]
    pub fn render(&self, color: bool, width: Option<usize>) -> String {
        let (text, range) = self.harmless();
        let name = super::escape_untrusted(&self.name);
        let label = super::escape_untrusted(&self.label);
        let mut annotation = AnnotationKind::Primary.span(range);
        if !label.is_empty() {
            annotation = annotation.label(label.as_ref());
        }
        let snippet = Snippet::source(text).path(name.as_ref()).annotation(annotation);
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        let group = Group::with_level(Level::ERROR).element(snippet);
        renderer.term_width(width.unwrap_or(140)).render(&[group])
    }

    // Replaces what a terminal could take for a command, and moves the range with it.
    fn harmless(&self) -> (String, Range<usize>) {
        let start = floor_boundary(&self.text, self.range.start);
        let end = floor_boundary(&self.text, self.range.end.max(start));
        let clean = |text: &str| -> String {
            text.chars()
                .map(|c| {
                    if c != '\n' && c != '\t' && c != '\r' && is_dangerous(c) {
                        '\u{fffd}'
                    } else {
                        c
                    }
                })
                .collect()
        };
        let (before, inside, after) =
            (clean(&self.text[..start]), clean(&self.text[start..end]), clean(&self.text[end..]));
        let range = before.len()..before.len() + inside.len();
        ([before, inside, after].concat(), range)
    }
}

fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn draws_a_caret_under_the_column() {
        let span = SourceSpan::at(
            "--filter-expression",
            "service(\"a\") AND responsetim > 5",
            1,
            18,
            "unknown field",
        );
        insta::assert_snapshot!(span.render(false, None), @r#"
         --> --filter-expression:1:18
          |
        1 | service("a") AND responsetim > 5
          |                  ^ unknown field
        "#);
    }

    #[test]
    fn counts_in_characters() {
        let span = SourceSpan::at("x", "a\näöü", 2, 3, "");
        assert_eq!(span.line_and_column(), (2, 3));
        assert_eq!(&span.text[span.range.clone()], "ü");
    }

    proptest! {
        #[test]
        fn never_panics_and_never_lets_a_command_through(text in any::<String>(), start in 0_usize..64, length in 0_usize..64) {
            let span = SourceSpan::new("n", text, start..start + length, "l\u{1b}");
            let _ = span.line_and_column();
            let drawn = span.render(false, Some(80));
            prop_assert!(!drawn.contains(|c: char| c != '\n' && is_dangerous(c)));
        }

        #[test]
        fn any_line_and_column_is_safe(text in any::<String>(), line in 0_usize..9, column in 0_usize..9) {
            let _ = SourceSpan::at("n", text, line, column, "").render(false, None);
        }
    }
}
