//! Zip archives, with the limits that keep a hostile one from doing harm.

use super::error::Problem;
use std::collections::HashMap;
use std::io::{Cursor, Read};

/// Bytes of text that one source may come to.
pub(super) const TEXT_LIMIT: u64 = 64 << 20;
/// Bytes that may be unpacked from one archive while a source is read.
const UNPACK_LIMIT: u64 = 4 * TEXT_LIMIT;
/// Members that one archive may have.
const MEMBER_LIMIT: usize = 20_000;

/// An archive in memory.
pub(super) struct Archive<'a> {
    zip: zip::ZipArchive<Cursor<&'a [u8]>>,
    names: HashMap<String, usize>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Problem> {
        let zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| Problem::damaged("archive", e))?;
        if zip.len() > MEMBER_LIMIT {
            return Err(too_many(zip.len()));
        }
        let names = (0..zip.len()).filter_map(|at| Some((part_name(zip.name_for_index(at)?), at))).collect();
        Ok(Archive { zip, names, left: UNPACK_LIMIT })
    }

    pub(super) fn len(&self) -> usize {
        self.zip.len()
    }

    /// The name of member `index` with `/`, None for folders and for names that
    /// lead out of the archive (absolute, `..`, drive letters).
    pub(super) fn name(&mut self, index: usize) -> Option<String> {
        let member = self.zip.by_index_raw(index).ok()?;
        if member.is_dir() || member.is_symlink() {
            return None;
        }
        // Zips packed by Chinese Windows have GBK names and no flag that says so.
        let name = match std::str::from_utf8(member.name_raw()) {
            Ok(name) => name.to_owned(),
            Err(_) => encoding_rs::GB18030.decode_without_bom_handling(member.name_raw()).0.into_owned(),
        };
        let name = name.replace('\\', "/");
        let safe = !name.starts_with('/')
            && !name.chars().any(|c| c.is_control() || c == ':')
            && name.split('/').all(|part| !matches!(part, "" | "." | ".."));
        safe.then_some(name)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.position(name).is_some()
    }

    /// Whether the archive is one document (.docx, .ofd, .odt, .xlsx …) and not a folder of them.
    pub(super) fn is_document(&self) -> bool {
        ["[Content_Types].xml", "OFD.xml", "mimetype"].iter().any(|part| self.has(part))
    }

    /// Part names are compared without case (OPC, ISO/IEC 29500-2, 6.2.2).
    fn position(&self, name: &str) -> Option<usize> {
        self.names.get(&part_name(name)).copied()
    }

    /// The bytes of the member of that name, None when there is none.
    pub(super) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, Problem> {
        match self.position(name) {
            Some(index) => self.read_index(index).map(Some),
            None => Ok(None),
        }
    }

    pub(super) fn read_index(&mut self, index: usize) -> Result<Vec<u8>, Problem> {
        let member = self.zip.by_index(index).map_err(|e| match e {
            zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED) => {
                Problem::Encrypted
            }
            e => Problem::damaged("archive", e),
        })?;
        // The size that the member states is not to be trusted: what is unpacked is counted.
        let limit = TEXT_LIMIT.min(self.left);
        let mut bytes = Vec::new();
        member.take(limit + 1).read_to_end(&mut bytes).map_err(|e| Problem::damaged("archive", e))?;
        if bytes.len() as u64 > limit {
            return Err(too_large(bytes.len() as u64));
        }
        self.left -= bytes.len() as u64;
        Ok(bytes)
    }
}

fn part_name(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

pub(super) fn too_large(bytes: u64) -> Problem {
    Problem::TooLarge {
        what: format!("{} MiB or more", bytes >> 20),
        limit: format!("{} MiB", TEXT_LIMIT >> 20),
    }
}

fn too_many(members: usize) -> Problem {
    Problem::TooLarge { what: format!("{members} members"), limit: format!("{MEMBER_LIMIT} members") }
}
