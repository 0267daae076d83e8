//! The operators of calculations and filters.

use crate::base::did_you_mean;
use crate::dialect::plan::Comparison;
use crate::dialect::plan::Operation;
use crate::dialect::plan::Relation;
use crate::dialect::plan::TextTest;

/// What a calculation does, by its name.
pub(super) struct Operator {
    pub(super) name: &'static str,
    pub(super) operation: Operation,
    pub(super) column: Column,
}

/// Whether a calculation has a column.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Never,
    Perhaps,
    Always,
}

const fn of_column(name: &'static str, operation: Operation) -> Operator {
    Operator { name, operation, column: Column::Always }
}

static OPERATORS: [Operator; 24] = [
    Operator { name: "COUNT", operation: Operation::Count, column: Column::Perhaps },
    Operator { name: "CONCURRENCY", operation: Operation::Concurrency, column: Column::Never },
    of_column("SUM", Operation::Sum),
    of_column("AVG", Operation::Average),
    of_column("MIN", Operation::Minimum),
    of_column("MAX", Operation::Maximum),
    of_column("COUNT_DISTINCT", Operation::CountDistinct),
    of_column("P001", Operation::Percentile(0.001)),
    of_column("P01", Operation::Percentile(0.01)),
    of_column("P05", Operation::Percentile(0.05)),
    of_column("P10", Operation::Percentile(0.10)),
    of_column("P20", Operation::Percentile(0.20)),
    of_column("P25", Operation::Percentile(0.25)),
    of_column("P50", Operation::Percentile(0.50)),
    of_column("P75", Operation::Percentile(0.75)),
    of_column("P80", Operation::Percentile(0.80)),
    of_column("P90", Operation::Percentile(0.90)),
    of_column("P95", Operation::Percentile(0.95)),
    of_column("P99", Operation::Percentile(0.99)),
    of_column("P999", Operation::Percentile(0.999)),
    of_column("HEATMAP", Operation::Heatmap),
    of_column("RATE_AVG", Operation::RateAverage),
    of_column("RATE_SUM", Operation::RateSum),
    of_column("RATE_MAX", Operation::RateMaximum),
];

const METRICS_ONLY: [&str; 2] = ["COUNT_DATAPOINTS", "HISTOGRAM_COUNT"];

/// What others call an operator.
const FOREIGN: [(&str, &str); 10] = [
    ("AVERAGE", "AVG"),
    ("MEAN", "AVG"),
    ("MEDIAN", "P50"),
    ("MINIMUM", "MIN"),
    ("MAXIMUM", "MAX"),
    ("TOTAL", "SUM"),
    ("DISTINCT", "COUNT_DISTINCT"),
    ("UNIQUE", "COUNT_DISTINCT"),
    ("HISTOGRAM", "HEATMAP"),
    ("RATE", "RATE_AVG"),
];

impl Operator {
    pub(super) fn find(name: &str) -> Option<&'static Self> {
        OPERATORS.iter().find(|operator| operator.name == name)
    }

    /// Says why there is no operator of a name, and the next step.
    pub(super) fn refuse(name: &str) -> (String, String) {
        let upper = name.to_ascii_uppercase();
        if METRICS_ONLY.contains(&upper.as_str()) {
            let message = format!("{upper} works on metrics datasets only");
            return (message, "use COUNT or SUM".to_owned());
        }
        let message = format!("{} is no calculation", super::object::shown(name));
        let names = OPERATORS.iter().map(|operator| operator.name);
        let foreign = FOREIGN.iter().find(|(foreign, _)| *foreign == upper);
        let hint = match foreign.map(|(_, name)| *name).or(did_you_mean(name, names.clone())) {
            Some(nearest) => format!("did you mean {nearest}?"),
            None => format!("known: {}", names.collect::<Vec<_>>().join(", ")),
        };
        (message, hint)
    }
}

/// What a filter does, by its name.
pub(super) struct FilterOperator {
    pub(super) name: &'static str,
    pub(super) kind: FilterKind,
    pub(super) negated: bool,
}

#[derive(Clone, Copy)]
pub(super) enum FilterKind {
    Compare(Comparison),
    Text(TextTest),
    Exists,
    InList,
}

const fn filter(name: &'static str, kind: FilterKind, negated: bool) -> FilterOperator {
    FilterOperator { name, kind, negated }
}

static FILTERS: [FilterOperator; 16] = [
    filter("=", FilterKind::Compare(Comparison::Equal), false),
    filter("!=", FilterKind::Compare(Comparison::NotEqual), false),
    filter(">", FilterKind::Compare(Comparison::Greater), false),
    filter(">=", FilterKind::Compare(Comparison::GreaterOrEqual), false),
    filter("<", FilterKind::Compare(Comparison::Less), false),
    filter("<=", FilterKind::Compare(Comparison::LessOrEqual), false),
    filter("starts-with", FilterKind::Text(TextTest::StartsWith), false),
    filter("does-not-start-with", FilterKind::Text(TextTest::StartsWith), true),
    filter("ends-with", FilterKind::Text(TextTest::EndsWith), false),
    filter("does-not-end-with", FilterKind::Text(TextTest::EndsWith), true),
    filter("contains", FilterKind::Text(TextTest::Contains), false),
    filter("does-not-contain", FilterKind::Text(TextTest::Contains), true),
    filter("exists", FilterKind::Exists, false),
    filter("does-not-exist", FilterKind::Exists, true),
    filter("in", FilterKind::InList, false),
    filter("not-in", FilterKind::InList, true),
];

/// What others call the operator of a filter.
const FOREIGN_FILTERS: [(&str, &str); 14] = [
    ("==", "="),
    ("eq", "="),
    ("equals", "="),
    ("<>", "!="),
    ("ne", "!="),
    ("gt", ">"),
    ("gte", ">="),
    ("lt", "<"),
    ("lte", "<="),
    ("like", "contains"),
    ("is-null", "does-not-exist"),
    ("not-exists", "does-not-exist"),
    ("is-not-null", "exists"),
    ("not-contains", "does-not-contain"),
];

impl FilterOperator {
    pub(super) fn find(name: &str) -> Option<&'static Self> {
        FILTERS.iter().find(|operator| operator.name == name)
    }

    /// Says why there is no operator of a name, and the next step.
    pub(super) fn refuse(name: &str) -> (String, String) {
        let message = format!("{} is no filter operator", super::object::shown(name));
        let names = FILTERS.iter().map(|operator| operator.name);
        let lower = name.to_ascii_lowercase().replace(['_', ' '], "-");
        let exact = names.clone().find(|known| *known == lower);
        let foreign = FOREIGN_FILTERS.iter().find(|(foreign, _)| *foreign == lower);
        let nearest = exact
            .or(foreign.map(|(_, name)| *name))
            .or_else(|| did_you_mean(&lower, names.clone()));
        let hint = match nearest {
            Some(nearest) => format!("did you mean {nearest}?"),
            None => format!("known: {}", names.collect::<Vec<_>>().join(", ")),
        };
        (message, hint)
    }

    /// What the test yields for a row without a value: only `does-not-exist` holds.
    pub(super) const fn when_missing(&self) -> bool {
        matches!(self.kind, FilterKind::Exists) && self.negated
    }
}

/// The comparisons that a having knows.
pub(super) const HAVINGS: [&str; 6] = ["=", "!=", ">", ">=", "<", "<="];

/// Returns the comparison of a name.
pub(super) fn comparison(name: &str) -> Option<Comparison> {
    match FilterOperator::find(name)?.kind {
        FilterKind::Compare(comparison) => Some(comparison),
        _ => None,
    }
}

/// Splits a column into whose it is and its name.
pub(super) fn split_relation(column: &str) -> (Option<Relation>, &str) {
    const PREFIXES: [(&str, Relation); 5] = [
        ("root.", Relation::Root),
        ("parent.", Relation::Parent),
        ("child.", Relation::Child),
        ("any.", Relation::Any),
        ("none.", Relation::None),
    ];
    let found = PREFIXES.iter().find_map(|(prefix, relation)| {
        column.strip_prefix(prefix).filter(|rest| !rest.is_empty()).map(|rest| (*relation, rest))
    });
    found.map_or((None, column), |(relation, rest)| (Some(relation), rest))
}
