//! A site that was built again and again is the site that a clean build gives: after every change, byte by byte.

mod driver;
#[allow(dead_code, reason = "the benches take more of it")]
#[path = "../benches/corpus/generator/mod.rs"]
mod generator;
#[path = "incremental/words.rs"]
mod words;

use driver::Site;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Steps of one walk, each costs two builds; `CLAUSEBOOK_STEPS` asks for more.
const STEPS: usize = 8;

/// Numbers that look drawn and are always the same (xorshift, Marsaglia 2003).
struct Draws(u64);

impl Draws {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

/// The sample corpus, as it is committed.
fn sample() -> Site {
    let site = Site::new();
    copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("content").as_path(), &site.path("content"));
    site
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let into = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &into);
        } else {
            fs::copy(entry.path(), into).unwrap();
        }
    }
}

/// Pages of circulars, in order.
fn pages(site: &Site) -> Vec<String> {
    let all = site.tree("content/circulars").into_keys().filter(|page| page.ends_with(".md"));
    all.map(|page| format!("content/circulars/{page}")).collect()
}

fn text_sources(site: &Site) -> Vec<String> {
    let all = site.tree("content/sources").into_keys().filter(|source| source.ends_with(".txt"));
    all.map(|source| format!("content/sources/{source}")).collect()
}

/// Changes the site as a person might; gives what was done.
fn change(site: &Site, draws: &mut Draws, step: usize) -> String {
    let (pages, sources) = (pages(site), text_sources(site));
    let (page, source) = (&pages[draws.below(pages.len())], &sources[draws.below(sources.len())]);
    match step % 7 {
        0 => {
            let text = site.read(page);
            let lines: Vec<&str> = text.lines().filter(|line| line.contains("。 {#")).collect();
            let line = lines[draws.below(lines.len())];
            site.write(page, text.replacen(line, &line.replacen("。 {#", "，并记入护林日志。 {#", 1), 1));
            format!("edited {page}")
        }
        1 => {
            let added = format!("content/sources/added_{step}.txt");
            let text = format!(
                "青川市第{step}号护林通知\n\n各县：\n\n根据《云岭省古茶树保护条例》第二条，护林员每月巡山{step}次。\n\n青川市林业局\n\n2020年3月{}日\n",
                1 + draws.below(27)
            );
            site.write(&added, text);
            format!("added {added}")
        }
        2 => {
            let taken = page.replace("content/circulars/", "");
            fs::remove_file(site.path(page)).unwrap();
            let record = site.path(&format!("content/imports/{}", taken.replace(".md", ".json")));
            let of = fs::read_to_string(&record).ok().and_then(|record| {
                let record: serde_json::Value = serde_json::from_str(&record).unwrap();
                record["source"].as_str().map(|name| format!("content/sources/{name}"))
            });
            if let Some(of) = of {
                fs::remove_file(site.path(&of)).unwrap();
                fs::remove_file(record).unwrap();
            }
            // Whoever takes a published circular out takes back its promises.
            fs::remove_file(site.path("content/anchors.toml")).unwrap();
            format!("removed {page}")
        }
        3 => {
            let renamed = source.replace(".txt", "_renamed.txt");
            fs::rename(site.path(source), site.path(&renamed)).unwrap();
            format!("renamed {source}")
        }
        4 => {
            let title = format!("云岭省规定选之{step}");
            site.write(
                "site.toml",
                format!("title = \"{title}\"\nas_of = \"2023-0{}-01\"\n", 1 + draws.below(9)),
            );
            format!("called the site {title}")
        }
        5 => {
            let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates/404.html");
            let text = fs::read_to_string(built_in).unwrap();
            site.write(
                "themes/default/templates/404.html",
                text.replace("{% block footer %}", &format!("{{% block footer %}}<!-- {step} -->")),
            );
            "changed a template".to_owned()
        }
        _ => {
            let mut bytes = fs::read(site.path(source)).unwrap();
            bytes.extend_from_slice("\n另有补充一句。\n".as_bytes());
            fs::write(site.path(source), bytes).unwrap();
            format!("changed {source}")
        }
    }
}

/// A site of the same content that was never built.
fn copied(site: &Site) -> Site {
    let clean = Site::new();
    fs::remove_dir_all(clean.path("content")).unwrap();
    copy(&site.path("content"), &clean.path("content"));
    clean.write("site.toml", site.read("site.toml"));
    if site.path("themes").is_dir() {
        copy(&site.path("themes"), &clean.path("themes"));
    }
    clean
}

/// Holds `site`, which has been built, against a clean build of the same content.
#[track_caller]
fn as_built_anew(site: &Site, done: &str) {
    let clean = copied(site);
    clean.run(&["build", "--quiet"]).exits(0);
    same_site(site, &clean, done);
}

/// Builds `site` again and holds it against a clean build of the same content, then builds once more, when there is
/// nothing to do, and holds that against a build that remembers nothing.
#[track_caller]
fn is_as_built_anew(site: &Site, done: &str) {
    let again = site.run(&["build", "--quiet"]);
    let clean = copied(site);
    let anew = clean.run(&["build", "--quiet"]);
    assert_eq!(again.code, anew.code, "{done}: {}{}{}", again.out, again.err, anew.err);
    if again.code > 1 {
        assert_eq!(again.err, anew.err, "{done}");
        return;
    }
    same_site(site, &clean, done);
    let still = site.run(&["build", "--quiet"]);
    fs::remove_dir_all(clean.path(".clausebook")).unwrap();
    let anew = clean.run(&["build", "--quiet"]);
    assert_eq!((still.code, still.err), (anew.code, anew.err), "{done}, then nothing");
    same_site(site, &clean, &format!("{done}, then nothing"));
}

#[track_caller]
fn same_site(site: &Site, clean: &Site, done: &str) {
    assert_eq!(clean.tree("content"), site.tree("content"), "{done}: pages and records");
    let (got, wanted) = (site.tree("public"), clean.tree("public"));
    let names = |tree: &BTreeMap<String, Vec<u8>>| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&got), names(&wanted), "{done}: files");
    let differ: Vec<&String> = wanted.keys().filter(|path| got.get(*path) != wanted.get(*path)).collect();
    assert!(differ.is_empty(), "{done}: {differ:?}");
}

#[test]
fn after_any_change_the_site_is_what_a_clean_build_gives() {
    let site = sample();
    site.run(&["build", "--quiet"]);
    let mut draws = Draws(0x5DEE_CE66);
    let steps = std::env::var("CLAUSEBOOK_STEPS").ok().and_then(|n| n.parse().ok()).unwrap_or(STEPS);
    for step in 0..steps {
        let done = change(&site, &mut draws, step);
        is_as_built_anew(&site, &done);
    }
}

/// Four circulars that cite and restate one another.
fn small() -> Site {
    let site = Site::new();
    site.write(
        "content/sources/a.txt",
        "云岭省古茶树保护条例\n\n（2015年1月8日云岭省人民代表大会常务委员会通过）\n\n第一条　为保护古茶树，制定本条例。\n第二条　县级以上人民政府应当建立古茶树名录，每年核查一次，并向社会公布核查结果。\n第三条　违反第二条规定的，由林业部门责令改正。\n",
    );
    site.write(
        "content/sources/b.txt",
        "青川市人民政府关于护林的通知\n\n各县：\n\n根据《云岭省古茶树保护条例》第二条，现通知如下：\n\n一、县级以上人民政府应当建立古茶树名录，每年核查一次，并向社会公布核查结果。\n二、护林员每月巡山。\n\n青川市人民政府\n\n2016年3月1日\n",
    );
    site.write(
        "content/sources/c.txt",
        "渡口管理办法\n\n第一条　渡口应当登记。\n第二条　渡工持证上岗，见《水上条例》第三条。\n\n青川市交通局\n\n2017年5月2日\n",
    );
    site.write(
        "content/sources/d.txt",
        "青川市林业局关于名录的通知\n\n各镇：\n\n按照《青川市人民政府关于护林的通知》第一项，名录每年报送。\n\n青川市林业局\n\n2018年6月3日\n",
    );
    site.write("content/about.md", "---\ntitle: 关于\nmenu: 1\n---\n\n说明。\n");
    site
}

macro_rules! events {
    ($($event:ident,)*) => {
        /// Something that may happen to a site between two builds; the number chooses where.
        #[derive(Debug, Clone, Copy)]
        enum Event {
            $($event,)*
        }

        use Event::*;

        const EVENTS: &[Event] = &[$($event,)*];
    };
}

events! {
    PageEdited,
    PageEditedInTheSameTick,
    PageDeleted,
    PageRenamed,
    SourceEdited,
    SourceAdded,
    SourceTaken,
    SourceRenamed,
    SourceBroken,
    Settled,
    MadeSecret,
    Titled,
    Dated,
    ForAll,
    TemplateChanged,
    AssetChanged,
    DocumentChanged,
    RecordDeleted,
    LedgerDeleted,
    OutputEdited,
    OutputDeleted,
    OutputSpoiltInTheSameTick,
    Touched,
    MemoryBroken,
    MemoryDeleted,
    Nothing,
}

/// Writes other words of the same length at the same time of the clock.
fn slip_in(path: &Path, from: &str, to: &str) {
    assert_eq!(from.len(), to.len());
    let time = fs::metadata(path).unwrap().modified().unwrap();
    let text = fs::read_to_string(path).unwrap();
    fs::write(path, text.replace(from, to)).unwrap();
    fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}

impl Event {
    fn happens_to(self, site: &Site, n: usize) {
        let (pages, sources) = (pages(site), text_sources(site));
        let chosen = |all: &[String]| all.get(n % all.len().max(1)).cloned();
        let (page, source) = (chosen(&pages), chosen(&sources));
        let outputs: Vec<String> = site.tree("public").into_keys().filter(|p| p.ends_with(".html")).collect();
        let output = chosen(&outputs).map(|path| site.path(&format!("public/{path}")));
        let replaced = |path: &str, from: &str, to: &str| {
            site.write(path, site.read(path).replacen(from, to, 1));
        };
        match (self, page, source) {
            (PageEdited, Some(page), _) => replaced(&page, "。 {#", &format!("，并记入日志{n}。 {{#")),
            (PageEditedInTheSameTick, Some(page), _) => slip_in(&site.path(&page), "应当", "必须"),
            (PageDeleted, Some(page), _) => fs::remove_file(site.path(&page)).unwrap(),
            (PageRenamed, Some(page), _) => {
                fs::rename(site.path(&page), site.path(&page.replace(".md", &format!("-{n}.md")))).unwrap();
            }
            (SourceEdited, _, Some(source)) => site_append(site, &source, &format!("\n另有补充{n}句。\n")),
            (SourceAdded, ..) => {
                site.write(
                    &format!("content/sources/e{n}.txt"),
                    format!("青川市第{n}号通知\n\n各县：\n\n根据《渡口管理办法》第二条，每月巡渡{n}次。\n\n青川市交通局\n\n2020年3月{}日\n", 1 + n % 27),
                );
            }
            (SourceTaken, _, Some(source)) => fs::remove_file(site.path(&source)).unwrap(),
            (SourceRenamed, _, Some(source)) => {
                fs::rename(site.path(&source), site.path(&source.replace(".txt", "x.txt"))).unwrap();
            }
            (SourceBroken, ..) => {
                site.write("content/sources/broken.txt", [0u8, 1, 2, 255].repeat(n + 1));
            }
            (Settled, _, Some(source)) => {
                site.write(
                    &format!("{source}.override.toml"),
                    format!("[meta]\nnumber = \"青办〔2019〕{n}号\"\n"),
                );
            }
            (MadeSecret, Some(page), _) => replaced(&page, "---\n", "---\nsecrecy: 机密\n"),
            (Titled, ..) => {
                site.write("site.toml", format!("title = \"选编{n}\"\nas_of = \"2024-12-31\"\n"));
            }
            (Dated, ..) => {
                site.write("site.toml", format!("title = \"选\"\nas_of = \"{}-01-01\"\n", 2014 + n % 9));
            }
            (ForAll, ..) => {
                site.write("site.toml", "title = \"选\"\nas_of = \"2024-12-31\"\naudience = \"internal\"\n");
            }
            (TemplateChanged, ..) => {
                let built_in =
                    Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates/circular.html");
                let text = fs::read_to_string(built_in).unwrap();
                site.write("themes/default/templates/circular.html", format!("{text}<!-- {n} -->"));
            }
            (AssetChanged, ..) => {
                site.write("themes/default/assets/own.css", format!("p{{margin:{n}px}}"));
            }
            (DocumentChanged, ..) => {
                site.write("content/about.md", format!("---\ntitle: 关于{n}\nmenu: 1\n---\n\n说明{n}。\n"));
            }
            (RecordDeleted, Some(page), _) => {
                let record = page.replace("circulars/", "imports/").replace(".md", ".json");
                let _ = fs::remove_file(site.path(&record));
            }
            (LedgerDeleted, ..) => drop(fs::remove_file(site.path("content/anchors.toml"))),
            (OutputEdited, ..) => drop(output.map(|path| fs::write(path, "别的").unwrap())),
            (OutputDeleted, ..) => drop(output.map(|path| fs::remove_file(path).unwrap())),
            (OutputSpoiltInTheSameTick, ..) => drop(output.map(|path| slip_in(&path, "<html", "<htmm"))),
            (Touched, Some(page), _) => {
                let path = site.path(&page);
                fs::write(&path, fs::read(&path).unwrap()).unwrap();
            }
            (MemoryBroken, ..) => {
                for part in fs::read_dir(site.path(".clausebook")).into_iter().flatten().flatten() {
                    let mut bytes = fs::read(part.path()).unwrap();
                    let middle = bytes.len() / 2;
                    bytes.iter_mut().skip(middle).take(1 + n % 3).for_each(|byte| *byte ^= 0x55);
                    fs::write(part.path(), bytes).unwrap();
                }
            }
            (MemoryDeleted, ..) => drop(fs::remove_dir_all(site.path(".clausebook"))),
            _ => {}
        }
    }
}

fn site_append(site: &Site, path: &str, text: &str) {
    site.write(path, format!("{}{text}", site.read(path)));
}

/// Lets `events` happen one after the other.
#[track_caller]
fn are_seen(events: &[Event]) {
    let site = small();
    site.run(&["build", "--quiet"]).exits(0);
    for (n, event) in events.iter().enumerate() {
        event.happens_to(&site, n);
        is_as_built_anew(&site, &format!("{event:?} {n}"));
        if site.run(&["build", "--quiet"]).code > 1 {
            // Whoever takes a published circular out takes back its promises.
            LedgerDeleted.happens_to(&site, n);
            is_as_built_anew(&site, &format!("{event:?} {n} without promises"));
        }
    }
}

#[test]
fn changes_of_texts_are_seen() {
    are_seen(&EVENTS[..9]);
}

#[test]
fn changes_of_what_a_person_settles_are_seen() {
    are_seen(&EVENTS[9..19]);
}

#[test]
fn changes_of_what_a_build_left_are_seen() {
    are_seen(&EVENTS[19..]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, max_shrink_iters: 24, ..ProptestConfig::default() })]
    #[test]
    fn any_changes_one_after_the_other_are_seen(
        events in prop::collection::vec((prop::sample::select(EVENTS), 0..40usize), 1..7)
    ) {
        let site = small();
        site.run(&["build", "--quiet"]);
        for (event, n) in events {
            event.happens_to(&site, n);
            is_as_built_anew(&site, &format!("{event:?} {n}"));
        }
    }
}

#[test]
fn a_build_with_nothing_to_do_says_the_same_again() {
    let site = small();
    SourceBroken.happens_to(&site, 3);
    site.write("content/sources/none.txt.override.toml", "[meta]\ntitle = \"甲\"\n");
    let first = site.run(&["build"]).exits(1).says("5 read, 0 unchanged");
    assert!(first.err.contains("rendering"), "it tells what it does: {}", first.err);
    for _ in 0..2 {
        let again = site.run(&["build"]).exits(1);
        assert!(!again.err.contains("rendering"), "it does nothing: {}", again.err);
        again.says("4 unchanged").says("0 files written").says("0 removed").says("source-").says("override-");
    }
}

#[test]
fn what_is_remembered_of_a_secret_stays_beside_the_content() {
    let site = small();
    site.run(&["build", "--quiet"]).exits(0);
    let page = site.page("c.txt");
    site.write(&page, site.read(&page).replacen("---\n", "---\nsecrecy: 机密\n", 1));
    site.run(&["build", "--quiet"]);
    is_as_built_anew(&site, "made secret");
    let files = walk(&site.path("public"));
    assert!(!files.is_empty());
    for file in files {
        let bytes = fs::read(&file).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("渡工持证"), "{}", file.display());
    }
    assert_eq!(site.read(".clausebook/.gitignore"), "*\n");
}

/// Every file below `folder`, hidden ones as well.
fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
