//! Errors while they are being collected, before line and column are worked out.

use std::collections::BTreeMap;

use crate::source::position;
use crate::{PolicyError, PolicyErrors, Problem};

/// Where something stands: its path in the document, and its byte offset in the text, if any.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    path: String,
    offset: Option<usize>,
}

impl Place {
    /// The document itself.
    pub(crate) fn root(offset: usize) -> Self {
        Self {
            path: String::new(),
            offset: Some(offset),
        }
    }

    /// Another offset with the same path: for what is wrong with a field as such.
    pub(crate) fn at(&self, offset: usize) -> Self {
        Self {
            path: self.path.clone(),
            offset: Some(offset),
        }
    }

    /// The field `name` of what stands here.
    pub(crate) fn field(&self, name: &str, offset: usize) -> Self {
        Self {
            path: field_path(&self.path, name),
            offset: Some(offset),
        }
    }

    /// The entry `index` of the list that stands here.
    pub(crate) fn entry(&self, index: usize, offset: usize) -> Self {
        Self {
            path: format!("{}[{index}]", self.path),
            offset: Some(offset),
        }
    }
}

/// The path of a field: `limits.time`, or `environment.set."odd name"`.
pub(crate) fn field_path(parent: &str, name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let dot = if parent.is_empty() { "" } else { "." };
    if !name.is_empty() && name.chars().all(plain) {
        format!("{parent}{dot}{}", crate::spelling::quoted(name))
    } else {
        format!("{parent}{dot}\"{}\"", crate::spelling::quoted(name))
    }
}

/// A problem and its place.
#[derive(Debug)]
pub(crate) struct Fault {
    place: Place,
    problem: Problem,
}

impl Fault {
    pub(crate) fn whole(problem: Problem) -> Self {
        Self {
            place: Place::default(),
            problem,
        }
    }

    pub(crate) fn at_offset(offset: usize, problem: Problem) -> Self {
        Self {
            place: Place::root(offset),
            problem,
        }
    }
}

/// The problems found so far, and where everything stands that was read.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    found: Vec<Fault>,
    offsets: BTreeMap<String, usize>,
}

impl Faults {
    pub(crate) fn push(&mut self, fault: Fault) {
        self.found.push(fault);
    }

    pub(crate) fn report(&mut self, place: &Place, problem: Problem) {
        self.push(Fault {
            place: place.clone(),
            problem,
        });
    }

    /// Whether anything was found in the field `name`, or an unknown field that may have been it.
    pub(crate) fn concern(&self, name: &str) -> bool {
        self.found.iter().any(|fault| {
            let misspelt = matches!(fault.problem, Problem::UnknownField { .. });
            fault.place.path.starts_with(name) || (misspelt && fault.place.path.is_empty())
        })
    }

    /// Remembers a place for the rules that are checked later, which know only paths.
    pub(crate) fn remember(&mut self, place: &Place) {
        if let Some(offset) = place.offset {
            self.offsets.insert(place.path.clone(), offset);
        }
    }

    /// Reports a problem at a path; its place in the text is that of the nearest thing around it
    /// that was written.
    pub(crate) fn report_path(&mut self, path: &str, problem: Problem) {
        let mut around = path;
        let offset = loop {
            match self.offsets.get(around) {
                Some(offset) => break Some(*offset),
                None if around.is_empty() => break None,
                None => {
                    let end = around.rfind(['.', '[']).unwrap_or(0);
                    around = around.get(..end).unwrap_or_default();
                }
            }
        };
        self.push(Fault {
            place: Place {
                path: path.to_owned(),
                offset,
            },
            problem,
        });
    }

    /// `value` when nothing was found; else everything found, in the order of `text`.
    pub(crate) fn into_result<T>(self, value: Option<T>, text: &str) -> Result<T, PolicyErrors> {
        let count = self.found.len();
        let mut found: Vec<(usize, Fault)> = self.found.into_iter().enumerate().collect();
        // Problems of one place keep the order they were found in.
        found.sort_unstable_by_key(|(order, fault)| (fault.place.offset, *order));
        found.truncate(PolicyErrors::MAX_KEPT);
        let errors = found.into_iter().map(|(_, Fault { place, problem })| {
            let position = place.offset.map(|offset| position(text, offset));
            PolicyError::new(position, place.path, problem)
        });
        match (PolicyErrors::of(errors.collect(), count), value) {
            (Some(errors), _) => Err(errors),
            (None, Some(value)) => Ok(value),
            (None, None) => Err(PolicyErrors::one(Problem::Unreadable)),
        }
    }
}
