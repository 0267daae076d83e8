//! "Did you mean …?"

/// Returns the candidate that `word` was most likely meant to be, if one is near enough.
#[must_use]
pub fn did_you_mean<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let lower = word.to_lowercase();
    let scored = candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&lower, &candidate.to_lowercase()), candidate));
    let (score, candidate) = scored.max_by(|left, right| left.0.total_cmp(&right.0))?;
    (score > 0.8).then_some(candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_only_what_is_near() {
        let candidates = ["aws_profile", "account", "region"];
        assert_eq!(did_you_mean("acount", candidates), Some("account"));
        assert_eq!(did_you_mean("Region", candidates), Some("region"));
        assert_eq!(did_you_mean("colour", candidates), None);
    }
}
