//! `PutQueryDefinition`, `DescribeQueryDefinitions`, `DeleteQueryDefinition`.
//!
//! The identifier is the key; two definitions may share a name.

use rusqlite::Connection;

use super::error;
use crate::backend::front::call::Call;
use crate::backend::front::page_token;
use crate::backend::store::Scope;
use crate::backend::store::catalog::documents;
use crate::base::random_uuid;
use crate::model::Violation;
use crate::model::check_count;
use crate::model::check_length;
use crate::model::check_one_of;
use crate::model::query_definition as limits;
use crate::wire::aws::AwsError;
use crate::wire::aws::required;
use crate::wire::logs::DeleteQueryDefinitionRequest;
use crate::wire::logs::DeleteQueryDefinitionResponse;
use crate::wire::logs::DescribeQueryDefinitionsRequest;
use crate::wire::logs::DescribeQueryDefinitionsResponse;
use crate::wire::logs::PutQueryDefinitionRequest;
use crate::wire::logs::PutQueryDefinitionResponse;
use crate::wire::logs::QueryDefinition;

/// Kind of the documents that hold definitions; their name is the identifier.
const KIND: &str = "query-definition";

/// Kind of the documents that remember which identifier a client token made.
const TOKEN_KIND: &str = "query-definition-token";

/// `PutQueryDefinition`: creates, or replaces the one whose identifier is given.
pub(super) fn put(
    call: &Call<'_>,
    input: PutQueryDefinitionRequest,
) -> Result<PutQueryDefinitionResponse, AwsError> {
    check(&input).map_err(|v| error::violation(&v))?;
    let new_id =
        random_uuid().map_err(|error| AwsError::internal("InternalFailure", error.to_string()))?;
    let now = call.now();
    call.write(move |connection, scope| {
        let id = match &input.query_definition_id {
            Some(id) => {
                documents::find(connection, scope, KIND, "", id)?.ok_or_else(missing)?;
                id.clone()
            }
            None => create(connection, scope, &input, new_id, now)?,
        };
        let definition = QueryDefinition {
            query_language: input.query_language.unwrap_or_else(|| "CWLI".to_owned()),
            query_definition_id: id.clone(),
            name: input.name.unwrap_or_default(),
            query_string: input.query_string.unwrap_or_default(),
            last_modified: now,
            log_group_names: input.log_group_names.unwrap_or_default(),
            parameters: input.parameters,
        };
        let body = serde_json::json!(definition).to_string();
        documents::put(connection, scope, KIND, "", &id, &body, now)?;
        Ok(PutQueryDefinitionResponse { query_definition_id: id })
    })
}

/// `DescribeQueryDefinitions`, by name and identifier.
pub(super) fn describe(
    call: &Call<'_>,
    input: DescribeQueryDefinitionsRequest,
) -> Result<DescribeQueryDefinitionsResponse, AwsError> {
    let most = input.max_results.unwrap_or(1000);
    crate::model::check_range("maxResults", most, 1, 1000).map_err(|v| error::violation(&v))?;
    let limit = usize::try_from(most).unwrap_or(1);
    let language = input.query_language.unwrap_or_default();
    if !language.is_empty() {
        check_one_of("queryLanguage", &language, limits::LANGUAGES)
            .map_err(|v| error::violation(&v))?;
    }
    let prefix = input.query_definition_name_prefix.unwrap_or_default();
    let request = ["DescribeQueryDefinitions", &prefix, &language];
    let after = match &input.next_token {
        Some(token) => Some(page_token::decode(&request, token).ok_or_else(error::bad_token)?),
        None => None,
    };
    call.read(|connection, scope| {
        let stored = documents::page(
            connection,
            scope,
            KIND,
            Some(""),
            None,
            None,
            limits::MAXIMUM_DEFINITIONS,
        )?;
        let mut definitions = Vec::new();
        for document in &stored {
            let definition: QueryDefinition =
                serde_json::from_str(&document.body).map_err(|error| {
                    AwsError::internal("InternalFailure", format!("stored query: {error}"))
                })?;
            let wanted = definition.name.starts_with(&prefix)
                && (language.is_empty() || definition.query_language == language)
                && after.as_ref().is_none_or(|after| &position(&definition) > after);
            if wanted {
                definitions.push(definition);
            }
        }
        definitions.sort_by_key(position);
        let more = definitions.len() > limit;
        definitions.truncate(limit);
        let next_token = match definitions.last() {
            Some(last) if more => Some(page_token::encode(&request, &position(last))),
            _ => None,
        };
        Ok(DescribeQueryDefinitionsResponse { query_definitions: definitions, next_token })
    })
}

/// `DeleteQueryDefinition`.
pub(super) fn delete(
    call: &Call<'_>,
    input: DeleteQueryDefinitionRequest,
) -> Result<DeleteQueryDefinitionResponse, AwsError> {
    let id = required("queryDefinitionId", input.query_definition_id)
        .map_err(|v| error::violation(&v))?;
    call.write(move |connection, scope| {
        if !documents::delete(connection, scope, KIND, "", &id)? {
            return Err(missing());
        }
        Ok(DeleteQueryDefinitionResponse { success: true })
    })
}

/// Returns the identifier of a new definition; the same client token gets the same one.
fn create(
    connection: &Connection,
    scope: &Scope,
    input: &PutQueryDefinitionRequest,
    new_id: String,
    now: i64,
) -> Result<String, AwsError> {
    if let Some(token) = &input.client_token {
        if let Some(known) = documents::find(connection, scope, TOKEN_KIND, "", token)?
            && documents::find(connection, scope, KIND, "", &known.body)?.is_some()
        {
            return Ok(known.body);
        }
        documents::put(connection, scope, TOKEN_KIND, "", token, &new_id, now)?;
    }
    if documents::count(connection, scope, KIND, None)? >= limits::MAXIMUM_DEFINITIONS as u64 {
        return Err(error::limit_exceeded());
    }
    Ok(new_id)
}

fn check(input: &PutQueryDefinitionRequest) -> Result<(), Violation> {
    let name = required("name", input.name.as_deref())?;
    check_length("name", name, 1, limits::MAXIMUM_NAME_LENGTH)?;
    let query = required("queryString", input.query_string.as_deref())?;
    check_length("queryString", query, 1, limits::MAXIMUM_QUERY_LENGTH)?;
    if let Some(id) = &input.query_definition_id {
        check_length("queryDefinitionId", id, 0, 256)?;
    }
    if let Some(token) = &input.client_token {
        check_length("clientToken", token, 36, 128)?;
    }
    if let Some(language) = &input.query_language {
        check_one_of("queryLanguage", language, limits::LANGUAGES)?;
    }
    if let Some(parameters) = &input.parameters {
        let count = parameters.len();
        check_count("parameters", count, 0, limits::MAXIMUM_PARAMETERS, || "[...]".to_owned())?;
        for parameter in parameters {
            required("parameters.member.name", parameter.name.as_deref())?;
        }
    }
    for name in input.log_group_names.iter().flatten() {
        crate::model::log_group::check_group_name("logGroupNames", name)?;
    }
    Ok(())
}

fn position(definition: &QueryDefinition) -> String {
    format!("{}\u{0}{}", definition.name, definition.query_definition_id)
}

fn missing() -> AwsError {
    error::not_found("The specified query definition does not exist.")
}
