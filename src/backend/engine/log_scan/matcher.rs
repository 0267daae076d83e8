//! Finds the messages of a column that match a pattern.

use arrow_array::Array as _;
use arrow_array::StringArray;
use memchr::memmem::Finder;

use crate::dialect::filter_pattern::FilterPattern;

/// A pattern, prepared for whole columns.
#[derive(Debug)]
pub(super) struct Matcher {
    pattern: FilterPattern,
    finder: Option<Finder<'static>>,
    /// Whether the literal alone decides.
    decides: bool,
}

impl Matcher {
    pub(super) fn new(pattern: &FilterPattern) -> Self {
        let literal = pattern.required_literal().filter(|literal| !literal.is_empty());
        let finder = literal.map(|literal| Finder::new(literal.as_bytes()).into_owned());
        let decides = finder.is_some() && pattern.is_single_literal();
        Self { pattern: pattern.clone(), finder, decides }
    }

    /// Returns the matching rows among all of a column, in rising order.
    pub(super) fn all(&self, messages: &StringArray) -> Vec<usize> {
        let Some(finder) = &self.finder else {
            return (0..messages.len())
                .filter(|&row| self.pattern.matches(messages.value(row)))
                .collect();
        };
        let offsets = messages.value_offsets();
        let start = offsets.first().map_or(0, |offset| place(*offset));
        let end = offsets.last().map_or(0, |offset| place(*offset));
        let text = &messages.value_data()[..end];
        let mut rows = Vec::new();
        let mut from = start;
        // One search over all texts at once: most columns hold no hit.
        while let Some(hit) = finder.find(&text[from..]) {
            let hit = from + hit;
            let row = offsets.partition_point(|offset| place(*offset) <= hit) - 1;
            let row_end = place(offsets[row + 1]);
            if hit + finder.needle().len() > row_end {
                // It spans two texts.
                from = hit + 1;
                continue;
            }
            if self.decides || self.pattern.matches(messages.value(row)) {
                rows.push(row);
            }
            from = row_end;
        }
        rows
    }

    /// Says whether one message matches.
    pub(super) fn one(&self, message: &str) -> bool {
        match &self.finder {
            Some(finder) if finder.find(message.as_bytes()).is_none() => false,
            Some(_) if self.decides => true,
            _ => self.pattern.matches(message),
        }
    }
}

fn place(offset: i32) -> usize {
    usize::try_from(offset).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn columns_and_single_messages_agree(
            texts in prop::collection::vec("[ab ]{0,6}", 0..20),
            pattern in "[ab]{0,2} ?[ab]{0,2}",
            cut in 0_usize..20,
        ) {
            let pattern = FilterPattern::parse(&pattern).unwrap();
            let matcher = Matcher::new(&pattern);
            let column = StringArray::from(texts.clone());
            let cut = cut.min(texts.len());
            let sliced = column.slice(cut, texts.len() - cut);
            let expected: Vec<usize> = (0..sliced.len())
                .filter(|&row| pattern.matches(&texts[cut + row]))
                .collect();
            prop_assert_eq!(&matcher.all(&sliced), &expected);
            let one: Vec<usize> =
                (0..sliced.len()).filter(|&row| matcher.one(&texts[cut + row])).collect();
            prop_assert_eq!(one, expected);
        }
    }
}
