//! Tags on the command line, in the forms of the AWS CLI.

use std::collections::BTreeMap;

use super::error::CommandError;
use super::json_input;
use crate::model::tags;

/// Reads `Key=NAME,Value=TEXT`, `NAME=TEXT` (several with commas), or JSON of either shape.
pub(crate) fn parse(values: &[String]) -> Result<BTreeMap<String, String>, CommandError> {
    let mut found = BTreeMap::new();
    for value in values {
        let text = value.trim_start();
        if text.starts_with(['[', '{']) || text.starts_with("file://") {
            found.extend(parse_json(text)?);
        } else if let Some(rest) = text.strip_prefix("Key=") {
            let (key, value) = rest.split_once(",Value=").ok_or_else(|| wrong(value))?;
            found.insert(key.to_owned(), value.to_owned());
        } else {
            for pair in text.split(',') {
                let (key, value) = pair.split_once('=').ok_or_else(|| wrong(value))?;
                found.insert(key.to_owned(), value.to_owned());
            }
        }
    }
    for (key, value) in &found {
        tags::check_tag("tags", key, value)
            .map_err(|violation| CommandError::usage(violation.to_string()))?;
    }
    Ok(found)
}

fn parse_json(text: &str) -> Result<BTreeMap<String, String>, CommandError> {
    if text.starts_with('{') {
        return json_input::parse("--tags", text);
    }
    let list: Vec<crate::wire::xray::Tag> = json_input::parse("--tags", text)?;
    Ok(list.into_iter().map(|tag| (tag.key, tag.value)).collect())
}

fn wrong(value: &str) -> CommandError {
    CommandError::usage(format!("`{value}` is no tag"))
        .hint("write Key=NAME,Value=TEXT, or NAME=TEXT, or JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_aws_cli_is_read() {
        let expected = BTreeMap::from([("team".to_owned(), "cruddur".to_owned())]);
        for form in [
            "Key=team,Value=cruddur",
            "team=cruddur",
            r#"{"team":"cruddur"}"#,
            r#"[{"Key":"team","Value":"cruddur"}]"#,
        ] {
            assert_eq!(parse(&[form.to_owned()]).unwrap(), expected, "{form}");
        }
        for bad in ["team", "Key=team", "aws:x=y", "[1]"] {
            assert!(parse(&[bad.to_owned()]).is_err(), "{bad}");
        }
    }
}
