//! Which cells a group has, in the order of their buckets of time.

use super::table::GroupTable;

/// The cells of some groups, in the order of their buckets.
#[derive(Clone, Copy)]
pub(super) struct Slice<'a> {
    pub(super) buckets: &'a [i64],
    pub(super) cells: &'a [u32],
}

impl<'a> Slice<'a> {
    pub(super) const EMPTY: Self = Self { buckets: &[], cells: &[] };

    /// Returns each bucket with its cells.
    pub(super) fn each(self) -> impl Iterator<Item = (i64, &'a [u32])> {
        let mut cells = self.cells;
        self.buckets.chunk_by(|left, right| left == right).map(move |same| {
            let (here, rest) = cells.split_at(same.len());
            cells = rest;
            (same[0], here)
        })
    }

    /// Returns the cells of a bucket.
    pub(super) fn of(self, bucket: i64) -> &'a [u32] {
        let start = self.buckets.partition_point(|known| *known < bucket);
        let end = self.buckets.partition_point(|known| *known <= bucket);
        &self.cells[start..end]
    }
}

/// The cells of all groups, those of a group side by side in the order of their buckets.
pub(super) struct Layout {
    /// Where the cells of each group begin; one more than there are groups.
    starts: Vec<usize>,
    buckets: Vec<i64>,
    pub(super) cells: Vec<u32>,
}

impl Layout {
    /// Puts the cells of a table in order.
    pub(super) fn of(table: &GroupTable) -> Self {
        let all = table.cells.all();
        let mut starts = vec![0; table.groups.len() + 1];
        for &(group, _) in all {
            starts[group as usize + 1] += 1;
        }
        for group in 1..starts.len() {
            starts[group] += starts[group - 1];
        }
        let mut cells: Vec<u32> = (0..all.len() as u32).collect();
        // Without buckets cells are groups, and in order already.
        if !all.is_sorted() {
            cells.sort_unstable_by_key(|&cell| all[cell as usize]);
        }
        let buckets = cells.iter().map(|&cell| all[cell as usize].1).collect();
        Self { starts, buckets, cells }
    }

    /// Returns the cells of a group; none of one that there is not.
    pub(super) fn group(&self, group: u32) -> Slice<'_> {
        let Some(&end) = self.starts.get(group as usize + 1) else { return Slice::EMPTY };
        let range = self.starts[group as usize]..end;
        Slice { buckets: &self.buckets[range.clone()], cells: &self.cells[range] }
    }

    /// Returns the cells of several groups in the order of their buckets.
    pub(super) fn joined(&self, groups: impl Iterator<Item = u32>) -> (Vec<i64>, Vec<u32>) {
        let mut pairs: Vec<(i64, u32)> = Vec::new();
        for slice in groups.map(|group| self.group(group)) {
            pairs.extend(slice.buckets.iter().copied().zip(slice.cells.iter().copied()));
        }
        if !pairs.is_sorted_by_key(|(bucket, _)| *bucket) {
            pairs.sort_unstable();
        }
        pairs.into_iter().unzip()
    }
}
