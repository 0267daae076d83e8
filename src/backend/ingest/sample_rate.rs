//! How many events one stands for.

use crate::model::field_set::FieldSet;
use crate::model::field_set::FieldValue;

/// Greatest rate; the service holds it in 32 bits with a sign.
const MAXIMUM: u32 = i32::MAX as u32;

/// Takes the rate out of an event: by attribute, else by the threshold in the trace state, else 1.
pub(super) fn take(fields: &mut FieldSet<'_>, trace_state: &str) -> u32 {
    // Only one is taken; the other stays a field.
    let given = fields.take("sampleRate").or_else(|| fields.take("SampleRate"));
    match given {
        Some(value) => of_value(&value),
        None => of_trace_state(trace_state).unwrap_or(1),
    }
}

fn of_value(value: &FieldValue<'_>) -> u32 {
    match value {
        FieldValue::Integer(integer) => u32::try_from((*integer).max(1)).unwrap_or(MAXIMUM),
        FieldValue::Float(float) => of_float(*float),
        FieldValue::Text(text) => text.trim().parse().map_or(1, of_float),
        FieldValue::Flag(_) => 1,
    }
    .min(MAXIMUM)
}

/// Rounds; what is not positive is 1. Casts saturate, and what is no number becomes 0.
fn of_float(float: f64) -> u32 {
    ((float + 0.5).floor() as u32).clamp(1, MAXIMUM)
}

/// Reads `ot=th:T`: of 2^56 possible values those from T on were kept.
///
/// A rate that is no whole number is rounded; the service throws dice between its neighbours.
/// <https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/>
fn of_trace_state(trace_state: &str) -> Option<u32> {
    let entry = trace_state.split(',').find_map(|entry| entry.trim().strip_prefix("ot="))?;
    let digits = entry.split(';').find_map(|pair| pair.strip_prefix("th:"))?;
    let is_threshold =
        (1..=14).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_threshold {
        return None;
    }
    let threshold = u64::from_str_radix(&format!("{digits:0<14}"), 16).ok()?;
    let all = 1_u64 << 56;
    Some(of_float(all as f64 / (all - threshold) as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_read_from_any_type() {
        for (value, rate) in [
            (FieldValue::Integer(10), 10),
            (FieldValue::Integer(0), 1),
            (FieldValue::Integer(-7), 1),
            (FieldValue::Integer(i64::MAX), MAXIMUM),
            (FieldValue::Float(2.5), 3),
            (FieldValue::Float(0.2), 1),
            (FieldValue::Float(1e300), MAXIMUM),
            (FieldValue::Text("4.4".into()), 4),
            (FieldValue::Text("many".into()), 1),
            (FieldValue::Flag(true), 1),
        ] {
            let mut fields = FieldSet::new();
            fields.set("sampleRate", value.clone());
            fields.integer("SampleRate", 99);
            assert_eq!(take(&mut fields, "ot=th:c"), rate, "{value:?}");
            assert!(fields.get("sampleRate").is_none() && fields.get("SampleRate").is_some());
        }
        let mut fields = FieldSet::new();
        fields.integer("SampleRate", 99);
        assert_eq!(take(&mut fields, ""), 99);
        assert!(fields.as_slice().is_empty());
    }

    #[test]
    fn a_threshold_is_a_rate() {
        for (trace_state, rate) in [
            ("ot=th:0", 1),
            ("ot=th:8", 2),
            ("ot=th:c", 4),
            ("a=b,ot=p:8;r:62;th:c;x:y", 4),
            ("a=b, ot=th:e666666666666", 10),
            ("ot=th:fffffffffffffff", 1),
            ("ot=th:ffffffffffffff", MAXIMUM),
            ("ot=th:", 1),
            ("ot=th:xyz", 1),
            ("th:c", 1),
            ("", 1),
        ] {
            assert_eq!(take(&mut FieldSet::new(), trace_state), rate, "{trace_state}");
        }
    }
}
