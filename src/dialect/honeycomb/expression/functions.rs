//! The functions: their names and what they take.

use crate::base::did_you_mean;
use crate::dialect::plan::Function;

/// What a function takes.
pub(super) struct Signature {
    pub(super) name: &'static str,
    least: usize,
    most: Option<usize>,
    /// As people write it.
    usage: &'static str,
    pub(super) form: Form,
}

/// What is special about a function's arguments.
pub(super) enum Form {
    Plain(Function),
    /// Every case is a text literal.
    Switch,
    /// The second argument is a literal: `"chars"` or `"bytes"`.
    Length,
    /// The second argument is a literal: a pattern.
    Pattern(fn(crate::dialect::plan::Pattern) -> Function),
    /// The first argument, if a literal, is a format that is known.
    Format,
}

const fn plain(
    name: &'static str,
    [least, most]: [usize; 2],
    usage: &'static str,
    function: Function,
) -> Signature {
    Signature { name, least, most: Some(most), usage, form: Form::Plain(function) }
}

const fn open(
    name: &'static str,
    least: usize,
    usage: &'static str,
    function: Function,
) -> Signature {
    Signature { name, least, most: None, usage, form: Form::Plain(function) }
}

const fn special(
    name: &'static str,
    least: usize,
    most: Option<usize>,
    usage: &'static str,
    form: Form,
) -> Signature {
    Signature { name, least, most, usage, form }
}

static SIGNATURES: [Signature; 39] = [
    open("IF", 2, "IF(condition, value, …, else)", Function::If),
    special("SWITCH", 3, None, "SWITCH(value, \"case\", result, …, else)", Form::Switch),
    open("COALESCE", 1, "COALESCE(a, b, …)", Function::Coalesce),
    plain("LT", [2, 2], "LT(a, b)", Function::Less),
    plain("LTE", [2, 2], "LTE(a, b)", Function::LessOrEqual),
    plain("GT", [2, 2], "GT(a, b)", Function::Greater),
    plain("GTE", [2, 2], "GTE(a, b)", Function::GreaterOrEqual),
    plain("EQUALS", [2, 2], "EQUALS(a, b)", Function::Equal),
    open("IN", 2, "IN(value, a, b, …)", Function::In),
    plain("EXISTS", [1, 1], "EXISTS($column)", Function::Exists),
    plain("NOT", [1, 1], "NOT(a)", Function::Not),
    open("AND", 1, "AND(a, b, …)", Function::And),
    open("OR", 1, "OR(a, b, …)", Function::Or),
    open("MIN", 1, "MIN(a, b, …)", Function::Minimum),
    open("MAX", 1, "MAX(a, b, …)", Function::Maximum),
    open("SUM", 1, "SUM(a, b, …)", Function::Sum),
    plain("SUB", [2, 2], "SUB(a, b)", Function::Subtract),
    open("MUL", 1, "MUL(a, b, …)", Function::Multiply),
    plain("DIV", [2, 2], "DIV(a, b)", Function::Divide),
    plain("MOD", [2, 2], "MOD(a, b)", Function::Remainder),
    plain("LOG10", [1, 1], "LOG10(a)", Function::Logarithm),
    plain("BUCKET", [2, 4], "BUCKET(value, size, least, most)", Function::Bucket),
    plain("INT", [1, 1], "INT(a)", Function::Integer),
    plain("FLOAT", [1, 1], "FLOAT(a)", Function::Float),
    plain("BOOL", [1, 1], "BOOL(a)", Function::Flag),
    plain("STRING", [1, 1], "STRING(a)", Function::Text),
    open("CONCAT", 1, "CONCAT(a, b, …)", Function::Concatenate),
    plain("STARTS_WITH", [2, 2], "STARTS_WITH(text, start)", Function::StartsWith),
    plain("ENDS_WITH", [2, 2], "ENDS_WITH(text, end)", Function::EndsWith),
    plain("CONTAINS", [2, 2], "CONTAINS(text, part)", Function::Contains),
    plain("TO_LOWER", [1, 1], "TO_LOWER(text)", Function::Lower),
    special("LENGTH", 1, Some(2), "LENGTH(text, \"chars\" or \"bytes\")", Form::Length),
    special(
        "REG_MATCH",
        2,
        Some(2),
        "REG_MATCH(text, `pattern`)",
        Form::Pattern(Function::PatternFound),
    ),
    special(
        "REG_VALUE",
        2,
        Some(2),
        "REG_VALUE(text, `pattern`)",
        Form::Pattern(Function::PatternValue),
    ),
    special(
        "REG_COUNT",
        2,
        Some(2),
        "REG_COUNT(text, `pattern`)",
        Form::Pattern(Function::PatternCount),
    ),
    plain("UNIX_TIMESTAMP", [1, 1], "UNIX_TIMESTAMP(text)", Function::UnixTimestamp),
    plain("EVENT_TIMESTAMP", [0, 0], "EVENT_TIMESTAMP()", Function::EventTimestamp),
    plain("INGEST_TIMESTAMP", [0, 0], "INGEST_TIMESTAMP()", Function::IngestTimestamp),
    special("FORMAT_TIME", 2, Some(2), "FORMAT_TIME(\"%Y-%m-%d\", seconds)", Form::Format),
];

/// What others call a function, and the next step.
const FOREIGN: [(&str, &str); 24] = [
    ("NOW", "there is no current time; use EVENT_TIMESTAMP()"),
    ("TO_UPPER", "there is TO_LOWER only"),
    ("UPPER", "there is TO_LOWER only"),
    ("LOWER", "use TO_LOWER(text)"),
    ("ROUND", "use INT(a + 0.5)"),
    ("FLOOR", "use INT(a), which rounds towards zero"),
    ("CEIL", "use INT(a + 1)"),
    ("ABS", "use IF(a < 0, 0 - a, a)"),
    ("LEN", "use LENGTH(text)"),
    ("EQ", "use EQUALS(a, b)"),
    ("NE", "use NOT(EQUALS(a, b))"),
    ("ISNULL", "use NOT(EXISTS($column))"),
    ("IFNULL", "use COALESCE(a, b)"),
    ("CASE", "use IF(condition, value, …) or SWITCH(value, \"case\", result, …)"),
    ("STR", "use STRING(a)"),
    ("MATCH", "use REG_MATCH(text, `pattern`)"),
    ("REGEX", "use REG_MATCH(text, `pattern`)"),
    ("REPLACE", "use REG_VALUE(text, `pattern`) to take a part out"),
    ("SUBSTRING", "use REG_VALUE(text, `^.{3}`)"),
    ("ADD", "use SUM(a, b) or a + b"),
    ("MULTIPLY", "use MUL(a, b) or a * b"),
    ("DIVIDE", "use DIV(a, b) or a / b"),
    ("TRUE", "write true, without parentheses"),
    ("FALSE", "write false, without parentheses"),
];

const AGGREGATES: [&str; 7] =
    ["COUNT", "AVG", "COUNT_DISTINCT", "HEATMAP", "CONCURRENCY", "RATE_AVG", "RATE_SUM"];

const METRICS_ONLY: [&str; 5] = ["RAW_METRIC", "LAST", "RATE", "INCREASE", "SUMMARIZE"];

/// Finds a function by its exact name.
pub(super) fn find(name: &str) -> Option<&'static Signature> {
    SIGNATURES.iter().find(|signature| signature.name == name)
}

/// Says why there is no function of a name, and the next step.
pub(super) fn refuse(name: &str) -> (String, Option<String>) {
    let upper = name.to_ascii_uppercase();
    if let Some(found) = find(&upper) {
        let message = "functions are written in capitals".to_owned();
        return (message, Some(format!("write {}", found.name)));
    }
    if METRICS_ONLY.contains(&upper.as_str()) {
        let message = format!("{upper} works on metrics datasets only");
        return (message, Some("calculate the value with a calculation instead".to_owned()));
    }
    let is_percentile = upper.len() > 2
        && upper.strip_prefix('P').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    if is_percentile || AGGREGATES.contains(&upper.as_str()) {
        let message = format!("{upper} is no function of one event");
        let hint = "a field is made of one event's values; put this in calculations".to_owned();
        return (message, Some(hint));
    }
    let foreign = FOREIGN.iter().find(|(foreign, _)| *foreign == upper);
    let hint = match foreign {
        Some((_, hint)) => Some((*hint).to_owned()),
        None => did_you_mean(name, SIGNATURES.iter().map(|signature| signature.name))
            .map(|nearest| format!("did you mean {nearest}?")),
    };
    (format!("unknown function {}", shown(name)), hint)
}

/// Returns a name for a message, cut short.
fn shown(name: &str) -> String {
    let short: String = name.chars().take(40).collect();
    if short.len() < name.len() { format!("{short}…") } else { short }
}

impl Signature {
    /// Says what is wrong with a number of arguments, and the next step.
    pub(super) fn refuse_count(&self, count: usize) -> Option<(String, String)> {
        if count >= self.least && self.most.is_none_or(|most| count <= most) {
            return None;
        }
        let wanted = match (self.least, self.most) {
            (0, Some(0)) => "no arguments".to_owned(),
            (1, Some(1)) => "one argument".to_owned(),
            (least, Some(most)) if least == most => format!("{least} arguments"),
            (1, None) => "at least one argument".to_owned(),
            (least, None) => format!("at least {least} arguments"),
            (least, Some(most)) => format!("{least} to {most} arguments"),
        };
        let message = format!("{} takes {wanted}, not {count}", self.name);
        Some((message, format!("write {}", self.usage)))
    }

    /// Returns how people write it.
    pub(super) const fn usage(&self) -> &'static str {
        self.usage
    }
}

/// Returns the name of a function whose arguments are all plain.
pub(super) fn name_of(function: &Function) -> &'static str {
    let found = SIGNATURES
        .iter()
        .find(|signature| matches!(&signature.form, Form::Plain(plain) if plain == function));
    found.map_or("", |signature| signature.name)
}
