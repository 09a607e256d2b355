//! Formats that only LibreOffice reads well (.doc, .wps, .rtf, .odt): made into .docx by it.

use super::error::Problem;
use super::patience;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(180);

/// Bytes of converted files that are kept for the life of the program.
const KEPT: usize = 64 << 20;

/// What was converted, by the hash of what it was made of.
static CONVERTED: Mutex<BTreeMap<[u8; 32], Arc<[u8]>>> = Mutex::new(BTreeMap::new());

/// The file as .docx. `what` names the format for the message when LibreOffice is not installed.
/// It is needed for the words, and again for the images: what fits is kept in between.
pub(super) fn to_docx(bytes: &[u8], what: &'static str) -> Result<Arc<[u8]>, Problem> {
    let hash: [u8; 32] = Sha256::digest(bytes).into();
    if let Some(docx) = CONVERTED.lock().ok().and_then(|kept| kept.get(&hash).cloned()) {
        return Ok(docx);
    }
    let docx: Arc<[u8]> = convert(bytes, what)?.into();
    if let Ok(mut kept) = CONVERTED.lock()
        && kept.values().map(|docx| docx.len()).sum::<usize>() + docx.len() <= KEPT
    {
        kept.insert(hash, docx.clone());
    }
    Ok(docx)
}

const PROGRAMS: [&str; 2] = ["soffice", "libreoffice"];

/// Whether LibreOffice is where programs are looked for.
pub fn has_office() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| PROGRAMS.iter().any(|program| folder.join(program).is_file()))
}

fn convert(bytes: &[u8], what: &'static str) -> Result<Vec<u8>, Problem> {
    for program in PROGRAMS {
        match run(program, bytes, PATIENCE) {
            Err(Problem::Io(error)) if error.kind() == io::ErrorKind::NotFound => {}
            result => return result,
        }
    }
    Err(Problem::NeedsOffice(what))
}

/// Runs the program in a folder and with a profile of its own, so that several can run at once.
fn run(program: &str, bytes: &[u8], limit: Duration) -> Result<Vec<u8>, Problem> {
    let folder = tempfile::tempdir()?;
    let source = folder.path().join("source");
    std::fs::write(&source, bytes)?;
    let mut office = Command::new(program);
    office
        .arg("--headless")
        .arg("--norestore")
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.path().display()))
        .args(["--convert-to", "docx", "--outdir"])
        .arg(folder.path())
        .arg(&source)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let status = patience::run(&mut office, limit)?
        .ok_or_else(|| Problem::Conversion(format!("no result after {} s", limit.as_secs())))?;
    read_result(folder.path(), &status.to_string())
}

fn read_result(folder: &Path, status: &str) -> Result<Vec<u8>, Problem> {
    std::fs::read(folder.join("source.docx"))
        .map_err(|_| Problem::Conversion(format!("it wrote no file ({status})")))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn script(folder: &Path, text: &str) -> String {
        let path = folder.join("soffice");
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path.display().to_string()
    }

    #[test]
    fn takes_what_the_program_wrote_and_reports_what_it_did_not() {
        let folder = tempfile::tempdir().unwrap();
        let copies = script(folder.path(), "#!/bin/sh\ncp \"$8\" \"$7/source.docx\"\n");
        assert_eq!(run(&copies, b"text", PATIENCE).unwrap(), b"text");
        let fails = script(folder.path(), "#!/bin/sh\nexit 3\n");
        assert!(matches!(run(&fails, b"text", PATIENCE), Err(Problem::Conversion(_))));
        let hangs = script(folder.path(), "#!/bin/sh\nexec sleep 60\n");
        assert!(matches!(run(&hangs, b"text", Duration::from_millis(200)), Err(Problem::Conversion(_))));
        assert!(matches!(run("/no/such/soffice", b"text", PATIENCE), Err(Problem::Io(_))));
    }
}
