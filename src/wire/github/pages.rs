//! Lists that come page by page.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;

use super::secrets::ListedSecret;
use super::secrets::SecretPage;
use super::variables::ListedVariable;
use super::variables::VariablePage;

/// A page of a list.
pub trait PageOf<T> {
    /// Most entries that are asked for at once.
    const SIZE: usize;

    /// Takes the page apart: how many entries the whole list has, and those of this page.
    fn into_parts(self) -> (usize, Vec<T>);
}

/// One repository, of which only the number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct RepositoryId {
    pub id: u64,
}

/// Answer of `GET …/{name}/repositories`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RepositoryPage {
    pub total_count: usize,
    pub repositories: Vec<RepositoryId>,
}

impl PageOf<ListedSecret> for SecretPage {
    const SIZE: usize = 100;

    fn into_parts(self) -> (usize, Vec<ListedSecret>) {
        (self.total_count, self.secrets)
    }
}

impl PageOf<ListedVariable> for VariablePage {
    const SIZE: usize = 30;

    fn into_parts(self) -> (usize, Vec<ListedVariable>) {
        (self.total_count, self.variables)
    }
}

impl PageOf<RepositoryId> for RepositoryPage {
    const SIZE: usize = 100;

    fn into_parts(self) -> (usize, Vec<RepositoryId>) {
        (self.total_count, self.repositories)
    }
}
