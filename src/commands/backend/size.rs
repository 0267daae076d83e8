//! Sizes as people read them.

/// Says how many bytes there are, in the unit that suits them.
pub(super) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if bytes < 1024 {
        return format!("{bytes} bytes");
    }
    let mut tenths = bytes / 102;
    let mut unit = 0;
    while tenths >= 10_240 && unit + 1 < UNITS.len() {
        tenths /= 1024;
        unit += 1;
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_a_unit() {
        let shown = [0, 1023, 1024, 20_480, 5 << 20, 10 << 30, 3 << 40, u64::MAX].map(size);
        assert_eq!(shown[..3], ["0 bytes", "1023 bytes", "1.0 KiB"]);
        assert_eq!(shown[3..7], ["20.0 KiB", "5.0 MiB", "10.0 GiB", "3.0 TiB"]);
        assert!(shown[7].ends_with(" TiB"));
    }
}
