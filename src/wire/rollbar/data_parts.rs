//! Parts of texts that are data rather than words: dates, addresses, numbers.
//!
//! Two texts that differ in these alone are taken for the same.

/// Statuses of HTTP, which are words.
const CODES: [&str; 41] = [
    "100", "101", "200", "201", "202", "203", "204", "205", "206", "207", "300", "301", "302",
    "303", "304", "307", "308", "400", "401", "402", "403", "404", "405", "406", "408", "409",
    "410", "411", "412", "413", "414", "415", "416", "417", "422", "429", "500", "501", "502",
    "503", "504",
];

/// Fewest digits of a number that is data, where decimal and hexadecimal.
const FEWEST_DIGITS: usize = 2;
const FEWEST_HEXADECIMAL_DIGITS: usize = 4;

/// Fewest digits of a hash of a version.
const FEWEST_HASH_DIGITS: usize = 7;

/// Returns a message without dates, e-mail and IP addresses, decimals, whole numbers of two and
/// hexadecimal ones of four digits; known statuses stay.
#[must_use]
pub(super) fn without_data(message: &str) -> String {
    let mut kept = String::with_capacity(message.len());
    for piece in Pieces::new(message, |c| {
        c.is_alphanumeric() || matches!(c, '.' | ':' | '@' | '-' | '_' | '+' | '%')
    }) {
        match piece {
            Piece::Between(text) => kept.push_str(text),
            Piece::Word(word) => keep_of_word(word, &mut kept),
        }
    }
    kept
}

/// Keeps what is no data of a word, which has no blanks.
fn keep_of_word(word: &str, kept: &mut String) {
    // The full stop or colon behind a word is none of it.
    let inner = word.trim_end_matches(['.', ':', '-', '%']);
    let rest = &word[inner.len()..];
    let is_data = is_email(inner)
        || is_address(inner)
        || is_date(inner)
        || is_decimal(inner)
        || (inner.contains('-') && is_uuid(inner));
    if !is_data {
        for piece in Pieces::new(inner, char::is_alphanumeric) {
            match piece {
                Piece::Between(text) => kept.push_str(text),
                Piece::Word(part) if is_number(part) => {}
                Piece::Word(part) => kept.push_str(part),
            }
        }
    }
    kept.push_str(rest);
}

/// Returns a file's name without parts that look like a date or a hash of a version.
#[must_use]
pub(super) fn without_versions(path: &str) -> String {
    let mut kept = String::with_capacity(path.len());
    for piece in Pieces::new(path, |c| !matches!(c, '/' | '\\')) {
        match piece {
            Piece::Between(text) => kept.push_str(text),
            Piece::Word(part) if is_date(part) => {}
            Piece::Word(part) => {
                for piece in Pieces::new(part, char::is_alphanumeric) {
                    match piece {
                        Piece::Between(text) => kept.push_str(text),
                        Piece::Word(word) if is_hash(word) => {}
                        Piece::Word(word) => kept.push_str(word),
                    }
                }
            }
        }
    }
    kept
}

/// Returns a method's name without whole numbers of two or more digits.
#[must_use]
pub(super) fn without_numbers(method: &str) -> String {
    let mut kept = String::with_capacity(method.len());
    for piece in Pieces::new(method, |c| c.is_ascii_digit()) {
        match piece {
            Piece::Word(digits) if digits.len() >= FEWEST_DIGITS => {}
            Piece::Word(text) | Piece::Between(text) => kept.push_str(text),
        }
    }
    kept
}

fn is_email(word: &str) -> bool {
    word.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && host.contains('.') && !host.contains('@') && !host.starts_with('.')
    })
}

/// Says whether a word is an IP address, with a port or not.
fn is_address(word: &str) -> bool {
    word.parse::<std::net::IpAddr>().is_ok() || word.parse::<std::net::SocketAddrV4>().is_ok()
}

/// Says whether a word is a date, a time of day, or both.
fn is_date(word: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if is_digits(word) {
        // As deploys name folders: 20261127, 20261127083000.
        return matches!(word.len(), 8 | 12 | 14) && word.starts_with(['1', '2']);
    }
    let (date, time) = word.split_once(['T', 't', '_']).unwrap_or((word, ""));
    is_plain_date(date) && (time.is_empty() || is_time(time)) || is_time(word)
}

fn is_plain_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '.']).collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let has_form = matches!(lengths[..], [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 4]);
    has_form && parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()))
}

fn is_time(text: &str) -> bool {
    let parts: Vec<&str> = text.split([':', '.', '+', '-']).collect();
    let in_digits = |part: &&str| {
        let part = part.strip_suffix(['Z', 'z']).unwrap_or(part);
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
    };
    parts.len() >= 2 && text.contains(':') && parts[0].len() <= 2 && parts.iter().all(in_digits)
}

/// Says whether a word is a number with a point.
fn is_decimal(word: &str) -> bool {
    let word = word.trim_start_matches(['-', '+']);
    word.split_once('.').is_some_and(|(whole, part)| {
        [whole, part]
            .iter()
            .all(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

fn is_uuid(word: &str) -> bool {
    let lengths: Vec<usize> = word.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

/// Says whether a part of a word is a whole number that is data, decimal or hexadecimal.
fn is_number(part: &str) -> bool {
    let digits = part.strip_prefix("0x").or_else(|| part.strip_prefix("0X"));
    if let Some(digits) = digits {
        return !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    if part.bytes().all(|byte| byte.is_ascii_digit()) {
        return part.len() >= FEWEST_DIGITS && !CODES.contains(&part);
    }
    // A word such as `decade` is no number, though all its letters are digits.
    part.len() >= FEWEST_HEXADECIMAL_DIGITS
        && part.bytes().all(|byte| byte.is_ascii_hexdigit())
        && part.bytes().any(|byte| byte.is_ascii_digit())
}

fn is_hash(word: &str) -> bool {
    is_date(word)
        || word.len() >= FEWEST_HASH_DIGITS
            && word.bytes().all(|byte| byte.is_ascii_hexdigit())
            && word.bytes().any(|byte| byte.is_ascii_digit())
}

/// A run of characters of a text that belong to words, or that do not.
enum Piece<'t> {
    Word(&'t str),
    Between(&'t str),
}

/// The runs of a text.
struct Pieces<'t, F> {
    rest: &'t str,
    is_of_word: F,
}

impl<'t, F: Fn(char) -> bool> Pieces<'t, F> {
    const fn new(text: &'t str, is_of_word: F) -> Self {
        Self { rest: text, is_of_word }
    }
}

impl<'t, F: Fn(char) -> bool> Iterator for Pieces<'t, F> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        let is_word = (self.is_of_word)(self.rest.chars().next()?);
        let end = self.rest.find(|c| (self.is_of_word)(c) != is_word).unwrap_or(self.rest.len());
        let (run, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(if is_word { Piece::Word(run) } else { Piece::Between(run) })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn data_is_taken_out_of_messages() {
        for (message, expected) in [
            ("user 42 not found", "user  not found"),
            ("user 4 not found", "user 4 not found"),
            ("HTTP 404 for /users/1234", "HTTP 404 for /users/"),
            ("at 2026-11-27T08:15:30.123Z it broke", "at  it broke"),
            ("at 2026-11-27 08:15:30, again", "at  , again"),
            ("mail to ann@example.com failed.", "mail to  failed."),
            ("connect 10.0.0.1:5432 refused", "connect  refused"),
            ("connect ::1 refused", "connect  refused"),
            ("took 12.5 ms", "took  ms"),
            ("took 12.5ms", "took .5ms"),
            ("object at 0x7f3a2c", "object at "),
            ("id 3f2a9c1d", "id "),
            ("a decade of added faces", "a decade of added faces"),
            ("request 123e4567-e89b-12d3-a456-426614174000 failed", "request  failed"),
            ("value-17", "value-"),
            ("ümlaut 42é", "ümlaut 42é"),
        ] {
            assert_eq!(without_data(message), expected, "{message}");
        }
    }

    #[test]
    fn versions_are_taken_out_of_paths() {
        for (path, expected) in [
            ("/srv/releases/20261127083000/app/views.py", "/srv/releases//app/views.py"),
            ("/srv/2026-11-27/app.py", "/srv//app.py"),
            ("static/js/main.3f2a9c1d.js", "static/js/main..js"),
            ("app/1c0ffee/x.rb", "app//x.rb"),
            ("C:\\app\\20261127\\x.cs", "C:\\app\\\\x.cs"),
            ("app/defaced/views2.py", "app/defaced/views2.py"),
        ] {
            assert_eq!(without_versions(path), expected, "{path}");
        }
        assert_eq!(without_numbers("handler_123_of4"), "handler__of4");
    }

    proptest! {
        #[test]
        fn any_text_is_taken(text in "\\PC{0,60}") {
            prop_assert!(without_data(&text).len() <= text.len());
            prop_assert!(without_versions(&text).len() <= text.len());
            prop_assert!(without_numbers(&text).len() <= text.len());
        }

        #[test]
        fn numbers_make_no_difference(one in 10_u32..99, other in 100_000_u32..999_999) {
            let of = |number: u32| without_data(&format!("job {number} of queue {number} died"));
            prop_assert_eq!(of(one), of(other));
        }
    }
}
