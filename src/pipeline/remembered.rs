//! What one build tells the next, so that the next need not do it again. All of it may be deleted, and nothing in it is
//! taken for true that was not looked at: files are known again by their seals, everything else by its hash.

use super::build::Built;
use super::findings::{Found, Notes};
use super::keys::Keys;
use super::prints::{Past, Prints, print};
use super::stages::{self, Left, RULES, RenewedIndex, has_office};
use super::standing::{Said, Standing};
use crate::config::Site;
use crate::model::Entry;
use crate::site::{Content, Draft, Memory, Noted, Tree, program};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

const STANDING: &str = "standing";
const RENDERED: &str = "rendered";
const LINKS: &str = "links";
/// The form of the memory's parts; raise the number with it.
const FORM: &str = concat!("clausebook ", env!("CARGO_PKG_VERSION"), " 5");

/// The memory of a site during a build.
pub(super) struct Remembered<'s> {
    site: &'s Site,
    memory: Memory,
    program: u128,
    settings: u128,
    /// As the last build left it, if it was of this program.
    last: Option<Standing>,
    /// The inputs as they were just before they were read; None when a change after that could be missed.
    inputs: Option<Tree>,
    /// The files of the site before anything was written.
    outputs: Option<Tree>,
}

/// Of what the site was made.
#[derive(Debug, Serialize, Deserialize)]
struct Rendered {
    /// Of which standing.
    of: u128,
    prints: Prints,
    /// Of which links, by the standing that they were first noted with.
    links: u128,
}

/// Ids and links of the pages. Pages that were renewed since have others: of those there is no print.
#[derive(Debug, Serialize, Deserialize)]
struct Linked {
    of: u128,
    links: Noted,
}

/// What a build gives to the next.
pub(super) struct Kept {
    pub said: Option<Said>,
    pub failed: Vec<String>,
    pub prints: Prints,
    pub links: Noted,
    pub notes: Option<Notes>,
    pub left: Left,
    /// How many files of the site are new.
    pub written: usize,
}

/// A site that was brought up to date with an edit of words.
pub(super) struct Renewed {
    /// What was found out, with the edits.
    pub found: Found,
    /// The pages made again.
    pub pages: Vec<String>,
    /// The place of the circular that was edited.
    pub circular: usize,
    /// All files that changed.
    pub changed: Vec<String>,
    pub index: Index,
}

/// A renewed index, and what was remembered of the one before.
pub(super) struct Index {
    rendered: Rendered,
    keys: Keys,
    pub renewed: RenewedIndex,
    /// Of what search sees of the circular that was edited.
    print: u128,
}

impl<'s> Remembered<'s> {
    /// The memory of `site`; None when it can't be had, and then one builds without. The inputs must be read after this.
    pub fn open(site: &'s Site) -> Option<Remembered<'s>> {
        let memory = Memory::open(&site.root).ok()?;
        let program = print(format!("{:?}", (program()?, RULES, has_office())));
        let settings = print(format!("{:?}", (&site.root, &site.config, site.as_of())));
        let opened = Remembered { site, memory, program, settings, last: None, inputs: None, outputs: None };
        let of_site = || {
            let last: Option<Standing> = opened.memory.read(STANDING, FORM);
            let last = last.filter(|last| last.program == program);
            let known = last.as_ref().map(|last| &last.outputs);
            let outputs = Tree::of_site(&site.output(), known).ok().flatten();
            (last, outputs)
        };
        let (inputs, (last, outputs)) = stages::both(|| opened.look(), of_site);
        Some(Remembered { last, inputs, outputs, ..opened })
    }

    /// The result of a build that has nothing to do; None when there may be something.
    pub fn nothing_to_do(&self) -> Option<Built> {
        let last = self.last.as_ref().filter(|last| last.settings == self.settings)?;
        if self.inputs.as_ref()? != &last.inputs || self.outputs.as_ref()? != &last.outputs {
            return None;
        }
        last.said.as_ref()?.again(last.outputs.len())
    }

    /// The slug of the page that was edited since the last build; None when anything else is other than it was then.
    pub fn edited_page(&self, content: &Content) -> Option<String> {
        let last = self.last.as_ref().filter(|last| last.settings == self.settings && last.said.is_some())?;
        let inputs = self.inputs.as_ref().filter(|inputs| inputs.has_same_paths(&last.inputs))?;
        if self.outputs.as_ref()? != &last.outputs {
            return None;
        }
        let mut edited = inputs.differing(&last.inputs);
        let slug = content.slug_of(Path::new(edited.next()?));
        slug.filter(|_| edited.next().is_none())
    }

    /// What the last build found out.
    pub fn findings(&self) -> Option<Found> {
        Found::open(&self.memory, FORM, self.last.as_ref()?.id)
    }

    /// A place for what this build finds out.
    pub fn notes(&self) -> Option<Notes> {
        Notes::begin(&self.memory).ok()
    }

    /// Whether the site has a file `path`.
    pub fn has_output(&self, path: &str) -> bool {
        self.outputs.as_ref().is_some_and(|outputs| outputs.seal(path).is_some())
    }

    /// Whether the source `name` was imported by the last build, and `files`, all that this hangs on, are as they were then.
    pub fn is_imported(&self, name: &str, files: &[&PathBuf]) -> bool {
        let (Some(last), Some(now)) = (&self.last, &self.inputs) else { return false };
        let is_same =
            |file: &&PathBuf| file.to_str().is_some_and(|path| last.inputs.seal(path) == now.seal(path));
        !last.failed.iter().any(|failed| failed == name) && files.iter().all(is_same)
    }

    fn look(&self) -> Option<Tree> {
        self.settled(|| Tree::of_inputs(&self.site.content(), &self.theme()))
    }

    /// What `look` sees, if every change after it can be told.
    fn settled(&self, look: impl Fn() -> io::Result<Tree>) -> Option<Tree> {
        self.memory.settled(look, Tree::is_before).ok().flatten()
    }

    fn theme(&self) -> PathBuf {
        self.site.themes().join(&self.site.config.theme)
    }

    /// Takes in that the program itself has written files of the content folder: those for which `is_ours`. They hold
    /// what it wrote, or are read after this.
    pub fn wrote(&mut self, is_ours: impl Fn(&str) -> bool) {
        let (Some(before), now) = (self.inputs.take(), self.look()) else { return };
        self.inputs = now.filter(|now| {
            // What others changed meanwhile may have been read before or after.
            now.differing(&before).chain(before.differing(now)).all(&is_ours)
        });
    }

    /// Looks at what stands in the output folder, before anything is written there; lets `draft` keep of it what the last
    /// build left, and gives of what that was made.
    pub fn resume(&mut self, draft: &mut Draft) -> Past<'_> {
        // A write that was cut off has been finished meanwhile.
        let look = || Tree::of_site(&self.site.output(), None).ok().flatten();
        self.outputs = self.outputs.take().or_else(look);
        let Some(inputs) = &self.inputs else { return Past::default() };
        let folder = self.theme();
        let theme: Vec<_> = inputs.below(&folder).collect();
        let shared = print((self.program, self.settings, theme));
        let memory = Some((&self.memory, FORM));
        let mut past = Past { shared, memory, ..Past::default() };
        let rendered: Option<Rendered> = self.memory.read(RENDERED, FORM);
        if let Some((last, now)) = self.last.take().zip(self.outputs.clone())
            && let Some(rendered) = rendered.filter(|rendered| rendered.of == last.id)
            && let Some(linked) = self.memory.read(LINKS, FORM).filter(|l: &Linked| l.of == rendered.links)
        {
            past.prints = rendered.prints;
            draft.resume(linked.links, last.outputs, now);
        }
        past
    }

    /// Renews the index with the edited circular `entry`; None when it must be made anew.
    pub fn index(&self, entry: &Entry) -> Option<Index> {
        let rendered: Rendered = self.memory.read(RENDERED, FORM)?;
        let is_of_last = rendered.of == self.last.as_ref()?.id;
        let keys = Keys::open(&self.memory, FORM, &rendered.prints.search).filter(|_| is_of_last)?;
        let (files, output) = (self.outputs.as_ref()?, self.site.output());
        let renewed = stages::renewed_index(entry, &keys, |path| files.read(&output, path))?;
        Some(Index { rendered, keys, renewed, print: stages::search_print(entry) })
    }

    /// Keeps what was found out and made of an edit, as that of a standing whose name and outputs are given; None when it
    /// can't be kept.
    pub fn keep_renewed(&self, renewed: Renewed) -> Option<(u128, Tree)> {
        let Renewed { found, pages, circular, changed, index } = renewed;
        let Index { mut rendered, keys, renewed, print: of_search } = index;
        let last = self.last.as_ref()?;
        let inputs = self.inputs.as_ref()?;
        let edited: Vec<_> = inputs.differing(&last.inputs).map(|path| (path, inputs.seal(path))).collect();
        let id = print((last.id, edited));
        rendered.of = id;
        rendered.prints.pages.retain(|path, _| !pages.contains(path));
        *rendered.prints.search.get_mut(circular)? = of_search;
        let files = &mut rendered.prints.search_files;
        files.retain(|path| !renewed.gone.contains(path));
        let known: HashSet<&str> = files.iter().map(String::as_str).collect();
        let stands = |path: &&String| stages::is_of_index(path) && !renewed.gone.contains(path);
        let new = changed.iter().filter(stands).filter(|path| !known.contains(path.as_str()));
        let new: Vec<String> = new.cloned().collect();
        files.extend(new);
        found.keep(&self.memory, FORM, id).ok()?;
        keys.keep(&self.memory, FORM, &rendered.prints.search, &renewed.pieces).ok()?;
        self.memory.write(RENDERED, FORM, &rendered).ok()?;
        let output = self.site.output();
        Some((id, self.settled(|| last.outputs.renewed(&output, &changed))?))
    }

    /// The inputs, with the ledger that the program may have written since; None when it does not stand there so.
    pub fn inputs_with(&self, ledger: Option<&str>) -> Option<Tree> {
        let Some(text) = ledger else { return self.inputs.clone() };
        let content = Content::new(self.site.content());
        let (inputs, file) = (self.inputs.as_ref()?, content.ledger_file());
        let path = [file.to_str()?];
        let inputs = self.settled(|| inputs.renewed(Path::new(""), &path));
        inputs.filter(|_| content.has_ledger(text))
    }

    /// Remembers that the site was brought up to date with an edit; what there is to say of it. None when it must be built
    /// again to know.
    pub fn renewed(&mut self, inputs: Option<Tree>, kept: Option<(u128, Tree)>) -> Option<Built> {
        let last = self.last.take()?;
        let built = last.said.as_ref()?.again(last.outputs.len());
        let standing =
            inputs.zip(kept).map(|(inputs, (id, outputs))| Standing { id, inputs, outputs, ..last });
        if standing.and_then(|standing| self.memory.write(STANDING, FORM, &standing).ok()).is_none() {
            let _ = self.memory.forget(STANDING);
        }
        built
    }

    /// Remembers the build that has ended.
    pub fn keep(self, kept: Kept) {
        let output = self.site.output();
        let look = || Tree::of_site(&output, None);
        let is_before =
            |tree: &Option<Tree>, moment: &_| tree.as_ref().is_none_or(|tree| tree.is_before(moment));
        let outputs = self.memory.settled(look, is_before).ok().flatten().flatten();
        let before = self.outputs.unwrap_or_default();
        // Where more differs than was written, somebody else was at it.
        let outputs = outputs.filter(|now| now.differing(&before).count() == kept.written);
        let whole = self.inputs.zip(outputs).and_then(|(inputs, outputs)| {
            let Kept { said, failed, prints, links, notes, left, .. } = kept;
            let (program, settings) = (self.program, self.settings);
            let of = print((program, settings, &inputs, &outputs));
            let standing = Standing { id: of, program, settings, inputs, outputs, failed, said };
            // Without findings the next build does all.
            let _ = notes.map(|notes| notes.keep(&self.memory, FORM, of));
            let _ = match left {
                Left::New(keys) => keys.keep(&self.memory, FORM, &prints.search),
                Left::Renewed(keys, pieces) => keys.keep(&self.memory, FORM, &prints.search, &pieces),
                Left::Same | Left::Nothing => Ok(()),
            };
            self.memory.write(LINKS, FORM, &Linked { of, links }).ok()?;
            self.memory.write(RENDERED, FORM, &Rendered { of, prints, links: of }).ok()?;
            self.memory.write(STANDING, FORM, &standing).ok()
        });
        if whole.is_none() {
            // What is remembered of the build before would not be wrong, only of no use.
            let _ = self.memory.forget(STANDING);
        }
    }
}
