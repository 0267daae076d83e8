//! Properties of filter patterns over random patterns and messages.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::naive::{
    Comparison, Condition, Operand, Sign, Slot, Step, Term, Wanted, condition_holds,
    is_within_quotas, slots_bind, terms_match, write_condition, write_escaped, write_slots,
    write_terms,
};
use super::tests::{VECTORS, messages};
use super::{FilterPattern, Form};
use crate::base::Hint as _;

const BODIES: [&str; 8] = ["a", "a+b", "^a", "b$", "[ab]0", "a.b", "1|ab", "a{2}"];

fn term() -> impl Strategy<Value = Term> {
    let sign = select(vec![Sign::Plain, Sign::Plain, Sign::Optional, Sign::Excluded]);
    let wanted = prop_oneof![
        4 => "[ab0_]{1,3}".prop_map(Wanted::Word),
        3 => "[ab0 \"\\\\é-]{1,3}".prop_map(Wanted::Phrase),
        1 => select(BODIES.to_vec()).prop_map(|body| Wanted::Regex(body.to_owned())),
    ];
    (sign, wanted)
}

fn line() -> impl Strategy<Value = String> {
    "[ab01_ \"\\\\é-]{0,12}"
}

fn operand() -> impl Strategy<Value = Operand> {
    prop_oneof![
        3 => "\\*?[ab1.0*]{0,3}\\*?".prop_map(Operand::Quoted),
        3 => "[ab1.0*]{1,3}".prop_map(Operand::Bare),
        2 => (-2_i32..20).prop_map(|tenths| Operand::Number(f64::from(tenths) / 10.0)),
        1 => select(BODIES.to_vec()).prop_map(|body| Operand::Regex(body.to_owned())),
    ]
}

fn comparison() -> impl Strategy<Value = Comparison> {
    prop_oneof![
        3 => operand().prop_map(Comparison::Equal),
        1 => operand().prop_map(Comparison::NotEqual),
        1 => (select(vec!["<", "<=", ">", ">="]), -2_i32..20)
            .prop_map(|(relation, tenths)| Comparison::Order(relation, f64::from(tenths) / 10.0)),
    ]
}

fn selector() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        5 => select(vec!["a", "b", "c.d"]).prop_map(Step::Member),
        2 => (0_usize..3).prop_map(Step::Element),
        1 => Just(Step::AnyMember),
        1 => Just(Step::AnyElement),
    ];
    prop::collection::vec(step, 1..4).prop_filter("one wildcard at most", |steps| {
        let wildcards =
            steps.iter().filter(|step| matches!(step, Step::AnyMember | Step::AnyElement));
        wildcards.count() <= 1
    })
}

fn condition() -> impl Strategy<Value = Condition> {
    let test = prop_oneof![
        6 => (selector(), comparison()).prop_map(|(steps, test)| Condition::Compares(steps, test)),
        1 => (selector(), select(vec!["NULL", "TRUE", "FALSE"]))
            .prop_map(|(steps, state)| Condition::Is(steps, state)),
        1 => selector().prop_map(Condition::Missing),
    ];
    test.prop_recursive(3, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Condition::All),
            prop::collection::vec(inner, 1..4).prop_map(Condition::Any),
        ]
    })
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        4 => "[ab1.0]{0,3}".prop_map(Value::String),
        2 => (-2_i32..20).prop_map(|number| json!(number)),
        2 => (-2_i32..20).prop_map(|tenths| json!(f64::from(tenths) / 10.0)),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => Just(Value::Null),
    ];
    leaf.prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
            object_of(inner),
        ]
    })
}

fn object_of(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let name = select(vec!["a", "b", "c.d", "e"]);
    prop::collection::btree_map(name, inner, 0..4).prop_map(|members| {
        let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
        Value::Object(members.collect::<Map<_, _>>())
    })
}

fn slots() -> impl Strategy<Value = Vec<Slot>> {
    let tests = prop::collection::vec(prop::collection::vec(comparison(), 1..3), 0..3);
    let slot = prop_oneof![
        1 => Just(Slot::Unnamed),
        4 => ("[a-z]", tests).prop_map(|(name, tests)| Slot::Named(name, tests)),
    ];
    let ellipsis = prop::option::of(any::<prop::sample::Index>());
    (prop::collection::vec(slot, 1..5), ellipsis).prop_map(|(mut slots, ellipsis)| {
        if let Some(index) = ellipsis {
            slots.insert(index.index(slots.len() + 1), Slot::Ellipsis);
        }
        slots
    })
}

/// Checks what holds for every text and every message, whatever they are.
fn check_invariants(text: &str, message: &str) -> Result<(), TestCaseError> {
    let pattern = match FilterPattern::parse(text) {
        Ok(pattern) => pattern,
        Err(error) => {
            let characters = text.chars().count();
            prop_assert!((1..=characters + 1).contains(&error.column()), "{text:?}: {error:?}");
            prop_assert!(error.column() + error.length() <= characters + 2, "{text:?}: {error:?}");
            prop_assert!(!error.vendor_message("general").is_empty());
            prop_assert!(!error.to_string().is_empty() && !error.hints().is_empty());
            return Ok(());
        }
    };
    let again = FilterPattern::parse(pattern.source());
    prop_assert_eq!(again.map(|again| again.source().to_owned()), Ok(text.to_owned()));
    let matched = pattern.matches(message);
    let literal_found = pattern.required_literal().map(|literal| message.contains(literal));
    prop_assert!(!(matched && literal_found == Some(false)), "{text:?} on {message:?}");
    if pattern.is_single_literal() {
        prop_assert_eq!(Some(matched), literal_found);
    }
    let values = pattern.extract(message);
    prop_assert_eq!(values.is_some(), matched);
    if pattern.form() == Form::Json {
        let fields = pattern.fields();
        prop_assert!(values.unwrap_or_default().keys().all(|key| fields.contains(key)));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn terms_agree(terms in prop::collection::vec(term(), 0..4), line in line()) {
        let text = write_terms(&terms);
        let pattern = FilterPattern::parse(&text).unwrap();
        prop_assert_eq!(pattern.matches(&line), terms_match(&terms, &line), "{} on {}", text, line);
        check_invariants(&text, &line)?;
    }

    #[test]
    fn json_agrees(condition in condition(), message in object_of(json_value())) {
        let text = format!("{{ {} }}", write_condition(&condition));
        prop_assume!(is_within_quotas(&text));
        let pattern = FilterPattern::parse(&text).unwrap();
        let wanted = condition_holds(&condition, &message);
        for line in [message.to_string(), write_escaped(&message)] {
            prop_assert_eq!(pattern.matches(&line), wanted, "{} on {}", text, line);
            let framed = [format!("x{line}"), format!("{line}x")];
            prop_assert!(!framed.iter().any(|line| pattern.matches(line)));
            check_invariants(&text, &line)?;
        }
    }

    #[test]
    fn delimited_agrees(slots in slots(), line in "[ab1. \\[\\]\"]{0,14}") {
        let text = write_slots(&slots);
        prop_assume!(text.matches('%').count() <= 4);
        let pattern = FilterPattern::parse(&text).unwrap();
        // A lone unnamed slot is written like no slots at all.
        let open = matches!(slots.as_slice(), [Slot::Unnamed]);
        let wanted = if open { slots_bind(&[Slot::Ellipsis], &line) } else { slots_bind(&slots, &line) };
        let wanted = wanted.map(|pairs| pairs.into_iter().collect::<BTreeMap<_, _>>());
        prop_assert_eq!(pattern.matches(&line), wanted.is_some(), "{} on {}", text, line);
        prop_assert_eq!(pattern.extract(&line), wanted, "{} on {}", text, line);
        check_invariants(&text, &line)?;
    }

    #[test]
    fn any_text_is_parsed_or_refused(text in any::<String>(), line in any::<String>()) {
        check_invariants(&text, &line)?;
    }

    #[test]
    fn any_soup_of_signs_is_parsed_or_refused(
        text in "[{\\[ ]?[$.*a1'\"%\\\\\\[\\](){}&|=!<>, ?é+-]{0,40}[}\\] ]?",
        line in "[{\\[]?[a1\"\\\\\\[\\]{}:, é-]{0,40}",
    ) {
        check_invariants(&text, &line)?;
    }

    #[test]
    fn any_regex_is_compiled_or_refused(body in "[a1 $?*+.|^{},\\[\\]\\\\dxD:=-]{0,20}", line in line()) {
        check_invariants(&format!("%{body}%"), &line)?;
        check_invariants(&format!("{{ $.a = %{body}% }}"), &line)?;
    }

    #[test]
    fn mutated_vectors_are_parsed_or_refused(
        index in 0..VECTORS.len(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..3_u8, any::<char>(), any::<bool>()), 1..4),
        signs in prop::collection::vec(select("{}[]()$.*'\"%\\&|=!<>,?-ISNOT 1a".chars().collect::<Vec<_>>()), 4),
    ) {
        let mut characters: Vec<char> = VECTORS[index].1.chars().collect();
        for ((place, action, wild, tame), sign) in edits.into_iter().zip(signs) {
            let place = place.index(characters.len() + 1);
            let character = if tame { sign } else { wild };
            match characters.get_mut(place) {
                Some(old) if action == 0 => *old = character,
                Some(_) if action == 1 => { characters.remove(place); }
                _ => characters.insert(place, character),
            }
        }
        let text: String = characters.into_iter().collect();
        for message in messages() {
            check_invariants(&text, message)?;
        }
    }
}
