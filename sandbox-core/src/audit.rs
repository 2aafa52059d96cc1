//! What a run was refused: by the file system and by everything that is reached by name.

use policies::{Denial, LimitName, Right, Rule};
use vfs_layer::{DenialPlace, DenialReason, Limit, Namespace, Operation, Rights};

use crate::report::{LimitExceeded, Report};

/// The refusals of one run, bounded in number.
#[derive(Debug, Default)]
pub(crate) struct Audit {
    denials: Vec<Denial>,
    dropped: u64,
}

impl Audit {
    /// Records a refusal, once.
    pub(crate) fn record(&mut self, denial: Denial) {
        if self.denials.contains(&denial) {
            return;
        }
        if self.denials.len() < Report::MAX_DENIALS {
            self.denials.push(denial);
        } else {
            self.dropped += 1;
        }
    }

    /// All refusals, the file system's included, and how many there was no room for.
    pub(crate) fn close(mut self, namespace: &Namespace) -> (Vec<Denial>, u64) {
        for denial in namespace.denials() {
            self.record(from_file_system(denial));
        }
        (self.denials, self.dropped + namespace.denials_dropped())
    }
}

fn from_file_system(denial: &vfs_layer::Denial) -> Denial {
    let place = match &denial.place {
        DenialPlace::Path(path) => path.clone(),
        DenialPlace::Descriptor(fd) => format!("descriptor {fd}"),
    };
    let operation = operation_name(denial.operation);
    match &denial.reason {
        DenialReason::Mount { mount, missing } => {
            let rule = match mount.parse() {
                Ok(path) => Rule::Grant { path },
                Err(_) => Rule::NoGrant,
            };
            needing(Denial::new(operation, &place, rule), *missing)
        }
        DenialReason::Descriptor(missing) => {
            needing(Denial::new(operation, &place, Rule::NoGrant), *missing)
        }
        DenialReason::NotGranted | DenialReason::Escape | DenialReason::Widening => {
            Denial::new(operation, &place, Rule::NoGrant)
        }
    }
}

fn needing(denial: Denial, missing: Rights) -> Denial {
    let right = missing.iter_names().next().and_then(|(name, _)| {
        let name = name.to_ascii_lowercase().replace('_', "-");
        name.parse::<Right>().ok()
    });
    match right {
        Some(right) => denial.needing(right),
        None => denial,
    }
}

/// The operation as a person would say it.
fn operation_name(operation: Operation) -> &'static str {
    match operation {
        Operation::OpenRead | Operation::Read | Operation::PositionedRead => "read",
        Operation::OpenWrite
        | Operation::Write
        | Operation::PositionedWrite
        | Operation::Allocate => "write",
        Operation::OpenAppend | Operation::Append => "append",
        Operation::OpenDirectory | Operation::ReadDirectory => "list",
        Operation::OpenCreate => "create",
        Operation::OpenTruncate | Operation::SetSize => "truncate",
        Operation::StatDescriptor | Operation::StatPath => "stat",
        Operation::SetTimesDescriptor | Operation::SetTimesPath => "set times",
        Operation::MakeDirectory => "make directory",
        Operation::RemoveDirectory => "remove directory",
        Operation::Unlink => "delete",
        Operation::RenameFrom | Operation::RenameTo | Operation::RenameReplace => "rename",
        Operation::LinkFrom | Operation::LinkTo => "link",
        Operation::Symlink => "symlink",
        Operation::ReadLink => "read link",
        Operation::Seek => "seek",
        Operation::Tell => "tell",
        Operation::Sync | Operation::Datasync => "sync",
        Operation::Advise => "advise",
        Operation::DescriptorStat => "descriptor stat",
        Operation::SetFlags => "set flags",
        Operation::SetRights => "set rights",
        Operation::Renumber => "renumber",
        Operation::Close => "close",
    }
}

impl From<vfs_layer::LimitExceeded> for LimitExceeded {
    fn from(exceeded: vfs_layer::LimitExceeded) -> Self {
        Self {
            limit: limit_name(exceeded.limit),
            asked: Some(exceeded.asked),
            allowed: exceeded.allowed,
        }
    }
}

/// The name in policy documents of a limit of the file system.
fn limit_name(limit: Limit) -> LimitName {
    match limit {
        Limit::FileBytes => LimitName::FileSize,
        Limit::TotalBytes => LimitName::Disk,
        Limit::Inodes => LimitName::Inodes,
        Limit::Descriptors => LimitName::Descriptors,
        Limit::NameBytes => LimitName::NameLength,
        Limit::PathBytes => LimitName::PathLength,
        Limit::Depth => LimitName::Depth,
        Limit::SymlinkBytes => LimitName::SymlinkLength,
        Limit::WrittenBytes => LimitName::Written,
    }
}
