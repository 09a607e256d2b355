//! What the search index leaves to the next one, so that this need not be made as a whole.

use super::prints::print;
use crate::site::{Heap, Memory, NewHeap, Piece};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;

const TABLE: &str = "search-table";
const KEYS: &str = "search";

/// The pieces, and of which index they are.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Table {
    /// By the hash of [`super::prints::Prints::search`].
    of: u128,
    pieces: BTreeMap<String, Piece>,
}

/// What the index of the last build left.
pub(super) struct Keys {
    table: Table,
    heap: Heap,
}

impl Keys {
    /// That of the index with the prints `search`; None when there is none.
    pub fn open(memory: &Memory, form: &str, search: &[u128]) -> Option<Keys> {
        let table: Table = memory.read(TABLE, form)?;
        let keys = Keys { table, heap: memory.heap(KEYS).ok()? };
        let kept: u64 = keys.table.pieces.values().map(Piece::len).sum();
        // After many edits the most is what nobody keeps any more.
        (keys.table.of == print(search) && keys.heap.len() < 2 * kept + (1 << 20)).then_some(keys)
    }

    /// A piece by its name.
    pub fn piece(&self, name: &str) -> Option<Vec<u8>> {
        self.heap.get(self.table.pieces.get(name)?)
    }

    /// Keeps these with other `pieces`, as those of the index with the prints `search`.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn keep(
        mut self,
        memory: &Memory,
        form: &str,
        search: &[u128],
        pieces: &[(String, Vec<u8>)],
    ) -> io::Result<()> {
        self.table.of = print(search);
        for (name, bytes) in pieces {
            let piece = self.heap.put(bytes)?;
            self.table.pieces.insert(name.clone(), piece);
        }
        memory.write(TABLE, form, &self.table)
    }
}

/// What an index leaves that is being made.
pub(super) struct NewKeys {
    table: Table,
    heap: NewHeap,
    /// The disk failed: then nothing is remembered.
    error: Option<io::Error>,
}

impl NewKeys {
    pub fn begin(memory: &Memory) -> io::Result<NewKeys> {
        Ok(NewKeys { table: Table::default(), heap: memory.new_heap(KEYS)?, error: None })
    }

    /// Takes a piece.
    pub fn put(&mut self, name: &str, bytes: &[u8]) {
        match self.heap.put(bytes) {
            Ok(piece) => drop(self.table.pieces.insert(name.to_owned(), piece)),
            Err(error) => self.error = Some(error),
        }
    }

    /// Keeps all as what the index with the prints `search` left.
    ///
    /// # Errors
    /// When the disk fails, or has failed.
    pub fn keep(mut self, memory: &Memory, form: &str, search: &[u128]) -> io::Result<()> {
        if let Some(error) = self.error {
            return Err(error);
        }
        self.table.of = print(search);
        self.heap.keep()?;
        memory.write(TABLE, form, &self.table)
    }
}
