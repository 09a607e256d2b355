//! The images of a source: what stands at the PATH of a line `[img PATH]`.

use super::archive::Archive;
use super::error::{Problem, SourceError};
use super::find::{Found, read_file};
use super::sniff::{self, Container};
use super::{convert, decode, html};
use std::collections::BTreeMap;

/// An image that browsers show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub bytes: Vec<u8>,
    /// `png`, `jpg`, `gif`, `webp` or `bmp`, as the bytes say.
    pub ending: &'static str,
}

/// Bytes that one image may have; larger ones are only named.
const PICTURE_LIMIT: usize = 16 << 20;

impl Found {
    /// The images that this source shows as `[img path]`, one for each of `paths`: parts of the Word or
    /// OFD file (or of the Word file that LibreOffice makes of it), what is embedded in the page, members of the same
    /// archive, or files beside or below the page. None for images of other hosts, for places outside of the
    /// source's folder, for what is not there or too large, and for what no browser shows as an image.
    ///
    /// # Errors
    /// When the source cannot be read.
    pub fn pictures(&self, paths: &[String]) -> Result<Vec<Option<Picture>>, SourceError> {
        let own = self.bytes()?;
        let read = match sniff::container(&own) {
            Container::Zip if !is_foreign(&own) => in_package(&own, "", paths),
            _ => {
                match paths.iter().any(|path| path.starts_with("word/")).then(|| needs_office(&own)).flatten()
                {
                    // Without LibreOffice the words of an earlier import are shown, and the images named.
                    Some(what) => convert::to_docx(&own, what)
                        .map_or_else(|_| Ok(vec![None; paths.len()]), |docx| in_package(&docx, "", paths)),
                    None => self.around(&own, paths),
                }
            }
        };
        let found = read.map_err(|problem| SourceError::new(self.shown(), problem))?;
        Ok(found.into_iter().map(|bytes| picture(bytes?)).collect())
    }

    /// Images in the page and beside it.
    fn around(&self, own: &[u8], paths: &[String]) -> Result<Vec<Option<Vec<u8>>>, Problem> {
        let mut embedded = BTreeMap::new();
        if paths.iter().any(|path| html::is_embedded_name(path)) {
            let page = decode::decode(own, html::declared_encoding(own))?;
            embedded = html::embedded_images(&page.text)?;
        }
        let mut beside = match self.member_name() {
            Some(member) => {
                let outer = read_file(&self.path).map_err(|error| error.problem)?;
                let folder =
                    member.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
                in_package(&outer, &folder, paths)?
            }
            None => paths.iter().map(|path| self.beside(path)).collect::<Result<_, _>>()?,
        };
        for (found, path) in beside.iter_mut().zip(paths) {
            if let Some(bytes) = embedded.remove(path) {
                *found = Some(bytes);
            }
        }
        Ok(beside)
    }

    fn beside(&self, path: &str) -> Result<Option<Vec<u8>>, Problem> {
        let Some(path) = local(path) else { return Ok(None) };
        let folder = self.path.parent().and_then(|folder| folder.canonicalize().ok());
        let file = folder.as_ref().and_then(|folder| folder.join(&path).canonicalize().ok());
        match (folder, file) {
            // A link may not lead out of the folder either.
            (Some(folder), Some(file)) if file.starts_with(&folder) && file.is_file() => {
                read_file(&file).map(Some).map_err(|error| error.problem)
            }
            _ => Ok(None),
        }
    }
}

/// Whether a package is none whose images are its parts: an OpenDocument text, which must be converted.
fn is_foreign(package: &[u8]) -> bool {
    Archive::open(package).is_ok_and(|archive| archive.has("mimetype"))
}

fn needs_office(bytes: &[u8]) -> Option<&'static str> {
    match super::interpret(bytes) {
        Err(Problem::NeedsOffice(what)) => Some(what),
        _ => None,
    }
}

/// The members of an archive at these paths below `folder` of it.
fn in_package(package: &[u8], folder: &str, paths: &[String]) -> Result<Vec<Option<Vec<u8>>>, Problem> {
    let mut archive = Archive::open(package)?;
    let mut places = BTreeMap::new();
    for at in 0..archive.len() {
        places.extend(archive.name(at).map(|name| (name.to_lowercase(), at)));
    }
    let mut member = |path: &String| {
        let name = format!("{folder}{}", local(path)?).to_lowercase();
        // One that is damaged or unpacks to too much is only named.
        archive.read_index(*places.get(&name)?).ok()
    };
    Ok(paths.iter().map(&mut member).collect())
}

fn picture(bytes: Vec<u8>) -> Option<Picture> {
    let ending = sniff::picture_ending(&bytes).filter(|_| bytes.len() <= PICTURE_LIMIT)?;
    Some(Picture { bytes, ending })
}

/// The path with its escapes undone, when it stays below the folder it starts from.
fn local(path: &str) -> Option<String> {
    let path = path.split(['?', '#']).next()?;
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes().iter();
    while let Some(&byte) = rest.next() {
        let escaped = (byte == b'%')
            .then(|| {
                rest.as_slice()
                    .get(..2)
                    .and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok())
            })
            .flatten();
        match escaped {
            Some(byte) => {
                rest.nth(1);
                bytes.push(byte);
            }
            None => bytes.push(byte),
        }
    }
    let path = String::from_utf8(bytes).ok()?.replace('\\', "/");
    let path = path.strip_prefix("./").unwrap_or(&path);
    let below = path.split('/').all(|part| !matches!(part, "" | "." | "..")) && !path.contains(':');
    below.then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::source::find;

    #[test]
    fn images_are_found_beside_the_page_and_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let png = b"\x89PNG\r\n\x1A\n...";
        std::fs::create_dir(folder.path().join("pages")).unwrap();
        std::fs::write(folder.path().join("pages/图 1.png"), png).unwrap();
        std::fs::write(folder.path().join("secret.png"), png).unwrap();
        std::fs::write(folder.path().join("pages/a.html"), "<p>甲</p><p>乙</p>").unwrap();
        let found = find(folder.path(), &["pages".into()]).unwrap();
        assert_eq!(found.len(), 1);
        let picture = found[0].pictures(&["%E5%9B%BE%201.png".into()]).unwrap().remove(0).unwrap();
        assert_eq!((picture.bytes.as_slice(), picture.ending), (png.as_slice(), "png"));
        let paths =
            ["../secret.png", "..%2Fsecret.png", "/etc/passwd", "http://x/a.png", "a.html", "none.png", "%"];
        let none = found[0].pictures(&paths.map(str::to_owned)).unwrap();
        assert_eq!(none, paths.map(|_| None));
    }
}
