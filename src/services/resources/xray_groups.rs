//! X-Ray groups.

use std::collections::BTreeMap;

use super::call_error::CallError;
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
use crate::model::group::DEFAULT_NAME;
use crate::wire::xray::CreateGroupRequest;
use crate::wire::xray::Group;
use crate::wire::xray::GroupSelector;
use crate::wire::xray::InsightsConfiguration;
use crate::wire::xray::Tag;
use crate::wire::xray::UpdateGroupRequest;

/// X-Ray groups of one account and region.
#[derive(Clone, Debug)]
pub struct XrayGroups {
    service: Service<XrayClient>,
}

impl XrayGroups {
    /// Creates the kind over a client.
    #[must_use]
    pub const fn new(client: XrayClient, caller: Caller, marks: Marks) -> Self {
        Self { service: Service { client, caller, marks } }
    }

    async fn observe(
        &self,
        group: Group,
        is_declared: bool,
    ) -> Result<Option<Observed>, CallError> {
        let arn = group.group_arn.as_str();
        let tags = if group.group_name == DEFAULT_NAME {
            Some(BTreeMap::new())
        } else if is_declared {
            self.service.tags(arn).await?
        } else {
            self.service.tags_of_undeclared(arn).await?
        };
        Ok(tags.map(|tags| observed(group, &self.service.marks, tags)))
    }
}

impl Resource for XrayGroups {
    fn kind(&self) -> ResourceKind {
        ResourceKind::XrayGroup
    }

    fn read<'a>(&'a self, declared: &'a [Desired]) -> BoxFuture<'a, Result<Reading, CallError>> {
        Box::pin(async {
            let groups =
                self.service.caller.read("GetGroups", || self.service.client.get_groups()).await?;
            // An account has few of them, and each could be ours.
            let calls: Vec<_> = groups
                .into_iter()
                .map(|group| {
                    let is_declared = declared.iter().any(|d| d.address.name == group.group_name);
                    self.observe(group, is_declared)
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
            let groups =
                self.service.caller.read("GetGroups", || self.service.client.get_groups()).await?;
            match groups.into_iter().find(|group| group.group_name == declared.address.name) {
                Some(group) => self.observe(group, true).await,
                None => Ok(None),
            }
        })
    }

    fn create<'a>(&'a self, declared: &'a Desired) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            let request = || {
                let (filter_expression, insights_configuration) =
                    members(|name| declared.value_of_new(name));
                let tags = self.service.marks.tags_of_new(declared);
                CreateGroupRequest {
                    group_name: Some(declared.address.name.clone()),
                    filter_expression,
                    insights_configuration,
                    tags: Some(tags.into_iter().map(|(key, value)| Tag { key, value }).collect()),
                }
            };
            self.service
                .caller
                .write("CreateGroup", || self.service.client.create_group(request()))
                .await?;
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
                let request = || update_request(observed, fields);
                self.service
                    .caller
                    .write("UpdateGroup", || self.service.client.update_group(request()))
                    .await?;
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
                || GroupSelector { group_name: Some(address.name.clone()), group_arn: None };
            self.service
                .caller
                .write("DeleteGroup", || self.service.client.delete_group(selector()))
                .await
        })
    }

    fn cost(&self, declared: &Desired, observed: Option<&Observed>) -> Option<String> {
        cost::of_xray_group(declared, observed)
    }
}

fn observed(group: Group, marks: &Marks, tags: BTreeMap<String, String>) -> Observed {
    let insights = group.insights_configuration;
    let flag = |name: &str, value: Option<bool>| {
        Field::new(name, FieldValue::Flag(value.unwrap_or(false)))
    };
    let expression = group.filter_expression.filter(|expression| !expression.is_empty());
    let mut fields = vec![
        Field::new("filter_expression", FieldValue::text(expression)),
        flag("insights", insights.insights_enabled),
        flag("notifications", insights.notifications_enabled),
    ];
    let ownership =
        if group.group_name == DEFAULT_NAME { Ownership::ByName } else { marks.ownership(&tags) };
    fields.extend(marks::fields(tags));
    Observed {
        address: Address::new(ResourceKind::XrayGroup, group.group_name),
        fields,
        ownership,
        arn: group.group_arn,
        created: None,
        holds_data: false,
        is_protected: false,
        is_shared: false,
        unmarkable: None,
        remark: None,
    }
}

/// Returns the members of a request from named values.
fn members<'v>(
    value: impl Fn(&str) -> Option<&'v FieldValue>,
) -> (Option<String>, Option<InsightsConfiguration>) {
    let flag = |name| match value(name) {
        Some(FieldValue::Flag(flag)) => Some(*flag),
        _ => None,
    };
    let expression = match value("filter_expression") {
        Some(FieldValue::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let (insights, notifications) = (flag("insights"), flag("notifications"));
    let configuration =
        (insights.is_some() || notifications.is_some()).then_some(InsightsConfiguration {
            insights_enabled: insights,
            notifications_enabled: notifications,
        });
    (expression, configuration)
}

/// What an update names; the service takes both insights members or none, so that the one which
/// is not named keeps its value.
fn update_request(observed: &Observed, fields: &[FieldChange]) -> UpdateGroupRequest {
    let after = |name: &str| fields.iter().find(|c| c.field == name).map(|change| &change.after);
    let (filter_expression, mut insights_configuration) = members(after);
    if let Some(configuration) = &mut insights_configuration {
        let (_, known) = members(|name| Some(observed.value(name)));
        let known = known.unwrap_or_default();
        configuration.insights_enabled = configuration.insights_enabled.or(known.insights_enabled);
        configuration.notifications_enabled =
            configuration.notifications_enabled.or(known.notifications_enabled);
    }
    UpdateGroupRequest {
        group_name: Some(observed.address.name.clone()),
        group_arn: None,
        filter_expression,
        insights_configuration,
    }
}
