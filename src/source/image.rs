//! The images of a source: what stands at the PATH of a line `[img PATH]`.

use super::archive::Archive;
use super::error::SourceError;
use super::find::{Found, read_file};
use super::sniff::{self, Container};

/// An image that browsers show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub bytes: Vec<u8>,
    /// `png`, `jpg`, `gif`, `webp` or `bmp`, as the bytes say.
    pub ending: &'static str,
}

impl Found {
    /// The image that this source shows as `[img path]`: a part of the Word or OFD
    /// file, a member of the same archive, or a file beside or below the page. None for
    /// images of other hosts, for places outside of the source's folder, for what is not there and for what no browser shows as an image.
    ///
    /// # Errors
    /// When the source or the image cannot be read.
    pub fn image(&self, path: &str) -> Result<Option<Picture>, SourceError> {
        let Some(path) = local(path) else { return Ok(None) };
        let error = |problem| SourceError::new(self.shown(), problem);
        let own = self.bytes()?;
        let bytes = if sniff::container(&own) == Container::Zip {
            Archive::open(&own).and_then(|mut package| package.read(&path)).map_err(error)?
        } else if self.member.is_some() {
            let outer = read_file(&self.path)?;
            let member = self.member_name().unwrap_or_default();
            let folder = member.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
            let wanted = format!("{folder}{path}");
            let mut archive = Archive::open(&outer).map_err(error)?;
            match (0..archive.len()).find(|at| archive.name(*at).as_deref() == Some(wanted.as_str())) {
                Some(at) => Some(archive.read_index(at).map_err(error)?),
                None => None,
            }
        } else {
            let folder = self.path.parent().and_then(|folder| folder.canonicalize().ok());
            let file = folder.as_ref().and_then(|folder| folder.join(&path).canonicalize().ok());
            match (folder, file) {
                // A link may not lead out of the folder either.
                (Some(folder), Some(file)) if file.starts_with(&folder) && file.is_file() => {
                    Some(read_file(&file)?)
                }
                _ => None,
            }
        };
        Ok(bytes.and_then(|bytes| Some(Picture { ending: sniff::picture_ending(&bytes)?, bytes })))
    }
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
        let picture = found[0].image("%E5%9B%BE%201.png").unwrap().unwrap();
        assert_eq!((picture.bytes.as_slice(), picture.ending), (png.as_slice(), "png"));
        for path in
            ["../secret.png", "..%2Fsecret.png", "/etc/passwd", "http://x/a.png", "a.html", "none.png", "%"]
        {
            assert_eq!(found[0].image(path).unwrap(), None, "{path}");
        }
    }
}
