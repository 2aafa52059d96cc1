//! The rules of a whole document, which no field can be judged by alone.

use std::collections::BTreeMap;

use crate::document::{GrantDocument, LayerKind, PolicyDocument};
use crate::fault::{Faults, field_path};
use crate::reader::Draft;
use crate::{
    Clock, Grant, GuestPath, Layer, LimitName, Limits, Policy, Problem, Rights, TimeSpan, pattern,
};

/// Checks every rule and makes the policy. `None` only when something was reported.
pub(crate) fn validate(draft: Draft, faults: &mut Faults) -> Option<Policy> {
    let Draft { document, grants } = draft;
    check_version(&document, faults);
    check_ceilings(&document.limits, faults);
    check_clock(&document.clock, faults);
    check_variables(&document.environment.set, faults);
    check_duplicates(&grants, faults);
    check_working_directory(&document, &grants, faults);
    let limits_in_range = document.limits.range_problems().next().is_none();
    let grants = grants.into_iter().enumerate().map(|(index, grant)| {
        let grant = grant?;
        check_grant_path(index, &grant.path, faults);
        if limits_in_range {
            check_grant_measures(index, &grant.path, &document.limits, faults);
        }
        validate_grant(index, grant, faults)
    });
    let grants: Vec<Option<Grant>> = grants.collect();
    Some(Policy {
        grants: grants.into_iter().collect::<Option<_>>()?,
        working_directory: document.working_directory,
        limits: document.limits,
        environment: document.environment,
        modules: document.modules,
        clock: document.clock,
        random: document.random,
        processes: document.processes,
        sessions: document.sessions,
    })
}

fn rule(text: impl Into<String>) -> Problem {
    Problem::Rule(text.into())
}

/// Only a document built in code can get here with another version.
fn check_version(document: &PolicyDocument, faults: &mut Faults) {
    if document.version != PolicyDocument::VERSION {
        let found = document.version.to_string();
        faults.report_path("version", Problem::Version { found });
    }
}

fn check_ceilings(limits: &Limits, faults: &mut Faults) {
    for (name, problem) in limits.range_problems() {
        faults.report_path(&format!("limits.{name}"), problem);
    }
}

fn check_clock(clock: &Clock, faults: &mut Faults) {
    if matches!(clock, Clock::Coarse { resolution } if *resolution == TimeSpan::ZERO) {
        faults.report_path(
            "clock.resolution",
            rule("a clock cannot be rounded to nothing"),
        );
    }
}

/// POSIX: a name has no `=`, and neither name nor value a NUL. The rest would spoil a listing.
fn check_variables(variables: &BTreeMap<String, String>, faults: &mut Faults) {
    for (name, value) in variables {
        let path = field_path("environment.set", name);
        let stray = pattern::stray_character(name).or_else(|| name.chars().find(|c| *c == '*'));
        if let Some(stray) = stray {
            faults.report_path(
                &path,
                rule(format!("character {stray:?} in a variable's name")),
            );
        } else if name.is_empty() {
            faults.report_path(&path, rule("a variable needs a name"));
        }
        if value.contains('\0') {
            faults.report_path(&path, rule("a value cannot contain NUL"));
        }
    }
}

/// Two grants of one path would leave open which of them decides. A grant inside another is
/// fine: the inner one decides for its subtree.
fn check_duplicates(grants: &[Option<GrantDocument>], faults: &mut Faults) {
    let mut first = BTreeMap::new();
    for (index, grant) in grants.iter().enumerate() {
        let Some(grant) = grant else { continue };
        let earlier = *first.entry(&grant.path).or_insert(index);
        if earlier != index {
            let text = format!("`{}` is already granted by grants[{earlier}]", grant.path);
            faults.report_path(&format!("grants[{index}].path"), rule(text));
        }
    }
}

/// The platform puts the program's files there, so something writable has to be there.
fn check_working_directory(
    document: &PolicyDocument,
    grants: &[Option<GrantDocument>],
    faults: &mut Faults,
) {
    // A grant that could not be read, or a misspelt list of them, may have been the one.
    if faults.concern("grants") {
        return;
    }
    let directory = &document.working_directory;
    let innermost = grants
        .iter()
        .flatten()
        .filter(|grant| directory.is_within(&grant.path))
        .max_by_key(|grant| grant.path.depth());
    let problem = match innermost {
        None => format!(
            "no grant holds the working directory `{directory}`, where a program's files are put; \
             add one: path = \"{directory}\", layer = \"scratch\", rights = [\"all\"]"
        ),
        Some(grant) if grant.layer == LayerKind::ReadOnly => format!(
            "the working directory `{directory}` is in the read-only grant `{}`, and a program's \
             files could not be put there; make it scratch or overlay",
            grant.path
        ),
        Some(_) => return,
    };
    faults.report_path("working-directory", rule(problem));
}

fn check_grant_path(index: usize, path: &GuestPath, faults: &mut Faults) {
    let mut refuse =
        |text: String| faults.report_path(&format!("grants[{index}].path"), rule(text));
    if path.is_root() {
        refuse("`/` itself cannot be granted: it holds the grants".to_owned());
    }
    // Two spellings of one visible name (NFC and NFD, look-alikes) would be two grants.
    if !path.as_str().is_ascii() {
        refuse(format!(
            "`{path}` has characters outside ASCII: a grant's path has none"
        ));
    }
}

fn check_grant_measures(index: usize, path: &GuestPath, limits: &Limits, faults: &mut Faults) {
    let longest = path.names().map(str::len).max().unwrap_or(0);
    let measures = [
        (path.depth(), limits.depth, LimitName::Depth, "names deep"),
        (
            path.as_str().len(),
            limits.path_length,
            LimitName::PathLength,
            "bytes long",
        ),
        (
            longest,
            limits.name_length,
            LimitName::NameLength,
            "bytes in one name",
        ),
    ];
    for (measure, limit, name, unit) in measures {
        if u32::try_from(measure).map_or(true, |measure| measure > limit) {
            let text = format!("`{path}` is {measure} {unit}: limits.{name} is {limit}");
            faults.report_path(&format!("grants[{index}].path"), rule(text));
        }
    }
}

fn validate_grant(index: usize, grant: GrantDocument, faults: &mut Faults) -> Option<Grant> {
    let at = |field: &str| format!("grants[{index}].{field}");
    if grant.rights.is_empty() {
        faults.report_path(&at("rights"), rule("a grant without rights grants nothing"));
    }
    let layer = match (grant.layer, grant.source) {
        (LayerKind::Scratch, None) => Some(Layer::Scratch),
        (LayerKind::ReadOnly, Some(source)) => Some(Layer::ReadOnly { source }),
        (LayerKind::Overlay, Some(source)) => Some(Layer::Overlay { source }),
        (LayerKind::Scratch, Some(_)) => {
            let text = "a scratch layer starts empty and has no source; an overlay has one";
            faults.report_path(&at("source"), rule(text));
            None
        }
        (kind @ (LayerKind::ReadOnly | LayerKind::Overlay), None) => {
            let text = format!("missing field `source`: the name of the {kind} layer's files");
            faults.report_path(&format!("grants[{index}]"), rule(text));
            None
        }
    };
    let beyond = grant.rights.difference(Rights::READ_ONLY);
    if grant.layer == LayerKind::ReadOnly && !beyond.is_empty() {
        let text = format!("nothing can be changed in a read-only layer: {beyond}");
        faults.report_path(&at("rights"), rule(text));
    }
    layer.map(|layer| Grant::new(grant.path, grant.rights, layer, grant.quota))
}
