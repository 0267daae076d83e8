//! Finds the paths that a source file uses, without compiling it.

use std::collections::BTreeSet;

/// One path that a file uses, from the root of the crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Import {
    pub(crate) line: usize,
    pub(crate) path: Vec<String>,
}

/// Lists the paths into our own crate that the non-test code of a file uses.
pub(crate) fn imports(text: &str, module: &[String]) -> Vec<Import> {
    let code = without_tests(&without_text(text));
    let mut found = BTreeSet::new();
    for (start, word) in words(&code) {
        // The first segment of a path only: `crate` in `pub(crate)` is followed by no `::`.
        let rest = &code[start + word.len()..];
        let line = code[..start].matches('\n').count() + 1;
        let before = code[..start].trim_end();
        if before.ends_with("::") || !rest.trim_start().starts_with("::") {
            continue;
        }
        let rest = rest.trim_start().trim_start_matches("::");
        match word {
            "crate" | "cruddur_obs" => expand(rest, &[], line, &mut found),
            "super" => {
                let (ups, rest) = count_supers(rest);
                // The module of a file `a/b.rs` is `a::b`, its `super` is `a`; also for `a/b/mod.rs`.
                if let Some(base) = module.len().checked_sub(ups).map(|length| &module[..length]) {
                    expand(rest, base, line, &mut found);
                }
            }
            _ => {}
        }
    }
    found.into_iter().filter(|import| !import.path.is_empty()).collect()
}

fn count_supers(mut rest: &str) -> (usize, &str) {
    let mut ups = 1;
    while let Some(after) = rest.trim_start().strip_prefix("super") {
        match after.trim_start().strip_prefix("::") {
            Some(after) => (ups, rest) = (ups + 1, after),
            None => break,
        }
    }
    (ups, rest)
}

// Follows a path, and every branch of `{…}`; stops at the first item.
fn expand(text: &str, base: &[String], line: usize, found: &mut BTreeSet<Import>) {
    let text = text.trim_start();
    if let Some(group) = text.strip_prefix('{') {
        for branch in branches(group) {
            expand(branch, base, line, found);
        }
        return;
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let mut path = base.to_vec();
    if end > 0 && &text[..end] != "self" {
        path.push(text[..end].to_owned());
    }
    match text[end..].trim_start().strip_prefix("::") {
        Some(rest)
            if end > 0
                && rest
                    .trim_start()
                    .starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '{') =>
        {
            expand(rest, &path, line, found);
        }
        _ => {
            found.insert(Import { line, path });
        }
    }
}

// The parts between the commas of a group, up to its closing brace.
fn branches(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0_usize, 0, Vec::new());
    for (index, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(&group[start..index]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.into_iter().filter(|part| !part.trim().is_empty()).collect()
}

fn words(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = None;
    for (index, character) in code.char_indices().chain([(code.len(), ' ')]) {
        let inside = character.is_alphanumeric() || character == '_';
        match (start, inside) {
            (None, true) => start = Some(index),
            (Some(begin), false) => {
                found.push((begin, &code[begin..index]));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// Blanks comments, strings and character literals; keeps every newline, so that lines still count.
fn without_text(source: &str) -> String {
    let characters: Vec<char> = source.chars().collect();
    let mut code = String::with_capacity(source.len());
    let mut at = 0;
    while at < characters.len() {
        let end = match (characters[at], characters.get(at + 1)) {
            ('/', Some('/')) => find(&characters, at, |c| c == '\n'),
            ('/', Some('*')) => end_of_block_comment(&characters, at),
            ('"', _) => end_of_string(&characters, at),
            ('r', Some('"' | '#')) if !follows_word(&characters, at) => {
                end_of_raw_string(&characters, at)
            }
            ('\'', _) => end_of_character(&characters, at),
            _ => at,
        };
        if end > at {
            code.extend(characters[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        } else {
            code.push(characters[at]);
            at += 1;
        }
    }
    code
}

fn find(characters: &[char], from: usize, matches: impl Fn(char) -> bool) -> usize {
    (from..characters.len()).find(|index| matches(characters[*index])).unwrap_or(characters.len())
}

fn follows_word(characters: &[char], at: usize) -> bool {
    // `br"…"` is a raw string too.
    at > 0
        && characters[at - 1] != 'b'
        && (characters[at - 1].is_alphanumeric() || characters[at - 1] == '_')
}

fn end_of_block_comment(characters: &[char], from: usize) -> usize {
    let (mut depth, mut at) = (0, from);
    while at < characters.len() {
        match (characters[at], characters.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at.min(characters.len())
}

fn end_of_string(characters: &[char], from: usize) -> usize {
    let mut at = from + 1;
    while at < characters.len() && characters[at] != '"' {
        at += if characters[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(characters.len())
}

fn end_of_raw_string(characters: &[char], from: usize) -> usize {
    let quote = find(characters, from + 1, |c| c != '#');
    if characters.get(quote) != Some(&'"') {
        // `r#type` is a name.
        return from;
    }
    let hashes = quote - from - 1;
    let mut at = quote + 1;
    while at < characters.len() {
        let closes = characters[at] == '"'
            && characters[at + 1..].iter().take_while(|c| **c == '#').count() >= hashes;
        if closes {
            return at + 1 + hashes;
        }
        at += 1;
    }
    at
}

// `'a'` and `'\n'` are literals, `'a` is a lifetime.
fn end_of_character(characters: &[char], from: usize) -> usize {
    match (characters.get(from + 1), characters.get(from + 2)) {
        (Some('\\'), _) => (find(characters, from + 3, |c| c == '\'') + 1).min(characters.len()),
        (Some(_), Some('\'')) => from + 3,
        _ => from,
    }
}

/// Blanks every item under `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let mut kept = code.to_owned();
    while let Some(start) = kept.find("#[cfg(test)]") {
        let end = end_of_item(&kept, start);
        let blank: String =
            kept[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
        kept.replace_range(start..end, &blank);
    }
    kept
}

// An item ends at its first `;` outside of braces, or where its braces close.
fn end_of_item(code: &str, start: usize) -> usize {
    let mut depth = 0_usize;
    for (index, character) in code[start..].char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth <= 1 => return start + index + 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return start + index + 1,
            _ => {}
        }
    }
    code.len()
}
