//! One line of human output, put together from trusted marks and text from outside.

use anstyle::AnsiColor;
use anstyle::Style;

use super::escape::escape_untrusted;
use super::escape::escape_untrusted_lines;

/// The meaning of a piece of text; the colour follows from it and never carries it alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// The title of something.
    Heading,
    /// Present for completeness: times, ids.
    Faint,
    /// Something is right.
    Good,
    /// Something needs a look.
    Warning,
    /// Something is wrong.
    Bad,
    /// A name to tell apart from others.
    Name,
}

impl Tone {
    pub(crate) const fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Heading => Style::new().bold(),
            Self::Faint => Style::new().dimmed(),
            Self::Good => AnsiColor::Green.on_default(),
            Self::Warning => AnsiColor::Yellow.on_default(),
            Self::Bad => AnsiColor::Red.on_default(),
            Self::Name => AnsiColor::Cyan.on_default(),
        }
    }

    /// Returns `text` in this tone, with the terminal's codes only if `color`.
    pub(crate) fn paint(self, text: &str, color: bool) -> String {
        let style = self.style();
        if color && self != Self::Plain {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

/// A line under construction.
#[derive(Debug)]
pub struct Line<'buffer> {
    buffer: &'buffer mut Vec<u8>,
    color: bool,
    escape: bool,
}

impl<'buffer> Line<'buffer> {
    pub(crate) const fn new(buffer: &'buffer mut Vec<u8>, color: bool, escape: bool) -> Self {
        Self { buffer, color, escape }
    }

    /// Adds text from outside that must stay on one line.
    pub fn push(&mut self, text: &str) {
        if self.escape {
            self.buffer.extend_from_slice(escape_untrusted(text).as_bytes());
        } else {
            self.buffer.extend_from_slice(text.as_bytes());
        }
    }

    /// Adds text from outside that may have lines of its own.
    pub fn push_lines(&mut self, text: &str) {
        if self.escape {
            self.buffer.extend_from_slice(escape_untrusted_lines(text).as_bytes());
        } else {
            self.buffer.extend_from_slice(text.as_bytes());
        }
    }

    /// Adds text from outside that may have lines of its own, in a tone.
    pub fn push_toned_lines(&mut self, tone: Tone, text: &str) {
        if self.color && tone != Tone::Plain {
            let style = tone.style();
            self.buffer.extend_from_slice(style.render().to_string().as_bytes());
            self.push_lines(text);
            self.buffer.extend_from_slice(style.render_reset().to_string().as_bytes());
        } else {
            self.push_lines(text);
        }
    }

    /// Adds text from outside, in a tone.
    pub fn push_toned(&mut self, tone: Tone, text: &str) {
        if self.color && tone != Tone::Plain {
            let style = tone.style();
            self.buffer.extend_from_slice(style.render().to_string().as_bytes());
            self.push(text);
            self.buffer.extend_from_slice(style.render_reset().to_string().as_bytes());
        } else {
            self.push(text);
        }
    }
}
