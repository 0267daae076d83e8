//! A question whose answer is not shown.
//!
//! The terminal hands over key by key: line by line it would cut long answers off at 4095 bytes
//! without a word. What it was set to is set again whatever becomes of the question.

use std::fs::File;
use std::io;
use std::io::Write as _;
use std::os::fd::AsFd as _;

use rustix::termios::LocalModes;
use rustix::termios::OptionalActions;
use rustix::termios::Termios;
use rustix::termios::tcgetattr;
use rustix::termios::tcsetattr;
use secrecy::SecretString;

use super::escape::escape_untrusted;
use super::prompt::PromptError;
use super::streams::Ui;

/// Longest answer, in bytes; more than any variable can hold.
const MAXIMUM_BYTES: usize = 1024 * 1024;

/// A terminal that shows nothing of what is typed, until this is dropped.
#[derive(Debug)]
pub struct HiddenTyping {
    before: Termios,
}

impl Ui {
    /// Asks, and hides what is typed; [`read_hidden`] waits for the answer.
    ///
    /// # Errors
    /// Nobody can be asked; `instead` is what to give on the command line.
    pub fn hide_typing(&self, question: &str, instead: &str) -> Result<HiddenTyping, PromptError> {
        self.require_person(question, instead)?;
        let failed = |error: rustix::io::Errno| PromptError::Terminal(error.into());
        let before = tcgetattr(io::stdin()).map_err(failed)?;
        let mut hidden = before.clone();
        hidden.local_modes -= LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON;
        tcsetattr(io::stdin(), OptionalActions::Flush, &hidden).map_err(failed)?;
        let typing = HiddenTyping { before };
        self.write_message(&format!("{}: ", escape_untrusted(question)));
        Ok(typing)
    }
}

impl Drop for HiddenTyping {
    fn drop(&mut self) {
        // A terminal that has gone needs nothing.
        let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.before);
        let _ = io::stderr().write_all(b"\n");
    }
}

/// Reads the answer, up to the end of its line. Blocks its thread.
///
/// # Errors
/// The terminal fails, ends, the answer is no text, or more than its line was pasted.
pub fn read_hidden() -> Result<SecretString, PromptError> {
    // Past the standard library's buffer, which would keep the rest of a paste for the next question.
    let keys = File::from(io::stdin().as_fd().try_clone_to_owned().map_err(PromptError::Terminal)?);
    read(keys).map_err(PromptError::Terminal)
}

fn read(mut keys: impl io::Read) -> io::Result<SecretString> {
    let wrong = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    let mut typed: Vec<u8> = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let length = keys.read(&mut chunk)?;
        if length == 0 {
            break;
        }
        let mut pressed = chunk[..length].iter();
        while let Some(key) = pressed.next() {
            match *key {
                b'\n' | b'\r' => {
                    if pressed.as_slice().iter().any(|key| !matches!(key, b'\n' | b'\r')) {
                        return Err(wrong(
                            "it has more than one line; pipe it in, or give it with --from-file",
                        ));
                    }
                    let text =
                        String::from_utf8(typed).map_err(|_| wrong("that is no UTF-8 text"))?;
                    return Ok(SecretString::from(text));
                }
                // Backspace, by either of its names.
                0x7f | 0x08 => take_character(&mut typed),
                // Control-U: begin again.
                0x15 => typed.clear(),
                // Control-D.
                0x04 if typed.is_empty() => return Err(no_answer()),
                0..=8 | 11..=31 => {
                    return Err(wrong("a key was pressed that stands for no character"));
                }
                _ if typed.len() >= MAXIMUM_BYTES => return Err(wrong("that is too long")),
                other => typed.push(other),
            }
        }
    }
    Err(no_answer())
}

fn no_answer() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "there was no answer")
}

/// Takes the last character away, with all of its bytes.
fn take_character(typed: &mut Vec<u8>) {
    while let Some(byte) = typed.pop() {
        if !matches!(byte, 0x80..=0xbf) {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn what_is_typed_can_be_corrected() {
        let typed = |keys: &[u8]| read(keys).map(|answer| answer.expose_secret().to_owned());
        assert_eq!(typed(b"hunter2\r\n").unwrap(), "hunter2");
        let pasted = typed(b"-----BEGIN KEY\nsecond").unwrap_err();
        assert!(pasted.to_string().contains("more than one line"), "{pasted}");
        assert!(typed(b"\x1b[A\n").is_err(), "an arrow is no character");
        assert_eq!(typed("aé\x7fb\x08\x08ok\n".as_bytes()).unwrap(), "ok");
        assert_eq!(typed(b"wrong\x15right\n").unwrap(), "right");
        assert!(typed(b"right\x04\n").is_err());
        assert_eq!(typed("\x7f\x7f🦀\n".as_bytes()).unwrap(), "🦀");
        assert_eq!(typed(b"\x04").unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        assert_eq!(typed(b"cut off").unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        assert!(typed(b"\xff\n").is_err());
        let long = "x".repeat(20_000) + "\n";
        assert_eq!(typed(long.as_bytes()).unwrap().len(), 20_000);
    }
}
