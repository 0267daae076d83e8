//! The calculated fields that queries of a dataset can use.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rusqlite::Connection;

use super::calculated_fields::CALCULATED_FIELDS;
use super::call::Failure;
use crate::backend::store::Scope;
use crate::dialect::honeycomb::MAXIMUM_MEMBERS;
use crate::dialect::honeycomb::parse_expression;
use crate::dialect::plan::Computed;
use crate::dialect::plan::Expression;
use crate::wire::honeycomb::ALL_DATASETS;
use crate::wire::honeycomb::CalculatedField;

/// Calculated fields by alias. Those of the environment know only each other and columns, those of
/// a dataset know both.
#[derive(Debug, Default)]
pub(super) struct SavedFields {
    own: BTreeMap<String, CalculatedField>,
    environment: BTreeMap<String, CalculatedField>,
}

/// Why fields cannot be put in an order.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Disorder {
    #[error("uses {0}, which is made of it in turn")]
    Circle(String),
    #[error("uses more than {MAXIMUM_MEMBERS} calculated fields")]
    TooMany,
    #[error("uses {0}, whose expression cannot be read")]
    Unreadable(String),
}

impl SavedFields {
    /// Reads the fields that a dataset, by its slug, has and sees.
    pub(super) fn read(
        connection: &Connection,
        scope: &Scope,
        parent: &str,
    ) -> Result<Self, Failure> {
        let of = |parent: &str| -> Result<BTreeMap<String, CalculatedField>, Failure> {
            let fields: Vec<CalculatedField> = CALCULATED_FIELDS.list(connection, scope, parent)?;
            Ok(fields.into_iter().map(|field| (field.alias.clone(), field)).collect())
        };
        let own = if parent == ALL_DATASETS { BTreeMap::new() } else { of(parent)? };
        Ok(Self { own, environment: of(ALL_DATASETS)? })
    }

    pub(super) fn contains(&self, alias: &str) -> bool {
        self.own.contains_key(alias) || self.environment.contains_key(alias)
    }

    /// Puts a field among those of a dataset, or of the environment.
    pub(super) fn put(&mut self, parent: &str, field: CalculatedField) {
        let fields = if parent == ALL_DATASETS { &mut self.environment } else { &mut self.own };
        fields.insert(field.alias.clone(), field);
    }

    /// Returns the fields that columns need, each behind those that it uses.
    pub(super) fn needed<'c>(
        &self,
        columns: impl IntoIterator<Item = &'c str>,
    ) -> Result<Vec<Computed>, Disorder> {
        let mut gathering = Gathering::of(self);
        for column in columns {
            gathering.visit(column, true)?;
        }
        let Gathering { mut environment, own, .. } = gathering;
        environment.extend(own);
        Ok(environment)
    }
}

struct Gathering<'f> {
    fields: &'f SavedFields,
    /// By alias, and whether it is the dataset's own: whether all that it uses was gathered.
    visited: BTreeMap<(bool, &'f str), bool>,
    environment: Vec<Computed>,
    own: Vec<Computed>,
}

impl<'f> Gathering<'f> {
    const fn of(fields: &'f SavedFields) -> Self {
        Self { fields, visited: BTreeMap::new(), environment: Vec::new(), own: Vec::new() }
    }

    /// Gathers the field of a name, if there is one, behind those that it uses; goes as deep as
    /// there may be fields.
    fn visit(&mut self, name: &str, sees_own: bool) -> Result<(), Disorder> {
        let own = self.fields.own.get(name).filter(|_| sees_own);
        let is_own = own.is_some();
        let Some(field) = own.or_else(|| self.fields.environment.get(name)) else {
            return Ok(());
        };
        let key = (is_own, field.alias.as_str());
        match self.visited.get(&key) {
            Some(true) => return Ok(()),
            Some(false) => return Err(Disorder::Circle(field.alias.clone())),
            None if self.visited.len() >= MAXIMUM_MEMBERS => return Err(Disorder::TooMany),
            None => {}
        }
        self.visited.insert(key, false);
        let expression = parse_expression(&field.expression)
            .map_err(|_| Disorder::Unreadable(field.alias.clone()))?;
        for column in columns_of(&expression) {
            self.visit(column, is_own)?;
        }
        self.visited.insert(key, true);
        let computed = Computed { name: field.alias.clone(), expression };
        if is_own {
            self.own.push(computed)
        } else {
            self.environment.push(computed)
        }
        Ok(())
    }
}

/// Returns the columns that an expression names.
pub(super) fn columns_of(expression: &Expression) -> BTreeSet<&str> {
    let mut columns = BTreeSet::new();
    expression.collect_columns(&mut columns);
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(own: &[(&str, &str)], environment: &[(&str, &str)]) -> SavedFields {
        let mut fields = SavedFields::default();
        let both = [("d", own), (ALL_DATASETS, environment)];
        for (parent, named) in both {
            for (alias, expression) in named {
                let (alias, expression) = ((*alias).to_owned(), (*expression).to_owned());
                fields.put(parent, CalculatedField { alias, expression, ..Default::default() });
            }
        }
        fields
    }

    fn needed(fields: &SavedFields, column: &str) -> Result<Vec<String>, Disorder> {
        let found = fields.needed([column])?;
        Ok(found.into_iter().map(|computed| computed.name).collect())
    }

    #[test]
    fn a_field_comes_behind_what_it_uses() {
        let saved = fields(
            &[("a", "$b + $c + $x"), ("b", "$c * 2"), ("unused", "$a")],
            &[("c", "INT($b)"), ("d", "1")],
        );
        assert_eq!(needed(&saved, "a").unwrap(), ["c", "b", "a"]);
        assert_eq!(needed(&saved, "x").unwrap(), [""; 0]);
        assert_eq!(needed(&saved, "d").unwrap(), ["d"]);
    }

    #[test]
    fn circles_and_long_chains_are_refused() {
        let circle = fields(&[("a", "$b + 1"), ("b", "$a + 1")], &[("s", "$s")]);
        assert_eq!(needed(&circle, "a"), Err(Disorder::Circle("a".to_owned())));
        assert_eq!(needed(&circle, "s"), Err(Disorder::Circle("s".to_owned())));
        let chain: Vec<(String, String)> =
            (0..=MAXIMUM_MEMBERS).map(|n| (format!("f{n}"), format!("$f{}", n + 1))).collect();
        let chain: Vec<(&str, &str)> =
            chain.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        assert_eq!(needed(&fields(&chain, &[]), "f0"), Err(Disorder::TooMany));
        assert_eq!(needed(&fields(&chain, &[]), "f1").unwrap().len(), MAXIMUM_MEMBERS);
    }
}
