//! What the checks of a project find, before a plan and beside what places hold.

use serde_json::Value;
use serde_json::json;

use crate::commands::CommandError;
use crate::commands::Context;
use crate::manifest::Manifest;
use crate::services::checks;
use crate::services::checks::CheckInput;
use crate::services::checks::Finding;
use crate::services::checks::Level;
use crate::ui::Annotation;
use crate::ui::AnnotationLevel;

/// Runs the checks and says what they find.
pub(crate) fn look(context: &Context, manifest: &Manifest) -> Result<Vec<Finding>, CommandError> {
    let Some((path, name)) = context.project_file() else { return Ok(Vec::new()) };
    let found = checks::run(&CheckInput { manifest, path: &path, name: &name });
    let mut annotations = Vec::new();
    for finding in &found {
        let text = sentence(finding);
        let said = format!("{}: {text} [{}]", finding.place, finding.check.id);
        let level = match finding.check.level {
            Level::Error => {
                context.ui.problem(&said);
                AnnotationLevel::Error
            }
            Level::Warning => {
                context.ui.warning(&said);
                AnnotationLevel::Warning
            }
        };
        context.ui.hint(finding.check.fix);
        let message = format!("{text}\nhint: {}", finding.check.fix);
        let place = &finding.place;
        annotations.push(Annotation {
            level,
            title: finding.check.id.to_owned(),
            message,
            place: Some((place.name.clone(), place.line, place.column)),
        });
    }
    context.ui.annotate(annotations)?;
    context.ui.output("findings", found.len().to_string());
    Ok(found)
}

/// Ends a command whose checks found an error.
pub(crate) fn refuse(found: &[Finding]) -> Result<(), CommandError> {
    let count = found.iter().filter(|finding| finding.check.level == Level::Error).count();
    if count == 0 {
        return Ok(());
    }
    let errors = if count == 1 { "error" } else { "errors" };
    Err(CommandError::failed(format!("the checks found {count} {errors} in the project"))
        .hint("what was looked at and is right can stay: cruddur-obs: allow REASON, as a comment"))
}

/// Returns findings as a list of documents.
pub(crate) fn documents(found: &[Finding]) -> Vec<Value> {
    let document = |finding: &Finding| {
        json!({
            "id": finding.check.id,
            "level": finding.check.level.name(),
            "message": finding.message,
            "why": finding.check.why,
            "fix": finding.check.fix,
            "place": finding.place.to_string(),
            "also": finding.also.as_ref().map(ToString::to_string),
        })
    };
    found.iter().map(document).collect()
}

/// Says what was found, and where the other half of it is.
pub(crate) fn sentence(finding: &Finding) -> String {
    match &finding.also {
        Some(also) => format!("{} (see {also})", finding.message),
        None => finding.message.clone(),
    }
}
