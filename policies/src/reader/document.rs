//! Reading the document's own tables.

use std::collections::BTreeMap;

use super::{Read, Table, choice};
use crate::document::{GrantDocument, PolicyDocument};
use crate::fault::{Faults, Place};
use crate::source::{Node, Value};
use crate::{
    Clock, Environment, Limits, ModuleRule, Modules, Problem, Quota, Random, Rights, Sessions,
};

/// The most grants of one document. Each becomes a mount.
pub(crate) const MAX_GRANTS: usize = 64;

/// A document as far as it could be read. What was malformed is reported, and has its default
/// here, so that the rules can be checked on the rest.
pub(crate) struct Draft {
    /// Everything but the grants.
    pub(crate) document: PolicyDocument,
    /// The grants in their order, `None` for one that could not be read.
    pub(crate) grants: Vec<Option<GrantDocument>>,
}

/// Reads the document. `None` when it is no document of this version at all.
pub(crate) fn read(root: &Node<'_>, faults: &mut Faults) -> Option<Draft> {
    const FIELDS: &[&str] = &[
        "version",
        "working-directory",
        "grants",
        "limits",
        "environment",
        "modules",
        "clock",
        "random",
        "processes",
        "sessions",
    ];
    let place = Place::root(root.offset);
    check_version(root, &place, faults)?;
    let table = Table::open(root, &place, faults, FIELDS)?;
    let default = PolicyDocument::default();
    let document = PolicyDocument {
        version: PolicyDocument::VERSION,
        working_directory: table.get_or("working-directory", default.working_directory, faults),
        grants: Vec::new(),
        limits: table.get_or("limits", default.limits, faults),
        environment: table.get_or("environment", default.environment, faults),
        modules: table.get_or("modules", default.modules, faults),
        clock: table.get_or("clock", default.clock, faults),
        random: table.get_or("random", default.random, faults),
        processes: table.get_or("processes", default.processes, faults),
        sessions: table.get_or("sessions", default.sessions, faults),
    };
    let grants = table.get_or("grants", Grants(Vec::new()), faults).0;
    Some(Draft { document, grants })
}

/// A document of another version may have other fields, so nothing else of it is judged.
fn check_version(root: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<()> {
    let Value::Table(entries) = &root.value else {
        return Some(());
    };
    let version = entries.iter().find(|entry| entry.name == "version");
    let Some(node) = version.map(|entry| &entry.node) else {
        faults.report(place, Problem::Missing { field: "version" });
        return Some(());
    };
    let place = place.field("version", node.offset);
    match node.value {
        Value::Integer(1) => Some(()),
        Value::Integer(found) => {
            faults.report(
                &place,
                Problem::Version {
                    found: found.to_string(),
                },
            );
            None
        }
        ref other => {
            let (expected, found) = ("the version, 1", other.kind());
            faults.report(&place, Problem::Type { expected, found });
            Some(())
        }
    }
}

struct Grants(Vec<Option<GrantDocument>>);

impl Read for Grants {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        let items = super::list(node, place, faults)?;
        if items.len() > MAX_GRANTS {
            let (found, limit) = (items.len(), MAX_GRANTS);
            faults.report(
                place,
                Problem::TooLarge {
                    found,
                    limit,
                    unit: "grants",
                },
            );
        }
        let grants = items
            .iter()
            .take(MAX_GRANTS)
            .enumerate()
            .map(|(index, item)| {
                let place = place.entry(index, item.offset);
                GrantDocument::read(item, &place, faults)
            });
        Some(Self(grants.collect()))
    }
}

impl Read for GrantDocument {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        const FIELDS: &[&str] = &["path", "layer", "source", "rights", "quota"];
        let table = Table::open(node, place, faults, FIELDS)?;
        let path = table.require("path", faults);
        let layer = table.require("layer", faults);
        let source = table.get("source", faults);
        let rights = table.require::<Vec<Rights>>("rights", faults);
        let quota = table.get_or("quota", Quota::NONE, faults);
        // A source that is there and malformed must not look like one that is missing.
        if table.field("source").is_some() && source.is_none() {
            return None;
        }
        let rights = rights?.into_iter().collect();
        Some(Self {
            path: path?,
            layer: layer?,
            source,
            rights,
            quota,
        })
    }
}

impl Read for Quota {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        let table = Table::open(node, place, faults, &["bytes", "inodes"])?;
        Some(Self {
            bytes: table.get("bytes", faults),
            inodes: table.get("inodes", faults),
        })
    }
}

impl Read for Limits {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        let table = Table::open(node, place, faults, Self::FIELDS)?;
        Some(Self::read_fields(&table, faults))
    }
}

impl Read for Environment {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        let table = Table::open(node, place, faults, &["allow", "set"])?;
        Some(Self {
            allow: table.get_or("allow", Vec::new(), faults),
            set: table.get_or("set", BTreeMap::new(), faults),
        })
    }
}

/// Variables with fixed values.
impl Read for BTreeMap<String, String> {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        let table = Table::open_any(node, place, faults)?;
        let mut variables = Self::new();
        for (name, place, node) in table.fields() {
            faults.remember(&place);
            if let Some(value) = String::read(node, &place, faults) {
                variables.insert(name.to_owned(), value);
            }
        }
        Some(variables)
    }
}

impl Read for Modules {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        let table = Table::open(node, place, faults, &["javascript", "python"])?;
        let default = Self::default();
        Some(Self {
            javascript: table.get_or("javascript", default.javascript, faults),
            python: table.get_or("python", default.python, faults),
        })
    }
}

impl Read for ModuleRule {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        let table = Table::open(node, place, faults, &["allow", "deny"])?;
        let default = Self::default();
        Some(Self {
            allow: table.get_or("allow", default.allow, faults),
            deny: table.get_or("deny", default.deny, faults),
        })
    }
}

/// Which of `modes` stands in the field `mode`.
fn mode<T: Copy>(
    table: &Table<'_, '_>,
    faults: &mut Faults,
    modes: &[(&'static str, T)],
) -> Option<T> {
    let Some((place, node)) = table.field("mode") else {
        faults.report(table.place(), Problem::Missing { field: "mode" });
        return None;
    };
    choice(node, &place, faults, "mode", modes)
}

/// Reports the field `name` when it stands there although the mode has none.
fn refuse(table: &Table<'_, '_>, name: &str, faults: &mut Faults, rule: &str) {
    if let Some((place, _)) = table.field(name) {
        faults.report(&place, Problem::Rule(rule.to_owned()));
    }
}

impl Read for Clock {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        #[derive(Clone, Copy, PartialEq, Eq)]
        enum Mode {
            Real,
            Coarse,
            Frozen,
        }
        const MODES: &[(&str, Mode)] = &[
            ("real", Mode::Real),
            ("coarse", Mode::Coarse),
            ("frozen", Mode::Frozen),
        ];

        let table = Table::open(node, place, faults, &["mode", "resolution", "at"])?;
        let mode = mode(&table, faults, MODES)?;
        if mode != Mode::Coarse {
            refuse(
                &table,
                "resolution",
                faults,
                "only a coarse clock has a resolution",
            );
        }
        if mode != Mode::Frozen {
            refuse(
                &table,
                "at",
                faults,
                "only a frozen clock stands at an instant",
            );
        }
        match mode {
            Mode::Real => Some(Self::Real),
            Mode::Coarse => {
                let resolution = table.get_or("resolution", Self::DEFAULT_RESOLUTION, faults);
                Some(Self::Coarse { resolution })
            }
            Mode::Frozen => table.require("at", faults).map(|at| Self::Frozen { at }),
        }
    }
}

impl Read for Random {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        let table = Table::open(node, place, faults, &["mode", "seed"])?;
        let seeded = mode(&table, faults, &[("real", false), ("seeded", true)])?;
        if seeded {
            return table
                .require("seed", faults)
                .map(|seed| Self::Seeded { seed });
        }
        refuse(&table, "seed", faults, "only a seeded source has a seed");
        Some(Self::Real)
    }
}

impl Read for Sessions {
    fn read(node: &Node<'_>, place: &Place, faults: &mut Faults) -> Option<Self> {
        let table = Table::open(node, place, faults, &["count", "age"])?;
        let default = Self::default();
        Some(Self {
            count: table.get_or("count", default.count, faults),
            age: table.get_or("age", default.age, faults),
        })
    }
}
