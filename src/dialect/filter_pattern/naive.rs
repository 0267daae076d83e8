//! A second, slow reading of the filter-pattern language, to check the first one against.
//!
//! Patterns are made as trees, written out as text, and judged here straight from the tree: no
//! parser, no shared matching code, whole JSON values instead of a skipping reader.

use regex::Regex;
use serde_json::Value;

/// The sign of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Plain,
    Optional,
    Excluded,
}

/// What a term looks for.
#[derive(Clone, Debug)]
pub(super) enum Wanted {
    Word(String),
    Phrase(String),
    Regex(String),
}

pub(super) type Term = (Sign, Wanted);

pub(super) fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

pub(super) fn write_terms(terms: &[Term]) -> String {
    let written = terms.iter().map(|(sign, wanted)| {
        let sign = match sign {
            Sign::Plain => "",
            Sign::Optional => "?",
            Sign::Excluded => "-",
        };
        match wanted {
            Wanted::Word(word) => format!("{sign}{word}"),
            Wanted::Phrase(phrase) => format!("{sign}{}", quote(phrase)),
            Wanted::Regex(body) => format!("{sign}%{body}%"),
        }
    });
    written.collect::<Vec<_>>().join(" ")
}

pub(super) fn terms_match(terms: &[Term], message: &str) -> bool {
    let effective: Vec<&Term> = terms.iter().filter(|(sign, _)| *sign != Sign::Optional).collect();
    if let [(Sign::Plain, Wanted::Phrase(blank))] = effective.as_slice()
        && blank == " "
    {
        return true;
    }
    let is_there = |wanted: &Wanted| match wanted {
        Wanted::Word(text) | Wanted::Phrase(text) => message.contains(text.as_str()),
        Wanted::Regex(body) => Regex::new(body).unwrap().is_match(message),
    };
    if !terms.is_empty() && effective.is_empty() {
        return terms.iter().any(|(_, wanted)| is_there(wanted));
    }
    effective.into_iter().all(|(sign, wanted)| is_there(wanted) == (*sign == Sign::Plain))
}

/// The right-hand side of a comparison.
#[derive(Clone, Debug)]
pub(super) enum Operand {
    Quoted(String),
    Bare(String),
    /// A whole number and its tenths, so that its text is easy to read.
    Number(f64),
    Regex(String),
}

/// A comparison with a value.
#[derive(Clone, Debug)]
pub(super) enum Comparison {
    Equal(Operand),
    NotEqual(Operand),
    Order(&'static str, f64),
}

pub(super) fn write_comparison(comparison: &Comparison) -> String {
    let operand = |operand: &Operand| match operand {
        Operand::Quoted(text) => quote(text),
        Operand::Bare(text) => text.clone(),
        Operand::Number(number) => number.to_string(),
        Operand::Regex(body) => format!("%{body}%"),
    };
    match comparison {
        Comparison::Equal(wanted) => format!("={}", operand(wanted)),
        Comparison::NotEqual(wanted) => format!(" != {}", operand(wanted)),
        Comparison::Order(relation, bound) => format!(" {relation} {bound}"),
    }
}

/// Judges a plain value; null is `Value::Null`, a word of a line is a string.
pub(super) fn compares(comparison: &Comparison, value: &Value) -> bool {
    match comparison {
        Comparison::Equal(operand) => equals(operand, value),
        Comparison::NotEqual(operand) => !equals(operand, value),
        Comparison::Order(relation, bound) => {
            number_in(value).is_some_and(|found| match *relation {
                "<" => found < *bound,
                "<=" => found <= *bound,
                ">" => found > *bound,
                _ => found >= *bound,
            })
        }
    }
}

fn equals(operand: &Operand, value: &Value) -> bool {
    let text = match value {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(other.to_string()),
    };
    match operand {
        Operand::Quoted(star) | Operand::Bare(star) if star == "*" => true,
        Operand::Number(wanted) => number_in(value) == Some(*wanted),
        Operand::Regex(body) => text.is_some_and(|text| Regex::new(body).unwrap().is_match(&text)),
        Operand::Quoted(wanted) | Operand::Bare(wanted) => {
            let bare = matches!(operand, Operand::Bare(_));
            match (read_number(wanted), value) {
                (Some(wanted), Value::Number(found)) => found.as_f64() == Some(wanted),
                (Some(wanted), _) if bare => number_in(value) == Some(wanted),
                _ => text.is_some_and(|text| wildcard_matches(wanted, &text)),
            }
        }
    }
}

fn number_in(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => read_number(text),
        _ => None,
    }
}

fn read_number(text: &str) -> Option<f64> {
    let syntax = Regex::new(r"^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$").unwrap();
    syntax.is_match(text).then(|| text.parse().unwrap())
}

fn wildcard_matches(wanted: &str, text: &str) -> bool {
    let wanted: Vec<char> = wanted.chars().collect();
    let open_start = wanted.first() == Some(&'*');
    let open_end = wanted.last() == Some(&'*');
    let inner = wanted.len().saturating_sub(usize::from(open_start) + usize::from(open_end));
    let literal: String = wanted.iter().skip(usize::from(open_start)).take(inner).collect();
    (0..=text.len()).filter(|start| text.is_char_boundary(*start)).any(|start| {
        text[start..].starts_with(&literal)
            && (open_start || start == 0)
            && (open_end || start + literal.len() == text.len())
    })
}

/// One step of a selector.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Member(&'static str),
    AnyMember,
    Element(usize),
    AnyElement,
}

/// A condition on a JSON message.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    Compares(Vec<Step>, Comparison),
    Is(Vec<Step>, &'static str),
    Missing(Vec<Step>),
    All(Vec<Self>),
    Any(Vec<Self>),
}

pub(super) fn write_condition(condition: &Condition) -> String {
    let join = |parts: &[Condition], sign: &str| {
        parts
            .iter()
            .map(|part| format!("({})", write_condition(part)))
            .collect::<Vec<_>>()
            .join(sign)
    };
    match condition {
        Condition::Compares(steps, comparison) => {
            format!("{}{}", write_selector(steps), write_comparison(comparison))
        }
        Condition::Is(steps, state) => format!("{} IS {state}", write_selector(steps)),
        Condition::Missing(steps) => format!("{} NOT EXISTS", write_selector(steps)),
        Condition::All(parts) => join(parts, " && "),
        Condition::Any(parts) => join(parts, "||"),
    }
}

fn write_selector(steps: &[Step]) -> String {
    let steps = steps.iter().map(|step| match step {
        Step::Member(name) if name.contains('.') => format!("['{name}']"),
        Step::Member(name) => format!(".{name}"),
        Step::AnyMember => ".*".to_owned(),
        Step::Element(index) => format!("[{index}]"),
        Step::AnyElement => "[*]".to_owned(),
    });
    format!("${}", steps.collect::<String>())
}

/// Tells whether the condition stays within the quotas on wildcards and regular expressions.
pub(super) fn is_within_quotas(text: &str) -> bool {
    let wildcards = text.matches(".*").count() + text.matches("[*]").count();
    wildcards <= 3 && text.matches('%').count() <= 4 && text.chars().count() <= 1000
}

pub(super) fn condition_holds(condition: &Condition, message: &Value) -> bool {
    match condition {
        Condition::Compares(steps, comparison) => reach(message, steps)
            .into_iter()
            .any(|value| !value.is_array() && !value.is_object() && compares(comparison, value)),
        Condition::Is(steps, state) => {
            reach(message, steps).into_iter().any(|value| match *state {
                "NULL" => value.is_null(),
                "TRUE" => *value == Value::Bool(true),
                _ => *value == Value::Bool(false),
            })
        }
        Condition::Missing(steps) => reach(message, steps).is_empty(),
        Condition::All(parts) => parts.iter().all(|part| condition_holds(part, message)),
        Condition::Any(parts) => parts.iter().any(|part| condition_holds(part, message)),
    }
}

fn reach<'v>(value: &'v Value, steps: &[Step]) -> Vec<&'v Value> {
    let Some((step, rest)) = steps.split_first() else {
        return vec![value];
    };
    let next: Vec<&Value> = match (step, value) {
        (Step::Member(name), Value::Object(members)) => members.get(*name).into_iter().collect(),
        (Step::AnyMember, Value::Object(members)) => members.values().collect(),
        (Step::Element(index), Value::Array(elements)) => {
            elements.get(*index).into_iter().collect()
        }
        (Step::AnyElement, Value::Array(elements)) => elements.iter().collect(),
        _ => Vec::new(),
    };
    next.into_iter().flat_map(|value| reach(value, rest)).collect()
}

/// Writes a value as JSON with every character of every string escaped.
pub(super) fn write_escaped(value: &Value) -> String {
    let escape = |text: &str| {
        let units = text.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
        format!("\"{}\"", units.collect::<String>())
    };
    match value {
        Value::String(text) => escape(text),
        Value::Array(elements) => {
            format!("[{}]", elements.iter().map(write_escaped).collect::<Vec<_>>().join(" , "))
        }
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(name, value)| format!("{} : {}", escape(name), write_escaped(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

/// One slot: an ellipsis, or an optional name with alternatives of comparisons.
#[derive(Clone, Debug)]
pub(super) enum Slot {
    Ellipsis,
    Unnamed,
    Named(String, Vec<Vec<Comparison>>),
}

pub(super) fn write_slots(slots: &[Slot]) -> String {
    let slots = slots.iter().map(|slot| match slot {
        Slot::Ellipsis => "...".to_owned(),
        Slot::Unnamed => String::new(),
        Slot::Named(name, tests) if tests.is_empty() => name.clone(),
        Slot::Named(name, tests) => {
            let together = tests.iter().map(|together| {
                let each = together.iter().map(|test| format!("{name}{}", write_comparison(test)));
                each.collect::<Vec<_>>().join("&&")
            });
            together.collect::<Vec<_>>().join(" || ")
        }
    });
    format!("[{}]", slots.collect::<Vec<_>>().join(", "))
}

/// Pairs the words of a line with the names they get, or `None` when the line does not match.
pub(super) fn slots_bind(slots: &[Slot], message: &str) -> Option<Vec<(String, String)>> {
    let words = words(message);
    let ellipsis = slots.iter().position(|slot| matches!(slot, Slot::Ellipsis));
    let mut bound: Vec<(&Slot, String)> = Vec::new();
    match ellipsis {
        Some(at) => {
            let named = slots.len() - 1;
            if words.len() < named {
                return None;
            }
            for (index, word) in words.iter().enumerate() {
                let from_end = words.len() - index;
                let slot = if index < at {
                    &slots[index]
                } else if from_end <= named - at {
                    &slots[slots.len() - from_end]
                } else {
                    &Slot::Unnamed
                };
                bound.push((slot, word.text.clone()));
            }
        }
        None => {
            if words.len() < slots.len() {
                return None;
            }
            for (index, slot) in slots.iter().enumerate() {
                let word = &words[index];
                let is_last = index + 1 == slots.len() && words.len() > slots.len();
                let rest =
                    message.chars().skip(word.start).collect::<String>().trim_end().to_owned();
                bound.push((slot, if is_last { rest } else { word.text.clone() }));
            }
        }
    }
    let mut named = Vec::new();
    for (index, (slot, word)) in bound.into_iter().enumerate() {
        let mut key = (index + 1).to_string();
        if let Slot::Named(name, tests) = slot {
            let value = Value::String(word.clone());
            let passes = tests.is_empty()
                || tests.iter().any(|together| together.iter().all(|test| compares(test, &value)));
            if !passes {
                return None;
            }
            key.clone_from(name);
        }
        named.push((format!("${key}"), word));
    }
    Some(named)
}

struct Word {
    text: String,
    start: usize,
}

/// Splits a line at blanks; `[…]` and `"…"` between blanks are one word.
fn words(message: &str) -> Vec<Word> {
    let characters: Vec<char> = message.chars().collect();
    let mut words = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        if characters[at] == ' ' {
            at += 1;
            continue;
        }
        let closing = match characters[at] {
            '[' => Some(']'),
            '"' => Some('"'),
            _ => None,
        };
        let end = closing
            .and_then(|sign| (at + 1..characters.len()).find(|index| characters[*index] == sign))
            .filter(|end| characters.get(end + 1).is_none_or(|next| *next == ' '));
        let word = match end {
            Some(end) => (at + 1, end, end + 1),
            None => {
                let end = (at..characters.len()).find(|index| characters[*index] == ' ');
                let end = end.unwrap_or(characters.len());
                (at, end, end)
            }
        };
        words.push(Word { text: characters[word.0..word.1].iter().collect(), start: at });
        at = word.2;
    }
    words
}
