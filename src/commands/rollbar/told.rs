//! What an occurrence tells: what SDKs send differs, so nothing of it is counted on.

use serde_json::Value;

use crate::clients::rollbar::Instance;

/// Languages whose SDKs send the newest frame first.
const NEWEST_FIRST: [&str; 6] = ["ruby", "javascript", "php", "java", "objective-c", "lua"];

/// Where senders put the id of the trace that an occurrence belongs to.
const TRACE_KEYS: [&str; 4] = ["trace_id", "traceId", "otel_trace_id", "trace.trace_id"];

/// What an occurrence tells.
pub(super) struct Told<'o> {
    data: &'o Value,
}

impl<'o> Told<'o> {
    /// Looks at an occurrence.
    pub(super) fn of(instance: &'o Instance) -> Self {
        Self { data: instance.value.get("data").unwrap_or(&Value::Null) }
    }

    /// Returns its uuid.
    pub(super) fn uuid(&self) -> &'o str {
        self.text("/uuid")
    }

    /// Returns its level.
    pub(super) fn level(&self) -> &'o str {
        self.text("/level")
    }

    /// Returns its environment.
    pub(super) fn environment(&self) -> &'o str {
        self.text("/environment")
    }

    /// Returns one line that says what happened.
    pub(super) fn headline(&self) -> String {
        let exception = self.exceptions().first().map(Exception::title).unwrap_or_default();
        let texts = [
            self.text("/title"),
            self.text("/body/message/body"),
            exception.as_str(),
            self.text("/body/crash_report/raw"),
        ];
        let found = texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
        found.lines().next().unwrap_or_default().to_owned()
    }

    /// Returns whom it happened to.
    pub(super) fn person(&self) -> Option<String> {
        let person = self.data.get("person")?;
        let part = |key: &str| person.get(key).map(plain).filter(|text| !text.is_empty());
        let id = part("id")?;
        let names: Vec<String> = [part("username"), part("email")].into_iter().flatten().collect();
        Some(if names.is_empty() { id } else { format!("{id} ({})", names.join(", ")) })
    }

    /// Returns the id of the trace that it belongs to.
    pub(super) fn trace(&self) -> Option<String> {
        let listed = self.data.get("attributes").and_then(Value::as_array);
        let is_trace = |attribute: &&Value| {
            let key = attribute.get("key").and_then(Value::as_str);
            key.is_some_and(|key| TRACE_KEYS.contains(&key))
        };
        let listed = listed.into_iter().flatten().filter(is_trace);
        let listed = listed.filter_map(|attribute| attribute.get("value"));
        let places = ["/custom", "/body/message", "/attributes", ""];
        let kept = places.into_iter().filter_map(|place| self.data.pointer(place));
        let kept = kept.flat_map(|at| TRACE_KEYS.into_iter().filter_map(|key| at.get(key)));
        listed.chain(kept).map(plain).find(|text| !text.is_empty())
    }

    /// Returns the exceptions, in the order in which they were sent.
    pub(super) fn exceptions(&self) -> Vec<Exception<'o>> {
        let chain = self.data.pointer("/body/trace_chain").and_then(Value::as_array);
        let single = self.data.pointer("/body/trace");
        chain.into_iter().flatten().chain(single).map(Exception::of).collect()
    }

    /// Says whether the newest frame comes first.
    pub(super) fn is_newest_first(&self) -> bool {
        let language = self.text("/language").to_ascii_lowercase();
        let name = language.split_whitespace().next().unwrap_or_default();
        NEWEST_FIRST.contains(&name)
    }

    /// Returns a part of what was sent.
    pub(super) fn value(&self, path: &str) -> Option<&'o Value> {
        self.data.pointer(path)
    }

    /// Returns a text of what was sent; nothing where there is none.
    pub(super) fn text(&self, path: &str) -> &'o str {
        self.data.pointer(path).and_then(Value::as_str).unwrap_or_default()
    }
}

/// One exception of a chain.
pub(super) struct Exception<'o> {
    class: &'o str,
    message: &'o str,
    pub(super) frames: &'o [Value],
}

impl<'o> Exception<'o> {
    fn of(trace: &'o Value) -> Self {
        let text = |path: &str| trace.pointer(path).and_then(Value::as_str).unwrap_or_default();
        let frames = trace.get("frames").and_then(Value::as_array);
        let message = text("/exception/message");
        Self {
            class: text("/exception/class"),
            message: if message.is_empty() { text("/exception/description") } else { message },
            frames: frames.map(Vec::as_slice).unwrap_or_default(),
        }
    }

    /// Returns its class and message.
    pub(super) fn title(&self) -> String {
        let parts = [self.class, self.message];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(": ")
    }
}

/// Says where a frame is.
pub(super) fn frame_place(frame: &Value) -> String {
    let part = |key: &str| frame.get(key).map(plain).filter(|text| !text.is_empty());
    let mut place = part("filename").unwrap_or_else(|| "?".to_owned());
    for number in [part("lineno"), part("colno")].into_iter().flatten() {
        place += &format!(":{number}");
    }
    let method = match (part("class_name"), part("method")) {
        (Some(class), Some(method)) => Some(format!("{class}.{method}")),
        (None, method) => method,
        (class, None) => class,
    };
    if let Some(method) = method {
        place += &format!(" in {method}");
    }
    place
}

/// Shows a small value without quotation marks; nothing is nothing.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
