//! Boards.
#![expect(missing_docs, reason = "members carry the vendor's names and meaning")]

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use super::FieldCode;
use super::Members;
use super::Problem;
use super::tags::Tag;
use super::tags::read_tags;

/// The only type of boards that can still be made.
pub const BOARD_TYPE: &str = "flexible";

/// Longest name of a board.
pub const MAXIMUM_BOARD_NAME: usize = 255;

/// Longest description of a board.
pub const MAXIMUM_BOARD_DESCRIPTION: usize = 1_023;

/// Most filters that a board offers.
pub const MAXIMUM_PRESET_FILTERS: usize = 5;

/// Longest text of a text panel.
pub const MAXIMUM_PANEL_TEXT: usize = 10_000;

/// Most panels of a board; more do not fit into a body anyhow.
const MAXIMUM_PANELS: usize = 1_000;

/// Columns of the grid that panels without a place are laid out on, and the size they get.
const GRID_WIDTH: i64 = 12;
const PANEL_WIDTH: i64 = 6;
const PANEL_HEIGHT: i64 = 4;

/// A board as it is answered, and read by clients.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Board {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    #[serde(rename = "type")]
    pub board_type: String,
    pub name: String,
    pub description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout_generation: Option<String>,
    pub panels: Vec<BoardPanel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preset_filters: Option<Vec<PresetFilter>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub links: Option<BoardLinks>,
}

/// A panel: a query, a service-level objective or a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct BoardPanel {
    #[serde(rename = "type")]
    pub panel_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<PanelPosition>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query_panel: Option<QueryPanel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slo_panel: Option<SloPanel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_panel: Option<TextPanel>,
}

/// Where a panel stands on the board's grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct PanelPosition {
    pub x_coordinate: i64,
    pub y_coordinate: i64,
    pub height: i64,
    pub width: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct QueryPanel {
    pub query_id: String,
    pub query_annotation_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query_style: Option<String>,
    /// Set by the service: the dataset of the query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dataset: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visualization_settings: Option<Value>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct SloPanel {
    pub slo_id: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct TextPanel {
    pub content: String,
}

/// A column that readers of a board can filter by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct PresetFilter {
    pub column: String,
    pub alias: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct BoardLinks {
    pub board_url: String,
}

impl BoardLinks {
    /// Returns the links of a board; `ui` is scheme and host of the pages.
    #[must_use]
    pub fn new(ui: &str, team: &str, environment: &str, id: &str) -> Self {
        let board_url = if environment.is_empty() {
            format!("{ui}/{team}/board/{id}")
        } else {
            format!("{ui}/{team}/environments/{environment}/board/{id}")
        };
        Self { board_url }
    }
}

impl Board {
    /// Reads the body of `POST` or `PUT /1/boards`; what a `PUT` leaves out is gone.
    ///
    /// # Errors
    /// The body is no object, or members of it are wrong.
    pub fn read(body: &[u8]) -> Result<Self, Problem> {
        Members::read(body, |members| {
            let board_type = members.word("type", &[BOARD_TYPE]);
            if board_type.is_none() && members.value("type").is_none() {
                members.refuse("type", FieldCode::Missing, "cannot be blank");
            }
            let layout_generation = members.word("layout_generation", &["auto", "manual"]);
            let mut board = Self {
                board_type: BOARD_TYPE.to_owned(),
                name: members.required_text("name", MAXIMUM_BOARD_NAME),
                description: members
                    .text("description", MAXIMUM_BOARD_DESCRIPTION)
                    .unwrap_or_default(),
                layout_generation,
                panels: members
                    .objects("panels", MAXIMUM_PANELS)
                    .unwrap_or_default()
                    .iter()
                    .map(read_panel)
                    .collect(),
                tags: read_tags(members),
                preset_filters: members
                    .objects("preset_filters", MAXIMUM_PRESET_FILTERS)
                    .map(|filters| filters.iter().map(read_preset_filter).collect()),
                ..Self::default()
            };
            board.lay_out();
            board
        })
    }

    /// Gives panels that have no size a place below those that have one; with the layout `auto`
    /// every panel gets one.
    fn lay_out(&mut self) {
        let automatic = self.layout_generation.as_deref() == Some("auto");
        let placed = |panel: &BoardPanel| {
            panel
                .position
                .filter(|position| !automatic && position.width > 0 && position.height > 0)
        };
        let bottoms = self.panels.iter().filter_map(placed);
        let mut y = bottoms.map(|place| place.y_coordinate + place.height).max().unwrap_or(0);
        let mut x = 0;
        for panel in &mut self.panels {
            if placed(panel).is_some() {
                continue;
            }
            let (width, height) = (PANEL_WIDTH, PANEL_HEIGHT);
            panel.position =
                Some(PanelPosition { x_coordinate: x, y_coordinate: y, height, width });
            x += width;
            if x + width > GRID_WIDTH {
                (x, y) = (0, y + height);
            }
        }
    }
}

fn read_panel(panel: &Members<'_>) -> BoardPanel {
    let panel_type = panel.word("type", &["query", "slo", "text"]).unwrap_or_default();
    if panel.value("type").is_none() {
        panel.refuse("type", FieldCode::Missing, "must be one of query, slo, text");
    }
    let mut found = BoardPanel {
        position: panel.object("position").map(|position| read_position(&position)),
        ..BoardPanel::default()
    };
    // Only the member of its type counts, as clients send empty ones beside it.
    let member = match panel_type.as_str() {
        "query" => "query_panel",
        "slo" => "slo_panel",
        "text" => "text_panel",
        _ => return found,
    };
    match panel.object(member) {
        Some(members) => match panel_type.as_str() {
            "query" => found.query_panel = Some(read_query_panel(&members)),
            "slo" => {
                let slo_id = members.required_text("slo_id", MAXIMUM_BOARD_NAME);
                found.slo_panel = Some(SloPanel { slo_id });
            }
            _ => {
                let content = members.required_text("content", MAXIMUM_PANEL_TEXT);
                found.text_panel = Some(TextPanel { content });
            }
        },
        None if panel.value(member).is_none() => {
            panel.refuse(member, FieldCode::Missing, "cannot be blank");
        }
        None => {}
    }
    found.panel_type = panel_type;
    found
}

fn read_position(position: &Members<'_>) -> PanelPosition {
    /// Far beyond any page, and small enough that sums of it are numbers.
    const MOST: i64 = 1_000_000;
    let number = |key: &str| position.whole(key, 0..=MOST).unwrap_or(0);
    PanelPosition {
        x_coordinate: number("x_coordinate"),
        y_coordinate: number("y_coordinate"),
        height: number("height"),
        width: number("width"),
    }
}

fn read_query_panel(panel: &Members<'_>) -> QueryPanel {
    let settings = panel.object("visualization_settings");
    QueryPanel {
        query_id: panel.required_text("query_id", MAXIMUM_BOARD_NAME),
        query_annotation_id: panel.required_text("query_annotation_id", MAXIMUM_BOARD_NAME),
        query_style: panel.word("query_style", &["graph", "table", "combo"]),
        dataset: None,
        visualization_settings: settings
            .and_then(|_| panel.value("visualization_settings").cloned()),
    }
}

fn read_preset_filter(filter: &Members<'_>) -> PresetFilter {
    /// Longest other name of a column.
    const MAXIMUM_ALIAS: usize = 50;
    PresetFilter {
        column: filter.required_text("column", MAXIMUM_BOARD_NAME),
        alias: filter.required_text("alias", MAXIMUM_ALIAS),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(body: &Value) -> Result<Board, Vec<String>> {
        let read = Board::read(body.to_string().as_bytes());
        read.map_err(|problem| problem.fields.into_iter().map(|field| field.field).collect())
    }

    #[test]
    fn a_board_is_read_and_answered_as_it_was_sent() {
        let body = json!({
            "type": "flexible", "name": "n", "description": "d", "layout_generation": "manual",
            "panels": [
                { "type": "query",
                  "position": { "x_coordinate": 0, "y_coordinate": 0, "height": 3, "width": 4 },
                  "query_panel": { "query_id": "q", "query_annotation_id": "a",
                      "query_style": "graph", "visualization_settings": { "utc_xaxis": true } } },
                { "type": "text",
                  "position": { "x_coordinate": 6, "y_coordinate": 0, "height": 3, "width": 4 },
                  "text_panel": { "content": "words" } },
            ],
            "tags": [{ "key": "color", "value": "blue" }],
            "preset_filters": [{ "column": "c", "alias": "a" }],
        });
        let board = read(&body).unwrap();
        assert_eq!(serde_json::to_value(&board).unwrap(), body);
        let least = read(&json!({ "type": "flexible", "name": "n", "tags": null })).unwrap();
        assert_eq!((least.tags, least.preset_filters, least.panels.len()), (None, None, 0));
    }

    #[test]
    fn panels_without_a_place_get_one() {
        let text = json!({ "type": "text", "text_panel": { "content": "words" },
            "position": { "x_coordinate": 0, "y_coordinate": 0, "height": 0, "width": 0 } });
        let mut placed = text.clone();
        placed["position"] = json!({ "height": 5, "width": 12 });
        let panels = [text.clone(), placed, text.clone(), text];
        let mut body = json!({ "type": "flexible", "name": "n", "panels": panels });
        let places = |body: &Value| -> Vec<[i64; 4]> {
            let panels = read(body).unwrap().panels.into_iter();
            let places = panels.filter_map(|panel| panel.position);
            places
                .map(|place| [place.x_coordinate, place.y_coordinate, place.width, place.height])
                .collect()
        };
        assert_eq!(places(&body), [[0, 5, 6, 4], [0, 0, 12, 5], [6, 5, 6, 4], [0, 9, 6, 4]]);
        body["layout_generation"] = json!("auto");
        assert_eq!(places(&body), [[0, 0, 6, 4], [6, 0, 6, 4], [0, 4, 6, 4], [6, 4, 6, 4]]);
    }

    #[test]
    fn every_wrong_member_is_named() {
        let body = json!({
            "type": "classic", "name": "", "description": "d".repeat(1_024),
            "panels": [
                { "type": "query", "query_panel": { "query_id": "q", "query_style": "pie" } },
                { "type": "slo" }, { "type": "map" }, {}, 1,
                { "type": "text", "text_panel": { "content": "x".repeat(10_001) },
                  "position": { "width": -1 } },
            ],
            "tags": [{ "key": "Color", "value": "blue" }],
            "preset_filters": vec![json!({ "column": "c", "alias": "a" }); 6],
        });
        assert_eq!(
            read(&body).unwrap_err(),
            [
                "type",
                "name",
                "description",
                "panels[4]",
                "panels[0].query_panel.query_annotation_id",
                "panels[0].query_panel.query_style",
                "panels[1].slo_panel",
                "panels[2].type",
                "panels[3].type",
                "panels[5].position.width",
                "panels[5].text_panel.content",
                "tags[0].key",
                "preset_filters",
            ]
        );
    }
}
