//! `CreateGroup`.

use super::error;
use super::groups;
use super::tags;
use crate::backend::front::call::Call;
use crate::backend::store::catalog::documents;
use crate::base::random_base32;
use crate::model::group as limits;
use crate::wire::aws::AwsError;
use crate::wire::aws::required;
use crate::wire::xray::CreateGroupRequest;
use crate::wire::xray::Group;
use crate::wire::xray::GroupResponse;
use crate::wire::xray::InsightsConfiguration;
use crate::wire::xray::group_arn;

/// Length of the random end of a group's ARN.
const SUFFIX_LENGTH: usize = 52;

pub(super) fn run(call: &Call<'_>, input: CreateGroupRequest) -> Result<GroupResponse, AwsError> {
    let name = required("GroupName", input.group_name).map_err(|v| error::violation(&v))?;
    limits::check_name("GroupName", &name).map_err(|v| error::violation(&v))?;
    if name == limits::DEFAULT_NAME {
        return Err(error::invalid_request("Group Default already exists"));
    }
    groups::check_expression(input.filter_expression.as_deref())?;
    let insights = groups::merge_insights(
        InsightsConfiguration::default(),
        input.insights_configuration.unwrap_or_default(),
    )?;
    let new_tags = tags::checked(input.tags.unwrap_or_default())?;
    let suffix = random_base32(SUFFIX_LENGTH)
        .map_err(|error| AwsError::internal("InternalFailure", error.to_string()))?;
    let now = call.now();
    call.write(move |connection, scope| {
        let group = Group {
            group_arn: group_arn(&scope.region, &scope.account, &name, &suffix),
            group_name: name,
            filter_expression: input.filter_expression,
            insights_configuration: insights,
        };
        let count = groups::count(connection, scope)?;
        let body = serde_json::json!(group).to_string();
        let name = &group.group_name;
        if documents::insert(connection, scope, groups::KIND, "", name, &body, now)?.is_none() {
            return Err(error::invalid_request(format!("Group {name} already exists")));
        }
        if count >= limits::MAXIMUM_GROUPS as u64 {
            return Err(error::invalid_request(format!(
                "Group limit of {} exceeded",
                limits::MAXIMUM_GROUPS
            )));
        }
        tags::replace(connection, scope, &group.group_arn, &new_tags, now)?;
        Ok(GroupResponse { group })
    })
}
