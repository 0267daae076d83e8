//! Expressions that must be taken, and what they are read as.

use super::{canonical, read};

/// Good expressions: those of the vendor's guide, and the forms they vary.
pub(super) const GOOD: &[&str] = &[
    r#"service("backend-flask")"#,
    r#"service("backend-flask") {fault OR error}"#,
    r#"service("https://4567-me-crud-1.ws-eu1.gitpod.io") {fault OR error}"#,
    r#"http.url CONTAINS "/api/activities/@andrewbrown""#,
    r#"http.url BEGINSWITH "http://api.example.com/" AND http.url CONTAINS "/v2/" AND !service("api.example.com")"#,
    "ok",
    "!ok",
    "ok = false",
    "error",
    "fault = true",
    "throttle",
    "fault OR error OR throttle",
    "partial",
    "ok !partial duration <3",
    "responsetime > 5",
    "duration >= 5 AND duration <= 8",
    "http.status != 200",
    r#"http.status >= 500 AND http.method = "POST""#,
    "http.status = 404",
    r#"http.useragent CONTAINS "curl""#,
    r#"http.clientip = "205.255.255.183""#,
    r#"http.url ENDSWITH "/home""#,
    "http.url AND responseTime > 2",
    r#"user CONTAINS """#,
    r#"user = "andrewbrown""#,
    "annotation.age",
    "!annotation.age",
    "annotation.age > 29",
    r#"annotation.gameid = "817DL6VO""#,
    "annotation.is_retry = true",
    r#"annotation[aws.local.operation]="GET /api/orders""#,
    r#"annotation.plan = "pro" AND fault"#,
    "service() {fault}",
    r#"service("api.example.com") {fault = true OR responsetime > 2.5} AND annotation.foo = "bar""#,
    r#"service("data-plane") {root = true and fault = true}"#,
    r#"service("a") AND service("b")"#,
    r#"!service("db")"#,
    r#"edge("api.example.com", "backend.example.com") {error}"#,
    r#"edge("backend-flask", "postgres")"#,
    r#"edge("backend-flask", id(type:"AWS::DynamoDB::Table")) {throttle}"#,
    r#"service(id(name:"fn", type:"AWS::Lambda::Function")) {error}"#,
    r#"service(id(type:"AWS::Lambda::Function")) {error}"#,
    r#"service(id(account.id:"111122223333")) OR service(id(account.id:"444455556666"))"#,
    r#"service(id(type:"remote")) {fault}"#,
    r#"group.name = "high_response_time" AND user = "alice""#,
    r#"group.arn = "arn:aws:xray:us-east-1:123456789012:group/Cruddur/ABC…""#,
    r#"resource.arn BEGINSWITH "arn:aws:lambda:us-east-1""#,
    r#"availabilityzone = "us-east-1a""#,
    r#"instance.id = "i-0b5a4678fc325bg98""#,
    r#"rootcause.fault.service {name = "Auth"}"#,
    r#"rootcause.fault.entity {last and name = "deserialize"}"#,
    r#"rootcause.fault.exception {last and message = "Access Denied for account_id: 1234567890"}"#,
    r#"rootcause.fault.service {inferred and name = "traces" and type = "AWS::DynamoDB"}"#,
    "rootcause.fault.service {index > 5}",
    r#"rootcause.responsetime.service {last and type = "AWS::DynamoDB"}"#,
    r#"rootcause.responsetime.entity {remote and coverage > 0.7 and name = "traces"}"#,
    r#"rootcause.json = #[{"Services":[{"Name":"A","EntityPath":[{"Name":"A"},{"Name":"b"}]}]}]"#,
    r#"(service("a") {fault} OR service("b") {fault}) AND !partial"#,
];

#[test]
fn every_example_is_taken_and_read_back() {
    assert_eq!(GOOD.len(), 58);
    for text in GOOD {
        let expression = read(text);
        assert!(!expression.matches_everything(), "{text}");
        assert_eq!(read(&expression.to_string()), expression, "{text}");
        assert_eq!(canonical(&expression.to_string()), expression.to_string(), "{text}");
    }
}

#[test]
fn only_the_example_with_a_scheme_draws_a_warning() {
    let warned: Vec<&str> =
        GOOD.iter().copied().filter(|text| !read(text).warnings().is_empty()).collect();
    assert_eq!(warned, [r#"service("https://4567-me-crud-1.ws-eu1.gitpod.io") {fault OR error}"#]);
}

#[test]
fn forms_beyond_the_examples_are_taken() {
    let cases = [
        (
            "edge(id(name:\"a\"),id(type:\"t\",name:\"b\")){error}",
            "edge(\"a\", id(name:\"b\", type:\"t\")) {error}",
        ),
        ("service(id(account.id:\"1\",name:\"a\"))", "service(id(name:\"a\", account.id:\"1\"))"),
        (
            "service(\"x\"){name=\"x\" type account.id}",
            "service(\"x\") {name = \"x\" AND type AND account.id}",
        ),
        (
            "edge(\"a\",\"b\") {responsetime>1 or http.status=500}",
            "edge(\"a\", \"b\") {responsetime > 1 OR http.status = 500}",
        ),
        ("service(){!root}", "service() {!root}"),
        ("inferred http.status", "inferred AND http.status"),
        ("rootcause.error.exception", "rootcause.error.exception"),
        ("rootcause.fault.entity {first = false}", "rootcause.fault.entity {first = false}"),
        ("rootcause.fault.entity {!(index > 1)}", "rootcause.fault.entity {!(index > 1)}"),
        ("rootcause.json=# [ {} ]", "rootcause.json = #[{}]"),
        ("rootcause.json = #[] fault", "rootcause.json = #[] AND fault"),
        ("group.arn!=\"a\"", "group.arn != \"a\""),
        ("fault(ok)", "fault AND ok"),
        ("rootcause.fault.service (ok)", "rootcause.fault.service AND ok"),
        ("duration > 1e300", "duration > 1e300"),
        ("duration > 0.00000001", "duration > 1e-8"),
        ("duration > 123456.789", "duration > 123456.789"),
        ("annotation.a>-1", "annotation.a > -1"),
        ("!annotation.a", "!annotation.a"),
        ("!fault = false", "!(fault = false)"),
        ("!group.name = \"a\"", "!(group.name = \"a\")"),
    ];
    for (text, expected) in cases {
        assert_eq!(canonical(text), expected, "{text}");
        assert_eq!(canonical(expected), expected, "{text}");
    }
}
