//! Globs of sampling rules: `*` is any text, `?` is any character, case does not count.
//!
//! "Configuring sampling rules", X-Ray developer guide; the case as in the vendor's own SDKs.

/// Says whether a text matches a glob.
#[must_use]
pub fn matches(glob: &str, text: &str) -> bool {
    let glob: Vec<char> = glob.to_lowercase().chars().collect();
    let text: Vec<char> = text.to_lowercase().chars().collect();
    let (mut at_glob, mut at_text) = (0, 0);
    // Where the last star stands, and how much of the text it has taken.
    let mut star: Option<(usize, usize)> = None;
    while at_text < text.len() {
        match glob.get(at_glob) {
            Some('*') => {
                star = Some((at_glob, at_text));
                at_glob += 1;
            }
            Some(&wanted) if wanted == '?' || wanted == text[at_text] => {
                at_glob += 1;
                at_text += 1;
            }
            _ => {
                let Some((position, taken)) = star else { return false };
                star = Some((position, taken + 1));
                at_glob = position + 1;
                at_text = taken + 1;
            }
        }
    }
    glob[at_glob..].iter().all(|rest| *rest == '*')
}

/// Says whether a glob matches every text.
#[must_use]
pub fn matches_everything(glob: &str) -> bool {
    !glob.is_empty() && glob.chars().all(|character| character == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks() {
        for (glob, text) in [
            ("*", ""),
            ("*", "x"),
            ("back*", "backend-flask"),
            ("*-FLASK", "backend-flask"),
            ("b?ck*f*k", "backend-flask"),
            ("", ""),
            ("**", "x"),
        ] {
            assert!(matches(glob, text), "{glob} {text}");
        }
        for (glob, text) in
            [("", "x"), ("?", ""), ("back", "backend"), ("*x", "y"), ("a*b*c", "acb")]
        {
            assert!(!matches(glob, text), "{glob} {text}");
        }
        assert!(matches_everything("**") && !matches_everything("") && !matches_everything("*?"));
    }
}
