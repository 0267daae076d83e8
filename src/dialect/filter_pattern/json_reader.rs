//! One pass over a JSON message that hands out only the wanted values.
//!
//! Owns the skipping parse. It must not know what the values are for. Depth is bounded by the JSON
//! parser where a selector leads, and parts that no selector wants are skipped without recursion.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::comparison::Scalar;
use super::json_selector::Node;
use super::number::Number;

/// Receives what the reader finds where a path ends.
pub(super) trait Sink {
    /// Takes a plain value.
    fn scalar(&mut self, ends: &[usize], value: &Scalar<'_>);
    /// Takes note of an array or an object.
    fn container(&mut self, ends: &[usize]);
}

/// Reads a whole message; false when it is anything but one JSON object.
///
/// The sink may have received values even then. Each occurrence of a repeated name counts.
pub(super) fn read<S: Sink>(tree: &Node, message: &str, sink: &mut S) -> bool {
    let blanks = [' ', '\t', '\r', '\n'];
    if !message.trim_start_matches(blanks).starts_with('{') {
        return false;
    }
    let mut parser = serde_json::Deserializer::from_str(message);
    (Place { node: tree, sink }).deserialize(&mut parser).is_ok() && parser.end().is_ok()
}

/// A place in the message that some path leads to or through.
struct Place<'t, 's, S> {
    node: &'t Node,
    sink: &'s mut S,
}

impl<S: Sink> Place<'_, '_, S> {
    fn scalar(self, value: &Scalar<'_>) {
        if !self.node.ends.is_empty() {
            self.sink.scalar(&self.node.ends, value);
        }
    }

    fn container(&mut self) {
        if !self.node.ends.is_empty() {
            self.sink.container(&self.node.ends);
        }
    }
}

impl<'de, S: Sink> DeserializeSeed<'de> for Place<'_, '_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, S: Sink> Visitor<'de> for Place<'_, '_, S> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.scalar(&Scalar::Null);
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.scalar(&Scalar::Boolean(value));
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.scalar(&Scalar::Number(Number::Whole(value.into())));
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.scalar(&Scalar::Number(Number::Whole(value.into())));
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.scalar(&Scalar::Number(Number::Real(value)));
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.scalar(&Scalar::Text(value));
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        self.container();
        if !self.node.wants_members() {
            return IgnoredAny.visit_map(map).map(drop);
        }
        while let Some(child) = map.next_key_seed(MemberOf(self.node))? {
            match child {
                Some(node) => map.next_value_seed(Place { node, sink: &mut *self.sink })?,
                None => map.next_value::<IgnoredAny>().map(drop)?,
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<(), A::Error> {
        self.container();
        if !self.node.wants_elements() {
            return IgnoredAny.visit_seq(elements).map(drop);
        }
        for index in 0.. {
            let more = match self.node.at_element(index) {
                Some(node) => {
                    elements.next_element_seed(Place { node, sink: &mut *self.sink })?.is_some()
                }
                None => elements.next_element::<IgnoredAny>()?.is_some(),
            };
            if !more {
                break;
            }
        }
        Ok(())
    }
}

/// Turns the name of a member into the place it leads to, without keeping the name.
struct MemberOf<'t>(&'t Node);

impl<'de, 't> DeserializeSeed<'de> for MemberOf<'t> {
    type Value = Option<&'t Node>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'t> Visitor<'_> for MemberOf<'t> {
    type Value = Option<&'t Node>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a member name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.at_member(name))
    }
}
