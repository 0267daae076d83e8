//! The summary of a step: Markdown, of which the runner drops all when it is too long.

use std::borrow::Cow;

/// Largest summary of a step, in bytes.
pub const SUMMARY_BYTES: usize = 1024 * 1024;

const OPEN: &str = "<details>";
const CLOSE: &str = "</details>";

/// Cuts a summary to at most `room` bytes, at the end of a line, and says below where the rest is.
/// Empty if not even that has room.
#[must_use]
pub fn cut_summary<'t>(text: &'t str, room: usize, pointer: &str) -> Cow<'t, str> {
    if text.len() <= room {
        return Cow::Borrowed(text);
    }
    let end = format!("\n{pointer}\n");
    // What is cut off may have been the end of a part that folds.
    let Some(room) = room.checked_sub(end.len() + CLOSE.len() + 2) else {
        return Cow::Borrowed("");
    };
    // A newline is never a part of another character.
    let cut =
        text.as_bytes()[..room].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let kept = &text[..cut];
    let is_open = kept.matches(OPEN).count() > kept.matches(CLOSE).count();
    let close = if is_open { format!("\n{CLOSE}\n") } else { String::new() };
    Cow::Owned(format!("{kept}{close}{end}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_fits_stays() {
        assert_eq!(cut_summary("a\nb\n", 4, "more"), "a\nb\n");
    }

    #[test]
    fn a_cut_is_at_a_line_and_says_where_the_rest_is() {
        let text = format!("head\n<details>\n\n{}</details>\n", "| row |\n".repeat(10));
        let cut = cut_summary(&text, 60, "the rest: x");
        assert_eq!(cut, "head\n<details>\n\n| row |\n| row |\n\n</details>\n\nthe rest: x\n");
        assert_eq!(cut_summary(&text, 10, "the rest: x"), "");
    }

    proptest! {
        #[test]
        fn no_cut_is_too_long_or_leaves_a_part_open(
            lines in proptest::collection::vec("[aé|]{0,20}", 0..40), room in 0_usize..400
        ) {
            let text = format!("{}\n<details>\n{}\n</details>\n", lines.join("\n"), lines.join("\n"));
            let cut = cut_summary(&text, room, "see the plan");
            prop_assert!(cut.len() <= room);
            prop_assert_eq!(cut.matches(OPEN).count(), cut.matches(CLOSE).count());
        }
    }
}
