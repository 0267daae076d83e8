//! What a configuration key may be allowed, and which call needs what.

/// A permission of a configuration key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Run queries by the API.
    RunQueries,
    /// Make queries, their annotations and columns.
    ManageQueries,
    /// Make boards.
    ManageBoards,
    /// Make markers.
    ManageMarkers,
    /// Make datasets.
    CreateDatasets,
}

impl Permission {
    /// Returns the permission that a call needs, by the operation's name.
    #[must_use]
    pub fn of_operation(operation: &str) -> Option<Self> {
        Some(match operation {
            "CreateQueryResult" | "GetQueryResult" => Self::RunQueries,
            "CreateQuery"
            | "GetQuery"
            | "ListColumns"
            | "ListCalculatedFields"
            | "ListQueryAnnotations"
            | "CreateQueryAnnotation"
            | "DeleteQueryAnnotation" => Self::ManageQueries,
            "ListBoards" | "CreateBoard" | "UpdateBoard" | "DeleteBoard" => Self::ManageBoards,
            "ListMarkers" | "CreateMarker" | "DeleteMarker" => Self::ManageMarkers,
            "CreateDataset" => Self::CreateDatasets,
            _ => return None,
        })
    }

    /// Returns its name on Honeycomb's page of a key.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RunQueries => "Run Queries",
            Self::ManageQueries => "Manage Queries and Columns",
            Self::ManageBoards => "Manage Public Boards",
            Self::ManageMarkers => "Manage Markers",
            Self::CreateDatasets => "Create Datasets",
        }
    }

    /// Returns the members of `api_key_access` that tell of it.
    #[must_use]
    pub const fn flags(self) -> &'static [&'static str] {
        match self {
            Self::RunQueries => &["queries"],
            Self::ManageQueries => &["columns"],
            Self::ManageBoards => &["boards"],
            Self::ManageMarkers => &["markers"],
            // The description of the API and its clients spell it differently.
            Self::CreateDatasets => &["createDatasets", "create_datasets"],
        }
    }
}
