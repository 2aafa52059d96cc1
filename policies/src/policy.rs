//! A policy that has been checked.

use crate::fault::Faults;
use crate::reader::Draft;
use crate::{
    Clock, Constraints, Environment, Format, Grant, GuestPath, LayerName, Limits, Modules,
    PolicyDocument, PolicyErrors, Preset, ProcessRule, Random, Sessions, document, rules,
};

/// A checked policy. It cannot be built invalid: every one comes from a [`PolicyDocument`] that
/// was validated, and only ever gets tighter from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    pub(crate) working_directory: GuestPath,
    pub(crate) grants: Vec<Grant>,
    pub(crate) limits: Limits,
    pub(crate) environment: Environment,
    pub(crate) modules: Modules,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) processes: ProcessRule,
    pub(crate) sessions: Sessions,
}

impl Policy {
    /// Reads and checks a document; without a `format`, [`Format::detect`] decides.
    ///
    /// # Errors
    /// Everything that is wrong with the document, at once, each with its place.
    pub fn parse(text: &str, format: Option<Format>) -> Result<Self, PolicyErrors> {
        let format = format.unwrap_or_else(|| Format::detect(text));
        let mut faults = Faults::default();
        let policy = document::read(text, format, &mut faults)
            .and_then(|draft| rules::validate(draft, &mut faults));
        faults.into_result(policy, text)
    }

    /// The policy of a preset.
    ///
    /// # Errors
    /// None in practice: the presets are part of this crate and tested.
    pub fn preset(preset: Preset) -> Result<Self, PolicyErrors> {
        preset.policy()
    }

    /// The policy of a deployment, from its environment variables as `lookup` finds them:
    ///
    /// - `EXEC_POLICY`: a preset's name, or a document inline (TOML or JSON); `standard` when absent;
    /// - `EXEC_TIMEOUT_MS`, `EXEC_MEMORY_LIMIT_MB` (MiB): whole numbers. Without `EXEC_POLICY` they
    ///   replace the standard preset's time (5000 ms) and memory; with it they only tighten.
    ///
    /// # Errors
    /// Everything wrong with any of the variables, at once. A variable that is set but empty is an
    /// error: nothing is ever ignored.
    pub fn from_environment(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, PolicyErrors> {
        crate::deployment::policy(&lookup)
    }

    /// The policy, at most as wide as `constraints`: see [`crate::effective`].
    #[must_use]
    pub fn tightened(&self, constraints: &Constraints) -> Self {
        crate::effective(self, constraints)
    }

    /// Where a program starts and its files are put; always within a scratch or overlay grant.
    #[must_use]
    pub fn working_directory(&self) -> &GuestPath {
        &self.working_directory
    }

    /// What the program may reach, in the order of the document; no two of the same path.
    #[must_use]
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// The grant that decides about `path`: the innermost one that holds it.
    #[must_use]
    pub fn grant_of(&self, path: &GuestPath) -> Option<&Grant> {
        self.innermost(path).map(|(_, grant)| grant)
    }

    /// The grant that decides about `path`, and its place in the document.
    pub(crate) fn innermost(&self, path: &GuestPath) -> Option<(usize, &Grant)> {
        self.grants
            .iter()
            .enumerate()
            .filter(|(_, grant)| path.is_within(grant.path()))
            .max_by_key(|(_, grant)| grant.path().depth())
    }

    /// The layers that the platform has to supply, each once, in order of name.
    pub fn sources(&self) -> impl Iterator<Item = &LayerName> {
        let sources: std::collections::BTreeSet<_> =
            self.grants.iter().filter_map(Grant::source).collect();
        sources.into_iter()
    }

    /// How much one run may use.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Which environment variables the program sees.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Which of the engines' own modules a program may import.
    #[must_use]
    pub fn modules(&self) -> &Modules {
        &self.modules
    }

    /// Which time the program sees.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Where the program's random numbers come from.
    #[must_use]
    pub fn random(&self) -> Random {
        self.random
    }

    /// What happens when the program tries to start a process.
    #[must_use]
    pub fn processes(&self) -> ProcessRule {
        self.processes
    }

    /// How many sessions there may be, and for how long.
    #[must_use]
    pub fn sessions(&self) -> Sessions {
        self.sessions
    }

    /// The shortest text for `EXEC_POLICY` that means this policy: a preset's name, or a document in
    /// JSON that says only what is not the default.
    #[must_use]
    pub fn to_environment(&self) -> String {
        crate::deployment::text(self)
    }

    /// The document of this policy, which validates to the same policy: to show it.
    #[must_use]
    pub fn to_document(&self) -> PolicyDocument {
        PolicyDocument::from(self)
    }
}

impl TryFrom<PolicyDocument> for Policy {
    type Error = PolicyErrors;

    fn try_from(document: PolicyDocument) -> Result<Self, Self::Error> {
        let grants = document.grants.iter().cloned().map(Some).collect();
        let mut faults = Faults::default();
        let policy = rules::validate(Draft { document, grants }, &mut faults);
        faults.into_result(policy, "")
    }
}

impl From<&Policy> for PolicyDocument {
    fn from(policy: &Policy) -> Self {
        Self {
            version: Self::VERSION,
            working_directory: policy.working_directory.clone(),
            grants: policy.grants.iter().map(Into::into).collect(),
            limits: policy.limits.clone(),
            environment: policy.environment.clone(),
            modules: policy.modules.clone(),
            clock: policy.clock,
            random: policy.random,
            processes: policy.processes,
            sessions: policy.sessions,
        }
    }
}
