//! How a space-delimited pattern is written: slots, names and tests.
//!
//! Owns the grammar inside the brackets. It must not know how slots bind to a message. AWS
//! documentation: "Filter pattern syntax", section on space-delimited events.

use super::comparison_syntax::ComparisonReader;
use super::cursor::Cursor;
use super::delimited::{Delimited, Layout, Slot};
use super::error::PatternError;
use super::error_kind::PatternErrorKind;

/// What ends a word in an error.
const WORD_STOPS: [char; 7] = [',', '&', '|', '=', '!', '<', '>'];

/// Parses what stands between the brackets: `text` up to its end, from byte `start`.
pub(super) fn parse(text: &str, start: usize) -> Result<Delimited, PatternError> {
    let mut cursor = Cursor::new(text, start);
    let mut comparisons = ComparisonReader::default();
    let mut slots = Vec::new();
    let mut head = None;
    cursor.skip_blanks();
    if cursor.is_done() {
        return Ok(Delimited::new(Layout::Open, 0));
    }
    loop {
        cursor.skip_blanks();
        let start = cursor.position();
        if !cursor.eat("...") {
            slots.push(read_slot(&mut cursor, &mut comparisons)?);
        } else if head.is_none() {
            head = Some(std::mem::take(&mut slots));
        } else {
            return Err(cursor.fail(PatternErrorKind::TooManyEllipses, start));
        }
        cursor.skip_blanks();
        if cursor.is_done() {
            break;
        }
        if !cursor.eat(",") {
            return Err(cursor.fail_next(PatternErrorKind::UnexpectedText, &WORD_STOPS));
        }
    }
    let layout = match head {
        Some(head) => Layout::Ellipsis { head, tail: slots },
        None => match slots.pop() {
            Some(last) => Layout::Closed { leading: slots, last },
            None => Layout::Open,
        },
    };
    Ok(Delimited::new(layout, comparisons.regexes()))
}

/// Reads a slot, which may be empty, up to a comma or the end.
fn read_slot(
    cursor: &mut Cursor<'_>,
    comparisons: &mut ComparisonReader,
) -> Result<Slot, PatternError> {
    if at_slot_end(cursor) {
        return Ok(Slot::default());
    }
    let name = read_name(cursor)?;
    cursor.skip_blanks();
    let mut slot = Slot { name: Some(name.into()), tests: Vec::new() };
    if at_slot_end(cursor) {
        return Ok(slot);
    }
    let mut together = vec![comparisons.read(cursor)?];
    loop {
        cursor.skip_blanks();
        // `&&` binds before `||`, as in JSON patterns.
        if cursor.eat("||") {
            slot.tests.push(std::mem::take(&mut together));
        } else if !cursor.eat("&&") {
            break;
        }
        cursor.skip_blanks();
        let start = cursor.position();
        if read_name(cursor)? != name {
            return Err(cursor.fail(PatternErrorKind::SlotNames, start));
        }
        cursor.skip_blanks();
        together.push(comparisons.read(cursor)?);
    }
    slot.tests.push(together);
    Ok(slot)
}

fn read_name<'t>(cursor: &mut Cursor<'t>) -> Result<&'t str, PatternError> {
    let name = cursor.take_while(|character| {
        character.is_ascii_alphanumeric() || matches!(character, '-' | '_')
    });
    if name.is_empty() {
        return Err(cursor.fail_next(PatternErrorKind::ExpectedName, &WORD_STOPS));
    }
    Ok(name)
}

fn at_slot_end(cursor: &Cursor<'_>) -> bool {
    cursor.peek().is_none_or(|next| next == ',')
}
