//! Log groups.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::call_error::CallError;
use super::call_error::FailureCause;
use super::caller::Caller;
use super::cost;
use super::log_group_search;
use super::marks;
use super::marks::Marks;
use super::parallel;
use super::resource::BoxFuture;
use super::resource::Reading;
use super::resource::Resource;
use super::service::Service;
use crate::base::Kind;
use crate::clients::aws::LogsClient;
use crate::model::change_set::Address;
use crate::model::change_set::Desired;
use crate::model::change_set::Field;
use crate::model::change_set::FieldChange;
use crate::model::change_set::FieldValue;
use crate::model::change_set::Observed;
use crate::model::change_set::Origin;
use crate::model::change_set::Ownership;
use crate::model::change_set::ResourceKind;
use crate::wire::logs::CreateLogGroupRequest;
use crate::wire::logs::LogGroup;

/// Log groups of one account and region.
#[derive(Clone, Debug)]
pub struct LogGroups {
    service: Service<LogsClient>,
    looks_for_events: bool,
}

impl LogGroups {
    /// Creates the kind over a client.
    #[must_use]
    pub const fn new(client: LogsClient, caller: Caller, marks: Marks) -> Self {
        Self { service: Service { client, caller, marks }, looks_for_events: false }
    }

    /// Looks into each group of ours for events, because it may be deleted.
    #[must_use]
    pub fn looking_for_events(self, looks_for_events: bool) -> Self {
        Self { looks_for_events, ..self }
    }

    /// Completes what a listing says of a group; `marked` is what a search by tags found, if it
    /// could be made.
    async fn observe(
        &self,
        group: LogGroup,
        marked: Option<&log_group_search::Marked>,
        names_tags: bool,
    ) -> Result<Observed, CallError> {
        let arn = plain_arn(&group).to_owned();
        let name = group.log_group_name.as_str();
        let known = marked.and_then(|marked| marked.ownership(name)).filter(|_| !names_tags);
        let (ownership, tags) = match known {
            Some(ownership) => (ownership, BTreeMap::new()),
            None => {
                let tags = self.service.tags(&arn).await?;
                (self.service.marks.ownership(&tags), tags)
            }
        };
        let may_be_deleted = matches!(ownership, Ownership::Ours(Origin::Created));
        let mut holds_data = group.stored_bytes.unwrap_or_default() > 0;
        if !holds_data && may_be_deleted && self.looks_for_events {
            holds_data =
                log_group_search::holds_events(&self.service.client, &self.service.caller, name)
                    .await?;
        }
        let retention = FieldValue::Days(group.retention_in_days);
        let mut fields = vec![
            Field::new("retention", retention),
            Field::new("class", FieldValue::Text(group.log_group_class)),
        ];
        fields.extend(marks::fields(tags));
        Ok(Observed {
            address: Address::new(ResourceKind::LogGroup, group.log_group_name),
            fields,
            ownership,
            arn,
            created: (group.creation_time > 0).then_some(group.creation_time),
            holds_data,
        })
    }

    async fn set_retention(&self, name: &str, value: &FieldValue) -> Result<(), CallError> {
        let FieldValue::Days(days) = value else { return Ok(()) };
        match *days {
            Some(days) => {
                let call = || self.service.client.put_retention_policy(name, days);
                self.service.caller.write("PutRetentionPolicy", call).await
            }
            None => {
                let call = || self.service.client.delete_retention_policy(name);
                self.service.caller.write("DeleteRetentionPolicy", call).await
            }
        }
    }
}

impl Resource for LogGroups {
    fn kind(&self) -> ResourceKind {
        ResourceKind::LogGroup
    }

    fn read<'a>(&'a self, declared: &'a [Desired]) -> BoxFuture<'a, Result<Reading, CallError>> {
        Box::pin(async {
            let mut notes = Vec::new();
            let found = log_group_search::marked(
                &self.service.client,
                &self.service.caller,
                &self.service.marks,
            )
            .await;
            let marked = match found {
                Ok(marked) => Some(marked),
                // An older service, or credentials that may not search: what is declared can still
                // be looked up one by one.
                Err(error) if can_do_without(&error) => {
                    notes.push(format!(
                        "log groups that are declared no more cannot be looked for: {error}"
                    ));
                    None
                }
                Err(error) => return Err(error),
            };
            let mut names: BTreeSet<&str> =
                declared.iter().map(|declared| declared.address.name.as_str()).collect();
            names.extend(marked.iter().flat_map(log_group_search::Marked::ours));
            let groups =
                log_group_search::named(&self.service.client, &self.service.caller, &names).await?;
            let names_tags = |name: &str| {
                declared.iter().any(|declared| {
                    declared.address.name == name
                        && declared.fields.iter().any(|field| marks::is_tag(&field.name))
                })
            };
            let calls: Vec<_> = groups
                .into_iter()
                .map(|group| {
                    let names_tags = names_tags(&group.log_group_name);
                    self.observe(group, marked.as_ref(), names_tags)
                })
                .collect();
            let mut observed = parallel::all(calls).await?;
            observed.sort_by(|left, right| left.address.cmp(&right.address));
            Ok(Reading { observed, notes })
        })
    }

    fn find<'a>(
        &'a self,
        declared: &'a Desired,
    ) -> BoxFuture<'a, Result<Option<Observed>, CallError>> {
        Box::pin(async {
            let name = &declared.address.name;
            let call = || self.service.client.find_log_group(name);
            match self.service.caller.read("DescribeLogGroups", call).await? {
                Some(group) => self.observe(group, None, true).await.map(Some),
                None => Ok(None),
            }
        })
    }

    fn create<'a>(&'a self, declared: &'a Desired) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            let name = &declared.address.name;
            let class = match declared.value("class") {
                Some(FieldValue::Text(class)) => Some(class.clone()),
                _ => None,
            };
            let request = || CreateLogGroupRequest {
                log_group_name: Some(name.clone()),
                kms_key_id: None,
                tags: Some(self.service.marks.tags_of_new(declared)),
                log_group_class: class.clone(),
                deletion_protection_enabled: None,
            };
            self.service
                .caller
                .write("CreateLogGroup", || self.service.client.create_log_group(request()))
                .await?;
            match declared.value("retention") {
                // A new group has none.
                None | Some(FieldValue::Days(None)) => Ok(()),
                // Who sees this fail reads the group back and sets what is still missing.
                Some(retention) => self.set_retention(name, retention).await,
            }
        })
    }

    fn update<'a>(
        &'a self,
        observed: &'a Observed,
        fields: &'a [FieldChange],
    ) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            if let Some(change) = fields.iter().find(|change| change.field == "retention") {
                self.set_retention(&observed.address.name, &change.after).await?;
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
            let call = || self.service.client.delete_log_group(&address.name);
            self.service.caller.write("DeleteLogGroup", call).await
        })
    }

    fn cost(&self, declared: &Desired, observed: Option<&Observed>) -> Option<String> {
        cost::of_log_group(declared, observed)
    }
}

fn can_do_without(search: &CallError) -> bool {
    search.cause == FailureCause::NotImplemented || search.kind == Kind::Denied
}

/// Tags are asked for with the ARN that does not end in `:*`.
fn plain_arn(group: &LogGroup) -> &str {
    if group.log_group_arn.is_empty() {
        group.arn.strip_suffix(":*").unwrap_or(&group.arn)
    } else {
        &group.log_group_arn
    }
}
