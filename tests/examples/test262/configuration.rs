//! quickjs-ng's own `test262.conf`: which features it has, and which tests it leaves out.

use std::collections::HashMap;

/// What the file says.
#[derive(Debug, Default)]
pub(crate) struct Configuration {
    features: HashMap<String, bool>,
    excluded: Vec<String>,
    included: Vec<String>,
}

impl Configuration {
    /// Reads the sections `features` and `exclude`.
    pub(crate) fn parse(text: &str) -> Self {
        let mut configuration = Self::default();
        let mut section = "";
        for line in text.lines().map(str::trim) {
            if line.is_empty() || line.starts_with(['#', ';']) {
                continue;
            }
            if let Some(name) = line.strip_prefix('[') {
                section = name.trim_end_matches(']');
                continue;
            }
            let line = line.split('#').next().unwrap_or_default().trim();
            match section {
                "features" => {
                    let (name, value) = line.split_once('=').unwrap_or((line, "yes"));
                    // `=!tcc`: yes, but for one compiler.
                    let has = !matches!(value, "skip" | "no");
                    configuration.features.insert(name.to_owned(), has);
                }
                "exclude" => match line.strip_prefix('!') {
                    Some(path) => configuration.included.push(path.to_owned()),
                    None => configuration.excluded.push(line.to_owned()),
                },
                _ => {}
            }
        }
        configuration
    }

    /// Whether a test at this path, such as `test262/test/language/x.js`, is left out.
    pub(crate) fn excludes(&self, path: &str) -> bool {
        let is_below = |folder: &String| path == folder || path.starts_with(folder.as_str());
        self.excluded.iter().any(is_below) && !self.included.iter().any(is_below)
    }

    /// The first of these features that the engine has not, or that the configuration does not know.
    pub(crate) fn lacks<'a>(&self, features: &'a [String]) -> Option<&'a str> {
        let lacks = |name: &&String| self.features.get(*name) != Some(&true);
        features.iter().find(lacks).map(String::as_str)
    }
}
