//! How an occurrence looks.

use serde_json::Value;

use super::told::Told;
use super::told::frame_place;
use super::told::plain;
use super::words;
use crate::clients::rollbar::Instance;
use crate::commands::Context;
use crate::ui::Column;
use crate::ui::Report;
use crate::ui::Tone;

/// Characters of a text that people are shown.
const LONGEST_TEXT: usize = 2_000;

/// Characters of a line of source code, of a place and of small values that people are shown.
const LONGEST_VALUE: usize = 200;

type Line = Vec<(Tone, String)>;

/// Shows an occurrence.
pub(super) fn report(
    context: &Context,
    instance: Instance,
    page: Option<String>,
    most_frames: usize,
) -> Report {
    let told = Told::of(&instance);
    let fields = fields(context, &instance, &told, page);
    let mut rows: Vec<Vec<String>> =
        fields.iter().map(|(name, value)| vec![(*name).to_owned(), value.clone()]).collect();
    let mut lines: Vec<Line> = vec![vec![
        (words::tone(told.level()), told.level().to_owned()),
        (Tone::Plain, " ".to_owned()),
        (Tone::Heading, words::cut(&told.headline(), LONGEST_TEXT)),
    ]];
    lines.extend(fields.into_iter().map(|(name, value)| {
        let value = words::cut(&value, LONGEST_VALUE);
        vec![(Tone::Faint, format!("{name:<12} ")), (Tone::Plain, value)]
    }));
    push_body(&mut lines, &mut rows, &told, most_frames);
    let columns = ["FIELD", "VALUE"].map(Column::left).to_vec();
    Report::lines(instance.value, lines, columns, rows)
}

fn fields(
    context: &Context,
    instance: &Instance,
    told: &Told<'_>,
    page: Option<String>,
) -> Vec<(&'static str, String)> {
    let occurrence = &instance.known;
    let value = |path: &str| told.value(path).map(plain).unwrap_or_default();
    let joined = |paths: &[&str]| {
        let parts: Vec<String> =
            paths.iter().map(|path| value(path)).filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    };
    let fields = [
        ("occurrence", occurrence.id.to_string()),
        ("item id", occurrence.item_id.to_string()),
        ("uuid", value("/uuid")),
        ("time", words::time(context, Some(occurrence.timestamp))),
        ("environment", value("/environment")),
        ("version", value("/code_version")),
        ("context", value("/context")),
        ("request", joined(&["/request/method", "/request/url"])),
        ("address", value("/request/user_ip")),
        ("person", told.person().unwrap_or_default()),
        ("server", joined(&["/server/host", "/server/branch"])),
        ("language", joined(&["/language", "/framework"])),
        ("notifier", joined(&["/notifier/name", "/notifier/version"])),
        ("trace", told.trace().unwrap_or_default()),
        ("page", page.unwrap_or_default()),
    ];
    fields.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn push_body(
    lines: &mut Vec<Line>,
    rows: &mut Vec<Vec<String>>,
    told: &Told<'_>,
    most_frames: usize,
) {
    let mut row = |name: &str, text: &str| rows.push(vec![name.to_owned(), text.to_owned()]);
    for (name, path) in [("message", "/body/message/body"), ("report", "/body/crash_report/raw")] {
        let text = told.text(path);
        if text.is_empty() {
            continue;
        }
        row(name, text);
        if text == told.headline() {
            // It stands above already.
            continue;
        }
        lines.push(Vec::new());
        let shown = words::cut(text, LONGEST_TEXT);
        lines.extend(shown.lines().map(|line| vec![(Tone::Plain, line.to_owned())]));
    }
    let newest_first = told.is_newest_first();
    for (place, exception) in told.exceptions().iter().enumerate() {
        lines.push(Vec::new());
        if place > 0 {
            lines.push(vec![(Tone::Faint, "caused by".to_owned())]);
        }
        let title = exception.title();
        row("exception", &title);
        let title = words::cut(&title, LONGEST_TEXT);
        lines.extend(title.lines().map(|line| vec![(Tone::Bad, line.to_owned())]));
        for frame in exception.frames {
            row("frame", &frame_place(frame));
        }
        push_frames(lines, exception.frames, newest_first, most_frames);
    }
}

/// Shows the frames that are nearest to the error, in the order in which they were sent.
fn push_frames(lines: &mut Vec<Line>, frames: &[Value], newest_first: bool, most: usize) {
    if frames.is_empty() {
        return;
    }
    let hidden = frames.len().saturating_sub(most);
    let note =
        |hidden: usize| vec![(Tone::Faint, format!("  … {hidden} more frames; see --frames"))];
    let order = if newest_first { "first" } else { "last" };
    lines.push(vec![(Tone::Faint, format!("  most recent call {order}"))]);
    let shown = if newest_first { &frames[..frames.len() - hidden] } else { &frames[hidden..] };
    if hidden > 0 && !newest_first {
        lines.push(note(hidden));
    }
    for frame in shown {
        lines.push(vec![(
            Tone::Name,
            format!("  {}", words::cut(&frame_place(frame), LONGEST_VALUE)),
        )]);
        let code = frame.get("code").and_then(Value::as_str).unwrap_or_default().trim();
        if !code.is_empty() {
            lines.push(vec![(Tone::Plain, format!("    {}", words::cut(code, LONGEST_VALUE)))]);
        }
    }
    if hidden > 0 && newest_first {
        lines.push(note(hidden));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;
    use serde_json::json;

    use super::*;
    use crate::ui::Format;
    use crate::ui::Ui;
    use crate::ui::UiOptions;

    fn instance(data: &Value) -> Instance {
        let value = json!({ "id": 31, "item_id": 7, "timestamp": 1_795_233_600, "data": data });
        serde_json::from_value(value).unwrap()
    }

    fn shown(data: &Value, frames: usize, format: Option<Format>) -> String {
        let (ui, captured) = Ui::captured(UiOptions { format, ..UiOptions::default() });
        let report = report(&Context::for_tests(), instance(data), None, frames);
        ui.print(&report).unwrap();
        captured.stdout()
    }

    fn exception() -> Value {
        let frame = |file: &str, line: i64, method: &str, code: Value| {
            json!({
                "filename": file, "lineno": line, "method": method, "code": code,
            })
        };
        json!({
            "uuid": "4b2f", "environment": "production", "level": "error", "language": "python 3.13",
            "framework": "flask", "context": "/api/<x>", "code_version": "9f8e",
            "notifier": { "name": "pyrollbar", "version": "1.5.0" },
            "server": { "host": "web-1", "branch": null },
            "person": { "id": 7, "username": "ann", "email": null },
            "request": { "method": "GET", "url": "http://h/\u{1b}[2J", "user_ip": "10.0.0.1" },
            "attributes": [{ "key": "trace_id", "value": "1-58406520-a006649127e371903a2de979" }],
            "body": { "trace_chain": [
                {
                    "frames": [
                        frame("app.py", 10, "main", json!("  view()")),
                        frame("app.py", 12, "view", Value::Null),
                    ],
                    "exception": { "class": "KeyError", "message": "'x'\nsecond line" },
                },
                { "frames": [], "exception": { "class": "ValueError", "description": "odd" } },
            ] },
        })
    }

    #[test]
    fn people_see_what_happened_where_and_to_whom() {
        insta::assert_snapshot!(shown(&exception(), 20, None), @r"
        error KeyError: 'x'
        occurrence   31
        item id      7
        uuid         4b2f
        time         2026-11-21T04:00:00.000Z
        environment  production
        version      9f8e
        context      /api/<x>
        request      GET http://h/\u{1b}[2J
        address      10.0.0.1
        person       7 (ann)
        server       web-1
        language     python 3.13 flask
        notifier     pyrollbar 1.5.0
        trace        1-58406520-a006649127e371903a2de979

        KeyError: 'x'
        second line
          most recent call last
          app.py:10 in main
            view()
          app.py:12 in view

        caused by
        ValueError: odd
        ");
    }

    #[test]
    fn frames_near_the_error_are_kept() {
        let text = shown(&exception(), 1, None);
        assert!(text.contains("… 1 more frames") && !text.contains("app.py:10"), "{text}");
        let mut data = exception();
        data["language"] = json!("javascript");
        let text = shown(&data, 1, None);
        assert!(text.contains("most recent call first"), "{text}");
        assert!(text.contains("app.py:10") && !text.contains("app.py:12"), "{text}");
    }

    #[test]
    fn programs_get_rows_or_everything() {
        let csv = shown(&exception(), 1, Some(Format::Csv));
        assert!(csv.starts_with("FIELD,VALUE\noccurrence,31\n"), "{csv}");
        assert_eq!(csv.matches("\nframe,").count(), 2, "{csv}");
        let value: Value =
            serde_json::from_str(&shown(&exception(), 1, Some(Format::Json))).unwrap();
        assert_eq!(value["data"], exception());
    }

    #[test]
    fn nothing_of_an_occurrence_is_counted_on() {
        let odd = [
            Value::Null,
            json!([]),
            json!("text"),
            json!({ "body": 1, "person": [], "request": "x", "attributes": { "a": 1 }, "level": 5 }),
            json!({ "body": { "trace": { "frames": [null, 1, { "filename": {} }], "exception": 1 } } }),
            json!({ "body": { "trace_chain": {}, "message": [], "crash_report": { "raw": "a\nb" } } }),
        ];
        for data in odd {
            let text = shown(&data, 0, None);
            assert!(text.contains("occurrence   31"), "{data}: {text}");
        }
    }

    /// Anything, under names that are looked at.
    fn anything() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".{0,12}".prop_map(Value::from),
            Just(json!("javascript 1")),
        ];
        let names = [
            "body",
            "message",
            "trace",
            "trace_chain",
            "exception",
            "class",
            "frames",
            "filename",
            "lineno",
            "method",
            "code",
            "person",
            "id",
            "attributes",
            "key",
            "value",
            "trace_id",
            "request",
            "url",
            "language",
            "level",
            "custom",
        ];
        leaf.prop_recursive(6, 64, 6, move |inner| {
            let members = proptest::collection::vec((select(names.to_vec()), inner.clone()), 0..6);
            let object = members.prop_map(|members| {
                members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
            });
            prop_oneof![
                object.prop_map(Value::Object),
                proptest::collection::vec(inner, 0..6).prop_map(Value::Array),
            ]
        })
    }

    proptest! {
        #[test]
        fn everything_can_be_shown_and_nothing_commands_a_terminal(
            data in anything(),
            frames in 0..4_usize,
        ) {
            let value = json!({ "body": data.clone(), "person": data.clone(), "custom": data });
            let text = shown(&value, frames, None);
            prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text}");
        }
    }

    #[test]
    fn long_messages_are_cut_for_people_only() {
        let data = json!({ "body": { "message": { "body": "é".repeat(5000) } } });
        assert!(shown(&data, 0, None).contains("3000 more characters"));
        assert!(shown(&data, 0, Some(Format::Csv)).contains(&"é".repeat(5000)));
    }
}
