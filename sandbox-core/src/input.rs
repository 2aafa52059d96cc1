//! A program's standard input.

/// Standard input: all of it is there from the start, and then it ends.
#[derive(Debug, Default)]
pub struct Input {
    bytes: Vec<u8>,
    position: usize,
}

impl Input {
    /// An input of these bytes.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, position: 0 }
    }

    /// Reads into `buffer`; 0 bytes mean the end.
    pub fn read(&mut self, buffer: &mut [u8]) -> usize {
        let taken = self.take(buffer.len());
        let length = taken.len();
        if let Some(target) = buffer.get_mut(..length) {
            target.copy_from_slice(taken);
        }
        length
    }

    /// The next bytes, at most `max`; none mean the end.
    pub fn take(&mut self, max: usize) -> &[u8] {
        let rest = self.bytes.get(self.position..).unwrap_or_default();
        let taken = rest.get(..max).unwrap_or(rest);
        self.position += taken.len();
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_each_byte_once_and_then_ends() {
        let mut input = Input::new(b"hello".to_vec());
        let mut buffer = [0; 3];
        assert_eq!((input.read(&mut buffer), &buffer), (3, b"hel"));
        assert_eq!(input.take(10), b"lo");
        assert_eq!(input.take(10), b"");
        assert_eq!(input.read(&mut buffer), 0);
        assert_eq!(input.read(&mut []), 0);
    }
}
