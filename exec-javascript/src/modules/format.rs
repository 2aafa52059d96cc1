//! What a file is to the module loaders, by its name and its package.

use super::package::PackageType;

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Format {
    /// An ES module.
    Module,
    /// A CommonJS module.
    CommonJs,
    /// One of the two: nothing but the syntax tells which.
    Unsaid,
    /// JSON.
    Json,
    /// An extension that says nothing to anybody, with its dot.
    Unknown(String),
}

impl Format {
    /// What the file at `path` is, in a package that says `package` of its `.js` files.
    pub(crate) fn of(path: &str, package: PackageType) -> Self {
        match extension(path) {
            ".mjs" | ".mts" => Self::Module,
            ".cjs" | ".cts" => Self::CommonJs,
            ".json" => Self::Json,
            ".js" | ".ts" | "" => match package {
                PackageType::Module => Self::Module,
                PackageType::CommonJs => Self::CommonJs,
                PackageType::Unsaid => Self::Unsaid,
            },
            other => Self::Unknown(other.to_owned()),
        }
    }
}

/// Whether a file is TypeScript by its name.
pub(crate) fn is_typescript(path: &str) -> bool {
    matches!(extension(path), ".ts" | ".mts" | ".cts")
}

/// The extension with its dot, as `path.extname` has it: a name that only begins with a dot has none.
fn extension(path: &str) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    match name.rfind('.') {
        Some(dot) if dot > 0 => name.get(dot..).unwrap_or_default(),
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_decide_before_packages_do() {
        let of = |path| Format::of(path, PackageType::CommonJs);
        assert_eq!(of("/w/a.mjs"), Format::Module);
        assert_eq!(of("/w.mjs/a.js"), Format::CommonJs);
        assert_eq!(of("/w/a.d.mts"), Format::Module);
        assert_eq!(of("/w/.mjs"), Format::CommonJs);
        assert_eq!(of("/w/a"), Format::CommonJs);
        assert_eq!(of("/w/a.wasm"), Format::Unknown(".wasm".into()));
        assert_eq!(Format::of("/w/a.js", PackageType::Module), Format::Module);
        assert_eq!(Format::of("/w/a.js", PackageType::Unsaid), Format::Unsaid);
    }
}
