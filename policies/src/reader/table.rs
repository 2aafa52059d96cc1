//! Reading the fields of one table.

use super::{MAX_ENTRIES, Read, mismatch};
use crate::fault::{Faults, Place};
use crate::source::{Entry, Node, Value};
use crate::{Problem, spelling};

/// A table whose fields are all known.
pub(crate) struct Table<'n, 's> {
    place: Place,
    entries: &'n [Entry<'s>],
}

impl<'n, 's> Table<'n, 's> {
    /// The table that stands here. Fields that are not among `known`, or there twice, are reported.
    pub(crate) fn open(
        node: &'n Node<'s>,
        place: &Place,
        faults: &mut Faults,
        known: &'static [&'static str],
    ) -> Option<Self> {
        let table = Self::open_any(node, place, faults)?;
        for entry in table
            .entries
            .iter()
            .filter(|entry| !known.contains(&&*entry.name))
        {
            let problem = Problem::UnknownField {
                field: spelling::quoted(&entry.name),
                suggestion: spelling::nearest(&entry.name, known.iter().copied()),
                known,
            };
            let place = table.place.at(entry.offset);
            faults.report(&place, problem);
        }
        Some(table)
    }

    /// The table that stands here, whatever the names of its fields.
    pub(crate) fn open_any(node: &'n Node<'s>, place: &Place, faults: &mut Faults) -> Option<Self> {
        let Value::Table(entries) = &node.value else {
            mismatch(node, place, faults, "a table")?;
            return None;
        };
        faults.remember(place);
        if entries.len() > MAX_ENTRIES {
            let (found, limit) = (entries.len(), MAX_ENTRIES);
            faults.report(
                place,
                Problem::TooLarge {
                    found,
                    limit,
                    unit: "entries",
                },
            );
            return None;
        }
        let table = Self {
            place: place.clone(),
            entries,
        };
        table.report_duplicates(faults);
        Some(table)
    }

    /// TOML refuses them by itself; JSON leaves their meaning open (RFC 8259, section 4).
    fn report_duplicates(&self, faults: &mut Faults) {
        let mut seen = std::collections::BTreeSet::new();
        for entry in self.entries {
            if !seen.insert(&*entry.name) {
                let field = spelling::quoted(&entry.name);
                let place = self.place.at(entry.offset);
                faults.report(&place, Problem::DuplicateField { field });
            }
        }
    }

    /// Where the table stands.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Every field: its name, its place and its value.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&'n str, Place, &'n Node<'s>)> {
        self.entries.iter().map(|entry| {
            (
                &*entry.name,
                self.place.field(&entry.name, entry.node.offset),
                &entry.node,
            )
        })
    }

    /// The field `name`, if it is there.
    pub(crate) fn field(&self, name: &str) -> Option<(Place, &'n Node<'s>)> {
        let mut entries = self.entries.iter();
        let entry = entries.find(|entry| entry.name == name)?;
        Some((self.place.field(name, entry.node.offset), &entry.node))
    }

    /// The field's value, if it is there and well formed.
    pub(crate) fn get<T: Read>(&self, name: &str, faults: &mut Faults) -> Option<T> {
        let (place, node) = self.field(name)?;
        faults.remember(&place);
        T::read(node, &place, faults)
    }

    /// The field's value; `default` when it is absent (or malformed, which is reported).
    pub(crate) fn get_or<T: Read>(&self, name: &str, default: T, faults: &mut Faults) -> T {
        self.get(name, faults).unwrap_or(default)
    }

    /// The field's value, which has to be there.
    pub(crate) fn require<T: Read>(&self, name: &'static str, faults: &mut Faults) -> Option<T> {
        if self.field(name).is_none() {
            faults.report(&self.place, Problem::Missing { field: name });
        }
        self.get(name, faults)
    }
}
