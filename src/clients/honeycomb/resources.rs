//! Annotations, boards and markers.
//!
//! Boards and markers stay as they are read: what others put on a board must survive our writing
//! it, also members that we do not know.

use reqwest::Method;
use serde_json::Value;
use serde_json::json;

use super::client::HoneycombClient;
use super::error::HoneycombCallError;
use super::queries::path;
use super::queries::path_of;
use crate::base::percent_encoded;
use crate::wire::honeycomb::QueryAnnotation;
use crate::wire::honeycomb::SaveQueryAnnotation;

const BOARDS: &str = "/1/boards";

impl HoneycombClient {
    /// `GET /1/query_annotations/{dataset}`: the saved queries of a dataset.
    ///
    /// # Errors
    /// The call fails.
    pub async fn annotations(
        &self,
        dataset: &str,
    ) -> Result<Vec<QueryAnnotation>, HoneycombCallError> {
        let path = path("query_annotations", dataset);
        self.call("ListQueryAnnotations", Method::GET, &path, None).await
    }

    /// `POST /1/query_annotations/{dataset}`: gives a query a name.
    ///
    /// # Errors
    /// The call fails.
    pub async fn create_annotation(
        &self,
        dataset: &str,
        annotation: &SaveQueryAnnotation,
    ) -> Result<QueryAnnotation, HoneycombCallError> {
        let path = path("query_annotations", dataset);
        self.call("CreateQueryAnnotation", Method::POST, &path, Some(&json!(annotation))).await
    }

    /// `DELETE /1/query_annotations/{dataset}/{id}`: takes a query its name; the query stays.
    ///
    /// # Errors
    /// The call fails.
    pub async fn delete_annotation(
        &self,
        dataset: &str,
        id: &str,
    ) -> Result<(), HoneycombCallError> {
        let path = path_of("query_annotations", dataset, id);
        self.call_for_nothing("DeleteQueryAnnotation", Method::DELETE, &path).await
    }

    /// `GET /1/boards`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn boards(&self) -> Result<Vec<Value>, HoneycombCallError> {
        self.call("ListBoards", Method::GET, BOARDS, None).await
    }

    /// `POST /1/boards`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn create_board(&self, board: &Value) -> Result<Value, HoneycombCallError> {
        self.call("CreateBoard", Method::POST, BOARDS, Some(board)).await
    }

    /// `PUT /1/boards/{id}`: writes the whole board.
    ///
    /// # Errors
    /// The call fails.
    pub async fn update_board(&self, id: &str, board: &Value) -> Result<Value, HoneycombCallError> {
        let path = format!("{BOARDS}/{}", percent_encoded(id));
        self.call("UpdateBoard", Method::PUT, &path, Some(board)).await
    }

    /// `DELETE /1/boards/{id}`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn delete_board(&self, id: &str) -> Result<(), HoneycombCallError> {
        let path = format!("{BOARDS}/{}", percent_encoded(id));
        self.call_for_nothing("DeleteBoard", Method::DELETE, &path).await
    }

    /// `GET /1/markers/{dataset}`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn markers(&self, dataset: &str) -> Result<Vec<Value>, HoneycombCallError> {
        self.call("ListMarkers", Method::GET, &path("markers", dataset), None).await
    }

    /// `POST /1/markers/{dataset}`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn create_marker(
        &self,
        dataset: &str,
        marker: &Value,
    ) -> Result<Value, HoneycombCallError> {
        self.call("CreateMarker", Method::POST, &path("markers", dataset), Some(marker)).await
    }

    /// `DELETE /1/markers/{dataset}/{id}`.
    ///
    /// # Errors
    /// The call fails.
    pub async fn delete_marker(&self, dataset: &str, id: &str) -> Result<(), HoneycombCallError> {
        let path = path_of("markers", dataset, id);
        self.call_for_nothing("DeleteMarker", Method::DELETE, &path).await
    }
}
