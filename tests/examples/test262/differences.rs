//! Why a test passes in quickjs-ng and not here: `differences.txt`, kept by hand.

const TEXT: &str = include_str!("differences.txt");

/// The reasons, each with the tests that it holds for.
#[derive(Debug)]
pub(crate) struct Differences(Vec<Reason>);

#[derive(Debug)]
struct Reason {
    text: String,
    /// Beginnings of tests' names.
    tests: Vec<String>,
}

impl Differences {
    /// The file of this runner.
    pub(crate) fn known() -> Self {
        Self::parse(TEXT)
    }

    /// A reason stands at the beginning of its line, its tests below it and indented.
    pub(crate) fn parse(text: &str) -> Self {
        let mut reasons: Vec<Reason> = Vec::new();
        for line in text.lines() {
            match (line.strip_prefix("  "), reasons.last_mut()) {
                (Some(test), Some(reason)) => reason.tests.push(test.trim().to_owned()),
                _ if line.is_empty() || line.starts_with('#') => {}
                _ => reasons.push(Reason {
                    text: line.to_owned(),
                    tests: Vec::new(),
                }),
            }
        }
        Self(reasons)
    }

    /// Why this test fails here alone.
    pub(crate) fn reason(&self, name: &str) -> Option<&str> {
        let holds = |reason: &&Reason| {
            reason
                .tests
                .iter()
                .any(|test| name.starts_with(test.as_str()))
        };
        self.0.iter().find(holds).map(|reason| &*reason.text)
    }
}
