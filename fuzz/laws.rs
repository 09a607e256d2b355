//! What must hold for any input: the laws that every target checks.

use clausebook::model::{Block, Circular, Format, ImportRecord, Metadata, Source, SourceText};
use clausebook::{page, parse, repair, source};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

/// Reads bytes as a source. A refusal is an answer; a reading keeps its laws.
pub fn read(bytes: &[u8]) {
    let Ok((source, _)) = source::from_bytes("x", bytes) else { return };
    let mut at = 0;
    for edit in &source.edits {
        assert!(at <= edit.span.start && edit.span.start < edit.span.end, "edits overlap: {:?}", source.edits);
        assert!(source.text.get(edit.span.start..edit.span.end).is_some(), "an edit cuts a character");
        at = edit.span.end;
    }
    assert!(!source.text.contains('\r'), "a line end is not \\n");
}

/// A package whose members have the parts of `text` between NUL characters as their contents; members
/// beyond the parts are left out.
pub fn package(fixed: &[(&str, &str)], names: &[&str], text: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let parts = names.iter().copied().zip(text.split('\0'));
    for (name, part) in fixed.iter().copied().chain(parts) {
        zip.start_file(name, stored).expect("a member begins");
        zip.write_all(part.as_bytes()).expect("a member is written");
    }
    zip.finish().expect("the package ends").into_inner()
}

/// An empty folder for the files of one target, in memory where the system has such a place.
pub fn folder(target: &str) -> PathBuf {
    let memory = Path::new("/dev/shm");
    let root = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let folder = root.join(format!("clausebook-fuzz-{target}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder is made");
    folder
}

/// The whole way of a text.
pub fn whole_way(text: &str) {
    whole_way_of(SourceText {
        name: "x.txt".into(),
        sha256: String::new(),
        format: Format::Text,
        encoding: "UTF-8".into(),
        text: text.replace("\r\n", "\n").replace('\r', "\n"),
        edits: Vec::new(),
    });
}

/// The whole way of a source: repaired, parsed, written as a page, read back, held against the source.
/// So is the page of its lines, which stands where the parser is wrong.
pub fn whole_way_of(source: SourceText) {
    let (repaired, _) = repair::repair(&source);
    assert_eq!(repaired.undo(), source.text, "undoing the repairs gives the source back");
    let record = ImportRecord {
        source: source.name.clone(),
        sha256: source.sha256.clone(),
        format: source.format,
        encoding: source.encoding.clone(),
        override_sha256: None,
        rules: repair::RULES,
        page_sha256: String::new(),
        repairs: repaired.repairs().to_vec(),
        doubts: Vec::new(),
    };
    keeps(&source, &record, Metadata::default(), parse::flat(&repaired));
    let parsed = parse::parse(&repaired);
    keeps(&source, &record, parsed.meta, parsed.blocks);
}

/// A page of these blocks is read back as it was written, and nothing is lost or added.
fn keeps(source: &SourceText, record: &ImportRecord, meta: Metadata, mut blocks: Vec<Block>) {
    page::derive(&mut blocks);
    let mut circular = Circular { slug: "undated/x".into(), meta, blocks: blocks.into() };
    circular.meta.source = Source { file: source.name.clone(), sha256: source.sha256.clone() };
    let written = page::write(&circular);
    let (read, problems) = page::read(&circular.slug, &written, Path::new("x.md"));
    assert!(problems.is_empty(), "a page of ours has problems: {problems:?}\n{written}");
    let Some(read) = read else { panic!("a page of ours is not read back\n{written}") };
    assert_eq!(page::write(&read.circular), written, "a page is written as it was read");
    let lost = page::conserve::lost(source, record, &read.circular);
    assert!(lost.is_empty(), "words are lost: {}\n---\n{written}", lost[0]);
}
