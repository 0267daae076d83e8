//! `GetEncryptionConfig` and `PutEncryptionConfig`: stored and shown; nothing is encrypted.

use super::error;
use crate::backend::front::call::Call;
use crate::backend::store::catalog::documents;
use crate::model::check_length;
use crate::model::check_one_of;
use crate::wire::aws::AwsError;
use crate::wire::aws::required;
use crate::wire::xray::Empty;
use crate::wire::xray::EncryptionConfig;
use crate::wire::xray::EncryptionConfigResponse;
use crate::wire::xray::PutEncryptionConfigRequest;

/// Kind of the one document that holds the setting.
const KIND: &str = "xray-encryption";

/// `GetEncryptionConfig`.
pub(super) fn get(call: &Call<'_>, _input: Empty) -> Result<EncryptionConfigResponse, AwsError> {
    call.read(|connection, scope| {
        let encryption_config = match documents::find(connection, scope, KIND, "", "")? {
            Some(document) => serde_json::from_str(&document.body).map_err(|error| {
                AwsError::internal("InternalFailure", format!("stored encryption: {error}"))
            })?,
            None => active("NONE", None),
        };
        Ok(EncryptionConfigResponse { encryption_config })
    })
}

/// `PutEncryptionConfig`: answers that the change is under way; the next read finds it done.
pub(super) fn put(
    call: &Call<'_>,
    input: PutEncryptionConfigRequest,
) -> Result<EncryptionConfigResponse, AwsError> {
    let kind = required("Type", input.kind).map_err(|v| error::violation(&v))?;
    check_one_of("Type", &kind, &["NONE", "KMS"]).map_err(|v| error::violation(&v))?;
    if let Some(key) = &input.key_id {
        check_length("KeyId", key, 1, 3000).map_err(|v| error::violation(&v))?;
    }
    if (kind == "KMS") != input.key_id.is_some() {
        return Err(error::invalid_request("KeyId must be given with Type KMS, and only then"));
    }
    let now = call.now();
    call.write(move |connection, scope| {
        let config = active(&kind, input.key_id);
        let body = serde_json::json!(config).to_string();
        documents::put(connection, scope, KIND, "", "", &body, now)?;
        let encryption_config = EncryptionConfig { status: "UPDATING".to_owned(), ..config };
        Ok(EncryptionConfigResponse { encryption_config })
    })
}

fn active(kind: &str, key_id: Option<String>) -> EncryptionConfig {
    EncryptionConfig { key_id, status: "ACTIVE".to_owned(), kind: kind.to_owned() }
}
