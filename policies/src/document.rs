//! The document that a policy is written as, version 1.

use std::fmt;

use serde::Serialize;

use crate::fault::Faults;
use crate::reader::{self, Draft};
use crate::source;
use crate::{
    Clock, Environment, GuestPath, LayerName, Limits, Modules, Policy, PolicyErrors, ProcessRule,
    Quota, Random, Rights, Sessions,
};

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// TOML 1.1.
    Toml,
    /// JSON (RFC 8259).
    Json,
}

impl Format {
    /// The format of `text`: JSON when its first character is `{`, else TOML.
    #[must_use]
    pub fn detect(text: &str) -> Self {
        if text.trim_start().starts_with('{') {
            Self::Json
        } else {
            Self::Toml
        }
    }
}

/// A policy as written: well formed, its values of the right kinds, not yet checked as a whole.
///
/// Read one with [`PolicyDocument::parse`], or build one in code; [`PolicyDocument::validate`]
/// makes a [`Policy`] of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(
        title = "Sandbox policy",
        description = "What one sandboxed program may reach, and how much it may use."
    )
)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PolicyDocument {
    /// The version of the format: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub version: u32,
    /// Where a program starts and its files are put. `/workspace` by default.
    #[serde(default = "GuestPath::workspace")]
    pub working_directory: GuestPath,
    /// What the program may reach. What no grant holds does not exist for it.
    #[serde(default)]
    pub grants: Vec<GrantDocument>,
    /// How much one run may use.
    #[serde(default)]
    pub limits: Limits,
    /// Which environment variables the program sees.
    #[serde(default)]
    pub environment: Environment,
    /// Which of the engine's own modules the program may import.
    #[serde(default)]
    pub modules: Modules,
    /// Which time the program sees.
    #[serde(default)]
    pub clock: Clock,
    /// Where the program's random numbers come from.
    #[serde(default)]
    pub random: Random,
    /// What happens when the program tries to start a process.
    #[serde(default)]
    pub processes: ProcessRule,
    /// How many sessions there may be, and for how long.
    #[serde(default)]
    pub sessions: Sessions,
}

/// One grant as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct GrantDocument {
    /// Where the grant begins; it covers everything below.
    pub path: GuestPath,
    /// What the grant's files are made of.
    pub layer: LayerKind,
    /// The platform's layer under a read-only or overlay grant; absent for scratch.
    #[cfg_attr(feature = "schema", schemars(with = "LayerName"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<LayerName>,
    /// What the program may do there.
    pub rights: Rights,
    /// What the grant may hold, within the limits of the whole policy.
    #[serde(default, skip_serializing_if = "Quota::is_none")]
    pub quota: Quota,
}

/// The kinds of layers that a grant can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LayerKind {
    /// Empty at the start; gone with the session.
    Scratch,
    /// The platform's files, which nobody can change.
    ReadOnly,
    /// The platform's files, under a scratch layer that takes every change.
    Overlay,
}

impl LayerKind {
    /// Every kind with its name in documents.
    pub(crate) const NAMES: &'static [(&'static str, Self)] = &[
        ("scratch", Self::Scratch),
        ("read-only", Self::ReadOnly),
        ("overlay", Self::Overlay),
    ];

    /// The kind's name in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scratch => "scratch",
            Self::ReadOnly => "read-only",
            Self::Overlay => "overlay",
        }
    }
}

impl fmt::Display for LayerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Reads a document as far as it can be read.
pub(crate) fn read(text: &str, format: Format, faults: &mut Faults) -> Option<Draft> {
    let root = source::read(text, format, faults)?;
    reader::read(&root, faults)
}

impl PolicyDocument {
    /// The version of the format.
    pub const VERSION: u32 = 1;
    /// Where a program starts when the document does not say.
    pub const WORKING_DIRECTORY: &'static str = "/workspace";

    /// Reads a document.
    ///
    /// # Errors
    /// Every misspelt, malformed, misplaced or missing thing, each with its place.
    pub fn parse(text: &str, format: Format) -> Result<Self, PolicyErrors> {
        let mut faults = Faults::default();
        let document = read(text, format, &mut faults).and_then(|draft| {
            let grants = draft.grants.into_iter().collect::<Option<_>>()?;
            Some(Self {
                grants,
                ..draft.document
            })
        });
        faults.into_result(document, text)
    }

    /// Checks the document as a whole.
    ///
    /// # Errors
    /// Every rule that the document breaks.
    pub fn validate(self) -> Result<Policy, PolicyErrors> {
        Policy::try_from(self)
    }

    /// The document as JSON text, which [`PolicyDocument::parse`] reads back.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Every field is text, a number or a list of them, which JSON always holds.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl From<&crate::Grant> for GrantDocument {
    fn from(grant: &crate::Grant) -> Self {
        Self {
            path: grant.path().clone(),
            layer: grant.layer().into(),
            source: grant.source().cloned(),
            rights: grant.rights(),
            quota: grant.quota(),
        }
    }
}

impl From<&crate::Layer> for LayerKind {
    fn from(layer: &crate::Layer) -> Self {
        match layer {
            crate::Layer::Scratch => Self::Scratch,
            crate::Layer::ReadOnly { .. } => Self::ReadOnly,
            crate::Layer::Overlay { .. } => Self::Overlay,
        }
    }
}

impl Default for PolicyDocument {
    /// The document that says nothing but its version: it grants nothing.
    fn default() -> Self {
        Self {
            version: Self::VERSION,
            working_directory: GuestPath::workspace(),
            grants: Vec::new(),
            limits: Limits::default(),
            environment: Environment::default(),
            modules: Modules::default(),
            clock: Clock::default(),
            random: Random::default(),
            processes: Default::default(),
            sessions: Sessions::default(),
        }
    }
}
