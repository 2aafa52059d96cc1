//! Values of options.

use std::ffi::OsString;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use golem_exec::policies::{LimitName, Policy, Preset, TimeSpan};
use golem_exec::{Language, Wheel};
use thiserror::Error;

use super::failure::Failure;
use super::printable::printable;

/// `K=V`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) value: String,
}

/// What is wrong with a [`Variable`].
#[derive(Debug, Error, PartialEq, Eq)]
#[error("expected NAME=VALUE")]
pub(crate) struct NoVariable;

impl FromStr for Variable {
    type Err = NoVariable;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('=') {
            Some((name, value)) if !name.is_empty() => Ok(Self {
                name: name.to_owned(),
                value: value.to_owned(),
            }),
            _ => Err(NoVariable),
        }
    }
}

/// The program's standard input: a file's text, or our own standard input for `-`. The interface
/// of the components takes text.
pub(crate) fn stdin(source: &Path) -> Result<String, Failure> {
    let unreadable = |error| Failure::Usage(format!("--stdin {}: {error}", source.display()));
    if source.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin()
            .lock()
            .read_to_string(&mut text)
            .map_err(unreadable)?;
        Ok(text)
    } else {
        fs::read_to_string(source).map_err(unreadable)
    }
}

/// Wheels for programs of a language.
pub(crate) fn wheels(paths: &[PathBuf], language: Language) -> Result<Vec<Wheel>, Failure> {
    if language != Language::Python && !paths.is_empty() {
        return Err(Failure::Usage("--wheel is for Python programs".into()));
    }
    let opened = paths.iter().map(Wheel::open);
    opened
        .map(|wheel| wheel.map_err(|error| Failure::Usage(error.to_string())))
        .collect()
}

const POLICY_VARIABLE: &str = "EXEC_POLICY";
const TIMEOUT_VARIABLE: &str = "EXEC_TIMEOUT_MS";
const MEMORY_VARIABLE: &str = "EXEC_MEMORY_LIMIT_MB";

/// The variable that sets a limit of [`run_policy`]'s, if one does: `--policy` would not change it.
pub(crate) fn variable_behind(limit: LimitName, policy: &Policy, named: bool) -> Option<String> {
    let number = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let limits = policy.limits();
    let is_set = |name: &'static str, value: Option<u64>| {
        let set = value.is_some_and(|value| number(name) == Some(value));
        set.then(|| name.to_owned())
    };
    let variable = match limit {
        LimitName::Time => is_set(
            TIMEOUT_VARIABLE,
            limits.time.finite().map(TimeSpan::as_millis),
        ),
        LimitName::Memory => {
            let mebibytes = limits.memory.finite().map(|bytes| bytes.get() >> 20);
            is_set(MEMORY_VARIABLE, mebibytes)
        }
        _ => None,
    };
    let is_there = || !named && std::env::var_os(POLICY_VARIABLE).is_some();
    variable.or_else(|| is_there().then(|| POLICY_VARIABLE.to_owned()))
}

/// A preset's name, or the text of a file.
struct Source {
    text: String,
    /// The file; none for a preset.
    file: Option<String>,
}

impl Source {
    fn read(source: &OsString) -> Result<Self, Failure> {
        let name = source.to_string_lossy();
        if name.parse::<Preset>().is_ok() {
            return Ok(Self {
                text: name.into_owned(),
                file: None,
            });
        }
        match fs::read_to_string(source) {
            Ok(text) => Ok(Self {
                text,
                file: Some(printable(&name)),
            }),
            Err(error) => {
                let name = printable(&name);
                let presets: Vec<_> = Preset::ALL.iter().map(|preset| preset.name()).collect();
                Err(Failure::Policy(format!(
                    "{name}: {error}; a policy is a file or one of {}",
                    presets.join(", ")
                )))
            }
        }
    }

    fn policy(&self) -> Result<Policy, Failure> {
        let Some(file) = &self.file else {
            let preset: Preset = self
                .text
                .parse()
                .map_err(|error| Failure::Policy(format!("{error}")))?;
            return Policy::preset(preset).map_err(|errors| Failure::Policy(errors.to_string()));
        };
        Policy::parse(&self.text, None)
            .map_err(|errors| Failure::Policy(errors.within(file).to_string()))
    }
}

/// The policy that a command names, as it stands.
pub(crate) fn policy(source: &OsString) -> Result<Policy, Failure> {
    Source::read(source)?.policy()
}

/// The policy of a run: `--policy`, else `EXEC_POLICY`, else the preset `standard`; with
/// `EXEC_TIMEOUT_MS` and `EXEC_MEMORY_LIMIT_MB` applied as a deployment applies them.
pub(crate) fn run_policy(named: Option<&OsString>) -> Result<Policy, Failure> {
    let named = named.map(Source::read).transpose()?;
    if let Some(source) = &named {
        // Read on its own first, so that errors carry the file's name.
        source.policy()?;
    }
    let lookup = |name: &str| match &named {
        Some(source) if name == POLICY_VARIABLE => Some(source.text.clone()),
        // What is not UTF-8 becomes text that no variable allows, so it is refused there.
        _ => std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()),
    };
    Policy::from_environment(lookup).map_err(|errors| {
        let variable = std::env::var(POLICY_VARIABLE).unwrap_or_default();
        let hint = match Path::new(variable.trim()).is_file() && named.is_none() {
            true => "; a file is named with --policy, the variable holds its text",
            false => "",
        };
        Failure::Policy(format!("{errors}{hint}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables() {
        let variable = |name: &str, value: &str| {
            Ok(Variable {
                name: name.into(),
                value: value.into(),
            })
        };
        assert_eq!("A=".parse(), variable("A", ""));
        assert_eq!("A=b=c".parse(), variable("A", "b=c"));
        assert_eq!("=b".parse::<Variable>(), Err(NoVariable));
        assert_eq!("A".parse::<Variable>(), Err(NoVariable));
    }
}
