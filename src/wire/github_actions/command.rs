//! Commands: lines of a step's output that begin with `::`.

/// Returns the line of a command; properties without a value are left out.
#[must_use]
pub fn command(name: &str, properties: &[(&str, String)], data: &str) -> String {
    let shown: Vec<String> = properties
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| format!("{key}={}", escape_property(value)))
        .collect();
    let gap = if shown.is_empty() { "" } else { " " };
    format!("::{name}{gap}{}::{}", shown.join(","), escape_data(data))
}

/// Escapes the text of a command: what would end its line, and the sign of an escape.
#[must_use]
pub fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property, which also ends at a colon or a comma.
#[must_use]
pub fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // The runner's own order: the sign of an escape comes last.
    fn unescaped(text: &str, pairs: &[(&str, &str)]) -> String {
        pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    }

    #[test]
    fn a_command_is_one_line() {
        let place =
            [("file", "a,b:c".to_owned()), ("line", "3".to_owned()), ("title", String::new())];
        assert_eq!(
            command("error", &place, "100%\nnext"),
            "::error file=a%2Cb%3Ac,line=3::100%25%0Anext"
        );
        assert_eq!(command("endgroup", &[], ""), "::endgroup::");
    }

    proptest! {
        #[test]
        fn what_is_escaped_is_read_back(text in "(?s).{0,40}|[%0ADa2C3:,\r\n]{0,40}") {
            let data = [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")];
            let property = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];
            prop_assert_eq!(unescaped(&escape_data(&text), &data), text.clone());
            prop_assert_eq!(unescaped(&escape_property(&text), &property), text.clone());
            prop_assert!(!escape_property(&text).contains(['\r', '\n', ':', ',']));
        }
    }
}
