//! "Did you mean …?"

/// What is longer is no slip of a known word, and comparing costs the product of the lengths.
const MAXIMUM_LENGTH: usize = 128;

/// Returns the candidate that `word` was most likely meant to be, if one is near enough.
#[must_use]
pub fn did_you_mean<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    if word.len() > MAXIMUM_LENGTH {
        return None;
    }
    let lower = word.to_lowercase();
    let scored = candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= MAXIMUM_LENGTH)
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
        let long = "region".repeat(100);
        assert_eq!(did_you_mean(&long, [long.as_str()]), None);
        assert_eq!(did_you_mean("region", [long.as_str()]), None);
    }
}
