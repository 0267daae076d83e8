//! Values of TOML as values of ours, or what is wrong with their type.

use serde_json::Value;
use toml::de::DeValue;

use crate::base::Fault;
use crate::base::kind_of;

/// Reads a text; `key` is for the hint.
pub(super) fn text(value: &DeValue<'_>, key: &str) -> Result<String, Fault> {
    match value {
        DeValue::String(text) => Ok(text.to_string()),
        other => Err(Fault {
            message: format!("must be a text, not {}", kind_of(other)),
            hint: matches!(other, DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_))
                .then(|| format!("put it in quotes: {key} = \"…\"")),
        }),
    }
}

/// Reads a whole number.
pub(super) fn integer(value: &DeValue<'_>) -> Result<i64, Fault> {
    match value {
        DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix())
            .map_err(|_| wrong(format!("{digits} is too large"))),
        other => Err(mistyped("a whole number", other)),
    }
}

/// Reads a number, with or without a point.
pub(super) fn number(value: &DeValue<'_>) -> Result<f64, Fault> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "a number of a file, not a counter")]
        DeValue::Integer(_) => integer(value).map(|number| number as f64),
        DeValue::Float(digits) => {
            digits.as_str().parse().map_err(|_| wrong(format!("{digits} is no number")))
        }
        other => Err(mistyped("a number", other)),
    }
}

/// Reads true or false.
pub(super) fn flag(value: &DeValue<'_>) -> Result<bool, Fault> {
    match value {
        DeValue::Boolean(flag) => Ok(*flag),
        other => Err(mistyped("true or false", other)),
    }
}

/// Reads anything that JSON has too.
pub(super) fn json(value: &DeValue<'_>) -> Result<Value, Fault> {
    Ok(match value {
        DeValue::String(text) => Value::from(text.to_string()),
        DeValue::Integer(_) => Value::from(integer(value)?),
        DeValue::Float(_) => {
            serde_json::Number::from_f64(number(value)?).map(Value::Number).ok_or_else(|| {
                wrong("must not hold nan or inf, which JSON does not have".to_owned())
            })?
        }
        DeValue::Boolean(flag) => Value::from(*flag),
        DeValue::Datetime(_) => {
            return Err(wrong("must not hold a date, which JSON does not have".to_owned()));
        }
        DeValue::Array(values) => {
            values.iter().map(|value| json(value.get_ref())).collect::<Result<_, _>>()?
        }
        DeValue::Table(table) => {
            let mut members: Vec<_> = table.iter().collect();
            members.sort_by_key(|(key, _)| key.span().start);
            let members = members
                .into_iter()
                .map(|(key, value)| Ok((key.get_ref().to_string(), json(value.get_ref())?)));
            Value::Object(members.collect::<Result<_, Fault>>()?)
        }
    })
}

fn mistyped(wanted: &str, found: &DeValue<'_>) -> Fault {
    let hint = matches!(found, DeValue::String(_)).then(|| "write it without quotes".to_owned());
    Fault { message: format!("must be {wanted}, not {}", kind_of(found)), hint }
}

fn wrong(message: String) -> Fault {
    Fault { message, hint: None }
}
