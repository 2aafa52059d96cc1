//! Why a specifier names no module, in Node's words.

use crate::modules::url;

/// Why a specifier names no module. `importer` is the path of the module that asked; `require`
/// leaves it out where Node does.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unresolved {
    /// There is no such file.
    #[error("Cannot find module '{path}'{}", imported_from(.importer))]
    Module {
        path: String,
        importer: Option<String>,
    },
    /// No folder `node_modules` on the way up has the package.
    #[error("Cannot find package '{name}'{}", imported_from(.importer))]
    Package {
        name: String,
        importer: Option<String>,
    },
    /// The `main` of a package, or its `index.js`, is not there.
    #[error("Cannot find package '{path}'{}", imported_from(.importer))]
    Main {
        path: String,
        importer: Option<String>,
    },
    /// The `main` of a package that `require` was asked for, and no `index.js` in its place.
    #[error(
        "Cannot find module '{0}'. Please verify that the package.json has a valid \"main\" entry"
    )]
    RequiredMain(String),
    /// A folder is no ES module.
    #[error(
        "Directory import '{path}' is not supported resolving ES modules{}",
        imported_from(.importer)
    )]
    Directory {
        path: String,
        importer: Option<String>,
    },
    /// `exports` does not name the subpath for these conditions.
    #[error(
        "{} defined {}in {package}{}",
        not_exported(.subpath),
        if .subpath == "." { "" } else { "by \"exports\" " },
        imported_from(.importer)
    )]
    NotExported {
        subpath: String,
        package: String,
        importer: Option<String>,
    },
    /// `imports` does not name the specifier.
    #[error(
        "Package import specifier \"{specifier}\" is not defined{}{}",
        .package.as_ref().map(|path| format!(" in package {path}")).unwrap_or_default(),
        imported_from(.importer)
    )]
    NotImported {
        specifier: String,
        package: Option<String>,
        importer: Option<String>,
    },
    /// What `exports` or `imports` names is no place within the package.
    #[error(
        "Invalid \"{field}\" target {target} defined for '{key}' in the package config \
         {package}{}{}",
        imported_from(.importer),
        if *.needs_dot { "; targets must start with \"./\"" } else { "" }
    )]
    Target {
        field: &'static str,
        target: String,
        key: String,
        package: String,
        importer: Option<String>,
        needs_dot: bool,
    },
    /// The specifier itself is malformed.
    #[error("Invalid module \"{specifier}\" {reason}{}", imported_from(.importer))]
    Specifier {
        specifier: String,
        reason: String,
        importer: Option<String>,
    },
    /// A `package.json` that is no JSON.
    #[error(
        "Invalid package config {path}{}. {problem}",
        .importer.as_ref().map(|path| format!(" while importing {path}")).unwrap_or_default()
    )]
    PackageConfig {
        path: String,
        importer: Option<String>,
        problem: String,
    },
    /// `node:` and no module of ours.
    #[error("No such built-in module: {0}")]
    Builtin(String),
    /// A URL of a scheme that leads out of the sandbox.
    #[error(
        "Only URLs with a scheme in: file, data, and node are supported by the default ESM \
         loader. Received protocol '{0}:'"
    )]
    Scheme(String),
}

fn imported_from(importer: &Option<String>) -> String {
    let importer = importer.as_ref();
    importer.map_or_else(String::new, |path| format!(" imported from {path}"))
}

fn not_exported(subpath: &str) -> String {
    if subpath == "." {
        "No \"exports\" main".to_owned()
    } else {
        format!("Package subpath '{subpath}' is not")
    }
}

impl Unresolved {
    /// Node's code of the error.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            // `require` has a code of its own for a file that is not there.
            Self::Module { importer: None, .. } | Self::RequiredMain(_) => "MODULE_NOT_FOUND",
            Self::Module { .. } | Self::Package { .. } | Self::Main { .. } => {
                "ERR_MODULE_NOT_FOUND"
            }
            Self::Directory { .. } => "ERR_UNSUPPORTED_DIR_IMPORT",
            Self::NotExported { .. } => "ERR_PACKAGE_PATH_NOT_EXPORTED",
            Self::NotImported { .. } => "ERR_PACKAGE_IMPORT_NOT_DEFINED",
            Self::Target { .. } => "ERR_INVALID_PACKAGE_TARGET",
            Self::Specifier { .. } => "ERR_INVALID_MODULE_SPECIFIER",
            Self::PackageConfig { .. } => "ERR_INVALID_PACKAGE_CONFIG",
            Self::Builtin(_) => "ERR_UNKNOWN_BUILTIN_MODULE",
            Self::Scheme(_) => "ERR_UNSUPPORTED_ESM_URL_SCHEME",
        }
    }

    /// Whether Node throws a TypeError for it.
    pub(crate) fn is_type_error(&self) -> bool {
        matches!(self, Self::NotImported { .. } | Self::Specifier { .. })
    }

    /// The URL that leads nowhere, which Node adds to the error.
    pub(crate) fn url(&self) -> Option<String> {
        match self {
            Self::Module { path, importer } | Self::Directory { path, importer } => {
                importer.as_ref().map(|_| url::from_path(path))
            }
            _ => None,
        }
    }
}
