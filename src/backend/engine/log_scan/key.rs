//! The key of an event: its place in the order of all events of a group.

use super::query::Direction;

/// Largest ingestion time that fits into the digits of a key.
const LARGEST_INGESTION: i64 = 99_999_999_999_999_999;

/// The place of an event; keys order events by time, then by arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventKey {
    /// Event time, milliseconds since the epoch.
    pub timestamp_ms: i64,
    /// Time at which the event was taken, milliseconds since the epoch.
    pub ingestion_ms: i64,
    /// Number of the event, never reused.
    pub sequence: u64,
}

impl EventKey {
    /// Returns 56 decimal digits whose text order is the order of keys.
    ///
    /// Times before the epoch, which no front accepts, count as the epoch.
    #[must_use]
    pub fn to_digits(&self) -> String {
        let timestamp = self.timestamp_ms.max(0);
        let ingestion = self.ingestion_ms.clamp(0, LARGEST_INGESTION);
        format!("{timestamp:019}{ingestion:017}{:020}", self.sequence)
    }

    /// Reads what [`Self::to_digits`] wrote.
    #[must_use]
    pub fn from_digits(text: &str) -> Option<Self> {
        if text.len() != 56 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Some(Self {
            timestamp_ms: text[..19].parse().ok()?,
            ingestion_ms: text[19..36].parse().ok()?,
            sequence: text[36..].parse().ok()?,
        })
    }

    /// Returns the place before all keys of a time, in the direction of travel.
    pub(super) const fn before_time(timestamp_ms: i64, direction: Direction) -> Self {
        match direction {
            Direction::Forward => Self {
                timestamp_ms: timestamp_ms.saturating_sub(1),
                ingestion_ms: LARGEST_INGESTION,
                sequence: u64::MAX,
            },
            Direction::Backward => {
                Self { timestamp_ms: timestamp_ms.saturating_add(1), ingestion_ms: 0, sequence: 0 }
            }
        }
    }
}

/// A key turned so that it rises in the direction of travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TravelKey([u64; 3]);

impl TravelKey {
    pub(super) fn of(key: &EventKey, direction: Direction) -> Self {
        let parts = [ordered(key.timestamp_ms), ordered(key.ingestion_ms), key.sequence];
        match direction {
            Direction::Forward => Self(parts),
            Direction::Backward => Self(parts.map(|part| !part)),
        }
    }

    /// Returns the first key that an event of this time can have.
    pub(super) const fn first_of(timestamp_ms: i64, direction: Direction) -> Self {
        let time = ordered(timestamp_ms);
        match direction {
            Direction::Forward => Self([time, 0, 0]),
            Direction::Backward => Self([!time, 0, 0]),
        }
    }

    /// Returns the event time.
    pub(super) const fn timestamp_ms(self, direction: Direction) -> i64 {
        let time = match direction {
            Direction::Forward => self.0[0],
            Direction::Backward => !self.0[0],
        };
        (time ^ (1 << 63)).cast_signed()
    }
}

/// Turns a signed number into an unsigned one of the same order.
const fn ordered(value: i64) -> u64 {
    value.cast_unsigned() ^ (1 << 63)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn digits_keep_key_and_order(
            a in (0_i64.., 0..=LARGEST_INGESTION, any::<u64>()),
            b in (0_i64.., 0..=LARGEST_INGESTION, any::<u64>()),
            same_time in any::<bool>(),
        ) {
            let key = |(timestamp_ms, ingestion_ms, sequence)| EventKey { timestamp_ms, ingestion_ms, sequence };
            let (a, mut b) = (key(a), key(b));
            if same_time {
                b.timestamp_ms = a.timestamp_ms;
            }
            prop_assert_eq!(a.to_digits().len(), 56);
            prop_assert_eq!(EventKey::from_digits(&a.to_digits()), Some(a));
            prop_assert_eq!(a.to_digits().cmp(&b.to_digits()), a.cmp(&b));
            let travel = |key: &EventKey, direction| TravelKey::of(key, direction);
            let (forward, backward) = (Direction::Forward, Direction::Backward);
            prop_assert_eq!(travel(&a, forward).cmp(&travel(&b, forward)), a.cmp(&b));
            prop_assert_eq!(travel(&a, backward).cmp(&travel(&b, backward)), b.cmp(&a));
        }
    }

    #[test]
    fn other_texts_are_no_keys() {
        let nines = "9".repeat(56);
        for text in ["", "1", nines.as_str(), &"1".repeat(57), &" ".repeat(56)] {
            assert_eq!(EventKey::from_digits(text), None);
        }
        assert_eq!(EventKey::from_digits(&format!("+{}", "1".repeat(55))), None);
    }
}
