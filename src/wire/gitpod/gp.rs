//! What the program `gp env` prints: `NAME=value`, with a backslash before each double quote.

use std::fmt;

use crate::model::variable;

/// A variable that `gp env` lists.
#[derive(Clone, PartialEq, Eq)]
pub struct GpVariable {
    /// Its name.
    pub name: String,
    /// Its value; none where lines follow that may belong to it, or the name comes twice, since
    /// then nobody can tell what it is.
    pub value: Option<String>,
}

impl fmt::Debug for GpVariable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("GpVariable").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Returns how `gp env` prints a variable, without the end of the line.
#[must_use]
pub fn gp_line(name: &str, value: &str) -> String {
    format!("{name}={}", value.replace('"', "\\\""))
}

/// Reads the list of `gp env`.
///
/// A value of several lines is printed as such, unquoted, so a line that begins like a variable may
/// be one or not; it counts as one, because a name too many does less harm than one too few.
#[must_use]
pub fn parse_gp_list(text: &str) -> Vec<GpVariable> {
    let mut found: Vec<GpVariable> = Vec::new();
    let text = text.strip_suffix('\n').unwrap_or(text);
    if text.is_empty() {
        return found;
    }
    for line in text.split('\n') {
        let named = line.split_once('=').filter(|(name, _)| variable::check_name("", name).is_ok());
        match named {
            Some((name, value)) => {
                let is_twice = found.iter_mut().filter(|known| known.name == name);
                let is_twice = is_twice.fold(false, |_, known| {
                    known.value = None;
                    true
                });
                if !is_twice {
                    let value = value.replace("\\\"", "\"");
                    found.push(GpVariable { name: name.to_owned(), value: Some(value) });
                }
            }
            None => {
                if let Some(last) = found.last_mut() {
                    last.value = None;
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<(String, Option<String>)> {
        parse_gp_list(text).into_iter().map(|found| (found.name, found.value)).collect()
    }

    fn pair(name: &str, value: Option<&str>) -> (String, Option<String>) {
        (name.to_owned(), value.map(ToOwned::to_owned))
    }

    #[test]
    fn lists_are_read_as_far_as_they_can_be() {
        assert_eq!(read(""), []);
        assert_eq!(read("A=1\nB=x=y \n"), [pair("A", Some("1")), pair("B", Some("x=y "))]);
        assert_eq!(read("A=\\\"x\\\"\n"), [pair("A", Some("\"x\""))]);
        assert_eq!(read("A=1\n-----\nB=2\n"), [pair("A", None), pair("B", Some("2"))]);
        assert_eq!(read("A=1\nB=2\nA=3\n"), [pair("A", None), pair("B", Some("2"))]);
        assert_eq!(read("A=1\n\n"), [pair("A", None)], "a last line feed is the value's own");
        assert_eq!(read("no such\n"), []);
    }

    proptest! {
        #[test]
        fn one_line_is_read_back_exactly(value in "[^\n\0]{0,60}") {
            let printed = format!("X=1\n{}\nY=2\n", gp_line("A", &value));
            let expected = [pair("X", Some("1")), pair("A", Some(&value)), pair("Y", Some("2"))];
            prop_assert_eq!(read(&printed), expected);
        }
    }
}
