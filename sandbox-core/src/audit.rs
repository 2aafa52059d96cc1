//! What a run was refused: by the file system and by everything that is reached by name.

use policies::Denial;
use vfs_layer::Namespace;

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
            self.record(denial.into());
        }
        (self.denials, self.dropped + namespace.denials_dropped())
    }
}

impl From<vfs_layer::LimitExceeded> for LimitExceeded {
    fn from(exceeded: vfs_layer::LimitExceeded) -> Self {
        Self {
            limit: exceeded.limit.into(),
            asked: Some(exceeded.asked),
            allowed: exceeded.allowed,
        }
    }
}

#[cfg(test)]
mod tests {
    use policies::Rule;

    use super::*;

    #[test]
    fn the_same_refusal_counts_once_and_the_list_is_bounded() {
        let mut audit = Audit::default();
        for index in 0..2 * (Report::MAX_DENIALS + 5) {
            let module = format!("node:m{}", index / 2);
            audit.record(Denial::new("import", &module, Rule::Modules));
        }
        assert_eq!(
            (audit.denials.len(), audit.dropped),
            (Report::MAX_DENIALS, 2 * 5)
        );
    }
}
