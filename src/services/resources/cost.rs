//! What declared things cost in traces and storage.
//!
//! The reservoir of a rule is shared by all hosts of an account: X-Ray developer guide,
//! "Configuring sampling rules".

use crate::model::change_set::Desired;
use crate::model::change_set::FieldValue;

/// Seconds of a month of thirty days.
const MONTH_SECONDS: i64 = 30 * 86_400;

/// Says how many traces a sampling rule records.
pub(super) fn of_rule(declared: &Desired) -> Option<String> {
    let reservoir = match declared.value("reservoir_size") {
        Some(FieldValue::Integer(size)) => *size,
        _ => 0,
    };
    let rate = match declared.value("fixed_rate") {
        Some(FieldValue::Number(rate)) => *rate,
        _ => return None,
    };
    let traces = reservoir.saturating_mul(MONTH_SECONDS);
    let share = rate * 100.0;
    Some(match (reservoir, rate > 0.0) {
        (0, false) => "records no traces".to_owned(),
        (0, true) => format!("records {share} % of the requests that match"),
        (_, false) => format!("up to {} traces a month ({reservoir} a second)", thousands(traces)),
        (_, true) => format!(
            "up to {} traces a month ({reservoir} a second), and {share} % of further requests",
            thousands(traces)
        ),
    })
}

/// Says what a group costs beside the traces that it selects.
pub(super) fn of_xray_group(declared: &Desired) -> Option<String> {
    match declared.value("insights") {
        Some(FieldValue::Flag(true)) => {
            Some("no traces of its own; insights are charged by the traces they look at".to_owned())
        }
        _ => Some("no traces of its own".to_owned()),
    }
}

/// Says how long a log group keeps what it stores.
pub(super) fn of_log_group(declared: &Desired) -> Option<String> {
    Some(match declared.value("retention") {
        Some(FieldValue::Days(Some(days))) => {
            let unit = if *days == 1 { "day" } else { "days" };
            format!("stores the events of {days} {unit}")
        }
        Some(_) => "never expires: storage only grows".to_owned(),
        None => "never expires unless a retention is set elsewhere: storage only grows".to_owned(),
    })
}

fn thousands(number: i64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
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
            on_exists: OnExists::Fail,
            is_reserved: false,
        };
        of_rule(&declared).unwrap()
    }

    #[test]
    fn rules_cost_traces() {
        assert_eq!(
            cost(5, 0.1),
            "up to 12,960,000 traces a month (5 a second), and 10 % of further requests"
        );
        assert_eq!(cost(0, 0.0), "records no traces");
        assert_eq!(cost(0, 0.05), "records 5 % of the requests that match");
        assert_eq!(cost(1, 0.0), "up to 2,592,000 traces a month (1 a second)");
    }
}
