//! The routes, health, status, reset, and the plain-text front page.

use http::Method;
use serde_json::json;

use super::export;
use crate::backend::front::call::Front;
use crate::backend::front::message::Answer;
use crate::backend::front::message::Request;
use crate::backend::store::StoreError;
use crate::backend::store::StoreStatistics;
use crate::backend::store::catalog;
use crate::backend::store::catalog::occurrences::OccurrenceFigures;

/// The routes: method, path, what it is for.
pub(in crate::backend::front) const ROUTES: &[(&str, &str, &str)] = &[
    ("GET", "/_backend/health", "is the backend up"),
    ("GET", "/_backend/status", "what it holds"),
    ("POST", "/_backend/reset", "forget everything"),
    ("POST", "/_backend/export", "everything as one file"),
];

/// Serves a route under `/_backend/`.
pub(in crate::backend::front) fn answer(front: &Front, request: &Request) -> Answer {
    match (&request.method, request.path.as_str()) {
        (&Method::GET, "/_backend/health") => health(front),
        (&Method::GET, "/_backend/status") => status(front),
        (&Method::POST, "/_backend/reset") => reset(front),
        (&Method::POST, "/_backend/export") => export::export(front),
        (_, path) if ROUTES.iter().any(|(_, known, _)| *known == path) => {
            problem(405, &format!("{} is not allowed here", request.method))
        }
        _ => problem(404, "no such route under /_backend/"),
    }
}

/// Tells a person with a browser where they are.
pub(in crate::backend::front) fn front_page(front: &Front) -> Answer {
    let counts = counts(front).unwrap_or_default();
    let mut page = format!(
        "cruddur-obs backend {}\n\nhome: account {}, region {}\nlog groups: {}\nX-Ray groups: {} \
         (and Default)\nsampling rules: {} (and Default)\nRollbar items: {}\n\n",
        env!("CARGO_PKG_VERSION"),
        front.configuration.home.account,
        front.configuration.home.region,
        counts.log_groups,
        counts.xray_groups,
        counts.sampling_rules,
        counts.items,
    );
    for (method, path, purpose) in ROUTES {
        page.push_str(&format!("{method:<5} {path:<18} {purpose}\n"));
    }
    Answer::text(200, page)
}

fn health(front: &Front) -> Answer {
    Answer::json(200, &json!({ "status": "ok", "nonce": front.nonce }))
}

fn status(front: &Front) -> Answer {
    let counts = match counts(front) {
        Ok(counts) => counts,
        Err(error) => return problem(500, &error.to_string()),
    };
    let store = front.store.statistics();
    Answer::json(
        200,
        &json!({
            "version": env!("CARGO_PKG_VERSION"),
            "pid": std::process::id(),
            "uptime_seconds": (front.clock.now() - front.started) / 1000,
            "account": front.configuration.home.account,
            "region": front.configuration.home.region,
            "otlp_grpc": front.addresses.otlp_grpc_url(),
            "otlp_http": front.addresses.otlp_http_url(),
            "auth": if front.configuration.access.strict_signatures { "strict" } else { "open" },
            "log_groups": counts.log_groups,
            "xray_groups": counts.xray_groups,
            "sampling_rules": counts.sampling_rules,
            "rollbar": {
                "items": counts.items,
                "occurrences": counts.occurrences.count,
                "occurrence_bytes": counts.occurrences.bytes,
                "evicted_occurrences": counts.occurrences.evicted,
                "expired_occurrences": counts.occurrences.expired,
                "waiting": counts.arrivals,
                "dropped_occurrences": counts.dropped_arrivals,
                "deploys": counts.deploys,
            },
            "store": store_json(&store),
        }),
    )
}

fn reset(front: &Front) -> Answer {
    match front.store.write(catalog::clear).wait() {
        Ok(()) => {
            front.results.forget();
            Answer::json(200, &json!({ "reset": true }))
        }
        Err(error) => problem(500, &error.to_string()),
    }
}

fn store_json(store: &StoreStatistics) -> serde_json::Value {
    json!({
        "hot_rows": store.hot_rows,
        "hot_bytes": store.hot_bytes,
        "files": store.files,
        "file_rows": store.file_rows,
        "file_bytes": store.file_bytes,
        "database_bytes": store.database_bytes,
        "commits": store.commits,
        "failed_commits": store.failed_commits,
        "appended_rows": store.appended_rows,
        "refused_batches": store.refused_batches,
        "seals": store.seals,
        "compactions": store.compactions,
        "failed_jobs": store.failed_jobs,
        "last_job_error": store.last_job_error,
        "expired_files": store.expired_files,
        "evicted_files": store.evicted_files,
        "evicted_rows": store.evicted_rows,
        "evicted_through_ms": store.evicted_through_ms,
    })
}

/// How much of each kind the backend holds, over all accounts and regions.
#[derive(Default)]
struct Counts {
    log_groups: u64,
    xray_groups: u64,
    sampling_rules: u64,
    items: u64,
    occurrences: OccurrenceFigures,
    arrivals: u64,
    dropped_arrivals: u64,
    deploys: u64,
}

fn counts(front: &Front) -> Result<Counts, StoreError> {
    front.store.read(|connection| {
        let totals = catalog::totals(connection)?;
        let of = |kind: &str| {
            totals.documents.iter().find(|(name, _)| name == kind).map_or(0, |(_, count)| *count)
        };
        Ok(Counts {
            log_groups: totals.log_groups,
            xray_groups: of("xray-group"),
            sampling_rules: of("xray-sampling-rule"),
            items: totals.items,
            occurrences: totals.occurrences,
            arrivals: totals.arrivals,
            dropped_arrivals: totals.dropped_arrivals,
            deploys: totals.deploys,
        })
    })
}

pub(super) fn problem(status: u16, message: &str) -> Answer {
    Answer::json(status, &json!({ "error": message }))
}
