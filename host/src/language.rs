//! The languages, and the names of their files.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use thiserror::Error;

use crate::bindings::types;

/// A language that the sandbox runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// JavaScript, on QuickJS.
    JavaScript,
    /// Python, on CPython.
    Python,
}

/// A name that is no [`Language`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("unknown language `{0}`; there are `js` and `python`")]
pub struct UnknownLanguage(String);

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::JavaScript, Self::Python];

    /// The language's short name, as on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::JavaScript => "js",
            Self::Python => "python",
        }
    }

    /// What the extension of a file says: `.js`, `.mjs`, `.cjs`, `.ts`, `.mts`, `.cts` or `.py`.
    #[must_use]
    pub fn of_file(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "js" | "mjs" | "cjs" | "ts" | "mts" | "cts" => Some(Self::JavaScript),
            "py" => Some(Self::Python),
            _ => None,
        }
    }

    /// What a program that has no name of its own is called.
    #[must_use]
    pub const fn default_file_name(self) -> &'static str {
        match self {
            Self::JavaScript => "main.js",
            Self::Python => "main.py",
        }
    }

    pub(crate) fn to_wit(self) -> types::Language {
        let kind = match self {
            Self::JavaScript => types::LanguageKind::Javascript,
            Self::Python => types::LanguageKind::Python,
        };
        types::Language {
            kind,
            version: None,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::JavaScript => "JavaScript",
            Self::Python => "Python",
        })
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "js" | "javascript" => Ok(Self::JavaScript),
            "py" | "python" => Ok(Self::Python),
            _ => Err(UnknownLanguage(name.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_name_the_language() {
        for file in ["a.js", "a.mjs", "a.cjs", "a.ts", "dir.py/a.mts", "a.cts"] {
            assert_eq!(
                Language::of_file(Path::new(file)),
                Some(Language::JavaScript),
                "{file}"
            );
        }
        assert_eq!(
            Language::of_file(Path::new("x/a.b.py")),
            Some(Language::Python)
        );
        for file in ["a", "a.txt", ".py", "a.PY", "py"] {
            assert_eq!(Language::of_file(Path::new(file)), None, "{file}");
        }
    }
}
