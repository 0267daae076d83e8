//! `GetIndexingRules` and `UpdateIndexingRule`: one rule, named Default.

use super::error;
use crate::backend::front::call::Call;
use crate::backend::store::catalog::documents;
use crate::wire::aws::AwsError;
use crate::wire::aws::required;
use crate::wire::xray::GetIndexingRulesResponse;
use crate::wire::xray::IndexingRule;
use crate::wire::xray::IndexingRuleValue;
use crate::wire::xray::NextTokenRequest;
use crate::wire::xray::ProbabilisticRule;
use crate::wire::xray::UpdateIndexingRuleRequest;
use crate::wire::xray::UpdateIndexingRuleResponse;

/// Kind of the one document that holds the rule.
const KIND: &str = "xray-indexing-rule";

/// The one rule there is.
const NAME: &str = "Default";

/// `GetIndexingRules`.
pub(super) fn get(
    call: &Call<'_>,
    _input: NextTokenRequest,
) -> Result<GetIndexingRulesResponse, AwsError> {
    call.read(|connection, scope| {
        let rule = match documents::find(connection, scope, KIND, "", NAME)? {
            Some(document) => serde_json::from_str(&document.body).map_err(|error| {
                AwsError::internal("InternalFailure", format!("stored indexing rule: {error}"))
            })?,
            // AWS indexes one percent unless told otherwise.
            None => rule(1.0, 0.0),
        };
        Ok(GetIndexingRulesResponse { indexing_rules: vec![rule] })
    })
}

/// `UpdateIndexingRule`.
pub(super) fn update(
    call: &Call<'_>,
    input: UpdateIndexingRuleRequest,
) -> Result<UpdateIndexingRuleResponse, AwsError> {
    let name = required("Name", input.name).map_err(|v| error::violation(&v))?;
    let value = required("Rule", input.rule).map_err(|v| error::violation(&v))?;
    let percentage = value.probabilistic.and_then(|rule| rule.desired_sampling_percentage);
    let percentage = required("Rule.Probabilistic.DesiredSamplingPercentage", percentage)
        .map_err(|v| error::violation(&v))?;
    if name != NAME {
        return Err(error::resource_missing(&name));
    }
    if !(0.0..=100.0).contains(&percentage) {
        return Err(error::invalid_request("DesiredSamplingPercentage must be from 0 to 100"));
    }
    let now = call.now();
    let indexing_rule = rule(percentage, call.now_seconds());
    call.write(move |connection, scope| {
        let body = serde_json::json!(indexing_rule).to_string();
        documents::put(connection, scope, KIND, "", NAME, &body, now)?;
        Ok(UpdateIndexingRuleResponse { indexing_rule })
    })
}

fn rule(percentage: f64, modified_at: f64) -> IndexingRule {
    IndexingRule {
        name: NAME.to_owned(),
        modified_at,
        rule: IndexingRuleValue {
            probabilistic: Some(ProbabilisticRule {
                desired_sampling_percentage: Some(percentage),
                actual_sampling_percentage: Some(percentage),
            }),
        },
    }
}
