//! Sealed boxes: only the holder of the private key can open what is sent.

use crypto_box::PublicKey;
use crypto_box::aead::OsRng;

use crate::wire::github::PUBLIC_KEY_BYTES;

/// Seals a value for the owner of a public key, as libsodium's `crypto_box_seal` does.
///
/// Nothing comes back where the key is none that a box can be made for.
pub(super) fn seal(key: [u8; PUBLIC_KEY_BYTES], value: &[u8]) -> Option<Vec<u8>> {
    PublicKey::from(key).seal(&mut OsRng, value).ok()
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use crypto_box::SecretKey;
    use proptest::prelude::*;

    use super::*;

    fn key() -> SecretKey {
        SecretKey::from([1; 32])
    }

    #[test]
    fn a_box_that_libsodium_sealed_opens() {
        let public = STANDARD.encode(key().public_key().as_bytes());
        assert_eq!(public, "pOCSkrZRwni5dyxWn1+puxPZBrRqtoyd+dwrRAn4ogk=");
        let sealed =
            "zo060cy2M+x7cMF4FKXHbs0CloUFDTRHRboFhw5YfVlcuPnIPo2BQeUlfBMjYHTp9Di59IWnKSRz4w==";
        let opened = key().unseal(&STANDARD.decode(sealed).unwrap()).unwrap();
        assert_eq!(opened, b"hcaik_test");
    }

    proptest! {
        #[test]
        fn every_value_comes_out_as_it_went_in(value in prop::collection::vec(any::<u8>(), 0..2000)) {
            let public = *key().public_key().as_bytes();
            let sealed = seal(public, &value).unwrap();
            prop_assert_eq!(sealed.len(), value.len() + 48);
            prop_assert_eq!(key().unseal(&sealed).unwrap(), value.clone());
            prop_assert_ne!(seal(public, &value).unwrap(), sealed, "random each time");
        }
    }
}
