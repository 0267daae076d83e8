//! Errors of the resources of version 1 as `application/problem+json`, and of version 2.

use serde_json::Value;
use serde_json::json;

/// Content type of a [`Problem`].
pub const PROBLEM_CONTENT_TYPE: &str = "application/problem+json";

/// Content type of version 2, for bodies and errors.
pub const JSON_API_CONTENT_TYPE: &str = "application/vnd.api+json";

/// The kinds of problems that have a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The body is no JSON of this kind.
    Unparseable,
    /// The key is missing or no key.
    Unauthorized,
    /// The key may not do this, or the team's plan does not have it.
    Forbidden,
    /// There is no such resource.
    NotFound,
    /// The resource has no such method.
    MethodNotAllowed,
    /// There is one already, or it is protected.
    Conflict,
    /// The body is too large.
    PayloadTooLarge,
    /// A member has a value that is not allowed.
    ValidationFailed,
    /// Too many requests.
    RateLimited,
}

impl ProblemKind {
    /// Returns the HTTP status.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Unparseable => 400,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Conflict => 409,
            Self::PayloadTooLarge => 413,
            Self::ValidationFailed => 422,
            Self::RateLimited => 429,
        }
    }

    const fn slug(self) -> &'static str {
        match self {
            Self::Unparseable => "unparseable",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::Conflict => "conflict",
            Self::PayloadTooLarge => "payload-too-large",
            Self::ValidationFailed => "validation-failed",
            Self::RateLimited => "rate-limited",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Unparseable => "The request body could not be parsed.",
            Self::Unauthorized => "The request could not be authenticated.",
            Self::Forbidden => "The request is not allowed.",
            Self::NotFound => "The requested resource cannot be found.",
            Self::MethodNotAllowed => "The requested resource does not have this method.",
            Self::Conflict => "The request conflicts with an existing resource.",
            Self::PayloadTooLarge => "Request body is too large.",
            Self::ValidationFailed => "The provided input is invalid.",
            Self::RateLimited => "You have exceeded your rate limit.",
        }
    }
}

/// What is wrong with a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldCode {
    /// Its value is not allowed.
    Invalid,
    /// It is not there.
    Missing,
    /// Its value has another type.
    IncorrectType,
    /// Its value belongs to another resource.
    AlreadyExists,
}

impl FieldCode {
    const fn name(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Missing => "missing",
            Self::IncorrectType => "incorrect_type",
            Self::AlreadyExists => "already_exists",
        }
    }
}

/// One member that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// The member.
    pub field: String,
    /// What is wrong with it.
    pub code: FieldCode,
    /// The same in words.
    pub description: String,
}

impl FieldProblem {
    /// Says in version 2 where the member is: a pointer into the body, or a parameter of a list.
    fn source(&self) -> Value {
        if self.field.starts_with("page[") {
            return json!({ "parameter": self.field });
        }
        let steps = self.field.replace('[', ".").replace(']', "").replace('.', "/");
        json!({ "pointer": format!("/{steps}") })
    }
}

/// An error of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its kind.
    pub kind: ProblemKind,
    /// What is wrong, in the vendor's words where it has some.
    pub error: String,
    /// The members that are wrong.
    pub fields: Vec<FieldProblem>,
}

impl Problem {
    /// Creates a problem that is not about members.
    #[must_use]
    pub fn new(kind: ProblemKind, error: impl Into<String>) -> Self {
        Self { kind, error: error.into(), fields: Vec::new() }
    }

    /// Creates the problem of members with values that are not allowed.
    #[must_use]
    pub fn validation(fields: Vec<FieldProblem>) -> Self {
        let kind = ProblemKind::ValidationFailed;
        Self { kind, error: kind.title().to_owned(), fields }
    }

    /// Creates the problem of one member.
    #[must_use]
    pub fn of_field(field: &str, code: FieldCode, description: &str) -> Self {
        let (field, description) = (field.to_owned(), description.to_owned());
        Self::validation(vec![FieldProblem { field, code, description }])
    }

    /// Returns the body of an answer of version 1; `api` is scheme and host of the API.
    #[must_use]
    pub fn body(&self, api: &str, instance: &str) -> Value {
        let mut body = json!({
            "status": self.kind.status(),
            "type": format!("{api}/problems/{}", self.kind.slug()),
            "title": self.kind.title(),
            "error": self.error,
            "detail": self.error,
            "instance": instance,
        });
        if !self.fields.is_empty() {
            let fields = self.fields.iter().map(|field| {
                json!({
                    "field": field.field,
                    "code": field.code.name(),
                    "description": field.description,
                })
            });
            body["type_detail"] = fields.collect();
        }
        body
    }

    /// Returns the body of an answer of version 2; `id` names this one error.
    #[must_use]
    pub fn json_api_body(&self, id: &str) -> Value {
        let status = self.kind.status().to_string();
        let title = self.kind.title();
        let slug = self.kind.slug();
        if self.fields.is_empty() {
            let mut error = json!({
                "id": id, "status": status, "code": slug, "title": title, "detail": self.error,
            });
            if self.kind == ProblemKind::Unauthorized {
                error["source"] = json!({ "header": "Authorization" });
            }
            return json!({ "errors": [error] });
        }
        let errors: Value = self
            .fields
            .iter()
            .map(|field| {
                json!({
                    "id": id,
                    "status": status,
                    "code": format!("{slug}/{}", field.code.name()),
                    "title": title,
                    "detail": field.description,
                    "source": field.source(),
                })
            })
            .collect();
        json!({ "errors": errors })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_have_both_forms() {
        let problem = Problem::new(ProblemKind::NotFound, "Dataset not found");
        assert_eq!(
            problem.body("http://localhost:4570", "/1/datasets/x"),
            json!({
                "status": 404,
                "type": "http://localhost:4570/problems/not-found",
                "title": "The requested resource cannot be found.",
                "error": "Dataset not found",
                "detail": "Dataset not found",
                "instance": "/1/datasets/x",
            })
        );
        let problem = Problem::validation(vec![FieldProblem {
            field: "name".to_owned(),
            code: FieldCode::Missing,
            description: "cannot be blank".to_owned(),
        }]);
        let body = problem.body("", "");
        assert_eq!((body["status"].as_u64(), &body["error"]), (Some(422), &body["title"]));
        assert_eq!(
            body["type_detail"],
            json!([{ "field": "name", "code": "missing", "description": "cannot be blank" }])
        );
        let error = &problem.json_api_body("1")["errors"][0];
        assert_eq!(error["code"], "validation-failed/missing");
        assert_eq!(error["source"]["pointer"], "/name");
        let source = |field: &str| {
            let problem = Problem::of_field(field, FieldCode::Invalid, "is wrong");
            problem.json_api_body("1")["errors"][0]["source"].clone()
        };
        let pointer = json!({ "pointer": "/data/attributes/list/0/name" });
        assert_eq!(source("data.attributes.list[0].name"), pointer);
        assert_eq!(source("page[size]"), json!({ "parameter": "page[size]" }));
        let refused = Problem::new(ProblemKind::Unauthorized, "no").json_api_body("1");
        assert_eq!(refused["errors"][0]["source"], json!({ "header": "Authorization" }));
    }
}
