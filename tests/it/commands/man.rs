//! `man`.

use crate::support::World;

#[test]
fn one_page_has_everything() {
    let output = World::new().output(&["man"]);
    assert!(output.status.success());
    let page = String::from_utf8(output.stdout).unwrap();
    for part in
        [".TH CRUDDUR-OBS 1", "CONFIG SHOW", "EXIT STATUS", "CRUDDUR_OBS_PROFILE", "\\-\\-origin"]
    {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn a_directory_gets_one_page_per_command() {
    let world = World::new();
    insta::assert_snapshot!(world.run(&["man", "--dir", "pages"]), @"
    ---
    62 pages written to pages
    --- 0
    ");
    let mut pages: Vec<String> = std::fs::read_dir(world.path("project/pages"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    pages.sort();
    insta::assert_snapshot!(pages.join("\n"), @"
    cruddur-obs-apply.1
    cruddur-obs-backend-env.1
    cruddur-obs-backend-export.1
    cruddur-obs-backend-import.1
    cruddur-obs-backend-reset.1
    cruddur-obs-backend-run.1
    cruddur-obs-backend-serve.1
    cruddur-obs-backend-status.1
    cruddur-obs-backend.1
    cruddur-obs-completions.1
    cruddur-obs-config-schema.1
    cruddur-obs-config-show.1
    cruddur-obs-config.1
    cruddur-obs-demo.1
    cruddur-obs-destroy.1
    cruddur-obs-env-check.1
    cruddur-obs-env-get.1
    cruddur-obs-env-list.1
    cruddur-obs-env-set.1
    cruddur-obs-env-sync.1
    cruddur-obs-env-unset.1
    cruddur-obs-env.1
    cruddur-obs-help.1
    cruddur-obs-honeycomb-auth.1
    cruddur-obs-honeycomb-columns.1
    cruddur-obs-honeycomb-datasets.1
    cruddur-obs-honeycomb-marker.1
    cruddur-obs-honeycomb-open.1
    cruddur-obs-honeycomb-push.1
    cruddur-obs-honeycomb-queries.1
    cruddur-obs-honeycomb-query.1
    cruddur-obs-honeycomb.1
    cruddur-obs-logs-create-group.1
    cruddur-obs-logs-create-stream.1
    cruddur-obs-logs-delete-group.1
    cruddur-obs-logs-groups.1
    cruddur-obs-logs-put.1
    cruddur-obs-logs-retention.1
    cruddur-obs-logs-streams.1
    cruddur-obs-logs-tail.1
    cruddur-obs-logs-test-pattern.1
    cruddur-obs-logs.1
    cruddur-obs-man.1
    cruddur-obs-plan.1
    cruddur-obs-rollbar-deploy.1
    cruddur-obs-rollbar-item.1
    cruddur-obs-rollbar-items.1
    cruddur-obs-rollbar-occurrence.1
    cruddur-obs-rollbar-test.1
    cruddur-obs-rollbar.1
    cruddur-obs-status.1
    cruddur-obs-xray-create-group.1
    cruddur-obs-xray-create-sampling-rule.1
    cruddur-obs-xray-delete-group.1
    cruddur-obs-xray-delete-sampling-rule.1
    cruddur-obs-xray-get-group.1
    cruddur-obs-xray-groups.1
    cruddur-obs-xray-sampling-rules.1
    cruddur-obs-xray-update-group.1
    cruddur-obs-xray-update-sampling-rule.1
    cruddur-obs-xray.1
    cruddur-obs.1
    ");
}

#[test]
fn a_directory_that_cannot_be_made_is_an_error() {
    let world = World::new().write("project/file", "");
    insta::assert_snapshot!(world.run(&["man", "--dir", "file/pages"]), @"
    ---
    error: cannot write manual pages to file/pages
    caused by: Not a directory (os error 20)
    --- 1
    ");
}
