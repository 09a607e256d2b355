//! What a build found out about each circular, kept so that the next can follow an edit without finding it all out again.

use super::images::Image;
use super::stages;
use crate::model::{Corpus, Entry, Pair, Parallels, Ties};
use crate::site::{Heap, Memory, NewHeap, Piece, Stored};
use serde::{Deserialize, Serialize};
use std::io;

const TABLE: &str = "findings";
/// The Markdown of each page.
const TEXTS: &str = "texts";
/// The marks of each circular, by which shared wording is found: 8 bytes each, little end first.
const MARKS: &str = "marks";
/// [`Ties`] as JSON, and the parallels in the form of the memory's parts.
const TIES: &str = "ties";

/// The findings of one build, by the places of the circulars.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Findings {
    /// Of which standing.
    pub of: u128,
    pub circulars: Vec<Finding>,
    /// Places in the order in which one wants to see them, each with whether it is tied with the one before.
    pub by_rank: Vec<(u32, bool)>,
    /// The places of dated circulars, oldest first.
    pub in_time: Vec<u32>,
    /// What is cited and not held, by the names that are listed.
    pub not_held: Vec<String>,
    pub pairs: Vec<Pair>,
    /// Slug, path in the page, file in the site.
    pub images: Vec<(String, String, String)>,
}

/// What was found out about one circular.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Finding {
    pub slug: String,
    pub text: Piece,
    pub marks: Piece,
    pub ties: Piece,
    pub parallels: Piece,
    /// The place of the first text of its work.
    pub work: u32,
    pub fullness: u32,
}

/// The findings of a build that goes on, put down as they come: all of them beside the corpus would be too much.
pub(super) struct Notes {
    texts: NewHeap,
    marks: NewHeap,
    ties: NewHeap,
    table: Findings,
    of_texts: Vec<Piece>,
    of_marks: Vec<(usize, Piece)>,
    /// The disk failed: then nothing is remembered.
    error: Option<io::Error>,
}

impl Notes {
    pub fn begin(memory: &Memory) -> io::Result<Notes> {
        Ok(Notes {
            texts: memory.new_heap(TEXTS)?,
            marks: memory.new_heap(MARKS)?,
            ties: memory.new_heap(TIES)?,
            table: Findings::default(),
            of_texts: Vec::new(),
            of_marks: Vec::new(),
            error: None,
        })
    }

    /// The next page as it stands, in the order of the slugs.
    pub fn text(&mut self, stored: &Stored) {
        let piece = self.texts.put(stored.text.as_bytes());
        let piece = self.settled(piece);
        self.of_texts.extend(piece);
    }

    /// The work and the marks of the next circular.
    pub fn marks(&mut self, work: usize, marks: &mut dyn Iterator<Item = u64>) {
        let bytes: Vec<u8> = marks.flat_map(u64::to_le_bytes).collect();
        let piece = self.marks.put(&bytes);
        let piece = self.settled(piece);
        self.of_marks.extend(piece.map(|piece| (work, piece)));
    }

    fn settled(&mut self, piece: io::Result<Piece>) -> Option<Piece> {
        piece.map_err(|error| self.error = Some(error)).ok()
    }

    /// What holds among the circulars of `corpus`, of which `images` are shown.
    pub fn corpus(&mut self, corpus: &Corpus, images: &[Image]) {
        if corpus.entries.len() != self.of_texts.len() || corpus.entries.len() != self.of_marks.len() {
            // Two pages of one path, or one that was left out: a build as a whole tells.
            self.error.get_or_insert(io::ErrorKind::InvalidInput.into());
            return;
        }
        let (texts, marks) = (std::mem::take(&mut self.of_texts), std::mem::take(&mut self.of_marks));
        for (entry, (text, (work, marks))) in corpus.entries.iter().zip(texts.into_iter().zip(marks)) {
            let ties = ties_to_bytes(&entry.ties).and_then(|bytes| self.ties.put(&bytes));
            let parallels = parallels_to_bytes(&entry.parallels).and_then(|bytes| self.ties.put(&bytes));
            let (Some(ties), Some(parallels)) = (self.settled(ties), self.settled(parallels)) else { return };
            let fullness = stages::fullness(entry.circular());
            let slug = entry.circular().slug.clone();
            let work = small(work);
            self.table.circulars.push(Finding { slug, text, marks, ties, parallels, work, fullness });
        }
        let circulars: Vec<_> = corpus.entries.iter().map(Entry::circular).collect();
        self.table.by_rank = stages::reach::by_rank(&circulars);
        let mut dated: Vec<_> = (0u32..)
            .zip(&circulars)
            .filter_map(|(at, circular)| Some((circular.meta.dates.principal()?, &circular.slug, at)))
            .collect();
        dated.sort_unstable();
        self.table.in_time = dated.into_iter().map(|(_, _, at)| at).collect();
        self.table.not_held = corpus.not_held.iter().map(|not_held| not_held.work.clone()).collect();
        self.table.pairs.clone_from(&corpus.pairs);
        let image = |image: &Image| (image.slug.clone(), image.path.clone(), image.file.clone());
        self.table.images = images.iter().map(image).collect();
    }

    /// Keeps the findings as those of the standing `of`.
    ///
    /// # Errors
    /// When the disk fails, or has failed.
    pub fn keep(mut self, memory: &Memory, form: &str, of: u128) -> io::Result<()> {
        if let Some(error) = self.error {
            return Err(error);
        }
        self.table.of = of;
        self.texts.keep()?;
        self.marks.keep()?;
        self.ties.keep()?;
        memory.write(TABLE, form, &self.table)
    }
}

fn ties_to_bytes(ties: &Ties) -> io::Result<Vec<u8>> {
    serde_json::to_vec(ties).map_err(io::Error::other)
}

/// Findings on disk.
pub(super) struct Found {
    pub table: Findings,
    texts: Heap,
    marks: Heap,
    ties: Heap,
}

impl Found {
    /// The findings of the standing `of`; None when there are none.
    pub fn open(memory: &Memory, form: &str, of: u128) -> Option<Found> {
        let table: Findings = memory.read(TABLE, form)?;
        let open = |name| memory.heap(name).ok();
        let found = Found { table, texts: open(TEXTS)?, marks: open(MARKS)?, ties: open(TIES)? };
        (found.table.of == of && !found.is_wasteful()).then_some(found)
    }

    /// Whether edits have left so much that nobody keeps that a build as a whole should put it in order.
    fn is_wasteful(&self) -> bool {
        let kept = |of: fn(&Finding) -> &Piece| self.table.circulars.iter().map(|f| of(f).len()).sum::<u64>();
        let is_wasteful = |heap: &Heap, kept: u64| heap.len() > kept + kept / 4 + (1 << 20);
        is_wasteful(&self.texts, kept(|f| &f.text))
            || is_wasteful(&self.marks, kept(|f| &f.marks))
            || is_wasteful(&self.ties, kept(|f| &f.ties) + kept(|f| &f.parallels))
    }

    /// The place of a circular.
    pub fn place(&self, slug: &str) -> Option<usize> {
        self.table.circulars.binary_search_by(|finding| finding.slug.as_str().cmp(slug)).ok()
    }

    /// The Markdown of a page as the build before read it.
    pub fn text(&self, at: usize) -> Option<String> {
        String::from_utf8(self.texts.get(&self.table.circulars.get(at)?.text)?).ok()
    }

    pub fn ties(&self, at: usize) -> Option<Ties> {
        serde_json::from_slice(&self.ties.get(&self.table.circulars.get(at)?.ties)?).ok()
    }

    pub fn parallels(&self, at: usize) -> Option<Parallels> {
        postcard::from_bytes(&self.ties.get(&self.table.circulars.get(at)?.parallels)?).ok()
    }

    /// All marks, as [`Marks`] reads them.
    pub fn marks(&self) -> Option<Marks> {
        let bytes = self.marks.all().ok()?;
        Some(Marks { bytes, pieces: self.table.circulars.iter().map(|finding| finding.marks).collect() })
    }

    /// Takes in what an edit made of the circular at a place.
    ///
    /// # Errors
    /// When the disk fails: then nothing may be remembered.
    pub fn edit(
        &mut self,
        at: usize,
        text: &str,
        marks: &[u64],
        ties: &Ties,
        fullness: u32,
    ) -> io::Result<()> {
        let finding = self.table.circulars.get_mut(at).ok_or(io::ErrorKind::NotFound)?;
        finding.text = self.texts.put(text.as_bytes())?;
        let marks: Vec<u8> = marks.iter().copied().flat_map(u64::to_le_bytes).collect();
        finding.marks = self.marks.put(&marks)?;
        finding.ties = self.ties.put(&ties_to_bytes(ties)?)?;
        finding.fullness = fullness;
        Ok(())
    }

    /// Takes in other parallels of the circular at a place.
    ///
    /// # Errors
    /// When the disk fails: then nothing may be remembered.
    pub fn edit_parallels(&mut self, at: usize, parallels: &Parallels) -> io::Result<()> {
        let finding = self.table.circulars.get_mut(at).ok_or(io::ErrorKind::NotFound)?;
        finding.parallels = self.ties.put(&parallels_to_bytes(parallels)?)?;
        Ok(())
    }

    /// Keeps what was edited as the findings of the standing `of`.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn keep(mut self, memory: &Memory, form: &str, of: u128) -> io::Result<()> {
        self.table.of = of;
        memory.write(TABLE, form, &self.table)
    }
}

fn parallels_to_bytes(parallels: &Parallels) -> io::Result<Vec<u8>> {
    postcard::to_allocvec(parallels).map_err(io::Error::other)
}

/// The marks of all circulars.
pub(super) struct Marks {
    bytes: Vec<u8>,
    pieces: Vec<Piece>,
}

impl Marks {
    /// Those of each circular; None when they are broken.
    pub fn all(&self) -> Option<Vec<impl Iterator<Item = u64> + Send + '_>> {
        self.pieces.iter().map(|piece| piece.of_all(&self.bytes).map(numbers)).collect()
    }

    /// Those of one circular.
    pub fn of(&self, at: usize) -> Option<impl Iterator<Item = u64> + '_> {
        self.pieces.get(at)?.of_all(&self.bytes).map(numbers)
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u64> + Send + '_ {
    bytes.as_chunks().0.iter().map(|bytes| u64::from_le_bytes(*bytes))
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
