//! `/1/boards`.

use rusqlite::Connection;
use serde_json::json;

use super::annotations::ANNOTATIONS;
use super::call::Call;
use super::call::ENVIRONMENT;
use super::call::Failure;
use super::call::TEAM;
use super::kept::Kept;
use super::queries::QUERIES;
use super::rows::new_identifier;
use super::slos::SLOS;
use crate::backend::front::message::Answer;
use crate::backend::store::Scope;
use crate::wire::honeycomb::Board;
use crate::wire::honeycomb::BoardLinks;
use crate::wire::honeycomb::FieldCode;
use crate::wire::honeycomb::FieldProblem;
use crate::wire::honeycomb::Problem;

/// Boards of the environment.
pub(super) const BOARDS: Kept = Kept::new("honeycomb-board", "Board");

/// Lists all.
pub(super) fn list(call: &Call<'_>) -> Result<Answer, Failure> {
    let found: Vec<Board> = call.read(|connection, scope| BOARDS.list(connection, scope, ""))?;
    let shown: Vec<Board> = found.into_iter().map(|board| linked(call, board)).collect();
    Ok(Answer::json(200, &json!(shown)))
}

/// Shows one.
pub(super) fn get(call: &Call<'_>, id: &str) -> Result<Answer, Failure> {
    let found = call.read(|connection, scope| BOARDS.find(connection, scope, "", id))?;
    Ok(Answer::json(200, &json!(linked(call, found))))
}

/// Creates one.
pub(super) fn create(call: &Call<'_>) -> Result<Answer, Failure> {
    let mut board = Board::read(&call.request.body)?;
    board.id = new_identifier();
    let now = call.now();
    let board = call.write(move |connection, scope| {
        find_named(connection, scope, &mut board)?;
        BOARDS.insert(connection, scope, "", &board.id, &board, now)?;
        Ok(board)
    })?;
    Ok(Answer::json(201, &json!(linked(call, board))))
}

/// Writes one anew.
pub(super) fn update(call: &Call<'_>, id: &str) -> Result<Answer, Failure> {
    let mut board = Board::read(&call.request.body)?;
    board.id = id.to_owned();
    let now = call.now();
    let board = call.write(move |connection, scope| {
        BOARDS.find::<Board>(connection, scope, "", &board.id)?;
        find_named(connection, scope, &mut board)?;
        BOARDS.replace(connection, scope, "", &board.id, &board, now)?;
        Ok(board)
    })?;
    Ok(Answer::json(200, &json!(linked(call, board))))
}

/// Deletes one.
pub(super) fn delete(call: &Call<'_>, id: &str) -> Result<Answer, Failure> {
    call.delete(BOARDS, None, id)
}

/// Finds the queries and objectives that panels show, and enters the datasets of the queries.
fn find_named(connection: &Connection, scope: &Scope, board: &mut Board) -> Result<(), Failure> {
    let mut problems = Vec::new();
    for (place, panel) in board.panels.iter_mut().enumerate() {
        let mut refuse = |member: &str, description: &str| {
            problems.push(FieldProblem {
                field: format!("panels[{place}].{member}"),
                code: FieldCode::Invalid,
                description: description.to_owned(),
            });
        };
        if let Some(query) = &mut panel.query_panel {
            query.dataset = QUERIES.parent_of(connection, scope, &query.query_id)?;
            if query.dataset.is_none() {
                refuse("query_panel.query_id", "names no query");
            }
            let annotation = &query.query_annotation_id;
            if ANNOTATIONS.parent_of(connection, scope, annotation)?.is_none() {
                refuse("query_panel.query_annotation_id", "names no query annotation");
            }
        }
        if let Some(slo) = &panel.slo_panel
            && SLOS.parent_of(connection, scope, &slo.slo_id)?.is_none()
        {
            refuse("slo_panel.slo_id", "names no SLO");
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Problem::validation(problems).into()) }
}

fn linked(call: &Call<'_>, board: Board) -> Board {
    let links = BoardLinks::new(&call.base(), TEAM.1, ENVIRONMENT.1, &board.id);
    Board { links: Some(links), ..board }
}
