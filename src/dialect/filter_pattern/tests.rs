//! The documented and observed behaviour of filter patterns, as tables.

use std::time::{Duration, Instant};

use super::{
    DIMENSIONS_UNSUPPORTED, FilterPattern, Form, MAXIMUM_LENGTH, PatternErrorKind as Reason,
};
use crate::base::{Hint as _, Kind};

const ITEM: &str = r#"{"op":"PutCrud","ip":"10.1.2.3","tags":["alpha","beta two"],"items":[{"n":"x","id":1},{"n":"y","id":2}],"gone":null,"ok":true,
    "svc.name":"api","ms":75.5,"err":400,"user":{"id":1,"mail":"a.b@example.com"},"acts":["GET","PUT"],"grid":[[0,1],[2,3]]}"#;

const MESSAGES: [(char, &str); 24] = [
    ('a', "[ERROR 400] BAD PAYLOAD"),
    ('b', "[ERROR 401] UNAUTHORIZED CALL"),
    ('c', "[ERROR 419] MISSING HANDLE"),
    ('d', "[ERROR 500] INTERNAL DB FAILURE"),
    ('e', "[OK 200] AUTHORIZED CALL"),
    ('f', "[WARN] CALL DENIED"),
    ('g', "exit with ERRORCODE: -1"),
    ('h', "[Error] Unhandled problem"),
    ('i', "code 7"),
    ('j', "exit code"),
    ('k', "the mode x"),
    ('l', "peer 10.0.0.7 up"),
    ('m', "peer 10x0y0z7"),
    ('n', "f(x)"),
    ('o', "flavour"),
    ('p', "pr"),
    ('q', "pqqr"),
    ('J', ITEM),
    ('K', r#"app: {"op":"PutCrud"}"#),
    ('P', r#"10.1.2.3 - ana [20/Nov/2026:10:00:00 +0000] "GET /home.html HTTP/1.1" 404 1534"#),
    ('Q', "ERROR 2026-11-20 failed to boot"),
    ('R', "INFO d1 t1 GET /item/67 1200"),
    ('S', "INFO d1 t1 GET /item/67/part/1 1200"),
    ('U', "WARNING disk full"),
];

/// Identifier, pattern, and the messages that match (`+`) or do not (`-`).
pub(super) const VECTORS: [(&str, &str, &str); 86] = [
    ("T01", "ERROR", "a+ b+ g+ e- h-"),
    ("T02", "ERROR HANDLE", "c+ a- b-"),
    ("T03", "?ERROR ?HANDLE", "a+ c+ g+ e- f-"),
    ("T04", "?ERROR ?HANDLE CALL", "b+ e+ f+ a- c-"),
    ("T05", r#""INTERNAL DB FAILURE""#, "d+ a-"),
    ("T06", r#""DB INTERNAL""#, "d-"),
    ("T07", "ERROR -HANDLE", "a+ b+ d+ c- e-"),
    ("T08", "-ERROR", "e+ f+ a- g-"),
    ("T09", r#"" ""#, "a+ f+ i+ q+"),
    ("T10", "error", "a- h-"),
    ("T11", r#""[ERROR 400]""#, "a+ b-"),
    ("T12", r#""[ERROR 500]" DB"#, "d+ a-"),
    ("T13", r#"?"DB FAILURE" ?DENIED"#, "d+ f+ a-"),
    ("T14", "%AUTHORIZED%", "b+ e+ a-"),
    ("T15", "%^[cm]ode%", "i+ j- k-"),
    ("T16", "%[cm]ode$%", "j+ i- k-"),
    ("T17", "%flavou?r%", "o+ a-"),
    ("T18", "%pq*r%", "p+ q+"),
    ("T19", "%pq+r%", "q+ p-"),
    ("T20", r"%10\.0\.0\.7%", "l+ m-"),
    ("T21", "%10.0.0.7%", "l+ m+"),
    ("T22", "%^code|^exit%", "i+ j+ g+ k-"),
    ("T23", r"%\x28x%", "n+ i-"),
    ("T24", "%q{2,3}%", "q+ p-"),
    ("J01", r#"{ $.op = "PutCrud" }"#, "J+ K-"),
    ("J02", "{ $.op = PutCrud }", "J+"),
    ("J03", r#"{ $.op = "Put*" }"#, "J+"),
    ("J04", r#"{ $.op = "*Crud" }"#, "J+"),
    ("J05", r#"{ $.op = "P*d" }"#, "J-"),
    ("J06", r#"{ $.op = "putcrud" }"#, "J-"),
    ("J07", "{ $.op = %Crud% }", "J+"),
    ("J08", "{ $.ip != 99.99.* }", "J+"),
    ("J09", "{ $.ip = 10.1.* }", "J+"),
    ("J10", r#"{ $.tags[0] = "alpha" }"#, "J+"),
    ("J11", "{ $.tags[*] = %bet.{1}% }", "J+"),
    ("J12", r"{ $.* = %10\.1\.2\.[0-9]{1,3}% }", "J+"),
    ("J13", "{ $.items[1].id = 2 }", "J+"),
    ("J14", r#"{ $.['svc.name'] = "api" }"#, "J+"),
    ("J15", "{ $.gone IS NULL }", "J+"),
    ("J16", "{ $.op IS NULL }", "J-"),
    ("J17", "{ $.ok IS TRUE }", "J+"),
    ("J18", "{ $.ok IS FALSE }", "J-"),
    ("J19", "{ $.nope NOT EXISTS }", "J+ K-"),
    ("J20", "{ $.gone NOT EXISTS }", "J-"),
    ("J21", r#"{ $.tags = "alpha" }"#, "J-"),
    ("J22", r#"{ $.tags != "alpha" }"#, "J-"),
    ("J23", r#"{ $.user = "x" }"#, "J-"),
    ("J24", "{ $.ms > 75 }", "J+"),
    ("J25", "{ $.ms < 50 }", "J-"),
    ("J26", "{ $.err = 400 }", "J+"),
    ("J27", "{ $.err = 401 }", "J-"),
    ("J28", "{ $.err = %^4% }", "J+"),
    ("J29", "{ $.err != 500 }", "J+"),
    ("J30", "{ $.err >= 4e2 }", "J+"),
    ("J31", "{ $.ms <= 55.5 }", "J-"),
    ("J32", "{ $.err > +399 }", "J+"),
    ("J33", "{ $.grid[0][1] = 1 }", "J+"),
    ("J34", "{ $.ms = * }", "J+"),
    ("J35", "{ $.nope = * }", "J-"),
    ("J36", r#"{ $.nope = "x" }"#, "J-"),
    ("J37", "{ ($.user.id = 1) && ($.items[0].id = 1) }", "J+"),
    ("J38", "{ $.user.id = 1 || $.err = 9 && $.ms = 9 }", "J+"),
    ("J39", "{ ($.user.id = 1 || $.err = 9) && $.ms = 9 }", "J-"),
    ("J40", r#"{ ($.user.id = 2 && $.op = "n") || $.acts[1] = "GET" }"#, "J-"),
    ("J41", r#"{ $.user.mail = "*@example.com" }"#, "J+"),
    ("J42", r#"{ $.op = "" }"#, "J-"),
    ("D01", "[ip, id, user, ts, req, status, size]", "P+"),
    ("D02", "[ip, id, user, ts, req, status=404, size]", "P+"),
    ("D03", "[ip, id, user, ts, req, status=200, size]", "P-"),
    ("D04", "[ip, id, user, ts, req, status=4*, size]", "P+"),
    ("D05", r"[ip=%10\.1\.2\.[1-9]%, id, user, ts, req=*.html*, status=4*, size]", "P+"),
    ("D06", "[..., size]", "P+"),
    ("D07", "[..., req=*.html*, status=4*,]", "P+"),
    ("D08", "[]", "P+ Q+"),
    ("D09", "[..., status=404 || status=410, size]", "P+"),
    ("D10", "[ip, ..., size>1000]", "P+ Q-"),
    ("D11", "[ip, ..., size>2000]", "P-"),
    ("D12", "[ip, user, ..., status, size]", "P+"),
    ("D13", "[..., status=4* && status!=403, size]", "P+"),
    ("D14", "[w1=ERROR, w2]", "Q+ U- R-"),
    ("D15", "[w1=ERROR || w1=%WARN%, w2]", "Q+ U+ R-"),
    ("D16", "[w1!=ERROR && w1!=WARNING, w2]", "R+ Q- U-"),
    ("D17", "[lv, d, t, verb, url=%/item/[0-9]+$%, ms]", "R+ S-"),
    ("D18", "[lv, d, t, verb, url=%/item/[0-9]+/part/[0-9]+$%, ms]", "S+ R-"),
    ("D19", "[a, b, c, d, e, f, g, h]", "P-"),
    ("D20", r#"[lv="INFO", ...]"#, "R+ Q-"),
];

/// The messages that the vectors run against.
pub(super) fn messages() -> impl Iterator<Item = &'static str> {
    MESSAGES.iter().map(|(_, message)| *message)
}

fn parsed(pattern: &str) -> FilterPattern {
    FilterPattern::parse(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"))
}

fn message(name: char) -> &'static str {
    MESSAGES.iter().find(|(known, _)| *known == name).unwrap().1
}

#[test]
fn vectors_match_as_documented() {
    for (id, text, expected) in VECTORS {
        let pattern = parsed(text);
        for expectation in expected.split(' ') {
            let mut parts = expectation.chars();
            let line = message(parts.next().unwrap());
            let wanted = parts.next() == Some('+');
            assert_eq!(pattern.matches(line), wanted, "{id} {text} on {expectation}");
            assert_eq!(pattern.extract(line).is_some(), wanted, "{id} extract on {expectation}");
            if let (true, Some(literal)) = (wanted, pattern.required_literal()) {
                assert!(line.contains(literal), "{id}: {literal} is not in {line}");
            }
        }
    }
}

#[test]
fn sources_parse_again_to_themselves() {
    for (id, text, _) in VECTORS {
        assert_eq!(parsed(parsed(text).source()).source(), text, "{id}");
    }
}

#[test]
fn extracts_named_and_numbered_values() {
    let request = "GET /home.html HTTP/1.1";
    let time = "20/Nov/2026:10:00:00 +0000";
    let numbered = [("$1", "10.1.2.3"), ("$2", "-"), ("$3", "ana"), ("$4", time)];
    let mut size_only = numbered.to_vec();
    size_only.extend([("$5", request), ("$6", "404"), ("$size", "1534")]);
    let mut middle = numbered.to_vec();
    middle.extend([("$req", request), ("$status", "404"), ("$7", "1534")]);
    let mut open = numbered.to_vec();
    open.extend([("$5", request), ("$6", "404"), ("$7", "1534")]);
    let all_named = vec![
        ("$ip", "10.1.2.3"),
        ("$id", "-"),
        ("$user", "ana"),
        ("$ts", time),
        ("$req", request),
        ("$status", "404"),
        ("$size", "1534"),
    ];
    let words =
        |list: &[&'static str]| list.chunks(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>();
    let cases = [
        ("D01", "[ip, id, user, ts, req, status, size]", 'P', all_named),
        ("D06", "[..., size]", 'P', size_only),
        ("D07", "[..., req=*.html*, status=4*,]", 'P', middle),
        ("D08", "[]", 'P', open),
        (
            "rest",
            "[w1=ERROR, w2]",
            'Q',
            words(&["$w1", "ERROR", "$w2", "2026-11-20 failed to boot"]),
        ),
        ("comma", "[w1,]", 'U', words(&["$w1", "WARNING", "$2", "disk full"])),
        ("json", "{ $.ms > 1 && $.err = * }", 'J', words(&["$.ms", "75.5", "$.err", "400"])),
        (
            "kinds",
            "{ $.ok IS TRUE && $.gone IS NULL && $.tags = * || $.op = * }",
            'J',
            words(&["$.ok", "true", "$.gone", "null", "$.op", "PutCrud"]),
        ),
        ("quoted name", "{ $.['svc.name'] = a* }", 'J', words(&["$.['svc.name']", "api"])),
        ("wildcard", "{ $.tags[*] = alpha }", 'J', vec![]),
        ("terms", "ERROR", 'a', vec![]),
        ("everything", "", 'a', vec![]),
    ];
    for (id, pattern, line, expected) in cases {
        let expected =
            expected.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        assert_eq!(parsed(pattern).extract(message(line)), Some(expected), "{id}");
    }
    assert_eq!(parsed("ERROR").extract("fine"), None);
}

const METRIC: &str = "Invalid metric filter pattern";

/// Pattern, reason, column, token, and the answer of the service.
const REFUSALS: &[(&str, Reason, usize, &str, &str)] = &[
    ("user@host", Reason::UnquotedTerm, 1, "user@host", "Invalid character(s) in term 'user@host'"),
    ("a/b", Reason::UnquotedTerm, 1, "a/b", "Invalid character(s) in term 'a/b'"),
    ("ok err: x", Reason::UnquotedTerm, 4, "err:", "Invalid character(s) in term 'err:'"),
    ("“boot”", Reason::UnquotedTerm, 1, "“boot”", "Invalid character(s) in term '“boot”'"),
    ("é -ü", Reason::UnquotedTerm, 1, "é", "Invalid character(s) in term 'é'"),
    ("\"a\"b", Reason::UnquotedTerm, 1, "\"a\"b", "Invalid character(s) in term '\"a\"b'"),
    ("x %a(b)%", Reason::RegexCharacter, 5, "(", "Invalid character(s) in term '%a(b)%'"),
    (r"%a\(b%", Reason::RegexCharacter, 4, "(", r"Invalid character(s) in term '%a\(b%'"),
    ("%wow!%", Reason::RegexCharacter, 5, "!", "Invalid character(s) in term '%wow!%'"),
    ("%é%", Reason::RegexCharacter, 2, "é", "Invalid character(s) in term '%é%'"),
    (r"%a\b%", Reason::RegexEscape, 3, r"\b", r"Invalid character(s) in term '%a\b%'"),
    ("%a", Reason::UnclosedRegex, 1, "%a", METRIC),
    ("%%", Reason::EmptyRegex, 2, "", METRIC),
    ("%*%", Reason::RegexSyntax, 2, "*", METRIC),
    ("%a[b%", Reason::RegexSyntax, 3, "[b", METRIC),
    ("%[b-a]%", Reason::RegexSyntax, 3, "b-a", METRIC),
    ("%[[:alpha:]]%", Reason::RegexSyntax, 3, "[", METRIC),
    ("%[a&&b]%", Reason::RegexCharacter, 4, "&", "Invalid character(s) in term '%[a&&b]%'"),
    ("%a{%", Reason::RegexSyntax, 3, "{", METRIC),
    ("%a{,}%", Reason::RegexSyntax, 3, "{,}", METRIC),
    ("%a{1000}{1000}{1000}%", Reason::RegexTooLarge, 2, "a{1000}{1000}{1000}", METRIC),
    ("a \"b", Reason::UnclosedQuote, 3, "\"b", METRIC),
    ("a ? b", Reason::MissingTerm, 3, "?", METRIC),
    ("a - ", Reason::MissingTerm, 3, "-", METRIC),
    (
        " { $.a = 1",
        Reason::UnclosedBrace,
        2,
        "{ $.a = 1",
        "If a filter pattern starts with '{' it must end with '}'",
    ),
    (
        "[a, b",
        Reason::UnclosedBracket,
        1,
        "[a, b",
        "If a filter pattern starts with '[' it must end with ']'",
    ),
    ("{ status = \"401\" }", Reason::ExpectedSelector, 3, "status", METRIC),
    ("{ $.a = 'x' }", Reason::SingleQuote, 9, "'x'", METRIC),
    ("{ $.a IS NOT NULL }", Reason::ExpectedState, 10, "NOT", METRIC),
    ("{ $.a is NULL }", Reason::ExpectedOperator, 7, "is", METRIC),
    ("{ $.a EXISTS }", Reason::BareExists, 7, "EXISTS", METRIC),
    ("{ $.a NOT NULL }", Reason::ExpectedOperator, 7, "NOT NULL", METRIC),
    ("{ $.a == 1 }", Reason::DoubleEquals, 7, "==", METRIC),
    ("{ }", Reason::ExpectedSelector, 3, "", METRIC),
    ("{}", Reason::ExpectedSelector, 2, "", METRIC),
    ("{ $ = 1 }", Reason::SelectorSyntax, 3, "$", METRIC),
    ("{ $.a..b = 1 }", Reason::SelectorSyntax, 3, "$.a..b", METRIC),
    ("{ $.a[x] = 1 }", Reason::SelectorSyntax, 3, "$.a[x]", METRIC),
    ("{ $.a }", Reason::ExpectedOperator, 7, "", METRIC),
    ("{ $.a = }", Reason::ExpectedValue, 9, "", METRIC),
    ("{ $.a = a@b }", Reason::UnquotedValue, 9, "a@b", METRIC),
    ("{ $.a = /b }", Reason::UnquotedValue, 9, "/b", METRIC),
    ("{ $.a = \"b\"c }", Reason::UnquotedValue, 9, "\"b\"c", METRIC),
    ("{ $.a > \"5\" }", Reason::ExpectedNumber, 9, "\"5\"", METRIC),
    ("{ $.a > 5x }", Reason::ExpectedNumber, 9, "5x", METRIC),
    ("{ ($.a = 1 }", Reason::UnclosedParenthesis, 3, "(", METRIC),
    ("{ $.a = 1) }", Reason::UnexpectedText, 10, ")", METRIC),
    ("{ $.a = 1 $.b = 2 }", Reason::UnexpectedText, 11, "$.b", METRIC),
    ("{ $.a = 1 && }", Reason::ExpectedSelector, 14, "", METRIC),
    ("{ $.a = %a(b)% }", Reason::RegexCharacter, 11, "(", METRIC),
    ("{ $.*.* = 1 }", Reason::SelectorWildcards, 3, "$.*.*", METRIC),
    (
        "{ $.a[*] = 1 || $.* = 1 || $.b.* = 1 || $.c[*] = 1 }",
        Reason::TooManyWildcards,
        41,
        "$.c[*]",
        METRIC,
    ),
    ("{ $.a = %x% || $.b = %y% || $.c = %z% }", Reason::TooManyRegexes, 35, "%z%", METRIC),
    ("[a=%x%, b=%y%, c=%z%]", Reason::TooManyRegexes, 18, "%z%", METRIC),
    ("[ip, status = 4* && size > 1000]", Reason::SlotNames, 21, "size", METRIC),
    ("[a, ..., b, ...]", Reason::TooManyEllipses, 13, "...", METRIC),
    ("[a b]", Reason::ExpectedOperator, 4, "b", METRIC),
    ("[a=1 b]", Reason::UnexpectedText, 6, "b", METRIC),
    ("[=1]", Reason::ExpectedName, 2, "=1", METRIC),
];

#[test]
fn refusals_name_the_place_and_the_answer_of_the_service() {
    for (pattern, reason, column, token, answer) in REFUSALS {
        let error = FilterPattern::parse(pattern).expect_err(pattern);
        assert_eq!(error.reason(), *reason, "{pattern}");
        assert_eq!((error.column(), error.token()), (*column, *token), "{pattern}");
        assert_eq!(error.length(), token.chars().count().max(1), "{pattern}");
        assert_eq!(error.vendor_message(METRIC), *answer, "{pattern}");
        let other = error.vendor_message("Invalid filter pattern");
        assert_eq!(other, answer.replace(METRIC, "Invalid filter pattern"), "{pattern}");
        assert_eq!(error.kind(), Kind::Usage, "{pattern}");
        assert!(error.hints().iter().all(|hint| !hint.is_empty()), "{pattern}");
        assert!(!error.to_string().contains('\n'), "{pattern}");
    }
}

#[test]
fn errors_read_well_and_say_what_to_do() {
    let error = FilterPattern::parse("ok user@host").unwrap_err();
    assert_eq!(
        error.to_string(),
        "term has a character that needs double quotes at column 4: user@host"
    );
    assert_eq!(error.hints(), [r#"quote the term: "user@host""#]);
    let error = FilterPattern::parse("{ status = 1 }").unwrap_err();
    assert_eq!(error.hints(), ["selectors start with '$.': $.status"]);
    let error = FilterPattern::parse("“x”").unwrap_err();
    assert_eq!(error.hints(), [r#"use straight double quotes: "like this""#]);
}

#[test]
fn length_is_counted_in_characters() {
    let longest = format!("\"{}\"", "é".repeat(MAXIMUM_LENGTH - 2));
    assert!(FilterPattern::parse(&longest).is_ok());
    let error = FilterPattern::parse(&format!("{longest} x")).unwrap_err();
    assert_eq!((error.reason(), error.column(), error.length()), (Reason::TooLong, 1025, 2));
    assert_eq!(error.to_string(), "filter pattern is longer than 1024 characters");
    assert_eq!(
        error.vendor_message(METRIC),
        format!(
            "1 validation error detected: Value '{longest} x' at 'filterPattern' failed to satisfy \
             constraint: Member must have length less than or equal to 1024"
        )
    );
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| format!("{{{}$.a=1{}}}", "(".repeat(depth), ")".repeat(depth));
    assert!(parsed(&nested(64)).matches(r#"{"a":1}"#));
    assert_eq!(FilterPattern::parse(&nested(65)).unwrap_err().reason(), Reason::TooDeep);
    assert_eq!(FilterPattern::parse(&nested(500)).unwrap_err().reason(), Reason::TooDeep);
    let path = format!("{{ ${} = 1 }}", ".a".repeat(65));
    assert_eq!(FilterPattern::parse(&path).unwrap_err().reason(), Reason::TooDeep);
    let most_tests = vec!["$.a=1"; 146].join("||");
    assert!(parsed(&format!("{{{most_tests}}}")).matches(r#"{"a":1}"#));
}

#[test]
fn forms_fields_and_properties() {
    let fields = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let cases = [
        ("", Form::Everything, 0, vec![]),
        (" \n", Form::Everything, 0, vec![]),
        ("\" \"", Form::Everything, 0, vec![]),
        ("%a% -%b% ?%c%", Form::Terms, 3, vec![]),
        (
            " { $.a = %x% && $.a[*] = 1 && $.['b c'][2] > 1 && $.a NOT EXISTS } ",
            Form::Json,
            1,
            fields(&["$.a", "$.['b c'][2]"]),
        ),
        ("[a, , ..., b=%x%||b=%y%, a]", Form::Delimited, 2, fields(&["$a", "$b"])),
    ];
    for (text, form, regexes, fields) in cases {
        let pattern = parsed(text);
        assert_eq!(pattern.form(), form, "{text}");
        assert_eq!(pattern.regex_count(), regexes, "{text}");
        assert_eq!(pattern.fields(), fields, "{text}");
        let dimensions = matches!(form, Form::Json | Form::Delimited);
        assert_eq!(pattern.supports_dimensions(), dimensions, "{text}");
    }
    assert!(!parsed("?ERROR ?WARN").supports_dimensions());
    assert!(DIMENSIONS_UNSUPPORTED.ends_with("does not support dimensions"));
}

#[test]
fn required_literals_are_certain() {
    let cases = [
        ("ERROR", Some("ERROR"), true),
        ("?ERROR", Some("ERROR"), true),
        ("?A ERROR", Some("ERROR"), true),
        ("?A -ERROR", None, false),
        ("?A ?B", None, false),
        ("A BB -CCC", Some("BB"), false),
        ("A %x%", Some("A"), false),
        ("%x%", None, false),
        ("-A", None, false),
        (r#""a \"b\" \\c""#, Some(r#"a "b" \c"#), true),
        (r#"{ $.a = "value" }"#, None, false),
        ("[a=ERROR, b=*long-text*]", Some("long-text"), false),
        ("[a=ERROR||a=FATAL, b]", None, false),
        ("[a!=ERROR, b=404]", None, false),
        ("", None, false),
    ];
    for (text, literal, single) in cases {
        let pattern = parsed(text);
        assert_eq!(pattern.required_literal(), literal, "{text}");
        assert_eq!(pattern.is_single_literal(), single, "{text}");
    }
}

/// Pattern, message, expectation: rules that no documented case covers.
const CHOICES: &[(&str, &str, bool)] = &[
    ("- ERROR", "fine", true),
    ("ERROR\tHANDLE", "HANDLE ERROR", true),
    (r#""a\b""#, r"a\b", true),
    ("%a{,2}b%", "b", true),
    (r"%^\w+$%", "é", false),
    ("%^.$%", "é", true),
    (r"%^[]a-c\d.-]+$%", "]b7.-", true),
    (r"%^[\x41-\x43]$%", "B", true),
    ("%a b%", "a b", true),
    // JSON values
    ("{ $.a = 400 }", r#"{"a":"400"}"#, true),
    ("{ $.a = \"400\" }", r#"{"a":400.0}"#, true),
    ("{ $.a = \"400\" }", r#"{"a":"400.0"}"#, false),
    ("{ $.a = 4* }", r#"{"a":400}"#, true),
    ("{ $.a = true }", r#"{"a":true}"#, true),
    ("{ $.a != 1 }", r#"{"a":null}"#, true),
    ("{ $.a = null }", r#"{"a":null}"#, false),
    ("{ $.a = * }", r#"{"a":null}"#, true),
    ("{ $.a = * }", r#"{"a":[1]}"#, false),
    ("{ $.a NOT EXISTS }", r#"{"a":[1]}"#, false),
    ("{ $.a NOT EXISTS }", r#"{"b":{"a":1}}"#, true),
    ("{ $.a != 1 }", "{}", false),
    ("{ $.a > 1 }", r#"{"a":"x"}"#, false),
    ("{ $.a > 1 }", r#"{"a":"2"}"#, true),
    ("{ $.a = 9007199254740993 }", r#"{"a":9007199254740992}"#, false),
    ("{ $.a[*] != 1 }", r#"{"a":[1,2]}"#, true),
    ("{ $.a[*].b = 2 && $.a[0].b = 1 }", r#"{"a":[{"b":1},{"b":2}]}"#, true),
    ("{ $.* = 1 && $.a = 1 }", r#"{"a":1}"#, true),
    ("{ $.*.c = 1 && $.b.c = 2 }", r#"{"a":{"c":1},"b":{"c":2}}"#, true),
    ("{ $.a.* = 1 }", r#"{"a":[1]}"#, false),
    ("{ $.a[*] = 1 }", r#"{"a":{"b":1}}"#, false),
    ("{ $.a = 1 }", r#"{"a":2,"a":1}"#, true),
    ("{ $.op = \"PutCrud\" }", r#"{"\u006fp":"Put\u0043rud"}"#, true),
    ("{ $.op = \"a/b\" }", r#"{"op":"a\/b"}"#, true),
    ("{ $.op = \"PutCrud\" }", " {\"op\":\"PutCrud\"}\n", true),
    ("{ $.op = \"PutCrud\" }", r#"{"op":"PutCrud"} x"#, false),
    ("{ $.op = \"PutCrud\" }", r#"{"op":"PutCrud",}"#, false),
    ("{ $.op = \"PutCrud\" }", r#"[{"op":"PutCrud"}]"#, false),
    ("{ $.a = \"x\\\"}\" }", r#"{"a":"x\"}"}"#, true),
    ("{ ($.a=1||$.b=2)&&$.c=3 }", r#"{"b":2,"c":3}"#, true),
    ("{ $.a[0]IS NULL }", r#"{"a":[null]}"#, true),
    // slots
    ("[]", "", true),
    ("[a]", " \t", false),
    ("[a]", "\"\"", true),
    ("[...]", "", true),
    ("[a, ..., b]", "one", false),
    ("[a=\"b c\", d]", "[b c] d", true),
    ("[a=\"b c\"]", "\"b c\"", true),
    ("[a=\"[pid]:\", b]", "[pid]: x", true),
    ("[a=\"\\\"open\", b]", "\"open x", true),
    ("[a=1, b]", "1.0 x", true),
    ("[a=\"1\", b]", "1.0 x", false),
    ("[a=1 || a=2 && a>1]", "2", true),
    ("[a, b=x]", "1  x  ", true),
];

#[test]
fn choices_hold() {
    for (pattern, line, wanted) in CHOICES {
        assert_eq!(parsed(pattern).matches(line), *wanted, "{pattern} on {line}");
    }
}

#[test]
fn hostile_messages_are_answered_quickly() {
    let size = 1 << 20;
    let deep = "[".repeat(100_000);
    let messages = [
        format!(r#"{{"a":{deep}"#),
        format!(r#"{{"b":{deep},"a":1}}"#),
        format!(r#"{{"b":{}"#, r#"{"b":"#.repeat(100_000)),
        format!(r#"{{"a":"{}"}}"#, "x".repeat(size)),
        "[ ".repeat(size / 2) + "]x",
        "\" ".repeat(size / 2),
        "[a]b ".repeat(size / 5),
        "a".repeat(size),
    ];
    let patterns = [
        "{ $.a = 1 }",
        "{ $.b[0][0] = 1 || $.* = 1 }",
        "{ $.b.b.b.b NOT EXISTS }",
        "[..., a=1]",
        "[a=1, ...]",
        "[a, b]",
        "%a+a+a+a+a+b%",
        "-needle",
    ];
    for pattern in patterns.map(parsed) {
        for message in &messages {
            let started = Instant::now();
            let matched = pattern.matches(message);
            let nested = pattern.form() == Form::Json && message.contains("[[[");
            assert!(!(matched && nested), "{pattern:?}");
            assert!(started.elapsed() < Duration::from_secs(5), "{pattern:?}");
        }
    }
}

#[test]
fn clones_share_and_cross_threads() {
    fn is_shared<T: Clone + Send + Sync + std::fmt::Debug>(_: &T) {}
    let pattern = parsed("ERROR");
    is_shared(&pattern);
    assert_eq!(format!("{:?}", pattern.clone()), r#"FilterPattern("ERROR")"#);
}
