//! `CreateSamplingRule`, `GetSamplingRules`, `UpdateSamplingRule`, `DeleteSamplingRule`.
//!
//! The reserved rule `Default` exists without being stored; only its rate and reservoir can
//! change.

use rusqlite::Connection;

use super::error;
use super::tags;
use crate::backend::front::call::Call;
use crate::backend::front::page_token;
use crate::backend::store::Scope;
use crate::backend::store::catalog::documents;
use crate::backend::store::catalog::documents::Document;
use crate::base::Milliseconds;
use crate::model::Violation;
use crate::model::sampling_rule as limits;
use crate::wire::aws::AwsError;
use crate::wire::aws::required;
use crate::wire::xray::CreateSamplingRuleRequest;
use crate::wire::xray::GetSamplingRulesResponse;
use crate::wire::xray::NextTokenRequest;
use crate::wire::xray::SamplingRule;
use crate::wire::xray::SamplingRuleInput;
use crate::wire::xray::SamplingRuleRecord;
use crate::wire::xray::SamplingRuleResponse;
use crate::wire::xray::SamplingRuleSelector;
use crate::wire::xray::UpdateSamplingRuleRequest;
use crate::wire::xray::rule_arn;

/// Kind of the documents that hold rules.
const KIND: &str = "xray-sampling-rule";

/// `CreateSamplingRule`.
pub(super) fn create(
    call: &Call<'_>,
    input: CreateSamplingRuleRequest,
) -> Result<SamplingRuleResponse, AwsError> {
    let rule = required("SamplingRule", input.sampling_rule).map_err(|v| error::violation(&v))?;
    if rule.rule_arn.is_some() {
        return Err(error::invalid_request("RuleARN cannot be given when a rule is created"));
    }
    let rule = rule.into_model().map_err(|v| error::violation(&v))?;
    if rule.name == limits::DEFAULT_NAME {
        return Err(error::invalid_request("Sampling rule already exists"));
    }
    refuse_first(&rule.violations())?;
    let new_tags = tags::checked(input.tags.unwrap_or_default())?;
    let now = call.now();
    call.write(move |connection, scope| {
        let arn = rule_arn(&scope.region, &scope.account, &rule.name);
        let rule = SamplingRule::from_model(rule, arn);
        let body = serde_json::json!(rule).to_string();
        let count = documents::page(connection, scope, KIND, Some(""), None, None, 1_000)?
            .iter()
            .filter(|document| document.name != limits::DEFAULT_NAME)
            .count();
        let name = &rule.rule_name;
        let Some(document) = documents::insert(connection, scope, KIND, "", name, &body, now)?
        else {
            return Err(error::invalid_request("Sampling rule already exists"));
        };
        if count >= limits::MAXIMUM_RULES {
            return Err(AwsError::new(
                "RuleLimitExceededException",
                format!("Sampling rule limit of {} exceeded", limits::MAXIMUM_RULES),
            ));
        }
        tags::replace(connection, scope, &rule.rule_arn, &new_tags, now)?;
        respond(&document)
    })
}

/// `GetSamplingRules`: in the order in which they are tried, which is by priority and name.
pub(super) fn get(
    call: &Call<'_>,
    input: NextTokenRequest,
) -> Result<GetSamplingRulesResponse, AwsError> {
    // At most 26 rules exist, so there is one page and no token of ours.
    if let Some(token) = input.next_token.filter(|token| !token.is_empty()) {
        page_token::decode(&["GetSamplingRules"], &token).ok_or_else(error::bad_token)?;
    }
    call.read(|connection, scope| {
        let mut records = documents::page(connection, scope, KIND, Some(""), None, None, 1_000)?
            .iter()
            .map(record)
            .collect::<Result<Vec<_>, _>>()?;
        if records.iter().all(|record| record.sampling_rule.rule_name != limits::DEFAULT_NAME) {
            records.push(reserved(scope));
        }
        records.sort_by(|a, b| {
            let key = |r: &SamplingRuleRecord| {
                (r.sampling_rule.priority, r.sampling_rule.rule_name.clone())
            };
            key(a).cmp(&key(b))
        });
        Ok(GetSamplingRulesResponse { sampling_rule_records: records, next_token: None })
    })
}

/// `UpdateSamplingRule`: an absent member stays as it is.
pub(super) fn update(
    call: &Call<'_>,
    input: UpdateSamplingRuleRequest,
) -> Result<SamplingRuleResponse, AwsError> {
    let update = required("SamplingRuleUpdate", input.sampling_rule_update)
        .map_err(|v| error::violation(&v))?;
    let name = selected(update.rule_name.as_deref(), update.rule_arn.as_deref())?;
    let now = call.now();
    call.write(move |connection, scope| {
        check_region(scope, update.rule_arn.as_deref(), &name)?;
        let old = find(connection, scope, &name)?.ok_or_else(missing)?;
        if name == limits::DEFAULT_NAME && changes_fixed_member(&update) {
            return Err(error::invalid_request("Invalid update request for default sampling rule"));
        }
        let arn = old.sampling_rule.rule_arn.clone();
        let mut rule = old.sampling_rule.into_model();
        update.apply_to(&mut rule);
        refuse_first(&rule.violations())?;
        let rule = SamplingRule::from_model(rule, arn);
        let body = serde_json::json!(rule).to_string();
        let document = documents::put(connection, scope, KIND, "", &name, &body, now)?;
        respond(&document)
    })
}

/// `DeleteSamplingRule`: answers with the rule that is gone.
pub(super) fn delete(
    call: &Call<'_>,
    input: SamplingRuleSelector,
) -> Result<SamplingRuleResponse, AwsError> {
    let name = selected(input.rule_name.as_deref(), input.rule_arn.as_deref())?;
    if name == limits::DEFAULT_NAME {
        return Err(error::invalid_request("The default sampling rule cannot be deleted"));
    }
    call.write(move |connection, scope| {
        check_region(scope, input.rule_arn.as_deref(), &name)?;
        let rule = find(connection, scope, &name)?.ok_or_else(missing)?;
        documents::delete(connection, scope, KIND, "", &name)?;
        tags::forget(connection, scope, &rule.sampling_rule.rule_arn)?;
        Ok(SamplingRuleResponse { sampling_rule_record: rule })
    })
}

/// Says whether `arn` is a rule's.
pub(super) fn exists(connection: &Connection, scope: &Scope, arn: &str) -> Result<bool, AwsError> {
    let name = name_of(arn);
    if arn != rule_arn(&scope.region, &scope.account, name) {
        return Ok(false);
    }
    Ok(find(connection, scope, name)?.is_some())
}

/// Returns the name that exactly one of the two selectors gives.
fn selected(name: Option<&str>, arn: Option<&str>) -> Result<String, AwsError> {
    match (name, arn) {
        (Some(_), Some(_)) => {
            Err(error::invalid_request("RuleName and RuleARN cannot both be given"))
        }
        (None, None) => Err(error::invalid_request("RuleName or RuleARN must be given")),
        (Some(name), None) => Ok(name.to_owned()),
        (None, Some(arn)) => Ok(name_of(arn).to_owned()),
    }
}

/// A rule of another account or region is none of ours.
fn check_region(scope: &Scope, arn: Option<&str>, name: &str) -> Result<(), AwsError> {
    match arn {
        Some(arn) if arn != rule_arn(&scope.region, &scope.account, name) => Err(missing()),
        _ => Ok(()),
    }
}

fn name_of(arn: &str) -> &str {
    arn.split_once(":sampling-rule/").map_or("", |(_, name)| name)
}

fn find(
    connection: &Connection,
    scope: &Scope,
    name: &str,
) -> Result<Option<SamplingRuleRecord>, AwsError> {
    match documents::find(connection, scope, KIND, "", name)? {
        Some(document) => record(&document).map(Some),
        None if name == limits::DEFAULT_NAME => Ok(Some(reserved(scope))),
        None => Ok(None),
    }
}

/// The reserved rule carries no times until it is changed.
fn reserved(scope: &Scope) -> SamplingRuleRecord {
    let arn = rule_arn(&scope.region, &scope.account, limits::DEFAULT_NAME);
    SamplingRuleRecord {
        sampling_rule: SamplingRule::from_model(limits::SamplingRule::reserved(), arn),
        created_at: 0.0,
        modified_at: 0.0,
    }
}

fn changes_fixed_member(update: &SamplingRuleInput) -> bool {
    let reserved = limits::SamplingRule::reserved();
    let differs = |new: &Option<String>, old: &String| new.as_ref().is_some_and(|new| new != old);
    // Terraform and the console send every member back; the same value changes nothing.
    differs(&update.resource_arn, &reserved.resource_arn)
        || differs(&update.service_name, &reserved.service_name)
        || differs(&update.service_type, &reserved.service_type)
        || differs(&update.host, &reserved.host)
        || differs(&update.http_method, &reserved.http_method)
        || differs(&update.url_path, &reserved.url_path)
        || update.priority.is_some_and(|priority| priority != reserved.priority)
        || update.attributes.as_ref().is_some_and(|attributes| !attributes.is_empty())
        || update.sampling_rate_boost.is_some()
}

fn refuse_first(violations: &[Violation]) -> Result<(), AwsError> {
    violations.first().map_or(Ok(()), |violation| Err(error::violation(violation)))
}

fn respond(document: &Document) -> Result<SamplingRuleResponse, AwsError> {
    Ok(SamplingRuleResponse { sampling_rule_record: record(document)? })
}

fn record(document: &Document) -> Result<SamplingRuleRecord, AwsError> {
    let sampling_rule: SamplingRule = serde_json::from_str(&document.body).map_err(|error| {
        AwsError::internal("InternalFailure", format!("stored sampling rule: {error}"))
    })?;
    let created =
        if sampling_rule.rule_name == limits::DEFAULT_NAME { 0 } else { document.created_ms };
    Ok(SamplingRuleRecord {
        sampling_rule,
        created_at: seconds(created),
        modified_at: seconds(document.modified_ms),
    })
}

/// X-Ray tells the times of rules in whole seconds.
#[expect(clippy::cast_precision_loss, reason = "seconds fit a double exactly")]
fn seconds(time: Milliseconds) -> f64 {
    (time / 1000) as f64
}

fn missing() -> AwsError {
    error::invalid_request("Sampling rule does not exist")
}
