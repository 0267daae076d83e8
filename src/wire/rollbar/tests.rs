//! Payloads as the published description has them: what is taken, what is refused, what is one
//! item.

use proptest::prelude::*;
use serde_json::Value;
use serde_json::json;

use super::*;

const NOW: i64 = 1_796_288_000_123;

fn reception() -> Reception {
    let remote = Some(std::net::IpAddr::from([10, 1, 2, 3]));
    Reception { now: NOW, remote, uuid: "0123456789abcdef0123456789abcdef".to_owned() }
}

fn checked(data: &Value) -> Result<CheckedItem, Problem> {
    let payload = json!({ "access_token": "t", "data": data }).to_string();
    ReceivedItem::read(payload.as_bytes())?.check(reception())
}

fn with(change: impl FnOnce(&mut Value)) -> Result<CheckedItem, Problem> {
    let mut data =
        json!({ "environment": "production", "body": { "message": { "body": "hello" } } });
    change(&mut data);
    checked(&data)
}

fn trace(class: &str, files: &[(&str, &str)]) -> Value {
    let frames = files.iter().map(|(file, method)| json!({ "filename": file, "method": method }));
    json!({
        "frames": frames.collect::<Vec<_>>(),
        "exception": { "class": class, "message": "first\nsecond" },
    })
}

fn raised(body: Value) -> CheckedItem {
    with(|data| data["body"] = body).unwrap()
}

#[test]
fn the_smallest_payload_is_completed() {
    let item = with(|_| ()).unwrap();
    assert_eq!((item.level, item.timestamp), (Level::Info, 1_796_288_000));
    assert_eq!((item.title.as_str(), item.hash.len()), ("hello", 40));
    assert_eq!((item.visitor, item.uuid.len()), (None, 32));
    let text = item.text;
    assert!(
        text.starts_with(
            r#"{"environment":"production","body":{"message":{"body":"hello"}},"level""#
        ),
        "{text}"
    );
    let kept: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(kept["uuid"], "0123456789abcdef0123456789abcdef");
    assert_eq!(kept["metadata"], json!({ "customer_timestamp": null, "timestamp_ms": NOW }));
}

#[test]
fn what_was_sent_is_kept_to_the_letter() {
    let data = r#"{ "environment" : "e", "level":"warning","timestamp":1,"uuid":"u",
        "body":{"message":{"body":"b","big":123456789012345678901234567890,"e":1.50e3}},
        "unknown":{"z":1,"a":2} }"#;
    let payload = format!(r#"{{"data":{data},"more":1}}"#);
    let item = ReceivedItem::read(payload.as_bytes()).unwrap().check(reception()).unwrap();
    let sent = data.trim_end().strip_suffix('}').unwrap();
    assert!(item.text.starts_with(sent), "{}", item.text);
    let kept: Value = serde_json::from_str(&item.text).unwrap();
    assert_eq!(kept["metadata"]["customer_timestamp"], 1);
    assert_eq!((item.level, item.uuid.as_str()), (Level::Warning, "u"));
}

#[test]
fn what_is_no_payload_is_no_instance() {
    for wrong in [
        "",
        "x",
        "[]",
        "null",
        "{}",
        r#"{"data":null}"#,
        r#"{"data":[]}"#,
        r#"{"data":"x"}"#,
        r#"{"data":{}"#,
        r#"["t",{}]"#,
    ] {
        let refused = ReceivedItem::read(wrong.as_bytes()).unwrap_err();
        assert_eq!(refused, Problem::no_instance(), "{wrong}");
    }
    assert!(ReceivedItem::read(b"{\"data\":{\"a\":\"\xff\"}}").is_err());
}

#[test]
fn data_is_nested_as_deep_as_it_can_be_read_back() {
    let read = |lists: usize| {
        let (open, close) = ("[".repeat(lists), "]".repeat(lists));
        // Brackets inside of a text are none.
        let text = format!(r#"{{"data":{{"t":"\"[[[[\\","a":{open}"]]"{close}}}}}"#);
        ReceivedItem::read(text.as_bytes()).map_err(|problem| problem.status)
    };
    assert!(read(99).is_ok());
    assert_eq!(read(100).unwrap_err(), 422);
    assert_eq!(read(100_000).unwrap_err(), 422);
}

#[test]
fn texts_that_were_cut_inside_of_a_character_are_taken() {
    let payload = br#"{"data":{"environment":"e","body":{"message":{"body":"cut \ud83d"}}}}"#;
    let item = ReceivedItem::read(payload).unwrap().check(reception()).unwrap();
    assert_eq!(item.title, "cut \u{fffd}");
    assert!(serde_json::from_str::<Value>(&item.text).is_ok());
}

#[test]
fn a_body_has_exactly_one_form() {
    let neither = "Invalid format. data.body must have either a 'trace', 'trace_chain', 'message' \
                   or 'crash_report' property, (but not more than one).";
    let undefined = "Invalid format. data.body must not be undefined. Instead, it should be an \
                     object with a 'message', 'trace', 'trace_chain', or 'crash_report' key.";
    let refused = |body: Value| with(|data| data["body"] = body).unwrap_err();
    assert_eq!(refused(json!({})), Problem::new(422, neither));
    assert_eq!(refused(json!({ "other": {} })).message, neither);
    let both = json!({ "message": { "body": "x" }, "crash_report": { "raw": "x" } });
    assert_eq!(refused(both).message, neither);
    assert_eq!(refused(Value::Null).message, undefined);
    let missing = checked(&json!({ "environment": "e" })).unwrap_err();
    assert_eq!(missing.message, undefined);
    assert!(refused(json!("x")).message.contains("data.body must not be a text."));
    for wrong in [
        json!({ "message": "x" }),
        json!({ "message": {} }),
        json!({ "message": { "body": 1 } }),
        json!({ "crash_report": { "raw": null } }),
        json!({ "trace": {} }),
        json!({ "trace": { "frames": [] } }),
        json!({ "trace": { "frames": [{}], "exception": { "class": "E" } } }),
        json!({ "trace": { "frames": [], "exception": { "class": 1 } } }),
        json!({ "trace": { "frames": [], "exception": { "class": "E", "message": [] } } }),
        json!({ "trace_chain": [] }),
        json!({ "trace_chain": [1] }),
        json!({ "message": { "body": "x" }, "telemetry": {} }),
        json!({ "message": { "body": "x" }, "telemetry": [1] }),
    ] {
        let refused = refused(wrong.clone());
        assert_eq!(refused.status, 422, "{wrong}");
        assert!(refused.message.starts_with("Invalid format. data.body."), "{refused:?}");
    }
    let null = json!({ "trace": null, "message": { "body": "x" }, "telemetry": null });
    assert!(with(|data| data["body"] = null).is_ok());
}

#[test]
fn lengths_and_words_are_checked_at_their_limits() {
    let set = |pointer: &[&str], value: Value| {
        with(|data| {
            let mut at = data;
            for key in pointer {
                at = &mut at[*key];
            }
            *at = value;
        })
    };
    for (pointer, most) in [
        (&["environment"][..], 255),
        (&["code_version"], 40),
        (&["title"], 255),
        (&["uuid"], 36),
        (&["person", "id"], 40),
        (&["person", "username"], 255),
        (&["person", "email"], 255),
    ] {
        assert!(set(pointer, json!("é".repeat(most))).is_ok(), "{pointer:?}");
        let refused = set(pointer, json!("é".repeat(most + 1))).unwrap_err();
        assert_eq!(refused.status, 422, "{pointer:?}");
        assert!(refused.message.contains(&format!("data.{}", pointer.join("."))), "{refused:?}");
        let refused = set(pointer, json!(["x"])).unwrap_err();
        assert_eq!(refused.status, 422, "{pointer:?}");
    }
    for (key, value) in [
        ("environment", Value::Null),
        ("environment", json!(" ")),
        ("level", json!("fatal")),
        ("level", json!(40)),
        ("timestamp", json!("now")),
        ("timestamp", json!(-1)),
        ("timestamp", json!(1e300)),
        ("platform", json!(1)),
        ("fingerprint", json!(1)),
        ("request", json!([])),
        ("person", json!("ann")),
        ("custom", json!("x")),
        ("attributes", json!({})),
    ] {
        assert_eq!(set(&[key], value.clone()).unwrap_err().status, 422, "{key} {value}");
    }
    for level in Level::ALL {
        assert_eq!(set(&["level"], json!(level.word())).unwrap().level, level);
    }
    for key in ["level", "timestamp", "uuid", "person", "custom", "title", "code_version"] {
        let item = set(&[key], Value::Null).unwrap();
        let kept: Value = serde_json::from_str(&item.text).unwrap();
        assert!(
            kept["level"].is_string() && kept["timestamp"].is_i64() && kept["uuid"].is_string()
        );
    }
    assert_eq!(set(&["code_version"], json!(17)).unwrap().code_version.as_deref(), Some("17"));
    assert_eq!(set(&["timestamp"], json!(12.75)).unwrap().timestamp, 12);
}

#[test]
fn levels_and_titles_follow_the_body() {
    let exception = raised(json!({ "trace": trace("NameError", &[("a.py", "f")]) }));
    assert_eq!((exception.level, exception.title.as_str()), (Level::Error, "NameError: first"));
    let chain = json!({ "trace_chain": [trace("Outer", &[]), trace("Inner", &[])] });
    assert_eq!(raised(chain).title, "Outer: first");
    let report = raised(json!({ "crash_report": { "raw": "\n\nIncident 1\nThread 0" } }));
    assert_eq!((report.level, report.title.as_str()), (Level::Error, "Incident 1"));
    let silent = json!({ "trace": { "frames": [], "exception": { "class": "E" } } });
    assert_eq!(raised(silent).title, "E");
    let long = with(|data| data["body"]["message"]["body"] = json!("é".repeat(400))).unwrap();
    assert_eq!(long.title.chars().count(), 255);
    let named = with(|data| data["title"] = json!("Named\nso")).unwrap();
    assert_eq!(named.title, "Named");
}

#[test]
fn exceptions_are_one_item_by_class_files_and_methods() {
    let hash = |class: &str, files: &[(&str, &str)], root: &str| {
        let item = with(|data| {
            data["server"] = json!({ "root": root });
            data["body"] = json!({ "trace": trace(class, files) });
        });
        item.unwrap().hash
    };
    let known = hash("E", &[("/srv/app/views.py", "show_12"), ("/lib/db.py", "run")], "/srv/app");
    let same = [
        hash("E", &[("/other/views.py", "show_345"), ("/lib/db.py", "run")], "/other/"),
        hash(
            "E",
            &[("/a/20261127083000/views.py", "show_12"), ("/lib/db.py", "run")],
            "/a/20261127083000",
        ),
    ];
    assert!(same.iter().all(|hash| *hash == known), "{known} {same:?}");
    for other in [
        hash("F", &[("/srv/app/views.py", "show_12"), ("/lib/db.py", "run")], "/srv/app"),
        hash("E", &[("/srv/app/other.py", "show_12"), ("/lib/db.py", "run")], "/srv/app"),
        hash("E", &[("/srv/app/views.py", "hide"), ("/lib/db.py", "run")], "/srv/app"),
        hash("E", &[("/srv/app/views.py", "show_12")], "/srv/app"),
        hash("E", &[("/srv/app/views.py", "show_12"), ("/lib/db.py", "run")], "/srv/ap"),
    ] {
        assert_ne!(other, known);
    }
    let line = |number: i64| {
        let mut body = trace("E", &[("a.py", "f")]);
        body["frames"][0]["lineno"] = json!(number);
        body["exception"]["message"] = json!(format!("message {number}"));
        raised(json!({ "trace": body })).hash
    };
    assert_eq!(line(1), line(2));
    let chain = |classes: &[&str]| {
        let traces: Vec<Value> = classes.iter().map(|class| trace(class, &[])).collect();
        raised(json!({ "trace_chain": traces })).hash
    };
    assert_eq!(chain(&["A"]), raised(json!({ "trace": trace("A", &[]) })).hash);
    assert_ne!(chain(&["A", "B"]), chain(&["A", "C"]));
    assert_ne!(chain(&["A", "B"]), chain(&["B", "A"]));
}

#[test]
fn messages_are_one_item_by_their_words() {
    let hash =
        |text: &str| with(|data| data["body"]["message"]["body"] = json!(text)).unwrap().hash;
    assert_eq!(hash("user 42 is gone"), hash("user 1337 is gone"));
    assert_eq!(hash("mail ann@example.com"), hash("mail bob@cruddur.example.org"));
    assert_ne!(hash("answered 404"), hash("answered 500"));
    assert_ne!(hash("user 42 is gone"), hash("user 42 is here"));
    // The digest of "message" and "hello", each ended by a zero byte.
    assert_eq!(hash("hello"), "8d194015559fc8151025a849e764b1888fda8042");
}

#[test]
fn a_fingerprint_goes_before_all_rules() {
    let hash =
        |fingerprint: &str| with(|data| data["fingerprint"] = json!(fingerprint)).unwrap().hash;
    assert_eq!(hash("mine"), "mine");
    assert_eq!(hash(&"f".repeat(40)), "f".repeat(40));
    let long = hash(&"f".repeat(41));
    assert!(long.len() == 40 && long != "f".repeat(40), "{long}");
    assert_eq!(hash("").len(), 40);
}

#[test]
fn visitors_are_persons_else_addresses() {
    let visitor = |change: &dyn Fn(&mut Value)| with(change).unwrap().visitor;
    let person = visitor(&|data| data["person"] = json!({ "id": "7", "email": null }));
    assert!(person.is_some());
    assert_eq!(visitor(&|data| data["person"] = json!({ "id": 7 })), person);
    let address = visitor(&|data| data["request"] = json!({ "user_ip": "10.1.2.3" }));
    assert!(address.is_some() && address != person);
    let asked = with(|data| data["request"] = json!({ "user_ip": "$remote_ip", "url": "/" }));
    let asked = asked.unwrap();
    assert_eq!(asked.visitor, address);
    let kept: Value = serde_json::from_str(&asked.text).unwrap();
    assert_eq!(kept["request"], json!({ "user_ip": "10.1.2.3", "url": "/" }));
    assert_eq!(visitor(&|data| data["person"] = json!({})), None);
}

#[test]
fn clients_are_known_by_their_platform() {
    let is_of_client = |platform: Value| {
        let payload = json!({ "data": { "platform": platform } }).to_string();
        ReceivedItem::read(payload.as_bytes()).unwrap().is_of_client()
    };
    for platform in ["browser", "android", "ios", "flash", "client"] {
        assert!(is_of_client(json!(platform)), "{platform}");
    }
    for platform in [json!("linux"), json!("heroku"), Value::Null, json!(1), json!("Browser")] {
        assert!(!is_of_client(platform.clone()), "{platform}");
    }
}

#[test]
fn identifiers_are_compared_without_dashes_and_case() {
    let dashed = "123E4567-e89b-42d3-a456-426614174000";
    assert_eq!(uuid_key(dashed), "123e4567e89b42d3a456426614174000");
    assert_eq!(as_uuid(&uuid_key(dashed)), Some(uuid_key(dashed)));
    for other in ["", "x", "123E4567e89b42d3a456-426614174000", &"-".repeat(36), &"g".repeat(32)] {
        assert_eq!(as_uuid(other), None, "{other}");
        assert_eq!(uuid_key(other), other);
    }
}

#[test]
fn our_own_payload_is_taken() {
    let text = |text: &str| Some(text.to_owned());
    let payload = ItemPayload {
        data: ItemData {
            environment: "cruddur".to_owned(),
            level: Level::Warning,
            timestamp: 1_795_219_200,
            platform: text("linux"),
            language: text("shell"),
            context: text("cruddur-obs test"),
            code_version: None,
            uuid: "4b2f0c1d-0000-4000-8000-000000000000".to_owned(),
            fingerprint: text("cruddur-obs-test"),
            title: None,
            notifier: Notifier { name: "cruddur-obs".to_owned(), version: "0.1.0".to_owned() },
            server: Some(Server { host: "ci-1".to_owned() }),
            custom: serde_json::Map::new(),
            body: ItemBody {
                message: MessageBody { body: "m".to_owned(), extra: serde_json::Map::new() },
            },
        },
    };
    let sent = serde_json::to_value(&payload).unwrap();
    assert_eq!(sent["data"]["body"], json!({ "message": { "body": "m" } }));
    let received = ReceivedItem::read(sent.to_string().as_bytes()).unwrap();
    let item = received.check(reception()).unwrap();
    assert_eq!((item.hash.as_str(), item.level), ("cruddur-obs-test", Level::Warning));
    assert_eq!(item.uuid, payload.data.uuid);
}

#[test]
fn answers_are_read_in_every_form() {
    let item: Item = serde_json::from_value(json!({
        "id": 5, "level": 40, "status": 2, "title": null, "unknown": {}, "hash": null,
    }))
    .unwrap();
    assert_eq!((item.level.as_deref(), item.status.as_deref()), (Some("error"), Some("resolved")));
    let words: Item = serde_json::from_value(json!({ "level": "debug", "status": "odd" })).unwrap();
    assert_eq!((words.level.as_deref(), words.status.as_deref()), (Some("debug"), Some("odd")));
    let number: Item = serde_json::from_value(json!({ "level": 7 })).unwrap();
    assert_eq!(number.level.as_deref(), Some("7"));
    let nested: CreatedDeploy =
        serde_json::from_value(json!({ "data": { "deploy_id": 3 } })).unwrap();
    let flat: CreatedDeploy = serde_json::from_value(json!({ "deploy_id": 3 })).unwrap();
    assert_eq!((nested.id(), flat.id()), (Some(3), Some(3)));
    assert_eq!(
        serde_json::to_value(CreatedDeploy::new(3)).unwrap(),
        json!({ "data": { "deploy_id": 3 } })
    );
    let refused: Envelope<Item> =
        serde_json::from_value(json!({ "err": 1, "message": "no", "result": null })).unwrap();
    assert_eq!(refused, Envelope::failure("no"));
    let page: OccurrencePage =
        serde_json::from_value(json!({ "instances": [{ "id": 1, "data": { "a": 1 } }] })).unwrap();
    assert_eq!(page.instances[0].data["a"], 1);
    let token = AccessToken { access_token: "5".repeat(32), ..AccessToken::default() };
    assert!(!format!("{token:?}").contains("555"));
}

proptest! {
    #[test]
    fn the_same_input_is_the_same_item(text in "\\PC{1,80}", file in "[a-z/.]{1,20}") {
        let one = raised(json!({ "message": { "body": text } }));
        let other = raised(json!({ "message": { "body": text } }));
        prop_assert_eq!(&one.hash, &other.hash);
        prop_assert!(one.title.chars().count() <= 255);
        let one = raised(json!({ "trace": trace("E", &[(file.as_str(), text.as_str())]) }));
        let other = raised(json!({ "trace": trace("E", &[(file.as_str(), text.as_str())]) }));
        prop_assert_eq!(one.hash, other.hash);
    }

    #[test]
    fn no_bytes_break_it(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = ReceivedItem::read(&bytes).and_then(|item| item.check(reception()));
    }

    #[test]
    fn no_data_breaks_it(
        keys in prop::collection::vec(
            prop_oneof![
                Just("body"), Just("level"), Just("request"), Just("person"), Just("server"),
                Just("uuid"), Just("timestamp"), Just("metadata"), Just("environment"),
            ],
            0..6,
        ),
        value in prop_oneof![
            Just(json!(null)), Just(json!({})), Just(json!([])), Just(json!("x")), Just(json!(1)),
            Just(json!({ "message": { "body": "b" } })), Just(json!({ "user_ip": "$remote_ip" })),
        ],
    ) {
        let checked = with(|data| {
            for key in keys {
                data[key] = value.clone();
            }
        });
        if let Ok(item) = checked {
            prop_assert!(serde_json::from_str::<Value>(&item.text).unwrap().is_object());
        }
    }
}
