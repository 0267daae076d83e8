//! Tests of what expressions mean and of what is said about them.

mod examples;
mod properties;
mod refusals;

use super::*;

/// Reads an expression that must be good.
fn read(text: &str) -> FilterExpression {
    FilterExpression::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Renders what an expression was read as.
fn canonical(text: &str) -> String {
    read(text).to_string()
}

fn flag(keyword: FlagKeyword) -> Node {
    Node::Compare(Comparison::Flag { keyword, expected: true })
}

#[test]
fn blank_expressions_stand_for_everything() {
    for text in ["", " ", "\t\n", "\u{a0}"] {
        let expression = read(text);
        assert!(expression.matches_everything(), "{text:?}");
        assert_eq!(expression.source(), text);
        assert_eq!(expression.to_string(), "");
        assert!(expression.service_names().is_empty());
    }
    assert!(!read("ok").matches_everything());
}

#[test]
fn not_binds_tighter_than_and_and_and_tighter_than_or() {
    let cases = [
        ("ok OR error AND fault", "ok OR (error AND fault)"),
        ("ok AND error OR fault", "(ok AND error) OR fault"),
        ("ok error OR fault partial", "(ok AND error) OR (fault AND partial)"),
        ("(ok OR error) AND fault", "(ok OR error) AND fault"),
        ("!ok AND error", "!ok AND error"),
        ("!(ok AND error)", "!(ok AND error)"),
        ("!ok = true error", "!ok AND error"),
        ("!http.status = 500", "!(http.status = 500)"),
        ("!!ok", "!!ok"),
        ("! ( ! ok )", "!!ok"),
        ("((ok))", "ok"),
        ("ok AND (error AND fault)", "ok AND (error AND fault)"),
        ("ok AND error AND fault", "ok AND error AND fault"),
        ("ok OR error OR fault", "ok OR error OR fault"),
    ];
    for (text, expected) in cases {
        assert_eq!(canonical(text), expected, "{text}");
    }
    let expected = Node::Or(vec![
        flag(FlagKeyword::Ok),
        Node::And(vec![Node::Not(Box::new(flag(FlagKeyword::Error))), flag(FlagKeyword::Fault)]),
    ]);
    assert_eq!(*read("ok OR !error fault").tree(), expected);
}

#[test]
fn spellings_of_one_meaning_are_equal() {
    let groups: [&[&str]; 9] = [
        &["ok", "OK", "ok = true", "ok=TRUE", "ok != false", " ( ok ) "],
        &["ok = false", "ok != true", "Ok = False"],
        &["responsetime > 5", "responseTime>5.0", "RESPONSETIME > 5e0"],
        &["service(\"x\") {fault}", "SERVICE ( \"x\" ){ fault }", "service(id(name:\"x\")){fault}"],
        &["ok AND fault", "ok and fault", "ok fault"],
        &["annotation.a = 1", "Annotation[a] = 1", "annotation [ a ]=1"],
        &["annotation[a.b]", "ANNOTATION[a.b]"],
        &["group.name = \"g\"", "groupname = \"g\"", "Group.Name=\"g\""],
        &["rootcause.fault.service {name = traces}", "RootCause.Fault.Service{name=\"traces\"}"],
    ];
    for group in groups {
        for text in group {
            assert_eq!(read(text), read(group[0]), "{text}");
        }
    }
    assert_ne!(read("annotation.a"), read("annotation.A"));
    assert_ne!(read("user = \"a\""), read("user = \"A\""));
}

#[test]
fn literals_are_read_exactly() {
    let cases = [
        (r#"user = "a\"b""#, r#"a"b"#),
        (r#"user = "a\\b""#, r"a\b"),
        (r#"user = "C:\dir""#, r"C:\dir"),
        ("user = \"čž → ✓\"", "čž → ✓"),
        ("user = \"two\nlines\"", "two\nlines"),
        ("user = \"{fault} AND ) ' #\"", "{fault} AND ) ' #"),
        ("user = \"\"", ""),
    ];
    for (text, expected) in cases {
        let test = TextTest::Is(TextOperator::Equal, expected.to_owned());
        let expected = Node::Compare(Comparison::Text { keyword: TextKeyword::User, test });
        assert_eq!(*read(text).tree(), expected, "{text}");
    }
    let numbers = [("5", 5.0), ("-5", -5.0), ("2.5", 2.5), ("1e3", 1e3), ("1.5E-2", 0.015)];
    for (text, expected) in numbers {
        let test = NumberTest::Is(NumberOperator::Greater, expected);
        let expected = Node::Compare(Comparison::Number { keyword: NumberKeyword::Duration, test });
        assert_eq!(*read(&format!("duration >{text}")).tree(), expected, "{text}");
    }
}

#[test]
fn annotation_tests_follow_their_value() {
    let cases = [
        ("annotation.a", AnnotationTest::IsSet),
        ("annotation.a = true", AnnotationTest::Flag(true)),
        ("annotation.a != true", AnnotationTest::Flag(false)),
        ("annotation.a <= 2", AnnotationTest::Number(NumberOperator::LessOrEqual, 2.0)),
        ("annotation.a != \"b\"", AnnotationTest::Text(TextOperator::NotEqual, "b".to_owned())),
        (
            "annotation.a BeginsWith \"b\"",
            AnnotationTest::Text(TextOperator::BeginsWith, "b".to_owned()),
        ),
    ];
    for (text, test) in cases {
        let expected = Comparison::Annotation { key: "a".to_owned(), test };
        assert_eq!(*read(text).tree(), Node::Compare(expected), "{text}");
    }
    for key in ["5", "1e999", "a.b", "1.5", "_", ".a", "5a.b"] {
        let text = format!("annotation[{key}]");
        let test = AnnotationTest::IsSet;
        let expected = Comparison::Annotation { key: key.to_owned(), test };
        assert_eq!(*read(&text).tree(), Node::Compare(expected), "{text}");
    }
}

#[test]
fn service_names_are_listed_once_in_order() {
    let text = "service(\"c\") {name = \"z\"} OR !edge(\"a\", id(name:\"b\", type:\"t\")) {fault} \
                OR (service(id(type:\"remote\")) AND service(\"a\") AND service())";
    assert_eq!(read(text).service_names(), ["c", "a", "b"]);
    assert!(read("http.url CONTAINS \"x\"").service_names().is_empty());
}

#[test]
fn the_source_is_kept_as_given() {
    let text = "  OK   fault ";
    let expression = read(text);
    assert_eq!(expression.source(), text);
    assert_eq!(expression.to_string(), "ok AND fault");
    assert_eq!(expression.clone(), expression);
}

#[test]
fn mixed_operators_without_parentheses_are_warned_of() {
    let text = "ok OR  error AND fault";
    let warnings = read(text).warnings();
    assert_eq!(warnings.len(), 1);
    let warning = &warnings[0];
    assert_eq!(warning.kind(), WarningKind::MixedOperators);
    assert_eq!((warning.column(), warning.length()), (8, 15));
    assert!(warning.to_string().starts_with("AND and OR are mixed without parentheses"));
    assert!(warning.hint().starts_with("write ok OR (error AND fault),"), "{}", warning.hint());

    for text in ["ok fault OR error", "service() {ok OR error fault}", "(ok OR error fault)"] {
        assert_eq!(read(text).warnings().len(), 1, "{text}");
    }
    for text in ["ok AND error AND fault", "ok OR (error AND fault)", "(ok OR error) fault"] {
        assert!(read(text).warnings().is_empty(), "{text}");
        assert!(read(&canonical(text)).warnings().is_empty(), "{text}");
    }
}

#[test]
fn service_names_with_a_scheme_are_warned_of() {
    let text = "user = \"č\" OR service(\"https://api.example.com/x\") {fault}";
    let warnings = read(text).warnings();
    assert_eq!(warnings.len(), 1);
    let warning = &warnings[0];
    assert_eq!(warning.kind(), WarningKind::NameWithScheme);
    assert_eq!((warning.column(), warning.length()), (23, 27));
    assert!(warning.to_string().contains("literally named \"https://api.example.com/x\""));
    assert_eq!(
        warning.hint(),
        "write \"api.example.com\" for the node of that host, \
         or http.url BEGINSWITH \"https://api.example.com/x\""
    );

    let empty_host = read("edge(\"a\", id(name:\"http://\"))").warnings();
    assert_eq!(
        empty_host[0].hint(),
        "write http.url BEGINSWITH \"http://\" to test the request's URL"
    );
    assert_eq!(empty_host[0].column(), 19);
    for text in ["service(\"api.example.com\")", "service(\"a b://c\")", "service(\"://c\")"] {
        assert!(read(text).warnings().is_empty(), "{text}");
    }
}

#[test]
fn warnings_come_by_column() {
    let text = "service(\"http://a\") fault OR edge(\"http://b\", \"c\")";
    let columns: Vec<usize> = read(text).warnings().iter().map(Warning::column).collect();
    assert_eq!(columns, [1, 9, 35]);
}

#[test]
fn trees_are_walked_parents_first() {
    let expression = read("!(service() {ok OR error}) AND rootcause.fault.entity {last}");
    let mut count = 0;
    let mut first = None;
    expression.tree().visit(&mut |node| {
        first.get_or_insert(node);
        count += 1;
    });
    assert_eq!(count, 8);
    assert_eq!(first, Some(expression.tree()));
}
