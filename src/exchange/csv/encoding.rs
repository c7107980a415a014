//! Which encoding the bytes of a sheet have. Decodes nothing.

/// The encodings in which offices keep sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, the low byte first: what spreadsheets call "Unicode text".
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// GB 18030, which holds GBK and GB 2312: what Chinese spreadsheets write without being asked.
    Gb18030,
}

/// How many bytes are looked at for zeros.
const HEAD_BYTES: usize = 4096;

impl Encoding {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Utf8, Self::Gb18030, Self::Utf16Le, Self::Utf16Be];

    /// The encoding that bytes have by all signs.
    ///
    /// A byte order mark says so. Bytes of zero, which no other text has, are halves of UTF-16. What is valid UTF-8 is
    /// that: a text in GB 18030 of more than a few characters is not valid by chance. All else is GB 18030.
    #[must_use]
    pub fn detect(bytes: &[u8]) -> Self {
        match bytes {
            [0xEF, 0xBB, 0xBF, ..] => return Self::Utf8,
            [0xFF, 0xFE, ..] => return Self::Utf16Le,
            [0xFE, 0xFF, ..] => return Self::Utf16Be,
            [0x84, 0x31, 0x95, 0x33, ..] => return Self::Gb18030,
            _ => {}
        }
        let head = &bytes[..bytes.len().min(HEAD_BYTES)];
        let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
        match (zeros(0), zeros(1)) {
            (0, 0) if std::str::from_utf8(bytes).is_ok() => Self::Utf8,
            (0, 0) => Self::Gb18030,
            (high, low) if high > low => Self::Utf16Be,
            _ => Self::Utf16Le,
        }
    }

    /// The name by which decoders know it (WHATWG Encoding).
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Gb18030 => "gb18030",
        }
    }
}

/// Tells whether the bytes are a workbook of a spreadsheet program, old or new, and no text.
#[must_use]
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
}
