//! Properties over random trees and random text.

use proptest::prelude::*;

use super::examples::GOOD;
use super::refusals::BAD;
use crate::base::Hint as _;
use crate::dialect::xray_filter::keyword::{Keyword, Scope};
use crate::dialect::xray_filter::*;

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<i32>().prop_map(f64::from),
        any::<f64>().prop_filter("the language has finite numbers only", |value| value.is_finite()),
    ]
}

fn literal() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{0,8}", "[\"\\\\ '#(){}/:.]{0,8}", any::<String>()]
}

fn number_operator() -> impl Strategy<Value = NumberOperator> {
    use NumberOperator as N;
    prop::sample::select(vec![
        N::Equal,
        N::NotEqual,
        N::Less,
        N::LessOrEqual,
        N::Greater,
        N::GreaterOrEqual,
    ])
}

fn text_operator() -> impl Strategy<Value = TextOperator> {
    use TextOperator as T;
    prop::sample::select(vec![T::Equal, T::NotEqual, T::Contains, T::BeginsWith, T::EndsWith])
}

fn annotation() -> impl Strategy<Value = Comparison> {
    let test = prop_oneof![
        Just(AnnotationTest::IsSet),
        any::<bool>().prop_map(AnnotationTest::Flag),
        (number_operator(), number()).prop_map(|(o, value)| AnnotationTest::Number(o, value)),
        (text_operator(), literal()).prop_map(|(o, value)| AnnotationTest::Text(o, value)),
    ];
    ("[a-zA-Z0-9_.]{1,10}", test).prop_map(|(key, test)| Comparison::Annotation { key, test })
}

fn number_test() -> impl Strategy<Value = NumberTest> {
    let compared = (number_operator(), number()).prop_map(|(o, value)| NumberTest::Is(o, value));
    prop_oneof![Just(NumberTest::IsSet), compared]
}

fn text_test() -> impl Strategy<Value = TextTest> {
    let compared = (text_operator(), literal()).prop_map(|(o, value)| TextTest::Is(o, value));
    prop_oneof![Just(TextTest::IsSet), compared]
}

fn field(scope: Scope) -> BoxedStrategy<Node> {
    let fitting: Vec<Keyword> = Keyword::all().filter(|keyword| keyword.fits(scope)).collect();
    let flags: Vec<FlagKeyword> = fitting
        .iter()
        .filter_map(|k| if let Keyword::Flag(k) = k { Some(*k) } else { None })
        .collect();
    let numbers: Vec<NumberKeyword> = fitting
        .iter()
        .filter_map(|k| if let Keyword::Number(k) = k { Some(*k) } else { None })
        .collect();
    let texts: Vec<TextKeyword> = fitting
        .iter()
        .filter_map(|k| if let Keyword::Text(k) = k { Some(*k) } else { None })
        .collect();
    prop_oneof![
        (prop::sample::select(flags), any::<bool>())
            .prop_map(|(keyword, expected)| Comparison::Flag { keyword, expected }),
        (prop::sample::select(numbers), number_test())
            .prop_map(|(keyword, test)| Comparison::Number { keyword, test }),
        (prop::sample::select(texts), text_test())
            .prop_map(|(keyword, test)| Comparison::Text { keyword, test }),
    ]
    .prop_map(Node::Compare)
    .boxed()
}

fn selector() -> impl Strategy<Value = NodeSelector> {
    let part = || prop::option::of(literal());
    (part(), part(), part())
        .prop_map(|(name, node_type, account_id)| NodeSelector { name, node_type, account_id })
        .prop_filter("a selector has a field", |selector| *selector != NodeSelector::default())
}

fn pattern() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        any::<i64>().prop_map(serde_json::Value::from),
        any::<bool>().prop_map(serde_json::Value::from),
        literal().prop_map(serde_json::Value::from),
    ];
    let object = || prop::collection::btree_map(literal(), leaf.clone(), 0..3);
    prop::collection::vec(object(), 0..3).prop_map(|objects| {
        objects
            .into_iter()
            .map(|object| object.into_iter().collect::<serde_json::Value>())
            .collect()
    })
}

fn joined(leaf: BoxedStrategy<Node>) -> BoxedStrategy<Node> {
    leaf.prop_recursive(4, 24, 3, |inner| {
        let several = || prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            several().prop_map(Node::And),
            several().prop_map(Node::Or),
            inner.clone().prop_map(|node| Node::Not(Box::new(node))),
        ]
    })
    .boxed()
}

fn braces(scope: Scope) -> impl Strategy<Value = Option<Box<Node>>> {
    prop::option::of(joined(field(scope)).prop_map(Box::new))
}

fn tree() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        3 => field(Scope::Trace),
        2 => annotation().prop_map(Node::Compare),
        2 => (prop::option::of(selector()), braces(Scope::Service))
            .prop_map(|(node, condition)| Node::Service { node, condition }),
        1 => (selector(), selector(), braces(Scope::Edge))
            .prop_map(|(from, to, condition)| Node::Edge { from, to, condition }),
        1 => (prop::sample::select(GroupField::ALL), literal(), any::<bool>())
            .prop_map(|(field, value, equal)| Node::Group { field, value, equal }),
        1 => (prop::sample::select(RootCausePath::ALL.to_vec()), braces(Scope::RootCause))
            .prop_map(|(path, condition)| Node::RootCause { path, condition }),
        1 => pattern().prop_map(Node::RootCauseJson),
    ];
    joined(leaf.boxed())
}

/// Reads any text, and checks what holds of whatever comes of it.
fn read_anything(text: &str) {
    match FilterExpression::parse(text) {
        Ok(expression) => {
            assert_eq!(expression.source(), text);
            let end = text.chars().count() + 1;
            for warning in expression.warnings() {
                assert!(warning.column() + warning.length() <= end, "{text:?}");
            }
            assert_eq!(FilterExpression::parse(&expression.to_string()), Ok(expression));
        }
        Err(error) => {
            let end = text.chars().count() + 1;
            assert!((1..=end).contains(&error.column()), "{text:?}: {error}");
            assert!(error.length() >= 1, "{text:?}");
            assert!(error.column() + error.length() <= end + 1, "{text:?}: {error}");
            assert!(error.hints().iter().all(|hint| !hint.is_empty()));
            assert!(!error.vendor_message().is_empty());
        }
    }
}

fn fragment() -> impl Strategy<Value = String> {
    let words = Keyword::all().map(|keyword| keyword.as_str().to_owned());
    let symbols = [
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "=",
        "!=",
        "<",
        ">=",
        "!",
        "#",
        "#[{}]",
        "\"",
        "\\",
        "'",
        "\"x\"",
        "5",
        "5s",
        "-1",
        "1e9",
        "true",
        "AND",
        "OR",
        "NOT",
        "CONTAINS",
        "annotation",
        "annotation.",
        "annotation.k",
        "&&",
        "=~",
        "č",
        "\u{301}",
        "🐎",
        " ",
        "\n",
        "id(",
        "name:",
    ];
    let all: Vec<String> = words.chain(symbols.map(str::to_owned)).collect();
    prop::sample::select(all)
}

fn example() -> impl Strategy<Value = Vec<char>> {
    let all: Vec<&str> = GOOD.iter().copied().chain(BAD.iter().map(|case| case.0)).collect();
    prop::sample::select(all).prop_map(|text| text.chars().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn canonical_text_reads_back_as_the_same_tree(tree in tree()) {
        let text = tree.to_string();
        prop_assume!(text.chars().count() <= MAX_LENGTH);
        let expression = FilterExpression::parse(&text);
        let read = expression.as_ref().map(FilterExpression::tree);
        prop_assert_eq!(read, Ok(&tree), "{}", text);
        let warnings = expression.map(|expression| expression.warnings()).unwrap_or_default();
        prop_assert!(warnings.iter().all(|each| each.kind() != WarningKind::MixedOperators));
    }

    #[test]
    fn no_text_makes_reading_panic(text in any::<String>()) {
        read_anything(&text);
    }

    #[test]
    fn no_run_of_fragments_makes_reading_panic(
        fragments in prop::collection::vec(fragment(), 0..24),
        spaced in any::<bool>(),
    ) {
        read_anything(&fragments.join(if spaced { " " } else { "" }));
    }

    #[test]
    fn no_change_of_an_example_makes_reading_panic(
        text in example(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..3, any::<char>()), 1..4),
        insert in fragment(),
    ) {
        let mut text = text;
        for (place, kind, character) in edits {
            let index = place.index(text.len() + 1);
            match kind {
                0 => text.insert(index, character),
                1 => text.truncate(index),
                _ => { text.splice(index..index, insert.chars()); }
            }
            if index < text.len() && kind == 1 {
                text.remove(index);
            }
        }
        read_anything(&text.into_iter().collect::<String>());
    }
}
