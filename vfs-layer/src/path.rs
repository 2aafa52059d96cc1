//! Paths as a program gives them: parsed and bounded before anything looks at a directory.

use crate::error::{FsError, FsResult, Limit, LimitExceeded};
use crate::quota::Quota;

/// The longest name that a lower layer or a mount path may have. A namespace's own limit is [`Quota::name_bytes`].
pub(crate) const NAME_BYTES_MAX: usize = 255;

/// Symbolic links that one resolution follows at most, as Linux does (`MAXSYMLINKS`).
pub const SYMLINK_BUDGET: u32 = 40;

/// Names that one resolution goes through at most, those in the targets of links included: twice what the longest path
/// has. Forty targets of the greatest length would have forty times as many, in a call that nothing can end.
pub(crate) const NAME_BUDGET: u32 = 4096;

/// A path that keeps the rules: UTF-8, no NUL, not empty, and no longer than the quota allows in bytes, names and depth.
/// It is not normalised: `..` and a trailing slash are data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GuestPath<'a>(&'a str);

impl<'a> GuestPath<'a> {
    /// Checks a path that a program gave.
    pub(crate) fn parse(bytes: &'a [u8], quota: &Quota) -> FsResult<Self> {
        within(Limit::PathBytes, bytes.len(), quota.path_bytes)?;
        let text = std::str::from_utf8(bytes).map_err(|_| FsError::NotUtf8)?;
        if text.is_empty() {
            return Err(FsError::NotFound);
        }
        if text.contains('\0') {
            return Err(FsError::Invalid("NUL in a path"));
        }
        let mut depth = 0;
        for name in text.split('/').filter(|name| !matches!(*name, "" | ".")) {
            within(Limit::NameBytes, name.len(), quota.name_bytes)?;
            depth += 1;
        }
        within(Limit::Depth, depth, quota.depth)?;
        Ok(Self(text))
    }

    pub(crate) fn as_str(self) -> &'a str {
        self.0
    }
}

/// Compares a length with its limit.
pub(crate) fn within(limit: Limit, asked: usize, allowed: u32) -> Result<(), LimitExceeded> {
    let (asked, allowed) = (asked as u64, u64::from(allowed));
    if asked <= allowed {
        return Ok(());
    }
    Err(LimitExceeded {
        limit,
        asked,
        allowed,
    })
}

/// Splits off the first component: (it, what follows its slashes, whether a slash followed).
pub(crate) fn split_first(path: &str) -> (&str, &str, bool) {
    match path.find('/') {
        Some(end) => {
            let (name, rest) = path.split_at(end);
            (name, rest.trim_start_matches('/'), true)
        }
        None => (path, "", false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errno::Errno;

    fn errno(path: &[u8]) -> Option<Errno> {
        let parsed = GuestPath::parse(path, &Quota::default());
        parsed.err().map(|error| error.errno())
    }

    #[test]
    fn each_kind_of_nasty_path_has_its_errno() {
        assert_eq!(errno(b""), Some(Errno::NoEnt));
        assert_eq!(errno(b"a\0b"), Some(Errno::Inval));
        assert_eq!(errno(b"a\xffb"), Some(Errno::IlSeq));
        assert_eq!(errno("x".repeat(255).as_bytes()), None);
        assert_eq!(errno("x".repeat(256).as_bytes()), Some(Errno::NameTooLong));
        assert_eq!(errno("x/".repeat(64).as_bytes()), None);
        assert_eq!(errno("x/".repeat(65).as_bytes()), Some(Errno::NameTooLong));
        assert_eq!(errno("./".repeat(2048).as_bytes()), None);
        assert_eq!(errno("/".repeat(4097).as_bytes()), Some(Errno::NameTooLong));
    }

    #[test]
    fn a_limit_says_what_was_asked_and_allowed() {
        let parsed = GuestPath::parse(&[b'/'; 5000], &Quota::default());
        assert_eq!(
            parsed,
            Err(FsError::Limit(LimitExceeded {
                limit: Limit::PathBytes,
                asked: 5000,
                allowed: 4096
            }))
        );
    }

    #[test]
    fn splitting_keeps_the_trailing_slash() {
        assert_eq!(split_first("a//b/"), ("a", "b/", true));
        assert_eq!(split_first("b/"), ("b", "", true));
        assert_eq!(split_first("b"), ("b", "", false));
    }
}
