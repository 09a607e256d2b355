//! PDF files are read by a process of their own: a stack that overflows can't be caught, and what
//! never ends can't be stopped otherwise.

use super::{Pages, in_thread};
use crate::source::archive::TEXT_LIMIT;
use crate::source::error::Problem;
use crate::source::patience;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// How long a file may take. A page takes milliseconds.
pub(super) const PATIENCE: Duration = Duration::from_secs(300);
/// The argument that makes the program a reader: a PDF file comes in, its pages go out.
const READER: &str = "read-pdf-pages";
/// The program knows this argument, others (tests, programs that use the library) do not.
const PROGRAM: &str = "clausebook";

/// What the reader says.
#[derive(Serialize, Deserialize)]
enum Answer {
    Pages(Pages),
    Encrypted,
    TooLarge { what: String, limit: String },
    Damaged(String),
}

/// This program, when it can be called as a reader.
pub(super) fn program() -> Option<PathBuf> {
    std::env::current_exe().ok().filter(|program| program.file_stem().is_some_and(|name| name == PROGRAM))
}

/// The pages as the reader `program` gives them.
pub(super) fn read(program: &Path, bytes: &[u8], limit: Duration) -> Result<Pages, Problem> {
    let mut source = tempfile::tempfile()?;
    source.write_all(bytes)?;
    source.rewind()?;
    let mut answer = tempfile::tempfile()?;
    let mut reader = Command::new(program);
    reader.arg(READER).stdin(source).stdout(answer.try_clone()?).stderr(Stdio::null());
    let status = patience::run(&mut reader, limit)?.ok_or_else(|| Problem::TooLarge {
        what: "not read to its end in time".into(),
        limit: format!("{} s", limit.as_secs()),
    })?;
    if !status.success() {
        return Err(Problem::damaged("PDF", format!("its reader gave up ({status})")));
    }
    answer.rewind()?;
    pages(answer)
}

fn pages(answer: File) -> Result<Pages, Problem> {
    // Places take more room than words.
    match serde_json::from_reader(BufReader::new(answer.take(32 * TEXT_LIMIT))) {
        Ok(Answer::Pages(pages)) => Ok(pages),
        Ok(Answer::Encrypted) => Err(Problem::Encrypted),
        Ok(Answer::TooLarge { what, limit }) => Err(Problem::TooLarge { what, limit }),
        Ok(Answer::Damaged(reason)) => Err(Problem::damaged("PDF", reason)),
        Err(error) => Err(Problem::damaged("PDF", error)),
    }
}

/// Whether this process is a reader; then it has read and answered.
///
/// # Errors
/// When the file can't be taken in or the answer can't be given.
pub fn serve() -> io::Result<bool> {
    if std::env::args_os().nth(1).is_none_or(|argument| argument != READER) {
        return Ok(false);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    let answer = match in_thread(bytes) {
        Ok(pages) => Answer::Pages(pages),
        Err(Problem::Encrypted) => Answer::Encrypted,
        Err(Problem::TooLarge { what, limit }) => Answer::TooLarge { what, limit },
        Err(Problem::Damaged { reason, .. }) => Answer::Damaged(reason),
        Err(problem) => Answer::Damaged(problem.to_string()),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    serde_json::to_writer(&mut out, &answer)?;
    out.flush()?;
    Ok(true)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_reader_that_fails_or_never_ends_is_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let reader = |text: &str, patience| {
            let path = folder.path().join("reader");
            std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
            read(&path, b"%PDF-", patience)
        };
        let quick = Duration::from_millis(200);
        assert!(matches!(reader("exec sleep 60", quick), Err(Problem::TooLarge { .. })));
        assert!(matches!(reader("kill -ABRT $$", PATIENCE), Err(Problem::Damaged { .. })));
        assert!(matches!(reader("echo", PATIENCE), Err(Problem::Damaged { .. })));
        assert!(matches!(reader("echo '\"Encrypted\"'", PATIENCE), Err(Problem::Encrypted)));
        assert_eq!(
            reader("echo '{\"Pages\":{\"pages\":[[]],\"misread\":true}}'", PATIENCE).unwrap(),
            Pages { pages: vec![Vec::new()], misread: true }
        );
    }
}
