//! Decoding file contents as the interface's `encoding` names them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// How the bytes of a file are written down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Encoding {
    /// As they are.
    #[default]
    Utf8,
    /// RFC 4648 section 4, with padding.
    Base64,
    /// Two hexadecimal digits a byte.
    Hex,
}

/// Why a content does not decode.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// A byte that is not of the alphabet, or padding where none may be.
    #[error("invalid {encoding} at byte {offset}")]
    InvalidByte {
        /// `base64` or `hex`.
        encoding: &'static str,
        /// Where it stands in the content.
        offset: usize,
    },
    /// The content ends in the middle of a group.
    #[error("invalid {encoding}: {length} bytes are not a whole number of groups")]
    InvalidLength {
        /// `base64` or `hex`.
        encoding: &'static str,
        /// The content's length in bytes.
        length: usize,
    },
}

impl Encoding {
    /// The bytes that `content` stands for. `Utf8` takes any bytes as they are.
    ///
    /// # Errors
    /// [`DecodeError`], with the place of the first offending byte.
    pub fn decode(self, content: Vec<u8>) -> Result<Vec<u8>, DecodeError> {
        match self {
            Self::Utf8 => Ok(content),
            Self::Base64 => STANDARD
                .decode(&content)
                .map_err(|error| base64_error(&error, content.len())),
            Self::Hex => hex::decode(&content).map_err(|error| hex_error(&error, content.len())),
        }
    }
}

fn base64_error(error: &base64::DecodeError, length: usize) -> DecodeError {
    let encoding = "base64";
    match error {
        base64::DecodeError::InvalidByte(offset, _)
        | base64::DecodeError::InvalidLastSymbol(offset, _) => DecodeError::InvalidByte {
            encoding,
            offset: *offset,
        },
        base64::DecodeError::InvalidLength(_) | base64::DecodeError::InvalidPadding => {
            DecodeError::InvalidLength { encoding, length }
        }
    }
}

fn hex_error(error: &hex::FromHexError, length: usize) -> DecodeError {
    let encoding = "hex";
    match error {
        hex::FromHexError::InvalidHexCharacter { index, .. } => DecodeError::InvalidByte {
            encoding,
            offset: *index,
        },
        hex::FromHexError::OddLength | hex::FromHexError::InvalidStringLength => {
            DecodeError::InvalidLength { encoding, length }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn decodes_each_encoding() {
        assert_eq!(Encoding::Utf8.decode(vec![0xff, 0]).unwrap(), [0xff, 0]);
        assert_eq!(
            Encoding::Base64.decode(b"AP8=".to_vec()).unwrap(),
            [0, 0xff]
        );
        assert_eq!(Encoding::Hex.decode(b"00fF".to_vec()).unwrap(), [0, 0xff]);
        assert_eq!(Encoding::Base64.decode(Vec::new()).unwrap(), b"");
    }

    #[test]
    fn says_where_it_does_not_decode() {
        let message = |encoding: Encoding, content: &[u8]| {
            encoding.decode(content.to_vec()).unwrap_err().to_string()
        };
        assert_eq!(
            message(Encoding::Base64, b"AAAAAAAAAAAA!AAA"),
            "invalid base64 at byte 12"
        );
        assert_eq!(
            message(Encoding::Base64, b"AAA"),
            "invalid base64: 3 bytes are not a whole number of groups"
        );
        assert_eq!(message(Encoding::Hex, b"0g"), "invalid hex at byte 1");
        assert_eq!(
            message(Encoding::Hex, b"000"),
            "invalid hex: 3 bytes are not a whole number of groups"
        );
    }
}
