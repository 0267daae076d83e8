//! Names of operations that are a method and a path with names in it, as `GET /1/boards/{id}`.

use http::Method;

/// Such a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OperationName(pub(super) &'static str);

impl OperationName {
    /// Returns the method.
    pub(super) fn method(self) -> &'static str {
        self.0.split(' ').next().unwrap_or_default()
    }

    /// Returns the parts of the path; a slash at its end is none.
    pub(super) fn parts(self) -> impl Iterator<Item = &'static str> {
        parts_of(self.0)
    }

    /// Says whether a path is this operation's, by its parts.
    pub(super) fn has_path(self, path: &[&str]) -> bool {
        self.parts().count() == path.len()
            && self.parts().zip(path).all(|(part, given)| is_named(part) || part == *given)
    }

    /// Returns what a path that is this operation's names, at most two things.
    pub(super) fn named<'p>(self, path: &[&'p str]) -> (&'p str, &'p str) {
        let mut named = self.parts().zip(path).filter(|(part, _)| is_named(part));
        let mut next = || named.next().map_or("", |(_, given)| *given);
        (next(), next())
    }

    /// Returns how many things paths of this operation name.
    #[cfg(test)]
    pub(super) fn count_named(self) -> usize {
        self.parts().filter(|part| is_named(part)).count()
    }
}

/// Returns the parts of a path; a slash at its end is none.
pub(super) fn parts_of(path: &str) -> impl Iterator<Item = &str> {
    path.strip_suffix('/').unwrap_or(path).split('/').skip(1)
}

/// Says whether a part of a path stands for a name.
fn is_named(part: &str) -> bool {
    part.starts_with('{')
}

/// Finds the operation of a method and a path; otherwise returns the methods that the path has.
pub(super) fn find<O>(
    operations: &'static [O],
    name_of: fn(&O) -> OperationName,
    method: &Method,
    path: &[&str],
) -> Result<&'static O, Vec<&'static str>> {
    let of_path = || operations.iter().filter(|operation| name_of(operation).has_path(path));
    of_path()
        .find(|operation| name_of(operation).method() == method.as_str())
        .ok_or_else(|| of_path().map(|operation| name_of(operation).method()).collect())
}
