//! Log groups.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::call_error::CallError;
use super::call_error::FailureCause;
use super::caller::Caller;
use super::cost;
use super::log_group_search;
use super::log_group_search::Marked;
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

    /// Completes what a listing says of a group; nothing where it is gone meanwhile.
    ///
    /// `marked` is what a search by tags found, if it could be made. It is late and does not tell
    /// upper from lower case, so that it is believed only of what will not be touched.
    async fn observe(
        &self,
        group: LogGroup,
        marked: Option<&Marked>,
        declared: Option<&Desired>,
    ) -> Result<Option<Observed>, CallError> {
        let arn = plain_arn(&group).to_owned();
        let mut fields = vec![
            Field::new("retention", FieldValue::Days(group.retention_in_days)),
            Field::new("class", FieldValue::Text(group.log_group_class.clone())),
        ];
        let is_settled = declared.is_some_and(|declared| {
            !self.looks_for_events && FieldChange::between(&fields, &declared.fields).is_empty()
        });
        let found = marked.and_then(|marked| marked.ownership(&group.log_group_name));
        let (ownership, tags) = match found.filter(|_| is_settled) {
            Some(ownership) => (ownership, BTreeMap::new()),
            None => {
                let tags = match declared {
                    Some(_) => self.service.tags(&arn).await?,
                    None => self.service.tags_of_undeclared(&arn).await?,
                };
                let Some(tags) = tags else { return Ok(None) };
                (self.service.marks.ownership(&tags), tags)
            }
        };
        let mut holds_data = group.stored_bytes.unwrap_or_default() > 0;
        if !holds_data && self.may_lose_events(&ownership, declared, group.retention_in_days) {
            let found = log_group_search::holds_events(&self.service, &group.log_group_name).await;
            holds_data = match found {
                Err(error) if error.cause == FailureCause::Missing => return Ok(None),
                other => other?,
            };
        }
        fields.extend(marks::fields(tags));
        Ok(Some(Observed {
            address: Address::new(ResourceKind::LogGroup, group.log_group_name),
            fields,
            ownership,
            arn,
            created: (group.creation_time > 0).then_some(group.creation_time),
            holds_data,
            is_protected: group.deletion_protection_enabled == Some(true),
            is_shared: false,
            unmarkable: None,
            remark: None,
        }))
    }

    /// Says whether a plan could delete events of the group, so that it must be known whether it
    /// holds any.
    fn may_lose_events(
        &self,
        ownership: &Ownership,
        declared: Option<&Desired>,
        kept_days: Option<u32>,
    ) -> bool {
        let may_be_deleted =
            self.looks_for_events && matches!(ownership, Ownership::Ours(Origin::Created));
        let declared = declared.and_then(|declared| declared.value("retention"));
        let is_shorter = matches!(
            declared,
            Some(FieldValue::Days(Some(days))) if kept_days.is_none_or(|kept| *days < kept)
        );
        may_be_deleted || is_shorter
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
            let found = log_group_search::marked(&self.service).await;
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
            names.extend(marked.iter().flat_map(Marked::ours));
            let groups = log_group_search::named(&self.service, &names).await?;
            let by_name: BTreeMap<&str, &Desired> =
                declared.iter().map(|desired| (desired.address.name.as_str(), desired)).collect();
            let calls: Vec<_> = groups
                .into_iter()
                .map(|group| {
                    let declared = by_name.get(group.log_group_name.as_str()).copied();
                    self.observe(group, marked.as_ref(), declared)
                })
                .collect();
            let mut observed: Vec<Observed> =
                parallel::all(calls).await?.into_iter().flatten().collect();
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
                Some(group) => self.observe(group, None, Some(declared)).await,
                None => Ok(None),
            }
        })
    }

    fn create<'a>(&'a self, declared: &'a Desired) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async {
            let name = &declared.address.name;
            let class = match declared.value_of_new("class") {
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
            match declared.value_of_new("retention") {
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
    let is_unknown = matches!(search.cause, FailureCause::NotImplemented | FailureCause::Foreign);
    is_unknown || search.kind == Kind::Denied
}

/// Tags are asked for with the ARN that does not end in `:*`.
fn plain_arn(group: &LogGroup) -> &str {
    if group.log_group_arn.is_empty() {
        group.arn.strip_suffix(":*").unwrap_or(&group.arn)
    } else {
        &group.log_group_arn
    }
}
