//! Expressions that must be refused: where, in which words, and with which next step.

use crate::base::{Hint as _, Kind};
use crate::dialect::xray_filter::{ExpressionError, FilterExpression, MAX_DEPTH, MAX_LENGTH};

fn refuse(text: &str) -> ExpressionError {
    match FilterExpression::parse(text) {
        Ok(expression) => panic!("{text} is taken as {expression}"),
        Err(error) => error,
    }
}

/// Checks expression, column, length, the beginning of the message, and the whole first hint.
fn check(cases: &[(&str, usize, usize, &str, &str)]) {
    for (text, column, length, message, hint) in cases {
        let error = refuse(text);
        assert_eq!((error.column(), error.length()), (*column, *length), "{text}: {error}");
        assert_eq!(error.to_string(), format!("{message} at column {column}"), "{text}");
        assert_eq!(error.hints().first().map_or("", String::as_str), *hint, "{text}: {error}");
        assert_eq!(error.kind(), Kind::Usage);
    }
}

/// Bad expressions that people write, most of them from other languages.
pub(super) const BAD: &[(&str, usize, usize, &str, &str)] = &[
    (
        r#"responsecode("404")"#,
        1,
        12,
        r#"unknown word "responsecode""#,
        "did you mean http.status?",
    ),
    (
        "http.status_code = 404",
        1,
        16,
        r#"unknown word "http.status_code""#,
        "did you mean http.status?",
    ),
    (r#"service.name = "x""#, 1, 12, r#"unknown word "service.name""#, r#"write service("x")"#),
    (
        "http.url CONTAINS /api/",
        19,
        5,
        r#"text "/api/" lacks double quotes"#,
        r#"write http.url CONTAINS "/api/" with double quotes"#,
    ),
    (
        "service(backend-flask)",
        9,
        13,
        r#"text "backend-flask" lacks double quotes"#,
        r#"write service("backend-flask") with double quotes"#,
    ),
    (
        "http.method = 'GET'",
        15,
        5,
        r#"text 'GET' lacks double quotes"#,
        r#"write http.method = "GET" with double quotes"#,
    ),
    (
        r#"http.status CONTAINS "50""#,
        13,
        8,
        "http.status cannot be compared by CONTAINS",
        "http.status takes =, !=, <, <=, > or >= and a number",
    ),
    (
        "http.url > 5",
        10,
        1,
        "http.url cannot be compared by >",
        "http.url takes =, !=, CONTAINS, BEGINSWITH or ENDSWITH and text in double quotes",
    ),
    (
        "fault = 1",
        9,
        1,
        r#"expected true or false after =, found "1""#,
        "write fault or fault = false",
    ),
    (
        r#"responsetime > "5""#,
        16,
        3,
        r#"expected a number after >, found "5""#,
        "write responsetime > 5",
    ),
    (
        "duration > 5s",
        12,
        2,
        r#"expected a number after >, found "5s""#,
        "write duration > 5, in seconds and without a unit",
    ),
    (r#"service("x") {fault"#, 14, 1, r#""{" is never closed"#, "add the missing }"),
    ("(fault OR error", 1, 1, r#""(" is never closed"#, "add the missing )"),
    (
        r#"service("x") {annotation.a = "b"}"#,
        15,
        12,
        "annotations belong to the whole trace and may not stand in braces",
        "write the annotation behind the closing brace: {…} AND annotation.key",
    ),
    (
        r#"annotation.aws.local.service = "x""#,
        12,
        17,
        "annotation key holds a dot",
        "write annotation[aws.local.service]",
    ),
    (
        r#"edge("a")"#,
        9,
        1,
        "edge(…) takes two nodes",
        r#"write edge("a", "b"), or service("a") for one node"#,
    ),
    (
        r#"service("a","b")"#,
        12,
        1,
        "service(…) takes one node",
        r#"write edge("a", "b") for a call, or service("a") AND service("b")"#,
    ),
    (
        r#"service(name:"a")"#,
        9,
        4,
        r#""name" needs id(…) around it"#,
        r#"write service(id(name:"a"))"#,
    ),
    (
        r#"id(name:"x")"#,
        1,
        2,
        "id may stand only inside the parentheses of service(…) or edge(…)",
        r#"write service(id(name:"…", type:"…"))"#,
    ),
    (
        "fault AND",
        10,
        1,
        r#"expected a condition after "AND""#,
        "add a condition such as fault, or remove AND",
    ),
    (
        "AND fault",
        1,
        3,
        r#""AND" without a condition on its left"#,
        "add a condition, or remove AND",
    ),
    ("()", 1, 2, "empty parentheses", "leave the parentheses out, or write a condition in them"),
    (
        r#"http.url !CONTAINS "x""#,
        10,
        9,
        "CONTAINS cannot be negated",
        r#"write !(http.url CONTAINS "x")"#,
    ),
    (
        r#"http.url LIKE "%x%""#,
        10,
        4,
        r#""LIKE" is not an operator"#,
        "use CONTAINS, BEGINSWITH or ENDSWITH with plain text; there are no patterns",
    ),
    (
        r#"http.url =~ "x""#,
        10,
        2,
        r#""=~" is not an operator"#,
        "use CONTAINS, BEGINSWITH or ENDSWITH with plain text; there are no patterns",
    ),
    ("fault && error", 7, 2, r#""&&" is not an operator"#, "use AND instead of &&"),
    (
        "coverage > 0.5",
        1,
        8,
        "coverage may stand only inside the braces of a rootcause term",
        "write rootcause.responsetime.entity {remote and coverage > 0.5}",
    ),
    (
        r#"rootcause.responsetime.exception {name = "x"}"#,
        1,
        32,
        r#"unknown word "rootcause.responsetime.exception""#,
        "a delay has no exceptions: use rootcause.responsetime.service or rootcause.responsetime.entity",
    ),
];

#[test]
fn expressions_of_other_languages_are_refused() {
    assert_eq!(BAD.len(), 28);
    check(BAD);
}

#[test]
fn structure_is_checked() {
    check(&[
        (
            "fault AND   ",
            10,
            1,
            r#"expected a condition after "AND""#,
            "add a condition such as fault, or remove AND",
        ),
        (
            "fault AND OR error",
            11,
            2,
            r#"expected a condition after "AND""#,
            "add a condition such as fault, or remove AND",
        ),
        (
            "(fault OR)",
            10,
            1,
            r#"expected a condition after "OR""#,
            "add a condition such as fault, or remove OR",
        ),
        (
            "!",
            2,
            1,
            r#"expected a condition after "!""#,
            "add a condition such as fault, or remove !",
        ),
        ("fault)", 6, 1, r#"")" closes nothing"#, "remove the )"),
        (")", 1, 1, r#"")" closes nothing"#, "remove the )"),
        ("(fault}", 7, 1, r#""}" where ")" is expected"#, "replace it with )"),
        ("service() {}", 11, 2, "empty braces", "leave the braces out to set no condition"),
        (
            "fault {ok}",
            7,
            1,
            "braces without a keyword that takes them",
            r#"write service("…") {…}, or use parentheses to group"#,
        ),
        (
            r#""x""#,
            1,
            3,
            r#"text "x" without a keyword and an operator"#,
            r#"write http.url CONTAINS "x", or service("x")"#,
        ),
        (
            "fault 5",
            7,
            1,
            "number 5 without a keyword and an operator",
            "write http.status = 5, or responsetime > 5",
        ),
        (
            "> 5",
            1,
            1,
            r#"">" without a keyword on its left"#,
            "write a keyword first, such as responsetime > 5",
        ),
        (
            r#"CONTAINS "x""#,
            1,
            8,
            r#""CONTAINS" without a keyword on its left"#,
            r#"write a keyword first, such as http.url CONTAINS "…""#,
        ),
        ("user: x", 5, 1, r#"unexpected ":""#, "use = between a keyword and its value"),
        ("fault; error", 6, 1, r#"unexpected ";""#, ""),
        ("fault, error", 6, 1, r#"unexpected ",""#, "join conditions with AND or OR"),
        ("NOT fault", 1, 3, r#""NOT" is not an operator"#, "use ! instead of NOT"),
        ("fault || error", 7, 2, r#""||" is not an operator"#, "use OR instead of ||"),
        ("fault == true", 7, 2, r#""==" is not an operator"#, "use = instead of =="),
        ("duration => 5", 10, 2, r#""=>" is not an operator"#, "use >= instead of =>"),
        ("user <> \"a\"", 6, 2, r#""<>" is not an operator"#, "use != instead of <>"),
        (
            "user IN (\"a\")",
            6,
            2,
            r#""IN" is not an operator"#,
            r#"write (user = "a" OR user = "b")"#,
        ),
        (
            "user NOT CONTAINS \"a\"",
            6,
            12,
            "CONTAINS cannot be negated",
            r#"write !(user CONTAINS "a")"#,
        ),
    ]);
}

#[test]
fn words_are_checked() {
    check(&[
        (
            "True AND fault",
            1,
            4,
            r#"unknown word "True""#,
            "write a keyword first, such as fault = true",
        ),
        ("durration > 5", 1, 9, r#"unknown word "durration""#, "did you mean duration?"),
        ("http.url CONTIANS \"x\"", 10, 8, r#"unknown word "CONTIANS""#, "did you mean CONTAINS?"),
        (
            "plan = \"pro\"",
            1,
            4,
            r#"unknown word "plan""#,
            "write annotation.plan for an annotation",
        ),
        (
            "aws.local.service",
            1,
            17,
            r#"unknown word "aws.local.service""#,
            "write annotation[aws.local.service] for an annotation",
        ),
        ("service() {plan}", 12, 4, r#"unknown word "plan""#, ""),
        (
            "annotations.Plan = 1",
            1,
            16,
            r#"unknown word "annotations.Plan""#,
            "did you mean annotation.Plan?",
        ),
        (
            "metadata.x",
            1,
            10,
            r#"unknown word "metadata.x""#,
            "metadata is not searchable; record the value as an annotation",
        ),
        (
            "rootcause.falt.service",
            1,
            22,
            r#"unknown word "rootcause.falt.service""#,
            "did you mean rootcause.fault.service?",
        ),
        (
            "rootcause.x",
            1,
            11,
            r#"unknown word "rootcause.x""#,
            "use rootcause.fault, rootcause.error or rootcause.responsetime with .service or .entity, or rootcause.json",
        ),
        ("service.name", 1, 12, r#"unknown word "service.name""#, r#"write service("…")"#),
        ("ok AND žluť", 8, 4, r#"unknown word "žluť""#, ""),
    ]);
}

#[test]
fn places_are_checked() {
    let only_rootcause = "only inside the braces of a rootcause term";
    let cases = [
        ("root", 1, "root", "only inside the braces of service(…)", "write service() {root}"),
        (
            "edge(\"a\",\"b\") {root}",
            16,
            "root",
            "only inside the braces of service(…)",
            "write service() {root}",
        ),
        (
            "first",
            1,
            "first",
            only_rootcause,
            "write rootcause.fault.service {last and name = \"…\"}",
        ),
        (
            "service() {last}",
            12,
            "last",
            only_rootcause,
            "write rootcause.fault.service {last and name = \"…\"}",
        ),
        ("index > 5", 1, "index", only_rootcause, "write rootcause.fault.service {index > 5}"),
        (
            "message",
            1,
            "message",
            only_rootcause,
            "write rootcause.fault.exception {message = \"…\"}",
        ),
        (
            "remote",
            1,
            "remote",
            only_rootcause,
            "write rootcause.responsetime.entity {remote and coverage > 0.5}",
        ),
        (
            "name = \"x\"",
            1,
            "name",
            "only inside braces or id(…)",
            "write service(\"…\") to ask for a service",
        ),
        ("type = \"x\"", 1, "type", "only inside braces or id(…)", "write service(id(type:\"…\"))"),
        (
            "account.id = \"x\"",
            1,
            "account.id",
            "only inside braces or id(…)",
            "write service(id(account.id:\"…\"))",
        ),
        (
            "service() {service(\"x\")}",
            12,
            "service",
            "only outside of braces",
            "move it behind the closing brace and join it with AND",
        ),
        (
            "rootcause.fault.entity {group.name = \"x\"}",
            25,
            "group.name",
            "only outside of braces",
            "move it behind the closing brace and join it with AND",
        ),
    ];
    for (text, column, word, place, hint) in cases {
        let message = format!("{word} may stand {place}");
        check(&[(text, column, word.len(), &message, hint)]);
    }
    let annotation = "annotations belong to the whole trace and may not stand in braces";
    let hint = "write the annotation behind the closing brace: {…} AND annotation.key";
    check(&[
        ("edge(\"a\",\"b\") {annotation[k] = 1}", 16, 10, annotation, hint),
        ("rootcause.fault.entity {annotation.k}", 25, 12, annotation, hint),
    ]);
}

#[test]
fn values_are_checked() {
    check(&[
        (
            "http.status = 4xx",
            15,
            3,
            r#"expected a number after =, found "4xx""#,
            "write http.status >= 400 AND http.status <= 499",
        ),
        (
            "fault > true",
            7,
            1,
            "fault cannot be compared by >",
            "fault stands alone or takes = or != and true or false",
        ),
        (
            "fault =",
            8,
            1,
            "expected true or false after =, found the end of the expression",
            "write fault or fault = false",
        ),
        (
            "http.url =",
            11,
            1,
            "expected text in double quotes after =, found the end of the expression",
            "write http.url = \"…\"",
        ),
        (
            "http.url = AND fault",
            12,
            3,
            r#"expected text in double quotes after =, found "AND""#,
            "write http.url = \"…\"",
        ),
        (
            "http.clientip = 10.0.0.1",
            17,
            8,
            r#"text "10.0.0.1" lacks double quotes"#,
            r#"write http.clientip = "10.0.0.1" with double quotes"#,
        ),
        (
            "user = 5",
            8,
            1,
            r#"text "5" lacks double quotes"#,
            r#"write user = "5" with double quotes"#,
        ),
        (
            "user = “bob”",
            8,
            5,
            r#"text "“bob”" lacks double quotes"#,
            r#"write user = "bob" with double quotes"#,
        ),
        (
            "user = #fff",
            8,
            4,
            r##"text "#fff" lacks double quotes"##,
            r##"write user = "#fff" with double quotes"##,
        ),
        (
            "user = \"x",
            8,
            1,
            "double quote is never closed",
            "add the missing \"; inside of text write \\\" for a quote",
        ),
        (
            "duration > 250ms",
            12,
            5,
            r#"expected a number after >, found "250ms""#,
            "write duration > 0.25, in seconds and without a unit",
        ),
        (
            "duration > 2min",
            12,
            4,
            r#"expected a number after >, found "2min""#,
            "write duration > 120, in seconds and without a unit",
        ),
        (
            "duration > .5",
            12,
            2,
            r#"expected a number after >, found ".5""#,
            "write duration > 0.5",
        ),
        (
            "duration > fast",
            12,
            4,
            r#"expected a number after >, found "fast""#,
            "write duration > 5",
        ),
        ("duration > 1e999", 12, 5, r#"number "1e999" is too large"#, ""),
        (
            "duration >",
            11,
            1,
            "expected a number after >, found the end of the expression",
            "write duration > 5",
        ),
        ("duration > = 5", 12, 1, r#"expected a number after >, found "=""#, "write duration > 5"),
        (
            "annotation.a > \"x\"",
            16,
            3,
            r#"expected a number after >, found "x""#,
            "write annotation.a > 5",
        ),
        (
            "annotation.a = x",
            16,
            1,
            r#"text "x" lacks double quotes"#,
            r#"write annotation.a = "x" with double quotes"#,
        ),
        (
            "annotation.a CONTAINS 5",
            23,
            1,
            r#"text "5" lacks double quotes"#,
            r#"write annotation.a CONTAINS "5" with double quotes"#,
        ),
    ]);
}

#[test]
fn annotation_keys_are_checked() {
    let keys = "keys have ASCII letters, digits and _, and in brackets also dots";
    let none = "write annotation.plan, or annotation[aws.local.service] for a key with dots";
    check(&[
        ("annotation", 1, 10, "annotation without a key", none),
        ("annotation. = 1", 1, 11, "annotation without a key", none),
        ("annotation[]", 1, 12, "annotation without a key", none),
        ("annotation.my-key = 1", 12, 6, r#""my-key" is not an annotation key"#, keys),
        ("annotation.a-1", 12, 3, r#""a-1" is not an annotation key"#, keys),
        ("annotation.č", 12, 1, r#""č" is not an annotation key"#, keys),
        ("annotation[my-key]", 12, 6, r#""my-key" is not an annotation key"#, keys),
        ("annotation[a b]", 12, 3, r#""a b" is not an annotation key"#, keys),
        (
            "annotation[\"a.b\"]",
            12,
            5,
            "annotation key stands without quotes",
            "write annotation[a.b]",
        ),
        ("annotation[a", 11, 1, r#""[" is never closed"#, "add the missing ]"),
        ("annotation[", 11, 1, r#""[" is never closed"#, "add the missing ]"),
    ]);
}

#[test]
fn complex_terms_are_checked() {
    check(&[
        (
            "service(\"a\" \"b\")",
            13,
            3,
            r#"expected ")", found "b""#,
            "put the missing ) in front of it",
        ),
        (
            "service(\"a\" {fault}",
            13,
            1,
            r#"expected ")", found "{""#,
            "put the missing ) in front of it",
        ),
        ("service(\"a\"}", 12, 1, r#""}" where ")" is expected"#, "replace it with )"),
        ("service(\"a\"; \"b\")", 12, 1, r#"unexpected ";""#, ""),
        (
            "service(id(name:\"x\" type:\"t\"))",
            21,
            4,
            "missing comma between the fields of id(…)",
            r#"write id(name:"…", type:"…")"#,
        ),
        ("service(id(name:\"x\"", 11, 1, r#""(" is never closed"#, "add the missing )"),
        (
            "service(id(",
            12,
            1,
            "expected name, type or account.id, found the end of the expression",
            r#"write id(name:"…", type:"…"), or one of them"#,
        ),
        (
            "edge(a:\"x\", \"b\")",
            6,
            1,
            r#""a" needs id(…) around it"#,
            r#"write edge(id(name:"x"), "b")"#,
        ),
        (
            "edge(\"a\", b)",
            11,
            1,
            r#"text "b" lacks double quotes"#,
            r#"write edge("a", "b") with double quotes"#,
        ),
        ("fault 'x y'", 7, 5, "text needs double quotes", r#"write "x y" with double quotes"#),
        ("service", 1, 7, "service needs parentheses", r#"write service("a")"#),
        ("service = \"x\"", 1, 7, "service needs parentheses", r#"write service("x")"#),
        ("service {fault}", 1, 7, "service needs parentheses", r#"write service("a")"#),
        ("edge \"a\"", 1, 4, "edge needs parentheses", r#"write edge("a", "b")"#),
        ("service(\"a\"", 8, 1, r#""(" is never closed"#, "add the missing )"),
        ("service(", 8, 1, r#""(" is never closed"#, "add the missing )"),
        (
            "service('a b')",
            9,
            5,
            r#"text 'a b' lacks double quotes"#,
            r#"write service("a b") with double quotes"#,
        ),
        ("service({fault})", 9, 1, r#"expected a node, found "{""#, r#"write service("…")"#),
        (
            "edge()",
            6,
            1,
            "edge(…) takes two nodes",
            r#"write edge("a", "b"), or service("a") for one node"#,
        ),
        (
            "edge(\"a\",)",
            10,
            1,
            "edge(…) takes two nodes",
            r#"write edge("a", "b"), or service("a") for one node"#,
        ),
        (
            "edge(\"a\",\"b\",\"c\")",
            13,
            1,
            "edge(…) takes two nodes",
            r#"write edge("a", "b"), or service("a") for one node"#,
        ),
        (
            "edge(\"a\" \"b\")",
            10,
            3,
            "missing comma between the two nodes",
            r#"write edge("a", "b")"#,
        ),
        ("edge(\"a\"", 5, 1, r#""(" is never closed"#, "add the missing )"),
        ("edge(\"a\",", 5, 1, r#""(" is never closed"#, "add the missing )"),
        (
            "edge(a, b)",
            6,
            1,
            r#"text "a" lacks double quotes"#,
            r#"write edge("a", "b") with double quotes"#,
        ),
        (
            "edge(\"a\", type:\"t\")",
            11,
            4,
            r#""type" needs id(…) around it"#,
            r#"write edge("a", id(type:"t"))"#,
        ),
        (
            "service(id())",
            12,
            1,
            r#"expected name, type or account.id, found ")""#,
            r#"write id(name:"…", type:"…"), or one of them"#,
        ),
        (
            "service(id(\"x\"))",
            12,
            3,
            r#"expected name, type or account.id, found "x""#,
            r#"write id(name:"x")"#,
        ),
        (
            "service(id(kind:\"x\"))",
            12,
            4,
            r#"expected name, type or account.id, found "kind""#,
            r#"write id(name:"…", type:"…", account.id:"…"), or some of them"#,
        ),
        (
            "service(id(name=\"x\"))",
            16,
            1,
            r#"expected ":" after name, found "=""#,
            r#"write id(name:"…")"#,
        ),
        (
            "service(id(name:x))",
            17,
            1,
            r#"text "x" lacks double quotes"#,
            r#"write name:"x" with double quotes"#,
        ),
        (
            "service(id(name:\"x\",name:\"y\"))",
            21,
            4,
            "name is given twice",
            "ask for either value with service(id(…)) OR service(id(…))",
        ),
        (
            "service(id(name:\"x\",))",
            21,
            1,
            r#"expected name, type or account.id, found ")""#,
            r#"write id(name:"…", type:"…"), or one of them"#,
        ),
        (
            "group.name",
            11,
            1,
            "expected = or != after group.name, found the end of the expression",
            r#"write group.name = "…""#,
        ),
        (
            "group.name CONTAINS \"x\"",
            12,
            8,
            r#"expected = or != after group.name, found "CONTAINS""#,
            r#"write group.name = "…""#,
        ),
        ("group.name == \"x\"", 12, 2, r#""==" is not an operator"#, "use = instead of =="),
        (
            "rootcause.fault.service = \"x\"",
            25,
            1,
            "rootcause.fault.service takes a condition in braces",
            "write rootcause.fault.service {name = \"…\"}",
        ),
    ]);
}

#[test]
fn root_cause_patterns_are_checked() {
    let form = "write rootcause.json = #[{\"Services\":[{\"Name\":\"…\"}]}]";
    check(&[
        (
            "rootcause.json",
            15,
            1,
            "expected = after rootcause.json, found the end of the expression",
            form,
        ),
        ("rootcause.json = [{}]", 18, 1, r##"expected # and JSON, found "[""##, form),
        ("rootcause.json = #{}", 18, 3, "root cause pattern is not an array of objects", form),
        ("rootcause.json = #[1]", 18, 4, "root cause pattern is not an array of objects", form),
        ("rootcause.json = #", 18, 1, "invalid JSON: no JSON behind it", form),
        ("rootcause.json = #[{]", 21, 1, "invalid JSON: key must be a string", form),
        ("rootcause.json = #[{\"č\":\n x}]", 27, 1, "invalid JSON: expected value", form),
    ]);
    let hints = refuse("rootcause.json != #[{}]").hints();
    assert_eq!(hints, [form, "write !(rootcause.json = #[…]) for the opposite"]);
}

#[test]
fn columns_count_characters() {
    let error = refuse("user = \"žluťoučký 🐎\" && fault");
    assert_eq!((error.column(), error.length()), (22, 2));
    assert_eq!(error.vendor_message(), "Invalid input symbol: '&&' at position 21");
}

#[test]
fn the_vendors_text_is_given_where_it_is_known() {
    let cases = [
        (r#"responsecode("404")"#, "Invalid input symbol: 'responsecode' at position 0"),
        ("fault && error", "Invalid input symbol: '&&' at position 6"),
        ("http.url CONTAINS /api/", "Invalid input symbol: '/api/' at position 18"),
        ("duration > 5s", "Invalid input symbol: '5s' at position 11"),
        ("user = \"x", "Invalid input symbol: '\"' at position 7"),
        ("fault = 1", "expected true or false after =, found \"1\" at column 9"),
        ("(fault", "\"(\" is never closed at column 1"),
    ];
    for (text, expected) in cases {
        assert_eq!(refuse(text).vendor_message(), expected, "{text}");
    }
}

#[test]
fn long_and_odd_symbols_stay_readable_in_messages() {
    let message = refuse(&"x".repeat(200)).to_string();
    assert_eq!(message, format!("unknown word \"{}…\" at column 1", "x".repeat(60)));
    assert_eq!(refuse("fault \u{1b}[2J").to_string(), "unexpected \"\\u{1b}\" at column 7");
}

#[test]
fn length_is_bounded() {
    let fitting = format!("user = \"{}\"", "č".repeat(MAX_LENGTH - 9));
    assert!(FilterExpression::parse(&fitting).is_ok());
    let error = refuse(&format!("{fitting}   "));
    assert_eq!((error.column(), error.length()), (MAX_LENGTH + 1, 3));
    assert!(error.to_string().starts_with("expression is longer than 10000 characters"));
    assert_eq!(error.hints(), ["split the expression over several groups or searches"]);
}

#[test]
fn depth_is_bounded() {
    let nested = |levels: usize| format!("{}ok{}", "(".repeat(levels), ")".repeat(levels));
    assert!(FilterExpression::parse(&nested(MAX_DEPTH)).is_ok());
    assert!(FilterExpression::parse(&format!("{}ok", "!".repeat(MAX_DEPTH))).is_ok());
    for text in [nested(MAX_DEPTH + 1), nested(4_999), "!".repeat(9_999), "(".repeat(9_999)] {
        let error = refuse(&text);
        assert_eq!(error.column(), MAX_DEPTH + 1);
        assert!(error.to_string().starts_with("expression is nested more than 64 levels deep"));
        assert_eq!(error.hints(), ["remove parentheses that are not needed"]);
    }
    let json = format!("rootcause.json = #{}", "[".repeat(9_000));
    assert!(refuse(&json).to_string().starts_with("invalid JSON"));
}
