//! Items: lists of them, and what people decide.

use super::call::Call;
use super::call::Failure;
use super::call::number;
use super::call::show;
use crate::backend::front::message::Answer;
use crate::backend::store::catalog::items;
use crate::backend::store::catalog::items::ItemFilter;
use crate::wire::rollbar;
use crate::wire::rollbar::ITEMS_PER_PAGE;
use crate::wire::rollbar::ItemChange;
use crate::wire::rollbar::ItemPage;
use crate::wire::rollbar::Level;
use crate::wire::rollbar::Problem;
use crate::wire::rollbar::Status;

/// Items above which their number is not told.
const MAXIMUM_TOLD: u64 = 100_000;

/// Returns an item as it is answered.
pub(super) fn shown(project: i64, item: items::Item) -> rollbar::Item {
    let word_of_status = Status::ALL.into_iter().find(|status| status.number() == item.status);
    let word_of_level = Level::ALL.into_iter().find(|level| level.number() == item.level);
    rollbar::Item {
        id: item.id,
        counter: item.counter,
        public_item_id: None,
        project_id: project,
        environment: item.environment,
        title: item.title,
        status: word_of_status.map(|status| status.word().to_owned()),
        level: word_of_level.map(|level| level.word().to_owned()),
        platform: Some(item.platform.unwrap_or_else(unknown)),
        framework: Some(item.framework.unwrap_or_else(unknown)),
        hash: Some(item.hash),
        total_occurrences: item.total,
        unique_occurrences: Some(item.visitors),
        first_occurrence_id: Some(item.first_id),
        first_occurrence_timestamp: Some(item.first_time),
        last_occurrence_id: Some(item.last_id),
        last_occurrence_timestamp: Some(item.last_time),
        activating_occurrence_id: item.activating_id,
        last_activated_timestamp: Some(item.activated_time),
        last_resolved_timestamp: item.resolved_time,
        resolved_in_version: item.resolved_in_version,
        assigned_user_id: item.assigned_user_id,
        group_item_id: None,
        group_status: item.status,
        level_lock: i64::from(item.is_level_locked),
        title_lock: i64::from(item.is_title_locked),
        controlling_id: Some(item.id),
        integrations_data: None,
        last_modified_by: None,
    }
}

fn unknown() -> String {
    "unknown".to_owned()
}

/// `GET /api/1/items/`.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, Failure> {
    let filter = filter(call)?;
    let size = call.page_size(ITEMS_PER_PAGE, ITEMS_PER_PAGE)?;
    let (page, skip) = call.page(size)?;
    let (found, count) = call.read(|connection, project| {
        Ok((
            items::page(connection, project, &filter, skip, size)?,
            items::count(connection, project, &filter)?,
        ))
    })?;
    show(&ItemPage {
        page,
        total_count: Some(count).filter(|count| *count <= MAXIMUM_TOLD),
        items: found.into_iter().map(|item| shown(call.project.id, item)).collect(),
    })
}

fn filter(call: &Call<'_>) -> Result<ItemFilter, Failure> {
    let parameters = &call.parameters;
    let words = |name: &'static str| parameters.all(name).flat_map(|value| value.split(','));
    let wrong = |name: &str, value: &str| {
        let shown: String = value.chars().take(64).collect();
        Problem::new(422, format!("{name} cannot be {shown}"))
    };
    let statuses = words("status")
        .map(|word| Status::of_word(word).map(Status::number).ok_or_else(|| wrong("status", word)));
    let levels = words("level")
        .map(|word| Level::of_word(word).map(Level::number).ok_or_else(|| wrong("level", word)));
    let ids = words("ids").map(|id| id.trim().parse().map_err(|_| wrong("ids", id)));
    let is_snoozed = match parameters.get("is_snoozed") {
        None => None,
        Some("true" | "1") => Some(true),
        Some("false" | "0") => Some(false),
        Some(other) => return Err(wrong("is_snoozed", other).into()),
    };
    Ok(ItemFilter {
        statuses: statuses.collect::<Result<_, _>>()?,
        levels: levels.collect::<Result<_, _>>()?,
        environments: parameters.all("environment").map(str::to_owned).collect(),
        frameworks: parameters.all("framework").map(str::to_owned).collect(),
        ids: ids.collect::<Result<_, _>>()?,
        assigned_user_id: parameters.whole("assigned_user", 0)?,
        team_id: parameters.whole("assigned_team", 0)?,
        text: parameters.get("query").map(str::to_owned),
        is_snoozed,
    })
}

/// `PATCH /api/1/item/{id}`.
pub(super) fn update(call: &Call<'_>, id: &str) -> Result<Answer, Failure> {
    let id = number(id, "Item")?;
    let change = ItemChange::read(&call.members)?;
    let now = call.now_seconds();
    call.write(move |connection, project| {
        let item = items::find(connection, project, id)?;
        let mut item = item.ok_or_else(|| Problem::not_found("Item"))?;
        apply(change, &mut item, now);
        items::update(connection, &item)?;
        Ok(())
    })?;
    show(&serde_json::json!({}))
}

fn apply(change: ItemChange, item: &mut items::Item, now: i64) {
    if let Some(status) = change.status.map(Status::number).filter(|s| *s != item.status) {
        item.status = status;
        match status {
            items::ACTIVE => item.activated_time = now,
            items::RESOLVED => item.resolved_time = Some(now),
            _ => {}
        }
    }
    if let Some(level) = change.level {
        item.level = level.number();
        item.is_level_locked = true;
    }
    if let Some(title) = change.title {
        item.title = title;
        item.is_title_locked = true;
    }
    item.resolved_in_version =
        change.resolved_in_version.unwrap_or_else(|| item.resolved_in_version.take());
    item.assigned_user_id = change.assigned_user_id.unwrap_or(item.assigned_user_id);
    item.team_id = change.team_id.unwrap_or(item.team_id);
    item.is_snoozed = change.snoozed.unwrap_or(item.is_snoozed);
}
