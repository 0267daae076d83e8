//! Group and stream numbers by names, so that an append needs no look-up.

use std::collections::HashMap;

use crate::backend::store::catalog::tombstones::Tombstone;

/// Names kept at most; beyond it all are forgotten, which is rare and harmless.
const MAXIMUM_NAMES: usize = 200_000;

/// Account, region, group and stream.
pub(super) type StreamNames = [String; 4];

/// Numbers of a stream and its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StreamIds {
    pub(super) group_id: i64,
    pub(super) stream_id: i64,
}

/// Names that were resolved before; only deletions can make one wrong.
#[derive(Debug, Default)]
pub(super) struct StreamCache {
    ids: HashMap<StreamNames, StreamIds>,
}

impl StreamCache {
    pub(super) fn get(&self, names: &StreamNames) -> Option<StreamIds> {
        self.ids.get(names).copied()
    }

    pub(super) fn put(&mut self, names: StreamNames, ids: StreamIds) {
        if self.ids.len() >= MAXIMUM_NAMES {
            self.ids.clear();
        }
        self.ids.insert(names, ids);
    }

    /// Forgets what was deleted.
    pub(super) fn forget(&mut self, tombstones: &[Tombstone]) {
        self.ids.retain(|_, ids| {
            !tombstones.iter().any(|tombstone| {
                tombstone.group_id == ids.group_id
                    && tombstone.stream_id.is_none_or(|stream_id| stream_id == ids.stream_id)
            })
        });
    }

    /// Forgets everything, after a commit that may have resolved names it then lost.
    pub(super) fn clear(&mut self) {
        self.ids.clear();
    }
}
