//! Which groups, datasets and streams were deleted while rows of them are still stored.
//!
//! A group and a dataset never have the same number, so one set holds both.

use std::collections::HashMap;
use std::collections::HashSet;

use super::catalog::tombstones::Tombstone;

/// Deleted groups and streams, as every snapshot carries them.
#[derive(Clone, Debug, Default)]
pub struct DeadIds {
    groups: HashSet<i64>,
    streams: HashMap<i64, HashSet<i64>>,
    tombstones: Vec<Tombstone>,
}

impl DeadIds {
    /// Adds deletions.
    pub(crate) fn extend(&mut self, tombstones: &[Tombstone]) {
        for tombstone in tombstones {
            match tombstone.stream_id {
                None => {
                    self.groups.insert(tombstone.group_id);
                    self.streams.remove(&tombstone.group_id);
                }
                Some(stream_id) => {
                    self.streams.entry(tombstone.group_id).or_default().insert(stream_id);
                }
            }
        }
        self.tombstones.extend_from_slice(tombstones);
    }

    /// Returns a copy without the deletions of those numbers.
    pub(crate) fn without(&self, ids: &[i64]) -> Self {
        let mut kept = Self::default();
        let rest: Vec<Tombstone> = self
            .tombstones
            .iter()
            .copied()
            .filter(|tombstone| !ids.contains(&tombstone.id))
            .collect();
        kept.extend(&rest);
        kept
    }

    /// Returns the deletions in the order of their numbers.
    pub(crate) fn tombstones(&self) -> &[Tombstone] {
        &self.tombstones
    }

    /// Says whether nothing was deleted.
    pub(crate) fn is_empty(&self) -> bool {
        self.tombstones.is_empty()
    }

    /// Says whether the group or dataset was deleted.
    #[must_use]
    pub fn has_group(&self, group_id: i64) -> bool {
        self.groups.contains(&group_id)
    }

    /// Returns the deleted streams of a group, if there are any.
    #[must_use]
    pub fn streams_of(&self, group_id: i64) -> Option<&HashSet<i64>> {
        self.streams.get(&group_id).filter(|streams| !streams.is_empty())
    }

    /// Says whether a row of that group and stream is dead.
    #[must_use]
    pub fn has(&self, group_id: i64, stream_id: i64) -> bool {
        self.has_group(group_id)
            || self.streams.get(&group_id).is_some_and(|streams| streams.contains(&stream_id))
    }
}
