//! Addresses of Honeycomb's pages, which work on every plan and need a login in the browser.

use serde_json::Value;

use crate::base::percent_encoded;
use crate::wire::honeycomb::ALL_DATASETS;

/// The pages of one environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pages {
    /// Scheme and host, with the team and the environment of a team that is not classic.
    place: String,
}

impl Pages {
    /// Finds the pages from the address of the API and the answer of `/1/auth`.
    pub(crate) fn of_auth(api: &str, auth: &Value) -> Option<Self> {
        let text = |path: &str| auth.pointer(path).and_then(Value::as_str);
        let team = text("/team/slug").filter(|team| !team.is_empty())?;
        // Each region has its pages beside its API, under `ui.` instead of `api.`; where the pages
        // of another endpoint are is not known.
        if !api.contains("://api.") {
            return None;
        }
        let ui = api.replacen("://api.", "://ui.", 1);
        let team = percent_encoded(team);
        // A classic team has no environments.
        Some(match text("/environment/slug").filter(|slug| !slug.is_empty()) {
            Some(slug) => {
                Self { place: format!("{ui}/{team}/environments/{}", percent_encoded(slug)) }
            }
            None => Self { place: format!("{ui}/{team}") },
        })
    }

    /// Returns the page that runs a query.
    pub(crate) fn query(&self, dataset: &str, specification: &Value) -> String {
        let query = percent_encoded(&specification.to_string());
        if dataset == ALL_DATASETS {
            return format!("{}?query={query}", self.place);
        }
        format!("{}/datasets/{}?query={query}", self.place, percent_encoded(dataset))
    }
}

/// Returns the page that runs a query, from the address of one of its results.
pub(crate) fn query_of_result(query_url: &str, specification: &Value) -> Option<String> {
    let (page, result) = query_url.rsplit_once("/result/")?;
    let is_page = page.starts_with("http") && !result.contains('/');
    is_page.then(|| format!("{page}?query={}", percent_encoded(&specification.to_string())))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pages_stand_beside_the_api_of_their_region() {
        let auth = json!({ "team": { "slug": "cruddur" }, "environment": { "slug": "test" } });
        let eu = Pages::of_auth("https://api.eu1.honeycomb.io", &auth).unwrap();
        assert_eq!(
            eu.query("backend-flask", &json!({ "limit": 5 })),
            "https://ui.eu1.honeycomb.io/cruddur/environments/test/datasets/backend-flask?query=%7B%22limit%22%3A5%7D"
        );
        assert_eq!(
            eu.query(ALL_DATASETS, &json!({})),
            "https://ui.eu1.honeycomb.io/cruddur/environments/test?query=%7B%7D"
        );
        let classic = json!({ "team": { "slug": "old" }, "environment": { "slug": "" } });
        let classic = Pages::of_auth("https://api.honeycomb.io", &classic).unwrap();
        assert_eq!(
            classic.query("d e", &json!({})),
            "https://ui.honeycomb.io/old/datasets/d%20e?query=%7B%7D"
        );
        assert_eq!(Pages::of_auth("https://api.honeycomb.io", &json!({})), None);
        assert_eq!(Pages::of_auth("http://127.0.0.1:4319", &auth), None);
    }

    #[test]
    fn a_result_tells_where_its_query_runs() {
        let page = "https://ui.honeycomb.io/t/environments/e/datasets/d";
        assert_eq!(
            query_of_result(&format!("{page}/result/HprJhV1fYy"), &json!({})),
            Some(format!("{page}?query=%7B%7D"))
        );
        for odd in ["", "https://ui.honeycomb.io/t", "https://x/result/a/b", "javascript:/result/a"]
        {
            assert_eq!(query_of_result(odd, &json!({})), None, "{odd}");
        }
    }
}
