//! What all tests share: the sample corpus as a built site, a server that shows it, and chromedriver.

use crate::chromium;
use crate::driver::{self, Site};
use crate::process::Process;
use crate::reader::{Reader, Screen};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use tempfile::TempDir;
use url::Url;
use walkdir::WalkDir;

/// How a page is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    File,
    Http,
}

impl Way {
    pub const BOTH: [Way; 2] = [Way::File, Way::Http];

    pub fn name(self) -> &'static str {
        match self {
            Way::File => "file",
            Way::Http => "http",
        }
    }
}

pub struct Stage {
    pub chromedriver: String,
    served: Url,
    // Ended in this order.
    free: Mutex<Vec<Reader>>,
    _chromedriver: Process,
    _server: Process,
    /// Browsers leave files behind.
    _litter: TempDir,
    pub site: Site,
}

/// The guide; one anchor of it is said to have moved.
pub const GUIDE: &str = "tushu_zhengbian_zhinan.txt";
pub const MOVED: (&str, &str) = ("sec_9", "sec_3__cl_1");

impl Stage {
    /// Builds the sample corpus in a folder of its own and starts what serves and drives.
    pub fn set() -> Stage {
        let site = Site::new();
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        copy(&project.join("content"), &site.path("content"));
        fs::copy(project.join("site.toml"), site.path("site.toml")).expect("a copy");
        let guide = site.page(GUIDE);
        let (from, to) = MOVED;
        let moved =
            site.read(&guide).replacen("\nlanguage:", &format!("\nmoved:\n  {from}: {to}\nlanguage:"), 1);
        site.write(&guide, moved);
        site.run(&["build", "--quiet"]).exits(0);

        let mut serve = driver::program(site.root());
        let (server, served) = Process::start(serve.args(["serve", "--port", "0", "--quiet"]), |line| {
            let at = line.find("http://")?;
            Url::parse(line.get(at..)?.split_whitespace().next()?).ok()
        });
        let litter = tempfile::tempdir().expect("a folder");
        let (process, chromedriver) = chromium::drive(litter.path());
        Stage {
            chromedriver,
            served,
            free: Mutex::default(),
            _chromedriver: process,
            _server: server,
            _litter: litter,
            site,
        }
    }

    /// A reader who has nothing to do.
    pub fn free_reader(&self, setting: (Way, Screen)) -> Option<Reader> {
        let mut free = self.free.lock().expect("nobody fails while holding it");
        let at = free.iter().position(|reader| reader.setting == setting)?;
        Some(free.swap_remove(at))
    }

    pub fn is_free(&self, reader: Reader) {
        self.free.lock().expect("nobody fails while holding it").push(reader);
    }

    /// Address of the site's folder, with a slash at its end.
    pub fn base(&self, way: Way) -> Url {
        match way {
            Way::File => Url::from_directory_path(self.site.path("public")).expect("a full path"),
            Way::Http => self.served.clone(),
        }
    }

    /// Every page, below the site.
    pub fn pages(&self) -> Vec<String> {
        let files = self.site.tree("public").into_keys();
        files.filter(|file| file.ends_with(".html") && !file.starts_with("sources/")).collect()
    }

    /// The page of the circular that came from a source.
    pub fn circular(&self, source: &str) -> String {
        format!("circulars/{}.html", self.site.slug(source))
    }

    /// Data of every circular.
    pub fn circulars(&self) -> Vec<Value> {
        let files = self.site.tree("public/data/circulars").into_values();
        files.map(|bytes| serde_json::from_slice(&bytes).expect("JSON")).collect()
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from) {
        let entry = entry.expect("a folder that can be read");
        let target = to.join(entry.path().strip_prefix(from).expect("a path below"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).expect("a folder");
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}
