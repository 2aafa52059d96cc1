//! The samples of one cell, and what is told of them.

#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    /// In the unit of the group.
    pub(crate) samples: Vec<f64>,
    /// Why there are none.
    pub(crate) cannot: Option<String>,
}

impl Cell {
    /// The value that so many hundredths of the samples are not above.
    pub(crate) fn percentile(&self, hundredths: usize) -> Option<f64> {
        let mut sorted = self.samples.clone();
        sorted.sort_by(f64::total_cmp);
        let rank = (sorted.len() * hundredths).div_ceil(100).max(1);
        sorted.get(rank - 1).copied()
    }

    pub(crate) fn median(&self) -> Option<f64> {
        self.percentile(50)
    }
}

/// Two significant digits or more, and no more than it takes.
pub(crate) fn shown(value: f64) -> String {
    if value < 1.0 {
        format!("{value:.3}")
    } else if value < 10.0 {
        format!("{value:.2}")
    } else if value < 100.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.0}")
    }
}
