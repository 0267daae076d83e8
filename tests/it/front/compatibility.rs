//! The page that says what is imitated.

use std::collections::BTreeSet;

/// Reads the rows `| service | operation |` of the table under a heading.
fn rows(page: &str, heading: &str) -> BTreeSet<(String, String)> {
    let section = page.split(&format!("\n## {heading}\n")).nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    section
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"))
        .filter_map(|line| line.split_once(" | "))
        .filter(|(service, _)| !service.starts_with("Service") && !service.starts_with('-'))
        .map(|(service, operation)| (service.to_owned(), operation.trim_matches('`').to_owned()))
        .collect()
}

/// The services as the page names them.
fn named(operations: Vec<(&str, &str)>) -> BTreeSet<(String, String)> {
    let title = |service| match service {
        "logs" => "CloudWatch Logs",
        "xray" => "X-Ray",
        "honeycomb" => "Honeycomb",
        "rollbar" => "Rollbar",
        _ => "STS",
    };
    operations
        .into_iter()
        .map(|(service, name)| (title(service).to_owned(), name.to_owned()))
        .collect()
}

#[test]
fn the_page_names_what_is_imitated_and_what_is_refused() {
    let page = include_str!("../../../docs/compatibility.md");
    assert_eq!(rows(page, "Imitated"), named(cruddur_obs::backend::operation_names()));
    assert_eq!(rows(page, "Refused"), named(cruddur_obs::backend::refused_operation_names()));
}
