//! The words of a space-delimited message.
//!
//! Owns where a word starts and ends. It must not know what a pattern wants of it. AWS
//! documentation: "Filter pattern syntax", section on space-delimited events: text between square
//! brackets or double quotes is one word.

use memchr::memchr;

/// Hands out the words of a message from left to right, in time linear in its length.
pub(super) struct Tokens<'m> {
    message: &'m str,
    position: usize,
    bracket: Closing,
    quote: Closing,
}

/// Remembers where the next closing sign is, so that openings without one cost one search in all.
struct Closing {
    sign: u8,
    /// The first sign at or behind the place of the last search; the length of the message when
    /// there is none.
    found: Option<usize>,
}

impl Closing {
    fn new(sign: u8) -> Self {
        Self { sign, found: None }
    }

    fn at_or_behind(&mut self, position: usize, message: &[u8]) -> usize {
        match self.found {
            Some(found) if found >= position => found,
            _ => {
                let rest = message.get(position..).unwrap_or_default();
                let found =
                    memchr(self.sign, rest).map_or(message.len(), |offset| position + offset);
                self.found = Some(found);
                found
            }
        }
    }
}

impl<'m> Tokens<'m> {
    pub(super) fn new(message: &'m str) -> Self {
        let (bracket, quote) = (Closing::new(b']'), Closing::new(b'"'));
        let mut tokens = Self { message, position: 0, bracket, quote };
        tokens.skip_blanks();
        tokens
    }

    /// Takes all that is left as one value: the word if it is the last one, the plain text if
    /// there are several.
    pub(super) fn rest(mut self) -> Option<&'m str> {
        let start = self.position;
        let word = self.next()?;
        if self.position >= self.message.len() {
            return Some(word);
        }
        self.message.get(start..).map(|rest| rest.trim_end_matches(is_blank_character))
    }

    fn skip_blanks(&mut self) {
        let rest = self.message.as_bytes().get(self.position..).unwrap_or_default();
        let blanks = rest.iter().position(|byte| !is_blank(*byte)).unwrap_or(rest.len());
        self.position += blanks;
    }

    /// Returns where the group that opens at the current position closes, if it is a whole word:
    /// its closing sign must be followed by a blank or the end.
    fn group_end(&mut self) -> Option<usize> {
        let bytes = self.message.as_bytes();
        let inside = self.position + 1;
        let end = match bytes.get(self.position)? {
            b'[' => self.bracket.at_or_behind(inside, bytes),
            b'"' => self.quote.at_or_behind(inside, bytes),
            _ => return None,
        };
        let closed = end < bytes.len() && bytes.get(end + 1).is_none_or(|byte| is_blank(*byte));
        closed.then_some(end)
    }
}

impl<'m> Iterator for Tokens<'m> {
    type Item = &'m str;

    fn next(&mut self) -> Option<&'m str> {
        let rest = self.message.as_bytes().get(self.position..).unwrap_or_default();
        if rest.is_empty() {
            return None;
        }
        let (start, end, after) = if let Some(end) = self.group_end() {
            (self.position + 1, end, end + 1)
        } else {
            let length = rest.iter().position(|byte| is_blank(*byte)).unwrap_or(rest.len());
            (self.position, self.position + length, self.position + length)
        };
        self.position = after;
        self.skip_blanks();
        self.message.get(start..end)
    }
}

fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

fn is_blank_character(character: char) -> bool {
    character.is_ascii_whitespace()
}
