//! Which environment variables a program sees.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::NamePattern;

/// Which variables the caller may pass, and which ones the policy sets. Nothing of the host's own
/// environment ever reaches a program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Environment {
    /// Names that the caller may pass. None by default.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allow: Vec<NamePattern>,
    /// Variables with a fixed value, which the caller cannot replace.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, String>,
}

/// What became of the variables that a caller passed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Admission {
    /// The program's whole environment, sorted by name, each name once.
    pub variables: BTreeMap<String, String>,
    /// The names that the policy refused, in the order passed.
    pub refused: Vec<String>,
}

impl Environment {
    /// Whether the caller may pass `name`. A fixed variable is never the caller's.
    #[must_use]
    pub fn permits(&self, name: &str) -> bool {
        !self.set.contains_key(name) && self.allow.iter().any(|pattern| pattern.matches(name))
    }

    /// The environment of a program whose caller passes `variables`: those that are permitted
    /// (the last of equal names counts) and the fixed ones.
    pub fn admit<I>(&self, variables: I) -> Admission
    where
        I: IntoIterator<Item = (String, String)>,
    {
        let mut admission = Admission {
            variables: self.set.clone(),
            refused: Vec::new(),
        };
        for (name, value) in variables {
            if self.permits(&name) {
                admission.variables.insert(name, value);
            } else {
                admission.refused.push(name);
            }
        }
        admission
    }
}
