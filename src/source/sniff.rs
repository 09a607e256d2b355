//! What bytes are, judged by their first ones and never by a name.

/// What a file is before anything of it is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    /// Perhaps a text.
    Plain,
    Zip,
    Pdf,
    /// Compound file: .doc, .wps, encrypted .docx ([MS-CFB] 2.2).
    Ole,
    Rtf,
    Image,
    /// Something else that is known and holds no text.
    Foreign(&'static str),
}

pub(super) fn container(bytes: &[u8]) -> Container {
    let image: [&[u8]; 9] = [
        b"\x89PNG\r\n\x1A\n",
        b"\xFF\xD8\xFF",
        b"GIF87a",
        b"GIF89a",
        b"II*\0",
        b"MM\0*",
        b"\xD7\xCD\xC6\x9A",
        b"\0\0\x01\0",
        b"8BPS",
    ];
    let foreign: [(&[u8], &str); 9] = [
        (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive"),
        (b"Rar!\x1A\x07", "a RAR archive"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"\xFD7zXZ\0", "an xz archive"),
        (b"\x28\xB5\x2F\xFD", "a zstd archive"),
        (b"\x7FELF", "a program"),
        (b"MZ\x90\0", "a program"),
        (b"SQLite format 3\0", "a database"),
        (b"ID3", "a sound recording"),
    ];
    if image.iter().any(|magic| bytes.starts_with(magic))
        || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"))
        || (bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]))
    {
        return Container::Image;
    }
    if let Some((_, what)) = foreign.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Container::Foreign(what);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Container::Foreign("a film");
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Container::Zip;
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Container::Ole;
    }
    if bytes.starts_with(b"{\\rtf") {
        return Container::Rtf;
    }
    // Readers look for the header in the first 1024 bytes (ISO 32000-1, annex H, note 13).
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    if bytes.starts_with(b"%PDF-") || (head.contains(&0x80) && head.windows(5).any(|w| w == b"%PDF-")) {
        return Container::Pdf;
    }
    Container::Plain
}

/// The ending for a picture that browsers show (PNG, JPEG, GIF, WebP, BMP); None for other bytes.
/// SVG is none: it can hold scripts.
pub(super) fn picture_ending(bytes: &[u8]) -> Option<&'static str> {
    if container(bytes) != Container::Image {
        return None;
    }
    let endings: [(&[u8], &str); 5] =
        [(b"\x89PNG", "png"), (b"\xFF\xD8", "jpg"), (b"GIF8", "gif"), (b"RIFF", "webp"), (b"BM", "bmp")];
    endings.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, ending)| *ending)
}

/// Whether a compound file holds an encrypted package ([MS-OFFCRYPTO] 2.3.4.4).
pub(super) fn is_encrypted_package(ole: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    ole.windows(name.len()).any(|window| window == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_tell() {
        for (bytes, container_of) in [
            (b"PK\x03\x04rest".as_slice(), Container::Zip),
            (b"%PDF-1.4\n", Container::Pdf),
            (b"{\\rtf1\\ansi", Container::Rtf),
            (b"\xFF\xD8\xFF\xE0", Container::Image),
            (b"Rules: %PDF-1.4 is a header", Container::Plain),
            ("BM云岭".as_bytes(), Container::Plain),
            (b"", Container::Plain),
        ] {
            assert_eq!(container(bytes), container_of);
        }
    }
}
