//! Bodies that are forms or JSON, and the parameters of an address, which have the form of a form.

use std::borrow::Cow;

use serde_json::Map;
use serde_json::Value;

use super::Problem;
use crate::base::parse_json_object;
use crate::base::percent_decoded;

/// Most parameters that are looked at.
const MAXIMUM_PARAMETERS: usize = 1_000;

/// Names with values, in their order; a name may come more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads `a=1&b=2`.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let decoded = |part: &str| percent_decoded(&part.replace('+', " "));
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).take(MAXIMUM_PARAMETERS);
        Self(
            pairs
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (decoded(name), decoded(value))
                })
                .collect(),
        )
    }

    /// Returns the first value of a name; an empty one is none.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let named = |(known, value): &&(String, String)| known == name && !value.is_empty();
        self.0.iter().find(named).map(|(_, value)| value.as_str())
    }

    /// Returns every value of a name that is not empty.
    pub fn all<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p str> {
        let named = self.0.iter().filter(move |(known, value)| known == name && !value.is_empty());
        named.map(|(_, value)| value.as_str())
    }

    /// Returns the whole number of a name.
    ///
    /// # Errors
    /// Its value is none, or below `least`.
    pub fn whole(&self, name: &str, least: i64) -> Result<Option<i64>, Problem> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let number = value.parse().ok().filter(|number| *number >= least);
        let wrong = || Problem::new(422, format!("{name} must be a whole number from {least} on"));
        number.map(Some).ok_or_else(wrong)
    }
}

/// Says whether a content type is that of forms.
#[must_use]
pub fn is_form(content_type: &str) -> bool {
    let name = content_type.split(';').next().unwrap_or_default().trim();
    name.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// Reads the members of a body, which is JSON, or a form, whose values are texts.
///
/// # Errors
/// It is neither.
pub fn read_members(body: &[u8], content_type: &str) -> Result<Map<String, Value>, Problem> {
    // Old senders call JSON a form.
    let looks_like_json = body.trim_ascii_start().first() == Some(&b'{');
    if is_form(content_type) && !looks_like_json {
        let text = std::str::from_utf8(body).map_err(|_| Problem::no_instance())?;
        let Parameters(pairs) = Parameters::parse(text);
        return Ok(pairs.into_iter().map(|(name, value)| (name, Value::String(value))).collect());
    }
    if body.trim_ascii().is_empty() {
        return Ok(Map::new());
    }
    parse_json_object(body).map_err(|_| Problem::no_instance())
}

/// Returns the payload of `POST /item/`: the body, or the field `payload` of a form, and the token
/// in a further field.
#[must_use]
pub fn payload_of<'b>(body: &'b [u8], content_type: &str) -> (Cow<'b, [u8]>, Option<String>) {
    let looks_like_json = body.trim_ascii_start().first() == Some(&b'{');
    if !is_form(content_type) || looks_like_json {
        return (Cow::Borrowed(body), None);
    }
    let form = Parameters::parse(&String::from_utf8_lossy(body));
    let payload = form.get("payload").unwrap_or_default().as_bytes().to_vec();
    (Cow::Owned(payload), form.get("access_token").map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded_and_may_repeat() {
        let parameters = Parameters::parse("level=error&level=debug&q=a+b%26&empty=&flag&page=2");
        assert_eq!(parameters.all("level").collect::<Vec<_>>(), ["error", "debug"]);
        assert_eq!(parameters.get("q"), Some("a b&"));
        assert_eq!((parameters.get("empty"), parameters.get("flag")), (None, None));
        assert_eq!(parameters.whole("page", 1), Ok(Some(2)));
        assert_eq!(parameters.whole("absent", 1), Ok(None));
        for wrong in ["page=0", "page=x", "page=99999999999999999999", "page=-1"] {
            assert_eq!(
                Parameters::parse(wrong).whole("page", 1).unwrap_err().status,
                422,
                "{wrong}"
            );
        }
        let many = "a=1&".repeat(5_000);
        assert_eq!(Parameters::parse(&many).all("a").count(), MAXIMUM_PARAMETERS);
    }

    #[test]
    fn a_payload_is_a_body_or_a_field_of_a_form() {
        let form = "application/x-www-form-urlencoded; charset=utf-8";
        let (payload, token) = payload_of(b"payload=%7B%22data%22%3A1%7D&access_token=t", form);
        assert_eq!((&*payload, token.as_deref()), (&b"{\"data\":1}"[..], Some("t")));
        let payload = |body: &'static [u8], content_type| payload_of(body, content_type).0;
        assert_eq!(&*payload(b" {\"a\":1}", form), b" {\"a\":1}");
        assert_eq!(&*payload(b"x=1", form), b"");
        assert_eq!(&*payload(b"\xff", "application/json"), b"\xff");
    }

    #[test]
    fn members_come_either_way() {
        let form = "application/x-www-form-urlencoded";
        let read = |body: &str, content_type| read_members(body.as_bytes(), content_type);
        assert_eq!(read("a=1&b=x", form).unwrap()["a"], "1");
        assert_eq!(read("{\"a\":1}", form).unwrap()["a"], 1);
        assert_eq!(read("", "").unwrap().len(), 0);
        for wrong in ["[]", "x", "{", "null"] {
            assert_eq!(read(wrong, "application/json"), Err(Problem::no_instance()), "{wrong}");
        }
    }
}
