//! X-Ray sampling rules.

use std::collections::BTreeMap;

use super::call_error::CallError;
use super::call_error::FailureCause;
use super::caller::Caller;
use super::cost;
use super::marks;
use super::marks::Marks;
use super::parallel;
use super::resource::BoxFuture;
use super::resource::Reading;
use super::resource::Resource;
use super::service::Service;
use crate::clients::aws::XrayClient;
use crate::model::change_set::Address;
use crate::model::change_set::Desired;
use crate::model::change_set::Field;
use crate::model::change_set::FieldChange;
use crate::model::change_set::FieldValue;
use crate::model::change_set::Observed;
use crate::model::change_set::Origin;
use crate::model::change_set::Ownership;
use crate::model::change_set::ResourceKind;
use crate::model::sampling_rule::DEFAULT_NAME;
use crate::model::sampling_rule::VERSION;
use crate::wire::xray::SamplingRateBoost;
use crate::wire::xray::SamplingRuleInput;
use crate::wire::xray::SamplingRuleRecord;
use crate::wire::xray::SamplingRuleSelector;
use crate::wire::xray::Tag;

/// Sampling rules of one account and region.
#[derive(Clone, Debug)]
pub struct SamplingRules {
    service: Service<XrayClient>,
}

impl SamplingRules {
    /// Creates the kind over a client.
    #[must_use]
    pub const fn new(client: XrayClient, caller: Caller, marks: Marks) -> Self {
        Self { service: Service { client, caller, marks } }
    }

    async fn rules(&self) -> Result<Vec<SamplingRuleRecord>, CallError> {
        self.service
            .caller
            .read("GetSamplingRules", || self.service.client.get_sampling_rules())
            .await
    }

    async fn observe(
        &self,
        record: SamplingRuleRecord,
        is_declared: bool,
    ) -> Result<Option<Observed>, CallError> {
        let rule = &record.sampling_rule;
        let tags = if rule.rule_name == DEFAULT_NAME {
            Some(BTreeMap::new())
        } else if is_declared {
            self.service.tags(&rule.rule_arn).await?
        } else {
            self.service.tags_of_undeclared(&rule.rule_arn).await?
        };
        Ok(tags.map(|tags| observed(record, &self.service.marks, tags)))
    }
}

impl Resource for SamplingRules {
    fn kind(&self) -> ResourceKind {
        ResourceKind::SamplingRule
    }

    fn read<'a>(&'a self, declared: &'a [Desired]) -> BoxFuture<'a, Result<Reading, CallError>> {
        Box::pin(async {
            let rules = self.rules().await?;
            let calls: Vec<_> = rules
                .into_iter()
                .map(|record| {
                    let name = &record.sampling_rule.rule_name;
                    let is_declared = declared.iter().any(|d| d.address.name == *name);
                    self.observe(record, is_declared)
                })
                .collect();
            let observed = parallel::all(calls).await?.into_iter().flatten().collect();
            Ok(Reading { observed, notes: Vec::new() })
        })
    }

    fn find<'a>(
        &'a self,
        declared: &'a Desired,
    ) -> BoxFuture<'a, Result<Option<Observed>, CallError>> {
        Box::pin(async {
            let rules = self.rules().await?;
            let is_it = |record: &SamplingRuleRecord| {
                record.sampling_rule.rule_name == declared.address.name
            };
            match rules.into_iter().find(is_it) {
                Some(record) => self.observe(record, true).await,
                None => Ok(None),
            }
        })
    }

    fn create<'a>(&'a self, declared: &'a Desired) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            let mut input = input(&declared.address.name, |name| declared.value_of_new(name));
            input.version = Some(VERSION);
            let rule = input.into_model().map_err(|violation| {
                CallError::new(FailureCause::Refused, violation.to_string())
            })?;
            let tags: Vec<Tag> = self
                .service
                .marks
                .tags_of_new(declared)
                .into_iter()
                .map(|(key, value)| Tag { key, value })
                .collect();
            let call =
                || self.service.client.create_sampling_rule(rule.clone(), Some(tags.clone()));
            self.service.caller.write("CreateSamplingRule", call).await?;
            Ok(())
        })
    }

    fn update<'a>(
        &'a self,
        observed: &'a Observed,
        fields: &'a [FieldChange],
    ) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            if fields.iter().any(|change| !marks::is_tag(&change.field)) {
                let after = |name: &str| {
                    fields.iter().find(|c| c.field == name).map(|change| &change.after)
                };
                let input = input(&observed.address.name, after);
                let call = || self.service.client.update_sampling_rule(input.clone());
                self.service.caller.write("UpdateSamplingRule", call).await?;
            }
            self.service.update(observed, fields).await
        })
    }

    fn mark<'a>(
        &'a self,
        observed: &'a Observed,
        origin: Origin,
    ) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(self.service.mark(observed, origin))
    }

    fn release<'a>(&'a self, observed: &'a Observed) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(self.service.release(observed))
    }

    fn delete<'a>(&'a self, address: &'a Address) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            let selector =
                || SamplingRuleSelector { rule_name: Some(address.name.clone()), rule_arn: None };
            let call = || self.service.client.delete_sampling_rule(selector());
            self.service.caller.write("DeleteSamplingRule", call).await?;
            Ok(())
        })
    }

    fn cost(&self, declared: &Desired, observed: Option<&Observed>) -> Option<String> {
        cost::of_rule(declared, observed)
    }
}

fn observed(record: SamplingRuleRecord, marks: &Marks, tags: BTreeMap<String, String>) -> Observed {
    let rule = record.sampling_rule;
    let text = |name: &str, value: String| Field::new(name, FieldValue::Text(value));
    let mut fields = vec![
        Field::new("priority", FieldValue::Integer(rule.priority)),
        Field::new("fixed_rate", FieldValue::Number(rule.fixed_rate)),
        Field::new("reservoir_size", FieldValue::Integer(rule.reservoir_size)),
        text("service_name", rule.service_name),
        text("service_type", rule.service_type),
        text("host", rule.host),
        text("http_method", rule.http_method),
        text("url_path", rule.url_path),
        text("resource_arn", rule.resource_arn),
        Field::new("attributes", FieldValue::Map(rule.attributes)),
    ];
    if let Some(boost) = rule.sampling_rate_boost {
        let boost = BTreeMap::from([
            (BOOST_RATE.to_owned(), boost.max_rate.to_string()),
            (BOOST_COOLDOWN.to_owned(), boost.cooldown_window_minutes.to_string()),
        ]);
        fields.push(Field::new("rate_boost", FieldValue::Map(boost)));
    }
    let ownership =
        if rule.rule_name == DEFAULT_NAME { Ownership::ByName } else { marks.ownership(&tags) };
    fields.extend(marks::fields(tags));
    // X-Ray gives times in seconds.
    let created = (record.created_at * 1000.0) as i64;
    Observed {
        address: Address::new(ResourceKind::SamplingRule, rule.rule_name),
        fields,
        ownership,
        arn: rule.rule_arn,
        created: (created > 0).then_some(created),
        holds_data: false,
        is_protected: false,
        is_shared: false,
        unmarkable: None,
        remark: None,
    }
}

const BOOST_RATE: &str = "max_rate";
const BOOST_COOLDOWN: &str = "cooldown_minutes";

/// Returns a rule whose members are the named values.
fn input<'v>(name: &str, value: impl Fn(&str) -> Option<&'v FieldValue>) -> SamplingRuleInput {
    let text = |name| match value(name) {
        Some(FieldValue::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let integer = |name| match value(name) {
        Some(FieldValue::Integer(number)) => Some(*number),
        _ => None,
    };
    let map = |name| match value(name) {
        Some(FieldValue::Map(map)) => Some(map.clone()),
        _ => None,
    };
    let fixed_rate = match value("fixed_rate") {
        Some(FieldValue::Number(rate)) => Some(*rate),
        _ => None,
    };
    let boost = map("rate_boost").map(|boost| SamplingRateBoost {
        max_rate: number(&boost, BOOST_RATE),
        cooldown_window_minutes: number(&boost, BOOST_COOLDOWN),
    });
    SamplingRuleInput {
        rule_name: Some(name.to_owned()),
        rule_arn: None,
        resource_arn: text("resource_arn"),
        priority: integer("priority"),
        fixed_rate,
        reservoir_size: integer("reservoir_size"),
        service_name: text("service_name"),
        service_type: text("service_type"),
        host: text("host"),
        http_method: text("http_method"),
        url_path: text("url_path"),
        version: None,
        attributes: map("attributes"),
        sampling_rate_boost: boost,
    }
}

/// The manifest has checked that both are numbers.
fn number<T: std::str::FromStr + Default>(map: &BTreeMap<String, String>, key: &str) -> T {
    map.get(key).and_then(|text| text.parse().ok()).unwrap_or_default()
}
