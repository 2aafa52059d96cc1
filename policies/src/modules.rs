//! Which of an engine's own modules a program may import.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::NamePattern;

/// A language that the sandbox runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// JavaScript, on QuickJS.
    Javascript,
    /// Python, on CPython.
    Python,
}

impl Language {
    /// Every language.
    pub const ALL: &'static [Self] = &[Self::Javascript, Self::Python];

    /// The language's name in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Javascript => "javascript",
            Self::Python => "python",
        }
    }

    /// What separates a module from what lies inside it: `os.path`, `fs/promises`.
    const fn separator(self) -> char {
        match self {
            Self::Javascript => '/',
            Self::Python => '.',
        }
    }

    /// Whether `package` is loaded on the way to `module`, which lies inside it.
    fn leads_to(self, package: &str, module: &str) -> bool {
        self == Self::Python
            && module
                .strip_prefix(package)
                .is_some_and(|rest| rest.starts_with(self.separator()))
    }

    /// The name without a scheme that says nothing: Node's `node:fs` and `fs` are one module.
    fn canonical(self, name: &str) -> &str {
        match self {
            Self::Javascript => name.strip_prefix("node:").unwrap_or(name),
            Self::Python => name,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Which modules a program may import, of those that the engine supplies. A program's own files
/// are its own: they come under the grants. An import gives no access that the grants do not, so
/// without a list every module is allowed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct ModuleRule {
    /// Modules that may be imported. `["*"]`, every module, by default.
    pub allow: Vec<NamePattern>,
    /// Modules that may not, also when `allow` names them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub deny: Vec<NamePattern>,
}

impl Default for ModuleRule {
    fn default() -> Self {
        Self {
            allow: vec![NamePattern::any()],
            deny: Vec::new(),
        }
    }
}

impl ModuleRule {
    /// Whether `name` may be imported: allowed, and not denied. A module stands for what lies
    /// inside it too: `os` for `os.path`, `fs` for `fs/promises`; `fs` and `node:fs` are the same. A
    /// package of Python's is loaded before what lies inside it, so `xml.etree` allows `xml` itself.
    #[must_use]
    pub fn allows(&self, language: Language, name: &str) -> bool {
        let named = |pattern: &NamePattern| covers(pattern, language, name);
        let on_the_way = |pattern: &NamePattern| language.leads_to(name, pattern.stem());
        self.allow
            .iter()
            .any(|pattern| named(pattern) || on_the_way(pattern))
            && !self.deny.iter().any(named)
    }

    /// Whether there is a module that this rule does not allow.
    #[must_use]
    pub fn restricts(&self) -> bool {
        !self.deny.is_empty() || !self.allow.contains(&NamePattern::any())
    }
}

fn covers(pattern: &NamePattern, language: Language, name: &str) -> bool {
    let name = language.canonical(name);
    let stem = language.canonical(pattern.stem());
    name.strip_prefix(stem).is_some_and(|rest| {
        pattern.is_open() || rest.is_empty() || rest.starts_with(language.separator())
    })
}

/// The rules of all languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Modules {
    /// JavaScript's, such as `node:fs`.
    pub javascript: ModuleRule,
    /// Python's, such as `os.path`.
    pub python: ModuleRule,
}

impl Modules {
    /// The rule of one language.
    #[must_use]
    pub fn of(&self, language: Language) -> &ModuleRule {
        match language {
            Language::Javascript => &self.javascript,
            Language::Python => &self.python,
        }
    }

    /// Whether a program in `language` may import the engine's module `name`.
    #[must_use]
    pub fn allows(&self, language: Language, name: &str) -> bool {
        self.of(language).allows(language, name)
    }
}
