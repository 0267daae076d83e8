//! A checked specification, and its plan.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Value;

use super::calculations;
use super::calculations::Calculations;
use super::computed;
use super::error::SpecError;
use super::error::SpecPath;
use super::filters;
use super::object::Object;
use super::object::Problems;
use super::object::mistyped;
use super::object::shown;
use super::operators::split_relation;
use super::references;
use super::references::Names;
use super::results::Quantity;
use super::times::Times;
use crate::dialect::plan::Aggregate;
use crate::dialect::plan::Computed;
use crate::dialect::plan::EventQuery;
use crate::dialect::plan::Formula;
use crate::dialect::plan::GroupKey;
use crate::dialect::plan::Having;
use crate::dialect::plan::Operation;
use crate::dialect::plan::Order;
use crate::dialect::plan::Predicate;
use crate::dialect::plan::Relation;
use crate::dialect::plan::SpanColumns;

/// How many rows a query has that does not say.
pub const DEFAULT_LIMIT: usize = 1000;

/// Most rows that a specification can ask for.
pub const MAXIMUM_LIMIT: usize = 1000;

/// A specification that breaks no rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    pub(super) computed: Vec<Computed>,
    filter: Predicate,
    pub(super) group_by: Vec<GroupKey>,
    pub(super) aggregates: Vec<Aggregate>,
    pub(super) formulas: Vec<Formula>,
    havings: Vec<Having>,
    orders: Vec<Order>,
    limit: Option<usize>,
    times: Times,
    usage_mode: bool,
}

/// What an answer should have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The series.
    pub series: bool,
    /// TOTAL.
    pub total: bool,
    /// OTHER.
    pub other: bool,
    /// Most rows, instead of what the specification says.
    pub limit: Option<usize>,
}

impl Spec {
    /// Reads a specification.
    ///
    /// # Errors
    ///
    /// Fails with everything that is wrong.
    pub fn read(value: &Value) -> Result<Self, SpecError> {
        let problems = Problems::default();
        let spec = Object::of(value, SpecPath::default(), &problems).map(read_spec);
        match spec {
            Some(spec) if problems.count() == 0 => Ok(spec),
            _ => Err(SpecError::new(problems.into_inner())),
        }
    }

    /// Returns the columns that events must have for the query to say something, sorted: those of
    /// filters, breakdowns, calculations and calculated fields, without calculated fields
    /// themselves.
    #[must_use]
    pub fn columns(&self) -> BTreeSet<&str> {
        let mut columns = BTreeSet::new();
        for computed in &self.computed {
            computed.expression.collect_columns(&mut columns);
        }
        collect_columns(&self.filter, &mut columns);
        columns.extend(self.group_by.iter().map(|key| key.column.as_str()));
        for aggregate in &self.aggregates {
            columns.extend(aggregate.column.as_deref());
            if let Some(filter) = &aggregate.filter {
                collect_columns(filter, &mut columns);
            }
            if aggregate.operation == Operation::Concurrency {
                columns.insert("duration_ms");
            }
        }
        for computed in &self.computed {
            columns.remove(computed.name.as_str());
        }
        columns
    }

    /// Returns how many seconds before the range another is compared with it; only pages do that.
    #[must_use]
    pub const fn compare_time_offset(&self) -> Option<i64> {
        self.times.compare_offset
    }

    /// Says whether filters or breakdowns are about other spans of a trace.
    #[must_use]
    pub fn is_relational(&self) -> bool {
        let related = |predicate: &Predicate| matches!(predicate, Predicate::Related { .. });
        let in_filter = match &self.filter {
            Predicate::And(all) | Predicate::Or(all) => all.iter().any(related),
            other => related(other),
        };
        in_filter || self.group_by.iter().any(|key| key.relation.is_some())
    }

    /// Makes the plan of the query, seen from a moment in nanoseconds since 1970.
    #[must_use]
    pub fn lower(&self, now_ns: i64, answer: &Answer) -> EventQuery {
        let (range, granularity_ns) = self.times.resolve(now_ns);
        let output: Vec<String> = self.results().into_iter().map(ToOwned::to_owned).collect();
        let orders = if self.orders.is_empty() {
            let first = output.iter().find(|key| self.quantity(key) != Quantity::Heatmap);
            first.map(|key| Order { by: key.clone(), descending: true }).into_iter().collect()
        } else {
            self.orders.clone()
        };
        EventQuery {
            range,
            computed: self.computed.clone(),
            filter: self.filter.clone(),
            group_by: self.group_by.clone(),
            aggregates: self.aggregates.clone(),
            formulas: self.formulas.clone(),
            output,
            havings: self.havings.clone(),
            orders,
            limit: answer.limit.or(self.limit).unwrap_or(DEFAULT_LIMIT),
            granularity_ns,
            weighted: !self.usage_mode,
            wants_series: answer.series,
            wants_total: answer.total,
            wants_other: answer.other,
            span: SpanColumns::default(),
        }
    }
}

fn read_spec(mut spec: Object<'_>) -> Spec {
    let problems = spec.problems;
    let (computed, fields) = computed::read_fields(&mut spec);
    let Calculations { aggregates, references, filtered } = calculations::read(&mut spec);
    let filters = filters::read(&mut spec);
    let (group_by, related_key) = read_breakdowns(&mut spec);
    let named: Vec<String> = references.iter().filter_map(|known| known.name.clone()).collect();
    let formulas = computed::read_formulas(&mut spec, &named);
    let formula_names: Vec<String> =
        formulas.iter().map(|(formula, _)| formula.key.clone()).collect();
    let names = Names {
        calculations: &references,
        formulas: &formula_names,
        breakdowns: &group_by,
        fields: &fields,
    };
    let havings = references::read_havings(&mut spec, &names);
    let orders = references::read_orders(&mut spec, &names);
    let limit = spec.whole("limit", 1..=MAXIMUM_LIMIT as i64);
    let times = Times::read(&mut spec);
    let usage_mode = spec.flag("usage_mode").unwrap_or_default();

    check_unique(&group_by, &references, &formulas, problems);
    if let Some(heatmap) = references.iter().find(|known| known.is_heatmap())
        && !formulas.is_empty()
    {
        problems.add(&heatmap.path, "is a HEATMAP, which cannot stand beside formulas");
    }
    if let Some(relational) = filters.relational.or(related_key) {
        let message = "is about another span, which cannot stand beside";
        if !formulas.is_empty() {
            problems.add(&relational, format!("{message} formulas"));
        }
        if filtered.is_some() {
            problems.add(&relational, format!("{message} filters of calculations"));
        }
    }
    spec.finish();
    Spec {
        computed,
        filter: filters.predicate,
        group_by,
        aggregates,
        formulas: formulas.into_iter().map(|(formula, _)| formula).collect(),
        havings,
        orders,
        limit: limit.and_then(|limit| usize::try_from(limit).ok()),
        times,
        usage_mode,
    }
}

/// Reads `breakdowns`; also returns where the first is that is about another span.
fn read_breakdowns(spec: &mut Object<'_>) -> (Vec<GroupKey>, Option<SpecPath>) {
    let problems = spec.problems;
    let mut keys: Vec<GroupKey> = Vec::new();
    let mut relational = None;
    for (value, path) in spec.list("breakdowns") {
        let Some(key) = value.as_str() else {
            problems.add(&path, mistyped("the name of a column", value));
            continue;
        };
        if key.is_empty() {
            problems.add(&path, "must not be empty");
            continue;
        }
        if keys.iter().any(|known| known.key == key) {
            problems.add(&path, format!("names {} a second time", shown(key)));
            continue;
        }
        let (relation, column) = split_relation(key);
        match relation {
            None => {}
            Some(Relation::Root | Relation::Parent) => {
                relational = relational.or(Some(path));
            }
            Some(_) => {
                let message = "is about any number of spans, which cannot group an event";
                problems.hinted(&path, message, "group by root. or parent., or by the event's own");
            }
        }
        keys.push(GroupKey { key: key.to_owned(), column: column.to_owned(), relation });
    }
    (keys, relational)
}

/// Refuses two results of one name.
fn check_unique(
    breakdowns: &[GroupKey],
    calculations: &[calculations::Calculation],
    formulas: &[(Formula, SpecPath)],
    problems: &Problems,
) {
    let mut taken: BTreeMap<&str, &str> =
        breakdowns.iter().map(|key| (key.key.as_str(), "a breakdown")).collect();
    let results = calculations
        .iter()
        .map(|known| (known.key.as_str(), "a calculation", &known.path))
        .chain(formulas.iter().map(|(formula, path)| (formula.key.as_str(), "a formula", path)));
    for (key, kind, path) in results {
        if let Some(first) = taken.insert(key, kind) {
            let message = format!("has the name {}, which is already that of {first}", shown(key));
            problems.hinted(path, message, "give it another name");
        }
    }
}

fn collect_columns<'p>(predicate: &'p Predicate, columns: &mut BTreeSet<&'p str>) {
    match predicate {
        Predicate::And(all) | Predicate::Or(all) => {
            for each in all {
                collect_columns(each, columns);
            }
        }
        Predicate::Not(other) => collect_columns(other, columns),
        Predicate::Related { predicate, .. } => collect_columns(predicate, columns),
        Predicate::Test(test) => {
            columns.insert(&test.column);
        }
    }
}
