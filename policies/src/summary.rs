//! A policy as a page for people.

use std::fmt;

use crate::{
    Clock, Environment, Grant, Language, LimitName, ModuleRule, NamePattern, Policy, Random, Rights,
};

/// The whole policy, every limit included, one thing a line.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "working directory: {}", self.working_directory())?;
        writeln!(f, "grants:")?;
        for (index, grant) in self.grants().iter().enumerate() {
            write_grant(f, index, grant)?;
        }
        writeln!(f, "limits:")?;
        for name in LimitName::ALL {
            writeln!(f, "  {name:<16}{}", self.limits().value(*name))?;
        }
        write_environment(f, self.environment())?;
        writeln!(f, "modules:")?;
        for language in Language::ALL {
            write_modules(f, *language, self.modules().of(*language))?;
        }
        writeln!(f, "clock: {}", self.clock())?;
        writeln!(f, "random: {}", self.random())?;
        writeln!(f, "processes: {}", self.processes().name())?;
        let sessions = self.sessions();
        write!(
            f,
            "sessions: {} at a time, each for {}",
            sessions.count, sessions.age
        )
    }
}

fn write_grant(f: &mut fmt::Formatter<'_>, index: usize, grant: &Grant) -> fmt::Result {
    write!(f, "  [{index}] {}: {}; ", grant.path(), grant.layer())?;
    match grant.rights() {
        rights if rights == Rights::all() => write!(f, "all rights")?,
        rights => write!(f, "{rights}")?,
    }
    let quota = grant.quota();
    if let Some(bytes) = quota.bytes {
        write!(f, "; at most {bytes}")?;
    }
    if let Some(inodes) = quota.inodes {
        write!(f, "; at most {inodes} inodes")?;
    }
    writeln!(f)
}

fn write_environment(f: &mut fmt::Formatter<'_>, environment: &Environment) -> fmt::Result {
    writeln!(
        f,
        "environment: from the caller {}",
        listed(&environment.allow)
    )?;
    for (name, value) in &environment.set {
        writeln!(f, "  {name}={}", value.escape_debug())?;
    }
    Ok(())
}

fn write_modules(f: &mut fmt::Formatter<'_>, language: Language, rule: &ModuleRule) -> fmt::Result {
    write!(f, "  {language}: {}", listed(&rule.allow))?;
    if !rule.deny.is_empty() {
        write!(f, "; but not {}", listed(&rule.deny))?;
    }
    writeln!(f)
}

fn listed(patterns: &[NamePattern]) -> String {
    match patterns {
        [] => "none".to_owned(),
        _ => patterns
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", "),
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Real => f.write_str("real"),
            Self::Coarse { resolution } => write!(f, "coarse, to {resolution}"),
            Self::Frozen { at } => write!(f, "frozen at {at}"),
        }
    }
}

impl fmt::Display for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Real => f.write_str("real"),
            Self::Seeded { seed } => write!(f, "seeded with {seed}"),
        }
    }
}
