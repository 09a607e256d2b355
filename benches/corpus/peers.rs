//! What the peers need for the same pages: those of `content/circulars`, word for word. Only their front matter is
//! reduced to the title, because the peers give other meanings to some of its names.

use super::edit;
use super::measure::{self, Cost};
use super::peers_search::{self, Matched};
use super::site::{self, Size};
use anyhow::{Context, Result};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// A peer, or why there is nothing of it.
pub struct Peer {
    pub name: &'static str,
    pub outcome: Result<Measured>,
}

pub struct Measured {
    pub version: String,
    pub build: Cost,
    pub edited: Cost,
    pub site: Size,
    /// None when it has no search.
    pub index: Option<Size>,
    pub matched: Option<Matched>,
}

/// One page: its slug, the line of its title as YAML, and its Markdown below the front matter.
struct Page {
    slug: String,
    title: String,
    body: String,
}

impl Page {
    /// The Markdown with a front matter that any peer understands.
    fn titled(&self) -> String {
        format!("---\n{}\n---\n{}", self.title, self.body)
    }
}

/// How often each command is run, and how long one may take.
#[derive(Clone, Copy)]
pub struct Runs {
    pub count: usize,
    pub limit: Duration,
}

impl Runs {
    fn median(
        self,
        prepare: impl FnMut(usize) -> Result<()>,
        command: impl FnMut() -> Command,
    ) -> Result<Cost> {
        measure::median(self.count, Some(self.limit), prepare, command)
    }
}

/// Runs the peers in `names` (all when there is none) in folders beside the site.
pub fn measure(folder: &Path, runs: Runs, names: &[String]) -> Result<Vec<Peer>> {
    let wanted = |name: &str| names.is_empty() || names.iter().any(|wanted| wanted == name);
    let pages = pages(&folder.join("site/content/circulars"))?;
    let phrases = folder.join("phrases.json");
    let asked = measure::output(measure::again("phrases")?.arg("--site").arg(folder.join("site")), None)?;
    fs::write(&phrases, asked)?;
    type Run = fn(&Path, Runs, &[Page], &Path) -> Result<Measured>;
    let all: [(&str, &'static str, Run); 4] = [
        ("hugo", "Hugo", hugo),
        ("pagefind", "Hugo with Pagefind", pagefind),
        ("zensical", "Zensical", zensical),
        ("mdbook", "mdBook", mdbook),
    ];
    let mut peers = Vec::new();
    for (command, name, run) in all.into_iter().filter(|(command, ..)| wanted(command)) {
        eprintln!("{name}");
        let outcome = match version(command) {
            Ok(version) => run(&folder.join(command), runs, &pages, &phrases)
                .map(|measured| Measured { version, ..measured })
                .inspect(|measured| {
                    eprintln!("build {:?}, after an edit {:?}", measured.build, measured.edited)
                })
                .inspect_err(|error| eprintln!("{name}: {error:#}")),
            Err(_) => Err(anyhow::anyhow!("`{command}` is not on PATH")),
        };
        peers.push(Peer { name, outcome });
    }
    Ok(peers)
}

/// The first number with dots of what a command says of itself.
fn version(command: &str) -> Result<String> {
    let asked = if command == "hugo" { "version" } else { "--version" };
    let said = measure::output(Command::new(command).arg(asked), None)?;
    let mut words =
        said.split(|c: char| c.is_whitespace() || c == '-').map(|word| word.trim_start_matches('v'));
    Ok(words
        .rfind(|word| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.'))
        .unwrap_or_default()
        .to_owned())
}

fn pages(folder: &Path) -> Result<Vec<Page>> {
    let mut pages = Vec::new();
    for file in site::files(folder)? {
        let text = fs::read_to_string(&file)?;
        let (front, body) = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
            .with_context(|| format!("{} has a front matter", file.display()))?;
        pages.push(Page {
            slug: file.strip_prefix(folder)?.with_extension("").to_string_lossy().into_owned(),
            title: front.lines().find(|line| line.starts_with("title:")).unwrap_or("title: 无题").to_owned(),
            body: body.to_owned(),
        });
    }
    Ok(pages)
}

fn write(file: PathBuf, text: &str) -> Result<()> {
    fs::create_dir_all(file.parent().context("a folder")?)?;
    Ok(fs::write(file, text)?)
}

/// Builds from nothing, and after an edit of the same page as ours.
fn build(
    folder: &Path,
    runs: Runs,
    (pages, output): (&str, &str),
    command: impl Fn() -> Command,
) -> Result<Measured> {
    let whole = runs.median(|_| site::clear(folder, &[output, ".cache"]), &command)?;
    let page = edit::page(&folder.join(pages))?;
    let edited = runs.median(|run| edit::edit(&page, run), &command)?;
    let site = site::size(&folder.join(output))?;
    let (version, index, matched) = (String::new(), None, None);
    Ok(Measured { version, build: whole, edited, site, index, matched })
}

const HUGO: &str = "baseURL = \"/\"\ntitle = \"云岭省规范性文件汇编\"\nlocale = \"zh\"\n\
    disableKinds = [\"taxonomy\", \"term\", \"RSS\"]\n";

/// A bare theme: what every page needs, and nothing else.
fn hugo(folder: &Path, runs: Runs, pages: &[Page], _: &Path) -> Result<Measured> {
    let single = "<!doctype html><html lang=\"zh\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title></head>\
        <body><main data-pagefind-body>{{ .Content }}</main></body></html>\n";
    let list = "<!doctype html><html lang=\"zh\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title></head>\
        <body><ul>{{ range .RegularPagesRecursive }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}\
        </ul></body></html>\n";
    site::clear(folder, &["content", "public"])?;
    write(folder.join("hugo.toml"), HUGO)?;
    write(folder.join("layouts/_default/single.html"), single)?;
    write(folder.join("layouts/_default/list.html"), list)?;
    for page in pages {
        write(folder.join(format!("content/{}.md", page.slug)), &page.titled())?;
    }
    let command = || {
        let mut command = Command::new("hugo");
        command.args(["--quiet", "--source"]).arg(folder);
        command
    };
    build(folder, runs, ("content", "public"), command)
}

/// Both together, the index over the pages that Hugo made.
fn pagefind(folder: &Path, runs: Runs, pages: &[Page], phrases: &Path) -> Result<Measured> {
    let hugo = hugo(folder, runs, pages, phrases)?;
    let public = folder.join("public");
    let whole = runs.median(
        |_| site::clear(&public, &["pagefind"]),
        || {
            let mut command = Command::new("pagefind");
            command.arg("--site").arg(&public);
            command
        },
    )?;
    let both = |hugo: Cost| Cost {
        wall: hugo.wall + whole.wall,
        cpu: hugo.cpu + whole.cpu,
        peak: hugo.peak.max(whole.peak),
    };
    let matched = peers_search::pagefind(&public, phrases, runs.limit)
        .map_err(|error| eprintln!("pagefind: {error:#}"))
        .ok();
    Ok(Measured {
        build: both(hugo.build),
        // It has no index to add to.
        edited: both(hugo.edited),
        site: site::size(&public)?,
        index: Some(site::size(&public.join("pagefind"))?),
        matched,
        ..hugo
    })
}

fn zensical(folder: &Path, runs: Runs, pages: &[Page], _: &Path) -> Result<Measured> {
    site::clear(folder, &["docs", "site"])?;
    write(
        folder.join("zensical.toml"),
        "[project]\nsite_name = \"云岭省规范性文件汇编\"\n[project.theme]\nlanguage = \"zh\"\n",
    )?;
    write(folder.join("docs/index.md"), "# 云岭省规范性文件汇编\n")?;
    for page in pages {
        write(folder.join(format!("docs/{}.md", page.slug)), &page.titled())?;
    }
    let command = || {
        let mut command = Command::new("zensical");
        command.arg("build").current_dir(folder);
        command
    };
    let built = build(folder, runs, ("docs", "site"), command)?;
    let index = index(&folder.join("site"), |name| name == "search.json")?;
    Ok(Measured { index: Some(index), ..built })
}

fn mdbook(folder: &Path, runs: Runs, pages: &[Page], phrases: &Path) -> Result<Measured> {
    site::clear(folder, &["src", "book"])?;
    write(folder.join("book.toml"), "[book]\ntitle = \"云岭省规范性文件汇编\"\nlanguage = \"zh\"\n")?;
    let mut summary = "# Summary\n\n".to_owned();
    for page in pages {
        write(folder.join(format!("src/{}.md", page.slug)), &page.body)?;
        let title = page.title.trim_start_matches("title:").trim().replace(['[', ']'], "");
        writeln!(summary, "- [{title}]({}.md)", page.slug)?;
    }
    write(folder.join("src/SUMMARY.md"), &summary)?;
    let command = || {
        let mut command = Command::new("mdbook");
        command.arg("build").arg(folder);
        command
    };
    let built = build(folder, runs, ("src", "book"), command)?;
    let book = folder.join("book");
    let index = index(&book, |name| name.starts_with("searchindex"))?;
    let matched =
        peers_search::mdbook(&book, phrases, runs.limit).map_err(|error| eprintln!("mdbook: {error:#}")).ok();
    Ok(Measured { index: Some(index), matched, ..built })
}

/// The files of a site that are its search index.
fn index(site: &Path, is: impl Fn(&str) -> bool) -> Result<Size> {
    let mut size = Size::default();
    for file in site::files(site)? {
        if file.file_name().and_then(|name| name.to_str()).is_some_and(&is) {
            let bytes = file.metadata()?.len();
            size.files += 1;
            size.bytes += bytes;
            size.largest = size.largest.max(bytes);
        }
    }
    Ok(size)
}
