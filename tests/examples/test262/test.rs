//! A test's own description of itself, between `/*---` and `---*/`.

/// What a test needs, and what it must do.
#[derive(Debug, Default)]
pub(crate) struct Description {
    pub(crate) flags: Vec<String>,
    pub(crate) includes: Vec<String>,
    pub(crate) features: Vec<String>,
    /// The class of the error that it must end with.
    pub(crate) negative: Option<String>,
}

impl Description {
    /// Reads the few fields that count of the YAML that tests use.
    pub(crate) fn parse(source: &str) -> Self {
        let mut description = Self::default();
        let Some((_, rest)) = source.split_once("/*---") else {
            return description;
        };
        let text = rest.split_once("---*/").map_or(rest, |(text, _)| text);
        // Lines end in any way that YAML allows, and the whole may be indented.
        let lines = || {
            text.split(['\n', '\r'])
                .filter(|line| !line.trim().is_empty())
        };
        let indent = lines()
            .next()
            .map_or(0, |line| line.len() - line.trim_start().len());
        let mut field = String::new();
        for line in lines() {
            let line = line.get(indent..).unwrap_or(line);
            if !line.starts_with([' ', '\t', '-']) {
                field = line.split(':').next().unwrap_or_default().trim().to_owned();
            }
            let value = line.split_once(':').map_or("", |(_, value)| value).trim();
            let listed = match line.trim().strip_prefix("- ") {
                Some(item) => vec![item.trim().to_owned()],
                None => list(value),
            };
            match field.as_str() {
                "flags" => description.flags.extend(listed),
                "includes" => description.includes.extend(listed),
                "features" => description.features.extend(listed),
                "negative" if line.trim().starts_with("type:") => {
                    description.negative = Some(value.to_owned());
                }
                _ => {}
            }
        }
        description
    }

    pub(crate) fn has_flag(&self, flag: &str) -> bool {
        self.flags.iter().any(|found| found == flag)
    }
}

/// `[a, b]`.
fn list(value: &str) -> Vec<String> {
    let Some(inside) = value.strip_prefix('[').and_then(|v| v.split(']').next()) else {
        return Vec::new();
    };
    let names = inside.split(',').map(str::trim);
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}
