//! What is declared and what is there.

use serde::Serialize;

use super::Address;
use super::Field;
use super::FieldValue;
use crate::base::Milliseconds;
use crate::base::Place;

/// What to do when a declared thing exists, is not ours and differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OnExists {
    /// Give the named fields their values and mark it as adopted.
    Adopt,
    /// Give the named fields their values and leave open whose it is.
    Update,
    /// Stop.
    Fail,
}

/// How an owned thing became ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// It was created for this project, and goes with it.
    Created,
    /// It was there before, and outlives the project.
    Adopted,
}

impl Origin {
    /// Returns the value of the tag.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Adopted => "adopted",
        }
    }

    /// Reads the value of the tag; what nobody wrote is taken for the harmless one.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        if name == "created" { Self::Created } else { Self::Adopted }
    }
}

/// Whose an existing thing is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ownership {
    /// Nobody marked it.
    Unmarked,
    /// This project marked it.
    Ours(Origin),
    /// Another project marked it.
    Others(String),
    /// It cannot be marked; it is ours where the project file names it.
    ByName,
}

impl Ownership {
    /// Works out whose a thing is from its tags.
    #[must_use]
    pub fn of_tags(project: &str, marked_by: Option<&str>, origin: Option<&str>) -> Self {
        match marked_by {
            None => Self::Unmarked,
            Some(name) if name == project => {
                Self::Ours(Origin::of_name(origin.unwrap_or_default()))
            }
            Some(name) => Self::Others(name.to_owned()),
        }
    }
}

/// A thing as the project file declares it.
#[derive(Clone, Debug, PartialEq)]
pub struct Desired {
    /// What it is.
    pub address: Address,
    /// Where it is declared.
    pub place: Place,
    /// The fields that the file names, or that follow from what it names.
    pub fields: Vec<Field>,
    /// Further fields of a new thing; those of an existing one stay as they are.
    pub defaults: Vec<Field>,
    /// What to do when it exists, is not ours and differs.
    pub on_exists: OnExists,
    /// Whether the vendor made it and it cannot be created or deleted.
    pub is_reserved: bool,
}

impl Desired {
    /// Creates a thing of which nothing but its address is known, to look for it.
    #[must_use]
    pub fn probe(address: Address) -> Self {
        Self {
            address,
            place: Place { name: String::new(), line: 0, column: 0 },
            fields: Vec::new(),
            defaults: Vec::new(),
            on_exists: OnExists::Fail,
            is_reserved: false,
        }
    }

    /// Returns all fields of a new thing.
    pub fn fields_of_new(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().chain(&self.defaults)
    }

    /// Returns the value that a field of a new thing gets.
    #[must_use]
    pub fn value_of_new(&self, name: &str) -> Option<&FieldValue> {
        self.fields_of_new().find(|field| field.name == name).map(|field| &field.value)
    }

    /// Returns the value of a field; nothing where the file does not name it.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&FieldValue> {
        self.fields.iter().find(|field| field.name == name).map(|field| &field.value)
    }
}

/// A thing as the vendor shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// What it is.
    pub address: Address,
    /// Everything that a project file could name.
    pub fields: Vec<Field>,
    /// Whose it is.
    pub ownership: Ownership,
    /// The vendor's identifier, by which it is marked.
    pub arn: String,
    /// When it was created, if the vendor tells.
    pub created: Option<Milliseconds>,
    /// Whether deleting it loses telemetry.
    pub holds_data: bool,
    /// Whether the vendor refuses to delete it before that is allowed again.
    pub is_protected: bool,
    /// Whether others keep something of their own in it, so that only ours is taken from it.
    pub is_shared: bool,
    /// Why it cannot be marked as ours, if it cannot.
    pub unmarkable: Option<String>,
    /// What else is worth knowing about it as it is.
    pub remark: Option<String>,
}

impl Observed {
    /// Returns the value of a field.
    #[must_use]
    pub fn value(&self, name: &str) -> &FieldValue {
        let found = self.fields.iter().find(|field| field.name == name);
        found.map_or(&FieldValue::Absent, |field| &field.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_tell_whose_a_thing_is() {
        let of = |project, origin| Ownership::of_tags("cruddur", project, origin);
        assert_eq!(of(None, Some("created")), Ownership::Unmarked);
        assert_eq!(of(Some("cruddur"), Some("created")), Ownership::Ours(Origin::Created));
        assert_eq!(of(Some("Cruddur"), None), Ownership::Others("Cruddur".to_owned()));
        assert_eq!(of(Some("cruddur"), None), Ownership::Ours(Origin::Adopted));
        assert_eq!(of(Some("other"), Some("created")), Ownership::Others("other".to_owned()));
    }
}
