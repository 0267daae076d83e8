//! A sampling rule as the AWS CLI takes it: `{"SamplingRule": {…}}` or the rule alone.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;

use super::json_object::JsonObject;
use super::rule_fields::ATTRIBUTE;
use super::rule_fields::COUNT;
use super::rule_fields::GLOBS;
use super::rule_fields::PRIORITY;
use super::rule_fields::RATE;
use super::rule_fields::RuleFields;
use super::rules::Text;
use super::spot::Sourced;
use super::spot::Spot;
use crate::base::Document;
use crate::base::Fault;
use crate::base::Problem;
use crate::model::sampling_rule;
use crate::model::sampling_rule::RateBoost;

/// Reads the rule called `name`; `inline` says which of priority, rate and size the table names
/// already, so that they need not be in the file.
pub(super) fn read(
    document: &Arc<Document>,
    name: &str,
    inline: [bool; 3],
    problems: &mut Vec<Problem>,
) -> Option<RuleFields> {
    let mut file = JsonObject::read(document, problems)?;
    file.refuse(
        "Tags",
        "tags are read from the project file",
        "write tags.KEY = \"…\" below [xray.sampling_rules.NAME]",
    );
    let fields = if file.has("SamplingRule") {
        file.object("SamplingRule", |rule| read_rule(document, name, inline, rule))
            .map(Spanned::into_inner)
    } else {
        Some(read_rule(document, name, inline, &mut file))
    };
    file.finish();
    fields
}

fn read_rule(
    document: &Arc<Document>,
    name: &str,
    inline: [bool; 3],
    rule: &mut JsonObject<'_>,
) -> RuleFields {
    let is_same = |text: &str| match text == name {
        true => Ok(()),
        false => Err(Fault {
            message: format!("must be {name}, the name in the project file, not {text}"),
            hint: Some("change one of the two, or leave RuleName out".to_owned()),
        }),
    };
    rule.refuse("RuleARN", "X-Ray gives every rule its ARN", "leave it out");
    rule.text("RuleName", &Text::any().passing(&is_same));
    let version = rule.integer("Version", &(i64::MIN..=i64::MAX));
    if let Some(version) = version.filter(|version| *version.get_ref() != sampling_rule::VERSION) {
        let message = format!("`{}` must be 1, not {}", rule.path_of("Version"), version.get_ref());
        rule.problem(version.span(), message, Some("there is no other version".to_owned()));
    }
    let mut fields = RuleFields {
        priority: sourced(document, rule.integer("Priority", &PRIORITY)),
        fixed_rate: sourced(document, rule.number("FixedRate", &RATE)),
        reservoir_size: sourced(document, rule.integer("ReservoirSize", &COUNT)),
        ..RuleFields::default()
    };
    for (glob, value) in GLOBS.iter().zip(&mut fields.globs) {
        *value = sourced(document, rule.text(glob.member, &glob.rule));
    }
    let most = sampling_rule::MAXIMUM_ATTRIBUTES;
    let attributes = rule.texts_by_name("Attributes", most, [&ATTRIBUTE, &ATTRIBUTE]);
    fields.attributes = attributes.map(|attributes| {
        let spot = spot(document, attributes.span());
        Sourced { value: attributes.into_inner().into_iter().collect(), spot }
    });
    let boost = rule.object("SamplingRateBoost", read_boost);
    fields.rate_boost = boost.and_then(|boost| {
        let spot = spot(document, boost.span());
        Some(Sourced { value: boost.into_inner()?, spot })
    });
    for (member, is_inline) in ["Priority", "FixedRate", "ReservoirSize"].into_iter().zip(inline) {
        if !is_inline {
            rule.require(member);
        }
    }
    fields
}

fn read_boost(boost: &mut JsonObject<'_>) -> Option<RateBoost> {
    let rate = boost.number("MaxRate", &RATE);
    let minutes = boost.integer("CooldownWindowMinutes", &COUNT);
    boost.require("MaxRate");
    boost.require("CooldownWindowMinutes");
    Some(RateBoost { maximum_rate: rate?.into_inner(), cooldown_minutes: minutes?.into_inner() })
}

fn sourced<T>(document: &Arc<Document>, value: Option<Spanned<T>>) -> Option<Sourced<T>> {
    value.map(|value| Sourced::new(document, value))
}

fn spot(document: &Arc<Document>, range: Range<usize>) -> Spot {
    Spot { document: Arc::clone(document), range }
}
