//! A site that was built again and again is the site that a clean build gives: after every change, byte by byte.

mod driver;

use driver::Site;
use std::fs;
use std::path::Path;

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

#[test]
fn after_any_change_the_site_is_what_a_clean_build_gives() {
    let site = sample();
    site.run(&["build", "--quiet"]);
    let mut draws = Draws(0x5DEE_CE66);
    let steps = std::env::var("CLAUSEBOOK_STEPS").ok().and_then(|n| n.parse().ok()).unwrap_or(STEPS);
    for step in 0..steps {
        let done = change(&site, &mut draws, step);
        let again = site.run(&["build", "--quiet"]);
        assert!(again.code <= 1, "{done}: {}{}", again.out, again.err);
        let clean = Site::new();
        copy(&site.path("content"), &clean.path("content"));
        clean.write("site.toml", site.read("site.toml"));
        if site.path("themes").is_dir() {
            copy(&site.path("themes"), &clean.path("themes"));
        }
        clean.run(&["build", "--quiet"]);
        assert_eq!(clean.tree("content"), site.tree("content"), "{done}: pages and records");
        let (got, wanted) = (site.tree("public"), clean.tree("public"));
        let names =
            |tree: &std::collections::BTreeMap<String, Vec<u8>>| tree.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&got), names(&wanted), "{done}: files");
        let differ: Vec<&String> = wanted.keys().filter(|path| got.get(*path) != wanted.get(*path)).collect();
        assert!(differ.is_empty(), "{done}: {differ:?}");
    }
}
