//! What clausebook needs for a corpus.

use super::measure::{self, Cost};
use super::site::{self, Size};
use super::{edit, exact::Found};
use anyhow::{Context, Result};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// All that is measured of us.
pub struct Ours {
    pub sources: Size,
    pub import: Cost,
    pub build: Cost,
    pub unchanged: Cost,
    pub edited: Cost,
    /// From the moment a page is saved until the server of the desk gives the new one.
    pub served: Option<Duration>,
    pub site: Size,
    pub index: Size,
    pub found: Found,
}

/// The program just built, or the one that the variable CLAUSEBOOK names: to measure an older one.
fn program(site: &Path, args: &[&str]) -> Command {
    let built = env!("CARGO_BIN_EXE_clausebook").into();
    let mut command = Command::new(std::env::var_os("CLAUSEBOOK").unwrap_or(built));
    command.arg("--site").arg(site).args(args);
    command
}

/// Measures the site in `folder`, whose sources are there.
pub fn measure(folder: &Path, runs: usize) -> Result<Ours> {
    let at = folder.join("site");
    let nothing = |_| Ok(());
    eprintln!("clausebook: import");
    let import = measure::median(
        runs,
        None,
        |_| site::clear(&at, &["content/circulars", "content/imports", "content/anchors.toml"]),
        || program(&at, &["import", "--quiet"]),
    )?;
    eprintln!("clausebook: build");
    let build = measure::median(
        runs,
        None,
        |_| site::clear(&at, &["public", "content/anchors.toml"]),
        || program(&at, &["build", "--quiet"]),
    )?;
    eprintln!("clausebook: build with nothing changed, build after an edit");
    let unchanged = measure::median(runs, None, nothing, || program(&at, &["build", "--quiet"]))?;
    let page = edit::page(&at.join("content/circulars"))?;
    let edited =
        measure::median(runs, None, |run| edit::edit(&page, run), || program(&at, &["build", "--quiet"]))?;
    let served = served(&at, &page, runs).map_err(|error| eprintln!("serve: {error:#}")).ok();
    eprintln!("clausebook: search");
    let found = measure::output(measure::again("exact")?.arg("--site").arg(&at), None)?;
    Ok(Ours {
        sources: site::size(&at.join("content/sources"))?,
        import,
        build,
        unchanged,
        edited,
        served,
        site: site::size(&at.join("public"))?,
        index: site::size(&at.join("public/search"))?,
        found: serde_json::from_str(&found)?,
    })
}

/// Serves the site, edits the page, and asks for it until it is the new one.
fn served(at: &Path, page: &Path, run: usize) -> Result<Duration> {
    let mut server =
        program(at, &["serve", "--port", "0"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let result = (|| {
        let said = BufReader::new(server.stdout.take().context("it speaks")?);
        let address = said
            .lines()
            .map_while(Result::ok)
            .find_map(|line| Some(line.split_once("http://")?.1.split(['/', ' ']).next()?.to_owned()))
            .context("it says where it serves")?;
        let slug = page.strip_prefix(at.join("content"))?.with_extension("html");
        let slug = slug.to_string_lossy().into_owned();
        get(&address, &slug).context("the page is there")?;
        edit::edit(page, run)?;
        let (start, words) = (Instant::now(), edit::words(run));
        while start.elapsed() < Duration::from_secs(300) {
            if get(&address, &slug).is_ok_and(|page| page.contains(&words)) {
                return Ok(start.elapsed());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        anyhow::bail!("the edit was not served")
    })();
    server.kill()?;
    server.wait()?;
    fs::write(page, fs::read_to_string(page)?)?;
    result
}

fn get(address: &str, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
