//! What the values of an answer are, for whoever shows them.

use super::specification::Spec;
use crate::dialect::plan::Aggregate;
use crate::dialect::plan::Expression;
use crate::dialect::plan::Function;
use crate::dialect::plan::Operation;

/// What a value of an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// A number, of which nothing more is known.
    Number,
    /// A number of milliseconds.
    Milliseconds,
    /// A moment, in seconds since 1970.
    Moment,
    /// Counts by time and value.
    Heatmap,
}

impl Spec {
    /// Lists the names of the columns by which an answer is grouped.
    pub fn breakdowns(&self) -> impl Iterator<Item = &str> {
        self.group_by.iter().map(|key| key.key.as_str())
    }

    /// Lists the names of the values of an answer: those of formulas, else of calculations.
    #[must_use]
    pub fn results(&self) -> Vec<&str> {
        if self.formulas.is_empty() {
            self.aggregates.iter().map(|aggregate| aggregate.key.as_str()).collect()
        } else {
            self.formulas.iter().map(|formula| formula.key.as_str()).collect()
        }
    }

    /// Says what the value of a name is.
    #[must_use]
    pub fn quantity(&self, name: &str) -> Quantity {
        let found = self.aggregates.iter().find(|aggregate| aggregate.key == name);
        found.map_or(Quantity::Number, |aggregate| self.quantity_of(aggregate))
    }

    fn quantity_of(&self, aggregate: &Aggregate) -> Quantity {
        let column = aggregate.column.as_deref().unwrap_or_default();
        match aggregate.operation {
            Operation::Heatmap => Quantity::Heatmap,
            Operation::Minimum | Operation::Maximum | Operation::Percentile(_)
                if self.is_moment(column) =>
            {
                Quantity::Moment
            }
            Operation::Count
            | Operation::CountOf
            | Operation::CountDistinct
            | Operation::Concurrency => Quantity::Number,
            // Honeycomb's and OpenTelemetry's names of durations end in their unit.
            _ if column.ends_with("_ms") => Quantity::Milliseconds,
            _ => Quantity::Number,
        }
    }

    /// Says whether a calculated field is the time of an event.
    fn is_moment(&self, column: &str) -> bool {
        let is_time = |function: &Function| {
            matches!(function, Function::EventTimestamp | Function::IngestTimestamp)
        };
        self.computed.iter().any(|computed| {
            computed.name == column
                && matches!(&computed.expression, Expression::Call { function, .. } if is_time(function))
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_tell_their_quantity() {
        let spec = Spec::read(&json!({
            "calculated_fields": [{ "name": "at", "expression": "EVENT_TIMESTAMP()" }],
            "calculations": [
                { "op": "COUNT" },
                { "op": "MAX", "column": "at" },
                { "op": "P90", "column": "duration_ms" },
                { "op": "COUNT_DISTINCT", "column": "duration_ms" },
                { "op": "HEATMAP", "column": "duration_ms" },
            ],
            "breakdowns": ["name"],
        }))
        .unwrap();
        assert_eq!(spec.breakdowns().collect::<Vec<_>>(), ["name"]);
        let quantities: Vec<Quantity> =
            spec.results().into_iter().map(|name| spec.quantity(name)).collect();
        assert_eq!(
            quantities,
            [
                Quantity::Number,
                Quantity::Moment,
                Quantity::Milliseconds,
                Quantity::Number,
                Quantity::Heatmap
            ]
        );
    }
}
