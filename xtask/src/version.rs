//! Versions as tools print them.

use std::fmt;

/// The first dotted number in a tool's `--version` output. Missing parts are 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    pub(crate) major: u32,
    pub(crate) minor: u32,
    pub(crate) patch: u32,
}

impl Version {
    /// Reads, for example, `Debian clang version 19.1.7 (3~deb12u1)` or `wasm-opt version 108`.
    pub(crate) fn find(text: &str) -> Option<Self> {
        text.split(|c: char| c.is_whitespace() || c == '(' || c == ')' || c == ',')
            .find_map(|word| Self::parse(word.strip_prefix('v').unwrap_or(word)))
    }

    fn parse(word: &str) -> Option<Self> {
        let number = word
            .split(|c: char| c != '.' && !c.is_ascii_digit())
            .next()?;
        let mut parts = number.split('.').map(str::parse);
        Some(Self {
            major: parts.next()?.ok()?,
            minor: parts.next().unwrap_or(Ok(0)).ok()?,
            patch: parts.next().unwrap_or(Ok(0)).ok()?,
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn found(text: &str) -> String {
        Version::find(text).unwrap().to_string()
    }

    #[test]
    fn versions_are_found_where_tools_print_them() {
        assert_eq!(
            found("Debian clang version 19.1.7 (3~deb12u1)\nTarget: x86_64"),
            "19.1.7"
        );
        assert_eq!(
            found("clang version 19.1.5-wasi-sdk (https://x 1.2)"),
            "19.1.5"
        );
        assert_eq!(found("rustc 1.95.0 (59807616e 2026-04-14)"), "1.95.0");
        assert_eq!(found("wasm-opt version 108"), "108.0.0");
        assert_eq!(found("wasm-opt version 123 (version_123-1)"), "123.0.0");
        assert_eq!(found("cargo-component-component 0.21.1"), "0.21.1");
        assert_eq!(Version::find("no version here"), None);
    }

    #[test]
    fn versions_are_ordered_by_number_not_by_text() {
        assert!(Version::find("9.10.0") > Version::find("9.9.9"));
        assert!(Version::find("19") < Version::find("19.0.1"));
    }
}
