//! The random numbers that a program draws.

use policies::Random;
use sha2::{Digest, Sha256};

use crate::platform::Platform;

/// A program's random source: SHA-256 in counter mode over a key that is drawn from the platform
/// once a run, or follows from the policy's seed. One host call a run, however much is drawn.
#[derive(Debug)]
pub struct GuestRandom {
    rule: Random,
    key: Option<[u8; 32]>,
    counter: u64,
}

impl GuestRandom {
    /// Follows `rule`.
    #[must_use]
    pub fn new(rule: Random) -> Self {
        Self {
            rule,
            key: None,
            counter: 0,
        }
    }

    /// Fills `bytes`.
    pub fn fill(&mut self, platform: &dyn Platform, bytes: &mut [u8]) {
        let key = *self.key.get_or_insert_with(|| key(self.rule, platform));
        for block in bytes.chunks_mut(32) {
            let digest = Sha256::new()
                .chain_update(key)
                .chain_update(self.counter.to_le_bytes())
                .finalize();
            self.counter += 1;
            for (to, from) in block.iter_mut().zip(digest) {
                *to = from;
            }
        }
    }
}

fn key(rule: Random, platform: &dyn Platform) -> [u8; 32] {
    match rule {
        Random::Real => {
            let mut key = [0; 32];
            platform.fill_random(&mut key);
            key
        }
        Random::Seeded { seed } => Sha256::new()
            .chain_update(b"seed")
            .chain_update(seed.to_le_bytes())
            .finalize()
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::FakePlatform;

    fn draw(rule: Random, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        GuestRandom::new(rule).fill(&FakePlatform::default(), &mut bytes);
        bytes
    }

    #[test]
    fn a_seed_gives_the_same_bytes_each_time_and_another_seed_others() {
        let seeded = |seed| draw(Random::Seeded { seed }, 100);
        assert_eq!(seeded(1), seeded(1));
        assert_ne!(seeded(1), seeded(2));
        assert_ne!(seeded(1), draw(Random::Real, 100));
    }

    #[test]
    fn draws_do_not_repeat() {
        let bytes = draw(Random::Real, 96);
        assert_ne!(bytes.get(..32), bytes.get(32..64));
        assert_ne!(bytes.get(32..64), bytes.get(64..));
    }
}
