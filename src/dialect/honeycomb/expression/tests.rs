use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::base::Hint as _;
use crate::dialect::plan::Expression;
use crate::dialect::plan::INGESTION_TIME_COLUMN;
use crate::dialect::plan::Row;
use crate::dialect::plan::Scalar;
use crate::dialect::plan::TIME_COLUMN;
use crate::dialect::plan::evaluate;

struct Event(BTreeMap<&'static str, Scalar<'static>>);

impl Row for Event {
    fn value(&self, column: &str) -> Scalar<'_> {
        self.0.get(column).map_or(Scalar::Null, Scalar::borrowed)
    }
}

fn event() -> Event {
    Event(BTreeMap::from([
        ("status", 404.into()),
        ("duration_ms", 12.5.into()),
        ("zero", 0.into()),
        ("text", "Grüße".into()),
        ("number", "2.5".into()),
        ("empty", "".into()),
        ("yes", true.into()),
        ("no", false.into()),
        ("http.url", "https://a.example/b?c=1".into()),
        ("1st token", "first".into()),
        ("a-$b", "odd".into()),
        (TIME_COLUMN, 1_500_549_764_888_000_000.into()),
        (INGESTION_TIME_COLUMN, 1_500_549_766_000_000_000.into()),
    ]))
}

/// Returns what an expression yields, or why it is refused.
fn yields(source: &str) -> String {
    match parse_expression(source) {
        Ok(expression) => match evaluate(&expression, &event()) {
            Scalar::Null => "null".to_owned(),
            Scalar::Text(text) => format!("{text:?}"),
            Scalar::Integer(number) => number.to_string(),
            Scalar::Float(number) => format!("{number:?}"),
            Scalar::Flag(flag) => flag.to_string(),
        },
        Err(error) => {
            let hint = error.hints().first().map(|hint| format!(" | {hint}")).unwrap_or_default();
            format!("{}+{} {}{hint}", error.column(), error.length(), error.message())
        }
    }
}

fn table(sources: &[&str]) -> String {
    sources.iter().map(|source| format!("{source} → {}\n", yields(source))).collect()
}

#[test]
fn literals_and_columns() {
    insta::assert_snapshot!(table(&[
        "1", "-1", ".5", "-.5", "1e3", "1.5E-2", "9223372036854775807", "9223372036854775808",
        "true", "false", "null", r#""a\tb\"\\\x41\101\u00e9\U0001F600""#, r"`a\d`",
        "$status", "$missing", r#"$"1st token""#, "$`1st token`", r#"$"a-$b""#, "$http.url",
        "( ( $status ) )", " \n$status\t",
    ]), @r#"
    1 → 1
    -1 → -1
    .5 → 0.5
    -.5 → -0.5
    1e3 → 1000.0
    1.5E-2 → 0.015
    9223372036854775807 → 9223372036854775807
    9223372036854775808 → 9.223372036854776e18
    true → true
    false → false
    null → null
    "a\tb\"\\\x41\101\u00e9\U0001F600" → "a\tb\"\\AAé😀"
    `a\d` → "a\\d"
    $status → 404
    $missing → null
    $"1st token" → "first"
    $`1st token` → "first"
    $"a-$b" → "odd"
    $http.url → "https://a.example/b?c=1"
    ( ( $status ) ) → 404
     
    $status	 → 404
    "#);
}

#[test]
fn precedence() {
    insta::assert_snapshot!(table(&[
        "1 + 2 * 3", "(1 + 2) * 3", "7 - 2 - 1", "8 / 2 / 2", "7 % 4 * 2", "10 - 2 + 3",
        "10 + 2 - 3", "1-1", "3 -1", "2 * -3", "1 + 1 < 3", "1 < 2 = true", "!true = false",
        "true OR false AND false", "(true OR false) AND false", "1 != 2", "! !$yes",
        "$status >= 400 AND $status < 500", "1 = 1.0",
    ]), @"
    1 + 2 * 3 → 7
    (1 + 2) * 3 → 9
    7 - 2 - 1 → 4
    8 / 2 / 2 → 2.0
    7 % 4 * 2 → 6
    10 - 2 + 3 → 11
    10 + 2 - 3 → 9
    1-1 → 0
    3 -1 → 2
    2 * -3 → -6
    1 + 1 < 3 → true
    1 < 2 = true → true
    !true = false → true
    true OR false AND false → true
    (true OR false) AND false → false
    1 != 2 → true
    ! !$yes → true
    $status >= 400 AND $status < 500 → true
    1 = 1.0 → true
    ");
}

#[test]
fn choices() {
    insta::assert_snapshot!(table(&[
        r#"IF($status >= 500, "bad", $status >= 400, "odd", "good")"#,
        r#"IF($missing, "x")"#, r#"IF("true", 1, 2)"#, r#"IF("yes", 1, 2)"#, "IF(0.0, 1, 2)",
        "IF(BOOL($missing), 1, 0)", "IF(BOOL($yes), 1, 0)",
        r#"SWITCH($text, "a", 1, "Grüße", 2, 3)"#, r#"SWITCH($text, "a", 1)"#,
        r#"SWITCH($status, "404", "not found", "other")"#, r#"SWITCH($missing, "", 1, 2)"#,
        "COALESCE($missing, $empty, null, $status)", "COALESCE($missing)", "COALESCE($zero, 1,)",
    ]), @r#"
    IF($status >= 500, "bad", $status >= 400, "odd", "good") → "odd"
    IF($missing, "x") → null
    IF("true", 1, 2) → 1
    IF("yes", 1, 2) → 2
    IF(0.0, 1, 2) → 2
    IF(BOOL($missing), 1, 0) → 0
    IF(BOOL($yes), 1, 0) → 1
    SWITCH($text, "a", 1, "Grüße", 2, 3) → 2
    SWITCH($text, "a", 1) → null
    SWITCH($status, "404", "not found", "other") → "not found"
    SWITCH($missing, "", 1, 2) → 2
    COALESCE($missing, $empty, null, $status) → 404
    COALESCE($missing) → null
    COALESCE($zero, 1,) → 0
    "#);
}

#[test]
fn comparisons() {
    insta::assert_snapshot!(table(&[
        "LT(1, 2)", "LT(2, 1.5)", r#"LT("a", "b")"#, r#"LT("1", 2)"#, "LT($missing, 2)",
        "LTE(2, 2)", "GT(3, 2)", "GTE($missing, $missing)", "LT(false, true)",
        r#"EQUALS(200, "200")"#, "EQUALS(200, 200.0)", "EQUALS($missing, null)",
        "EQUALS($missing, 0)", "IN($status, 200, 404)", r#"IN($status, "404")"#,
        "EXISTS($empty)", "EXISTS($missing)", "NOT($missing)", "AND(1, $yes)", "OR($no, $missing)",
    ]), @r#"
    LT(1, 2) → true
    LT(2, 1.5) → false
    LT("a", "b") → true
    LT("1", 2) → false
    LT($missing, 2) → false
    LTE(2, 2) → true
    GT(3, 2) → true
    GTE($missing, $missing) → false
    LT(false, true) → false
    EQUALS(200, "200") → false
    EQUALS(200, 200.0) → true
    EQUALS($missing, null) → true
    EQUALS($missing, 0) → false
    IN($status, 200, 404) → true
    IN($status, "404") → false
    EXISTS($empty) → true
    EXISTS($missing) → false
    NOT($missing) → true
    AND(1, $yes) → true
    OR($no, $missing) → false
    "#);
}

#[test]
fn arithmetic() {
    insta::assert_snapshot!(table(&[
        "SUM(1, 2, 3)", "SUM(1.0, 5, \"2.3\")", "SUM($status, $missing)", "SUM(1, \"x\")",
        "SUM(1, true)", "SUB($duration_ms, 2)", "MUL($number, 2)", "DIV(7, 2)", "DIV(6, 2)",
        "DIV(1, 0)", "MOD(-7, 3)", "MOD(7.5, 2)", "MOD(1, 0)", "MOD(1, 0.0)", "LOG10(1000)",
        "LOG10(0)", "LOG10(-1)", "LOG10($missing)", "9223372036854775807 + 1",
        "9223372036854775807 * 2", "1e308 * 10", "MIN(3, $missing, 1.5, \"a\")",
        "MAX(\"a\", 5, \"b\")", "MAX($missing, $empty)",
        "BUCKET($status, 100)", "BUCKET(-5, 10)", "BUCKET(25, 10, 0, 30)", "BUCKET(-1, 10, 0)",
        "BUCKET(30, 10, 0, 30)", "BUCKET(29, 20, 0, 30)", "BUCKET(1, 0)", "BUCKET($missing, 1)",
        "BUCKET(LOG10(50), 0.5, 0, 6)",
    ]), @r#"
    SUM(1, 2, 3) → 6
    SUM(1.0, 5, "2.3") → 8.3
    SUM($status, $missing) → null
    SUM(1, "x") → 1
    SUM(1, true) → 1
    SUB($duration_ms, 2) → 10.5
    MUL($number, 2) → 5.0
    DIV(7, 2) → 3.5
    DIV(6, 2) → 3.0
    DIV(1, 0) → null
    MOD(-7, 3) → -1
    MOD(7.5, 2) → 1.5
    MOD(1, 0) → null
    MOD(1, 0.0) → null
    LOG10(1000) → 3.0
    LOG10(0) → null
    LOG10(-1) → null
    LOG10($missing) → null
    9223372036854775807 + 1 → 9.223372036854776e18
    9223372036854775807 * 2 → 1.8446744073709552e19
    1e308 * 10 → null
    MIN(3, $missing, 1.5, "a") → 1.5
    MAX("a", 5, "b") → "b"
    MAX($missing, $empty) → null
    BUCKET($status, 100) → "400 - 500"
    BUCKET(-5, 10) → "-10 - 0"
    BUCKET(25, 10, 0, 30) → "20 - 30"
    BUCKET(-1, 10, 0) → "< 0"
    BUCKET(30, 10, 0, 30) → ">= 30"
    BUCKET(29, 20, 0, 30) → "20 - 30"
    BUCKET(1, 0) → null
    BUCKET($missing, 1) → null
    BUCKET(LOG10(50), 0.5, 0, 6) → "1.5 - 2"
    "#);
}

#[test]
fn casts() {
    insta::assert_snapshot!(table(&[
        "INT($duration_ms)", "INT(-2.7)", "INT($number)", "INT(\"x\")", "INT($missing)",
        "INT(1e300)", "INT(\"inf\")", "FLOAT($status)", "FLOAT(\"3.25\")", "FLOAT($missing)",
        "FLOAT(\"1e999\")", "BOOL(0)", "BOOL(0.1)", "BOOL(\"true\")", "BOOL(\"True\")",
        "BOOL($missing)", "STRING($duration_ms)", "STRING(true)", "STRING($missing)",
        "STRING(2.0)", "STRING(-0.0)",
    ]), @r#"
    INT($duration_ms) → 12
    INT(-2.7) → -2
    INT($number) → 2
    INT("x") → 0
    INT($missing) → 0
    INT(1e300) → 9223372036854775807
    INT("inf") → 0
    FLOAT($status) → 404.0
    FLOAT("3.25") → 3.25
    FLOAT($missing) → 0.0
    FLOAT("1e999") → 0.0
    BOOL(0) → false
    BOOL(0.1) → true
    BOOL("true") → true
    BOOL("True") → false
    BOOL($missing) → false
    STRING($duration_ms) → "12.5"
    STRING(true) → "true"
    STRING($missing) → ""
    STRING(2.0) → "2"
    STRING(-0.0) → "0"
    "#);
}

#[test]
fn texts() {
    insta::assert_snapshot!(table(&[
        r#"CONCAT($status, " ", $missing, $text, true)"#, r#"STARTS_WITH($text, "Gr")"#,
        r#"STARTS_WITH($missing, "")"#, r#"ENDS_WITH($http.url, "=1")"#,
        r#"CONTAINS($status, "04")"#, "TO_LOWER($text)", "TO_LOWER($missing)", "LENGTH($text)",
        r#"LENGTH($text, "chars")"#, r#"LENGTH($text, "bytes")"#, "LENGTH($missing)",
        r"REG_MATCH($http.url, `^https?://`)", r"REG_MATCH($missing, `.*`)",
        r"REG_VALUE($http.url, `//([^/]+)/`)", r"REG_VALUE($http.url, `\?.*`)",
        r"REG_VALUE($http.url, `(x)`)", r"REG_VALUE($missing, `x`)", r"REG_COUNT($http.url, `[a-c]`)",
        r"REG_COUNT($missing, `x`)", r"REG_MATCH($text, `ü\w`)",
    ]), @r#"
    CONCAT($status, " ", $missing, $text, true) → "404 Grüßetrue"
    STARTS_WITH($text, "Gr") → true
    STARTS_WITH($missing, "") → false
    ENDS_WITH($http.url, "=1") → true
    CONTAINS($status, "04") → true
    TO_LOWER($text) → "grüße"
    TO_LOWER($missing) → null
    LENGTH($text) → 5
    LENGTH($text, "chars") → 5
    LENGTH($text, "bytes") → 7
    LENGTH($missing) → null
    REG_MATCH($http.url, `^https?://`) → true
    REG_MATCH($missing, `.*`) → false
    REG_VALUE($http.url, `//([^/]+)/`) → "a.example"
    REG_VALUE($http.url, `\?.*`) → "?c=1"
    REG_VALUE($http.url, `(x)`) → "x"
    REG_VALUE($missing, `x`) → null
    REG_COUNT($http.url, `[a-c]`) → 4
    REG_COUNT($missing, `x`) → null
    REG_MATCH($text, `ü\w`) → true
    "#);
}

#[test]
fn times() {
    insta::assert_snapshot!(table(&[
        r#"UNIX_TIMESTAMP("2017-07-20T11:22:44.888Z")"#, r#"UNIX_TIMESTAMP("2017-07-20")"#,
        "UNIX_TIMESTAMP($status)", "EVENT_TIMESTAMP()", "INGEST_TIMESTAMP() - EVENT_TIMESTAMP()",
        r#"FORMAT_TIME("%Y-%m-%d %H:%M:%S %A %j", EVENT_TIMESTAMP())"#,
        r#"FORMAT_TIME("%H", $missing)"#, r#"FORMAT_TIME("%Y", 1e300)"#,
        r#"FORMAT_TIME($text, 0)"#, r#"FORMAT_TIME(CONCAT("%", "Ö"), 0)"#,
    ]), @r#"
    UNIX_TIMESTAMP("2017-07-20T11:22:44.888Z") → 1500549764.888
    UNIX_TIMESTAMP("2017-07-20") → null
    UNIX_TIMESTAMP($status) → 404.0
    EVENT_TIMESTAMP() → 1500549764.888
    INGEST_TIMESTAMP() - EVENT_TIMESTAMP() → 1.1119999885559082
    FORMAT_TIME("%Y-%m-%d %H:%M:%S %A %j", EVENT_TIMESTAMP()) → "2017-07-20 11:22:44 Thursday 201"
    FORMAT_TIME("%H", $missing) → null
    FORMAT_TIME("%Y", 1e300) → null
    FORMAT_TIME($text, 0) → "Grüße"
    FORMAT_TIME(CONCAT("%", "Ö"), 0) → null
    "#);
}

#[test]
fn refusals() {
    insta::assert_snapshot!(table(&[
        "", "   ", "$", "$ a", "$\"\"", "\"open", "`open", "\"a\nb\"", r#""\q""#, r#""\xff""#,
        r#""\ud800""#, "'a'", "1e999", "a", "duration_ms > 5", "TRUE", "Null", "if($a, 1)",
        "IFF($a, 1)", "NOW()", "AVG($a)", "P95($a)", "RATE($a)", "IF", "IF($a)", "IF()", "NOT()",
        "LT(1)", "EVENT_TIMESTAMP(1)", "BUCKET(1)", "BUCKET(1, 2, 3, 4, 5)", "SWITCH($a, $b, 1)",
        "SWITCH($a, 1, 2)", "SWITCH($a, \"b\")", "LENGTH($a, \"words\")", "LENGTH($a, $b)",
        "REG_MATCH($a, $b)", "REG_MATCH($a, `(`)", "REG_MATCH($a, `(?=a)`)",
        r"REG_MATCH($a, `(\w{500}){500}`)", "FORMAT_TIME(\"%Ö\", 1)",
        "$a == 1", "$a && $b", "$a || $b", "$a <> 1", "$a =~ `x`", "$a and $b", "AND $a",
        "$a AND", "$a +", "- $a", "* 2", "IF($a, 1", "(1", "1)", "1 2", "$a-$b", "IF($a 1)",
        "IF(, 1)", "IF($a,, 1)", "IF($a, 1,,)", "#", "[1]", "$a;", "$a > 5)",
    ]), @r#"
     → 1+1 the expression is empty | write a column such as $duration_ms, or a function such as IF($error, 1, 0)
        → 4+1 the expression is empty | write a column such as $duration_ms, or a function such as IF($error, 1, 0)
    $ → 1+1 $ without the name of a column | write $name, or $"any name"
    $ a → 1+1 $ without the name of a column | write $name, or $"any name"
    $"" → 1+3 $ without the name of a column | write $name, or $"any name"
    "open → 1+1 the quote is never closed | add the missing quote
    `open → 1+1 the quote is never closed | add the missing quote
    "a
    b" → 1+1 a line ends inside of a text | write \n, or use back quotes
    "\q" → 1+4 a backslash is followed by what it cannot stand before | write \\ for a backslash, or use back quotes: `\d+`
    "\xff" → 1+6 the escapes of this text are not UTF-8
    "\ud800" → 1+8 a backslash is followed by what it cannot stand before | write \\ for a backslash, or use back quotes: `\d+`
    'a' → 1+3 text needs double quotes | write "…", or `…` to keep backslashes as they are
    1e999 → 1+5 the number is too large
    a → 1+1 unknown word a | write $a for a column, or "a" for a text
    duration_ms > 5 → 1+11 unknown word duration_ms | write $duration_ms for a column, or "duration_ms" for a text
    TRUE → 1+4 unknown word TRUE | write true
    Null → 1+4 unknown word Null | write null
    if($a, 1) → 1+2 functions are written in capitals | write IF
    IFF($a, 1) → 1+3 unknown function IFF | did you mean IF?
    NOW() → 1+3 unknown function NOW | there is no current time; use EVENT_TIMESTAMP()
    AVG($a) → 1+3 AVG is no function of one event | a field is made of one event's values; put this in calculations
    P95($a) → 1+3 P95 is no function of one event | a field is made of one event's values; put this in calculations
    RATE($a) → 1+4 RATE works on metrics datasets only | calculate the value with a calculation instead
    IF → 1+2 IF without its parentheses | write IF(condition, value, …, else)
    IF($a) → 1+6 IF takes at least 2 arguments, not 1 | write IF(condition, value, …, else)
    IF() → 1+4 IF takes at least 2 arguments, not 0 | write IF(condition, value, …, else)
    NOT() → 1+5 NOT takes one argument, not 0 | write NOT(a)
    LT(1) → 1+5 LT takes 2 arguments, not 1 | write LT(a, b)
    EVENT_TIMESTAMP(1) → 1+18 EVENT_TIMESTAMP takes no arguments, not 1 | write EVENT_TIMESTAMP()
    BUCKET(1) → 1+9 BUCKET takes 2 to 4 arguments, not 1 | write BUCKET(value, size, least, most)
    BUCKET(1, 2, 3, 4, 5) → 1+21 BUCKET takes 2 to 4 arguments, not 5 | write BUCKET(value, size, least, most)
    SWITCH($a, $b, 1) → 12+2 a case of SWITCH must be a text in quotes | write SWITCH(value, "case", result, …, else)
    SWITCH($a, 1, 2) → 12+1 a case of SWITCH must be a text in quotes | write SWITCH(value, "case", result, …, else)
    SWITCH($a, "b") → 1+15 SWITCH takes at least 3 arguments, not 2 | write SWITCH(value, "case", result, …, else)
    LENGTH($a, "words") → 12+7 LENGTH counts "chars" or "bytes" | write LENGTH(text, "chars" or "bytes")
    LENGTH($a, $b) → 12+2 LENGTH counts "chars" or "bytes" | write LENGTH(text, "chars" or "bytes")
    REG_MATCH($a, $b) → 15+2 a pattern must be a text in quotes, not a computed value | write REG_MATCH(text, `pattern`)
    REG_MATCH($a, `(`) → 15+3 not a pattern of RE2: unclosed group | back quotes keep backslashes as they are: `\d+`
    REG_MATCH($a, `(?=a)`) → 15+7 not a pattern of RE2: look-around, including look-ahead and look-behind, is not supported | back quotes keep backslashes as they are: `\d+`
    REG_MATCH($a, `(\w{500}){500}`) → 15+16 not a pattern of RE2: the pattern compiles to more than 1 MiB | back quotes keep backslashes as they are: `\d+`
    FORMAT_TIME("%Ö", 1) → 13+4 not a time format: strftime formatting failed: found unrecognized specifier directive `\xC3` | use the letters of strftime: %Y-%m-%dT%H:%M:%S, %A, %j …
    $a == 1 → 4+2 == is not an operator | use =
    $a && $b → 4+2 && is not an operator | use AND
    $a || $b → 4+2 || is not an operator | use OR
    $a <> 1 → 4+2 <> is not an operator | use !=
    $a =~ `x` → 4+2 =~ is not an operator | use REG_MATCH(text, `pattern`)
    $a and $b → 4+3 operators are written in capitals | write AND
    AND $a → 1+3 AND without a value on its left
    $a AND → 7+1 the expression ends where a value is expected
    $a + → 5+1 the expression ends where a value is expected
    - $a → 1+1 a minus stands before numbers only | write 0 - … instead
    * 2 → 1+1 * without a value on its left
    IF($a, 1 → 1+2 the call is never closed | add the missing )
    (1 → 1+1 the parenthesis is never closed | add the missing )
    1) → 2+1 unexpected ) | remove it, or add what it closes
    1 2 → 3+1 an operator or a comma is missing before this
    $a-$b → 4+2 an operator or a comma is missing before this | column names take - + / = ? : too; put blanks round operators
    IF($a 1) → 7+1 an operator or a comma is missing before this
    IF(, 1) → 4+1 , without a value on its left
    IF($a,, 1) → 7+1 , without a value on its left
    IF($a, 1,,) → 10+1 , without a value on its left
    # → 1+1 unexpected #
    [1] → 1+1 unexpected [
    $a; → 3+1 unexpected ;
    $a > 5) → 7+1 unexpected ) | remove it, or add what it closes
    "#);
}

#[test]
fn bounds() {
    let long = format!("1{}", " ".repeat(MAXIMUM_EXPRESSION_LENGTH));
    let wide = vec!["$a"; 800].join(" + ");
    let narrow = vec!["1"; 900].join(" - ");
    let deep = format!("{}1{}", "(".repeat(200), ")".repeat(200));
    let negated = format!("{}1", "!".repeat(4000));
    let calls = format!("{}1{}", "NOT(".repeat(65), ")".repeat(65));
    assert_eq!(yields(&long), "4096+1 the expression is longer than 4095 characters");
    assert!(parse_expression(&wide).is_ok());
    for source in [narrow, deep, negated, calls] {
        let error = parse_expression(&source).unwrap_err();
        assert_eq!(error.message(), "the expression nests more than 64 deep");
    }
    assert!(parse_expression(&format!("{}1{}", "NOT(".repeat(63), ")".repeat(63))).is_ok());
}

proptest! {
    #[test]
    fn nothing_panics(source in ".{0,80}") {
        if let Ok(expression) = parse_expression(&source) {
            let _ = evaluate(&expression, &event());
        }
    }

    #[test]
    fn nothing_panics_on_what_looks_right(parts in prop::collection::vec(prop::sample::select(vec![
        "IF(", "COALESCE(", "BUCKET(", "MOD(", "SWITCH(", "REG_VALUE(", "LENGTH(", "FORMAT_TIME(",
        "INT(", "MIN(", "$status", "$missing", "$text", "$number", "\"%Y\"", "`a+`", "-1", "0", "1.5",
        "1e308", "9223372036854775807", "-9223372036854775808", "null", "true", "!", "(", ")", ")", ", ", ", ", " + ", " - ", " * ",
        " / ", " % ", " = ", " != ", " < ", " AND ", " OR ", "EVENT_TIMESTAMP()",
    ]), 0..24)) {
        if let Ok(expression) = parse_expression(&parts.concat()) {
            let value = evaluate(&expression, &event()).into_owned();
            let again = parse_expression(&render_expression(&expression)).unwrap();
            prop_assert_eq!(&again, &expression);
            let row = event();
            prop_assert_eq!(evaluate(&again, &row), value);
        }
    }

    #[test]
    fn any_column_and_text_can_be_written(name in ".{1,30}", text in ".{0,30}") {
        let expression = Expression::Call {
            function: crate::dialect::plan::Function::Equal,
            arguments: vec![Expression::Column(name), Expression::Literal(text.into())],
        };
        prop_assert_eq!(parse_expression(&render_expression(&expression)).unwrap(), expression);
    }
}
