//! Values that stand in the project file itself: none may be a secret.

use toml::Spanned;

use super::table::Table;
use crate::base::value_checks;
use crate::model::secret_shape;
use crate::model::variable::VariableTarget;

const REVOKE: &str = "revoke it, because the file is committed; then write from = \"env:…\"";

/// Checks a value; a line that may hold a secret is not shown.
pub(super) fn check(
    table: &mut Table<'_, '_>,
    name: &str,
    is_secret: Option<bool>,
    value: &Spanned<String>,
    targets: &[&VariableTarget],
) {
    let path = table.path_of("value");
    let text = value.get_ref();
    if let Some(kind) = secret_shape::known_token(text) {
        let message = format!("`{path}` looks like {kind}, and no secret belongs in this file");
        return table.hidden_problem(value.span(), message, Some(REVOKE.to_owned()));
    }
    if is_secret == Some(true) {
        let message = format!("`{path}` of a secret must not stand in this file");
        let hint = "write from = \"env:…\", \"file:…\", \"prompt\" or \"stdin\"; revoke a value that was committed";
        return table.hidden_problem(value.span(), message, Some(hint.to_owned()));
    }
    if is_secret.is_none() && secret_shape::is_secret_name(name) {
        let message =
            format!("`{path}` must not stand in this file: by its name {name} is a secret");
        let hint = "write from = \"env:…\", or secret = false if it is none".to_owned();
        return table.hidden_problem(value.span(), message, Some(hint));
    }
    // A Rollbar token once stood here: the SDKs would send it to every name server.
    let is_region = ["AWS_REGION", "AWS_DEFAULT_REGION"].contains(&name);
    if is_region && value_checks::region(text).is_err() {
        let message = format!("`{path}` must be a region such as eu-west-3");
        return table.hidden_problem(value.span(), message, None);
    }
    check_form(table, &path, name, value, targets);
}

/// Checks an argument of a command that prints a value.
pub(super) fn check_argument(table: &mut Table<'_, '_>, argument: &Spanned<String>) {
    if let Some(kind) = secret_shape::known_token(argument.get_ref()) {
        let path = table.path_of("command");
        let message = format!("`{path}` holds {kind}, and no secret belongs in this file");
        table.hidden_problem(argument.span(), message, Some(REVOKE.to_owned()));
    }
}

fn check_form(
    table: &mut Table<'_, '_>,
    path: &str,
    name: &str,
    value: &Spanned<String>,
    targets: &[&VariableTarget],
) {
    let text = value.get_ref();
    if text.trim().is_empty() {
        let hint = Some("leave the variable out if it has no value".to_owned());
        return table.problem(value.span(), format!("`{path}` must not be blank"), hint);
    }
    if text.contains('\0') {
        return table.problem(value.span(), format!("`{path}` must not hold a zero byte"), None);
    }
    for target in targets {
        if let Err(broken) = target.check_value(path, name, text) {
            let hint = Some(format!("leave {target} out, or change the value"));
            table.problem(value.span(), format!("`{path}`: {broken}"), hint);
        }
    }
}
