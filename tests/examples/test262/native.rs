//! What quickjs-ng's own runner, built for this machine, had to say of the same tests.

use std::collections::BTreeMap;

/// The tests that failed there, and with what.
#[derive(Debug, Default)]
pub(crate) struct Native {
    failed: BTreeMap<String, String>,
}

impl Native {
    /// Reads the runner's file of errors: `test262/test/a.js:12: TypeError: …` a line, which it goes on with on
    /// lines of their own when the message has several.
    pub(crate) fn parse(text: &str) -> Self {
        let failed = text.lines().filter_map(|line| {
            let (name, rest) = line.split_once(".js:")?;
            let message = rest.split_once(": ").map_or(rest, |(_, message)| message);
            name.starts_with("test262/")
                .then(|| (format!("{name}.js"), message.to_owned()))
        });
        Self {
            failed: failed.collect(),
        }
    }

    /// Whether a test that was run passed.
    pub(crate) fn passes(&self, name: &str) -> bool {
        !self.failed.contains_key(name)
    }
}
