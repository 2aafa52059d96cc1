//! The document that a policy is written as, version 1.

use serde::Serialize;

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
#[serde(rename_all = "kebab-case")]
pub struct PolicyDocument {
    /// The version of the format: 1.
    pub version: u32,
    /// Where a program starts and its files are put. `/workspace` by default.
    pub working_directory: GuestPath,
    /// What the program may reach. What no grant holds does not exist for it.
    pub grants: Vec<GrantDocument>,
    /// How much one run may use.
    pub limits: Limits,
    /// Which environment variables the program sees.
    pub environment: Environment,
    /// Which of the engine's own modules the program may import.
    pub modules: Modules,
    /// Which time the program sees.
    pub clock: Clock,
    /// Where the program's random numbers come from.
    pub random: Random,
    /// What happens when the program tries to start a process.
    pub processes: ProcessRule,
    /// How many sessions there may be, and for how long.
    pub sessions: Sessions,
}

/// One grant as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct GrantDocument {
    /// Where the grant begins; it covers everything below.
    pub path: GuestPath,
    /// What the grant's files are made of.
    pub layer: LayerKind,
    /// The platform's layer under a read-only or overlay grant; absent for scratch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<LayerName>,
    /// What the program may do there.
    pub rights: Rights,
    /// What the grant may hold, within the limits of the whole policy.
    pub quota: Quota,
}

/// The kinds of layers that a grant can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LayerKind {
    /// Empty at the start; gone with the session.
    Scratch,
    /// The platform's files, which nobody can change.
    ReadOnly,
    /// The platform's files, under a scratch layer that takes every change.
    Overlay,
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
        let _ = (text, format);
        Err(PolicyErrors::one("", crate::Problem::Syntax(String::new())))
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
