//! The joint to the search index.

use super::Threads;
use crate::model::{Corpus, Entry, Output};
use crate::pipeline::Failure;
use crate::pipeline::keys::{Keys, NewKeys};
use crate::pipeline::prints::{Past, print};
use crate::search::{self, SearchCircular};
use crate::site::Draft;
use rayon::prelude::*;

/// So many circulars may have changed for an index to be renewed instead of made anew.
const MOST: usize = 16;

/// An index that has been given to a draft.
pub(in crate::pipeline) struct Indexed {
    /// Hashes of what it was made of.
    pub search: Vec<u128>,
    pub files: Vec<String>,
    pub left: Left,
}

/// An index of which everything is done that needs the circulars.
pub(in crate::pipeline) struct Indexing {
    search: Vec<u128>,
    files: Vec<String>,
    rest: Rest,
}

enum Rest {
    Done(Left),
    Unfinished(Box<search::Folded>, Option<NewKeys>),
}

impl Indexing {
    /// Gives the rest of the index to `draft`.
    pub fn finish(self, draft: &Draft) -> Result<Indexed, Failure> {
        let Indexing { search, mut files, rest } = self;
        let (folded, mut keys) = match rest {
            Rest::Done(left) => return Ok(Indexed { search, files, left }),
            Rest::Unfinished(folded, keys) => (folded, keys),
        };
        given(draft, &mut files, |give| {
            let mut remember =
                |name: &str, bytes: &[u8]| keys.iter_mut().for_each(|keys| keys.put(name, bytes));
            folded.finish(&Threads, give, &mut remember);
        })?;
        Ok(Indexed { search, files, left: keys.map_or(Left::Nothing, Left::New) })
    }
}

/// Gives to `draft` what `work` gives, and notes the paths.
fn given<T>(
    draft: &Draft,
    files: &mut Vec<String>,
    work: impl FnOnce(&mut dyn FnMut(Output)) -> T,
) -> Result<T, Failure> {
    let mut staged = Ok(());
    let done = work(&mut |output| {
        if staged.is_ok() {
            files.push(output.path.clone());
            staged = draft.take(output);
        }
    });
    staged.map(|()| done).map_err(Failure::from)
}

/// What an index leaves to the next.
pub(in crate::pipeline) enum Left {
    /// What was left before.
    Same,
    /// That, with other pieces.
    Renewed(Keys, Vec<(String, Vec<u8>)>),
    New(NewKeys),
    Nothing,
}

/// What must change for an index to be that of circulars of which some were edited.
pub(in crate::pipeline) struct Renewed {
    pub outputs: Vec<Output>,
    /// Paths that are to go.
    pub gone: Vec<String>,
    pub pieces: Vec<(String, Vec<u8>)>,
}

/// Whether a file of the site is one of the index.
pub(in crate::pipeline) fn is_of_index(path: &str) -> bool {
    path.starts_with("search/")
}

/// A hash of what search sees of a circular.
pub(in crate::pipeline) fn search_print(entry: &Entry) -> u128 {
    print(SearchCircular::of(entry))
}

/// The index with the edited circular `entry`, by what the last one left; `read` gives a file that stands in the site. None
/// when it must be made anew.
pub(in crate::pipeline) fn renewed_index(
    entry: &Entry,
    keys: &Keys,
    read: impl Fn(&str) -> Option<Vec<u8>>,
) -> Option<Renewed> {
    renewed(&[SearchCircular::of(entry)], keys, read)
}

fn renewed(
    changed: &[SearchCircular],
    keys: &Keys,
    read: impl Fn(&str) -> Option<Vec<u8>>,
) -> Option<Renewed> {
    let search::Renewed { outputs, vanished: gone, memory: pieces } =
        search::renew(changed, &|name| keys.piece(name), &read, &Threads)?;
    Some(Renewed { outputs, gone, pieces })
}

/// Gives the search index to `draft`: that which stands there, as it is or renewed where little changed, or the first half
/// of a new one.
pub(super) fn index(corpus: &Corpus, draft: &Draft, past: &Past) -> Result<Indexing, Failure> {
    let circulars: Vec<SearchCircular> = corpus.entries.iter().map(SearchCircular::of).collect();
    let search: Vec<u128> = circulars.par_iter().map(print).collect();
    let known = &past.prints;
    if known.search == search && draft.keep(&known.search_files) {
        return Ok(Indexing { search, files: known.search_files.clone(), rest: Rest::Done(Left::Same) });
    }
    let changed: Vec<usize> =
        (0..search.len()).filter(|at| known.search.get(*at) != search.get(*at)).collect();
    if changed.len() <= MOST
        && known.search.len() == search.len()
        && draft.stands(&known.search_files)
        && let Some(keys) = past.keys()
        && let changed = changed.iter().filter_map(|at| circulars.get(*at)).cloned().collect::<Vec<_>>()
        && let Some(Renewed { outputs, gone, pieces }) = renewed(&changed, &keys, |path| draft.standing(path))
    {
        let mut files = known.search_files.clone();
        files.retain(|path| !gone.contains(path));
        let is_renewed = |path: &String| outputs.iter().any(|output| output.path == *path);
        let kept: Vec<&String> = files.iter().filter(|path| !is_renewed(path)).collect();
        draft.keep(&kept);
        let new: Vec<String> =
            outputs.iter().map(|output| &output.path).filter(|path| !files.contains(path)).cloned().collect();
        files.extend(new);
        outputs.into_iter().try_for_each(|output| draft.take(output))?;
        return Ok(Indexing { search, files, rest: Rest::Done(Left::Renewed(keys, pieces)) });
    }
    let mut files = Vec::new();
    let folded = given(draft, &mut files, |give| search::Folded::new(circulars, &Threads, give))?;
    Ok(Indexing { search, files, rest: Rest::Unfinished(Box::new(folded), past.new_keys()) })
}
