//! The `*.json` beside a test.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

/// What a test is run with, and what it must do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Specification {
    /// Arguments, the program's own name not among them.
    pub args: Vec<String>,
    /// Folders beside the test that are preopened by their names.
    pub dirs: Vec<String>,
    /// A folder beside the test that is preopened as `/`.
    pub root: Option<String>,
    /// The environment, all of it.
    pub env: BTreeMap<String, String>,
    /// Standard input.
    pub stdin: String,
    /// The code to exit with.
    pub exit_code: i32,
    /// What to print, if it matters.
    pub stdout: Option<String>,
    /// What to print to standard error, if it matters.
    pub stderr: Option<String>,
}

/// Why a specification is not one that a preview1 host can carry out.
#[derive(Debug, Error)]
pub enum SpecificationError {
    /// It is no JSON, or not of this shape.
    #[error("the specification is malformed: {0}")]
    Malformed(#[from] serde_json::Error),
    /// It asks for something that preview1 does not have.
    #[error("the specification asks for {0:?}, which preview1 does not have")]
    Unsupported(String),
    /// It is written in both of the two ways at once.
    #[error("the specification mixes \"operations\" with other fields")]
    Mixed,
}

/// Both ways to write one: flat, or as a list of operations.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Document {
    #[serde(flatten)]
    flat: Flat,
    operations: Vec<Operation>,
    proposals: Vec<String>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Flat {
    args: Vec<String>,
    dirs: Vec<String>,
    root: Option<String>,
    env: BTreeMap<String, String>,
    stdin: Option<String>,
    exit_code: i32,
    stdout: Option<String>,
    stderr: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Operation {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    payload: Option<String>,
    #[serde(flatten)]
    flat: Flat,
}

impl Specification {
    /// Reads one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(json: &str) -> Result<Self, SpecificationError> {
        let document: Document = serde_json::from_str(json)?;
        if let Some(proposal) = document.proposals.into_iter().next() {
            return Err(SpecificationError::Unsupported(proposal));
        }
        if document.operations.is_empty() {
            return Ok(document.flat.into());
        }
        if document.flat != Flat::default() {
            return Err(SpecificationError::Mixed);
        }
        let mut specification = Self::default();
        for operation in document.operations {
            specification.apply(operation)?;
        }
        Ok(specification)
    }

    fn apply(&mut self, operation: Operation) -> Result<(), SpecificationError> {
        match (operation.kind.as_str(), operation.id.as_deref()) {
            ("run", _) => {
                let run: Self = operation.flat.into();
                *self = Self {
                    args: run.args,
                    dirs: run.dirs,
                    root: run.root,
                    env: run.env,
                    ..self.clone()
                };
            }
            ("wait", _) => self.exit_code = operation.flat.exit_code,
            ("write", None | Some("stdin")) => {
                self.stdin.push_str(&operation.payload.unwrap_or_default());
            }
            ("read", None | Some("stdout")) => expect(&mut self.stdout, operation.payload),
            ("read", Some("stderr")) => expect(&mut self.stderr, operation.payload),
            (kind, _) => return Err(SpecificationError::Unsupported(kind.to_owned())),
        }
        Ok(())
    }
}

/// What is read in several operations is printed one after the other.
fn expect(expected: &mut Option<String>, payload: Option<String>) {
    expected
        .get_or_insert_default()
        .push_str(&payload.unwrap_or_default());
}

impl From<Flat> for Specification {
    fn from(flat: Flat) -> Self {
        Self {
            args: flat.args,
            dirs: flat.dirs,
            root: flat.root,
            env: flat.env,
            stdin: flat.stdin.unwrap_or_default(),
            exit_code: flat.exit_code,
            stdout: flat.stdout,
            stderr: flat.stderr,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_left_out_has_its_default() {
        assert_eq!(
            Specification::parse("{}").unwrap(),
            Specification::default()
        );
    }

    #[test]
    fn both_ways_of_writing_mean_the_same() {
        let flat =
            r#"{"args": ["a"], "dirs": ["d"], "env": {"K": "v"}, "exit_code": 3, "stdout": "out"}"#;
        let operations = r#"{"operations": [
            {"type": "run", "args": ["a"], "dirs": ["d"], "env": {"K": "v"}},
            {"type": "read", "id": "stdout", "payload": "out"},
            {"type": "wait", "exit_code": 3}
        ]}"#;
        let flat = Specification::parse(flat).unwrap();
        assert_eq!(Specification::parse(operations).unwrap(), flat);
        assert_eq!((flat.exit_code, flat.stdout.as_deref()), (3, Some("out")));
    }

    #[test]
    fn what_cannot_be_carried_out_is_said() {
        let message = |json| Specification::parse(json).unwrap_err().to_string();
        assert_eq!(
            message(r#"{"operations": [{"type": "connect"}]}"#),
            r#"the specification asks for "connect", which preview1 does not have"#
        );
        assert_eq!(
            message(r#"{"operations": [{"type": "run"}], "args": ["a"]}"#),
            r#"the specification mixes "operations" with other fields"#
        );
        assert!(message("[").starts_with("the specification is malformed: "));
    }
}
