//! Sizes as people read them.

/// `bytes` in decimal units, as size limits are written: 1,229,860 bytes are `1.23 MB`.
pub(crate) fn shown(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100),
        _ => format!("{}.{:02} MB", bytes / 1_000_000, bytes % 1_000_000 / 10_000),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn sizes_are_decimal_and_never_rounded_up_to_a_limit() {
        assert_eq!(super::shown(999), "999 B");
        assert_eq!(super::shown(12_345), "12.3 kB");
        assert_eq!(super::shown(1_229_860), "1.22 MB");
        assert_eq!(super::shown(1_999_999), "1.99 MB");
        assert_eq!(super::shown(2_000_000), "2.00 MB");
    }
}
