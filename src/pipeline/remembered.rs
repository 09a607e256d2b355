//! What one build tells the next, so that the next need not do it again. All of it may be deleted, and nothing in it is
//! taken for true that was not looked at: files are known again by their seals, everything else by its hash.

use super::build::Built;
use super::prints::{Past, Prints, print};
use super::stages::{RULES, has_office};
use super::standing::{Said, Standing};
use crate::config::Site;
use crate::site::{Draft, Memory, Noted, Tree, program};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

const STANDING: &str = "standing";
const RENDERED: &str = "rendered";
/// The form of the memory's parts; raise the number with it.
const FORM: &str = concat!("clausebook ", env!("CARGO_PKG_VERSION"), " 1");

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
    /// Of which standing, by its hash.
    of: u128,
    prints: Prints,
    links: Noted,
}

/// What a build gives to the next.
pub(super) struct Kept {
    pub said: Option<Said>,
    pub failed: Vec<String>,
    pub prints: Prints,
    pub links: Noted,
    /// How many files of the site are new.
    pub written: usize,
}

impl<'s> Remembered<'s> {
    /// The memory of `site`; None when it can't be had, and then one builds without. The inputs must be read after this.
    pub fn open(site: &'s Site) -> Option<Remembered<'s>> {
        let memory = Memory::open(&site.root).ok()?;
        let program = print(format!("{:?}", (program()?, RULES, has_office())));
        let settings = print(format!("{:?}", (&site.root, &site.config, site.as_of())));
        let last: Option<Standing> = memory.read(STANDING, FORM);
        let last = last.filter(|last| last.program == program);
        let mut opened = Remembered { site, memory, program, settings, last, inputs: None, outputs: None };
        opened.inputs = opened.look();
        Some(opened)
    }

    /// The result of a build that has nothing to do; None when there may be something.
    pub fn nothing_to_do(&self) -> Option<Built> {
        let last = self.last.as_ref().filter(|last| last.settings == self.settings)?;
        if self.inputs.as_ref()? != &last.inputs {
            return None;
        }
        let outputs = Tree::of_site(&self.site.output()).ok()??;
        if outputs != last.outputs { None } else { last.said.as_ref()?.again(outputs.len()) }
    }

    /// Whether the source `name` was imported by the last build, and `files`, all that this hangs on, are as they were then.
    pub fn is_imported(&self, name: &str, files: &[&PathBuf]) -> bool {
        let (Some(last), Some(now)) = (&self.last, &self.inputs) else { return false };
        let is_same =
            |file: &&PathBuf| file.to_str().is_some_and(|path| last.inputs.seal(path) == now.seal(path));
        !last.failed.iter().any(|failed| failed == name) && files.iter().all(is_same)
    }

    fn look(&self) -> Option<Tree> {
        let look = || Tree::of_inputs(&self.site.content(), &self.theme());
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
    pub fn resume(&mut self, draft: &mut Draft) -> Past {
        self.outputs = Tree::of_site(&self.site.output()).ok().flatten();
        let Some(inputs) = &self.inputs else { return Past::default() };
        let folder = self.theme();
        let theme: Vec<_> = inputs.below(&folder).collect();
        let shared = print((self.program, self.settings, theme));
        let mut past = Past { shared, ..Past::default() };
        let rendered: Option<Rendered> = self.memory.read(RENDERED, FORM);
        if let Some((last, now)) = self.last.take().zip(self.outputs.clone())
            && let Some(rendered) = rendered.filter(|rendered| rendered.of == print(&last))
        {
            past.prints = rendered.prints;
            draft.resume(rendered.links, last.outputs, now);
        }
        past
    }

    /// Remembers the build that has ended.
    pub fn keep(self, kept: Kept) {
        let output = self.site.output();
        let look = || Tree::of_site(&output);
        let is_before =
            |tree: &Option<Tree>, moment: &_| tree.as_ref().is_none_or(|tree| tree.is_before(moment));
        let outputs = self.memory.settled(look, is_before).ok().flatten().flatten();
        let before = self.outputs.unwrap_or_default();
        // Where more differs than was written, somebody else was at it.
        let outputs = outputs.filter(|now| now.differing(&before).count() == kept.written);
        let whole = self.inputs.zip(outputs).and_then(|(inputs, outputs)| {
            let Kept { said, failed, prints, links, .. } = kept;
            let (program, settings) = (self.program, self.settings);
            let standing = Standing { program, settings, inputs, outputs, failed, said };
            let rendered = Rendered { of: print(&standing), prints, links };
            self.memory.write(RENDERED, FORM, &rendered).ok()?;
            self.memory.write(STANDING, FORM, &standing).ok()
        });
        if whole.is_none() {
            // What is remembered of the build before would not be wrong, only of no use.
            let _ = self.memory.forget(STANDING);
        }
    }
}
