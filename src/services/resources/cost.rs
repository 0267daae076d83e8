//! What declared things cost in traces and storage.
//!
//! The reservoir of a rule is shared by all hosts of an account: X-Ray developer guide,
//! "Configuring sampling rules".

use crate::model::change_set::Desired;
use crate::model::change_set::FieldValue;
use crate::model::change_set::Observed;

/// Seconds of a month of thirty days.
const MONTH_SECONDS: i64 = 30 * 86_400;

/// Says how many traces a sampling rule records.
pub(super) fn of_rule(declared: &Desired, observed: Option<&Observed>) -> Option<String> {
    let FieldValue::Number(rate) = *value(declared, observed, "fixed_rate") else { return None };
    let FieldValue::Integer(reservoir) = *value(declared, observed, "reservoir_size") else {
        return None;
    };
    let traces = thousands(reservoir.saturating_mul(MONTH_SECONDS));
    let share = percent(rate);
    Some(match (reservoir, rate > 0.0) {
        (0, false) => "records no traces".to_owned(),
        (0, true) => format!("records {share} % of the requests that match"),
        (_, false) => format!("up to {traces} traces a month ({reservoir} a second)"),
        (_, true) => format!(
            "up to {traces} traces a month ({reservoir} a second), and {share} % of further requests"
        ),
    })
}

/// Says what a group costs beside the traces that it selects.
pub(super) fn of_xray_group(declared: &Desired, observed: Option<&Observed>) -> Option<String> {
    let insights = *value(declared, observed, "insights") == FieldValue::Flag(true);
    Some(if insights {
        "no traces of its own; insights are charged by the traces they look at".to_owned()
    } else {
        "no traces of its own".to_owned()
    })
}

/// Says how long a log group keeps what it stores.
pub(super) fn of_log_group(declared: &Desired, observed: Option<&Observed>) -> Option<String> {
    Some(match value(declared, observed, "retention") {
        FieldValue::Days(Some(days)) => {
            let unit = if *days == 1 { "day" } else { "days" };
            format!("stores the events of {days} {unit}")
        }
        _ => "never expires: storage only grows".to_owned(),
    })
}

/// Returns the value that a field will have.
fn value<'v>(declared: &'v Desired, observed: Option<&'v Observed>, name: &str) -> &'v FieldValue {
    let there_or_default = || match observed {
        Some(observed) => observed.value(name),
        None => declared.value_of_new(name).unwrap_or(&FieldValue::Absent),
    };
    declared.value(name).unwrap_or_else(there_or_default)
}

/// Shows a share in percent, without the digits that only a binary fraction has.
fn percent(share: f64) -> f64 {
    (share * 1e6).round() / 1e4
}

fn thousands(number: i64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Place;
    use crate::model::change_set::Address;
    use crate::model::change_set::Field;
    use crate::model::change_set::OnExists;
    use crate::model::change_set::ResourceKind;

    fn cost(reservoir: i64, rate: f64) -> String {
        let fields = vec![
            Field::new("reservoir_size", FieldValue::Integer(reservoir)),
            Field::new("fixed_rate", FieldValue::Number(rate)),
        ];
        let declared = Desired {
            address: Address::new(ResourceKind::SamplingRule, "r"),
            place: Place { name: "f".to_owned(), line: 1, column: 1 },
            fields,
            defaults: Vec::new(),
            on_exists: OnExists::Fail,
            is_reserved: false,
        };
        of_rule(&declared, None).unwrap()
    }

    #[test]
    fn rules_cost_traces() {
        assert_eq!(
            cost(5, 0.1),
            "up to 12,960,000 traces a month (5 a second), and 10 % of further requests"
        );
        assert_eq!(cost(0, 0.07), "records 7 % of the requests that match");
        assert_eq!(cost(0, 0.29), "records 29 % of the requests that match");
        assert_eq!(cost(0, 0.0), "records no traces");
        assert_eq!(cost(0, 0.05), "records 5 % of the requests that match");
        assert_eq!(cost(1, 0.0), "up to 2,592,000 traces a month (1 a second)");
    }
}
