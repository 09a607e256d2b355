//! `clausebook serve` as a browser meets it.

mod driver;

use driver::Site;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

/// A server that ends with the test.
struct Served {
    child: Child,
    address: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    fn start(site: &Site) -> Served {
        let mut child = driver::program(site.root())
            .args(["serve", "--port", "0", "--quiet"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address =
            line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap().to_owned();
        Served { child, address }
    }

    fn ask(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    fn get(&self, path: &str, host: &str) -> String {
        let mut answer = Vec::new();
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"))
            .read_to_end(&mut answer)
            .unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

#[test]
fn what_is_not_there_and_who_may_not_ask() {
    let site = Site::new();
    let served = Served::start(&site);
    assert!(served.get("/nowhere.html", "localhost").starts_with("HTTP/1.1 404"));
    assert!(served.get("/../site.toml", "localhost").starts_with("HTTP/1.1 404"));
    assert!(served.get("/%2e%2e/site.toml", "localhost").starts_with("HTTP/1.1 404"));
    assert!(served.get("/.clausebook/manifest", "localhost").starts_with("HTTP/1.1 404"));
    assert!(served.get("/", "rebound.example.org").starts_with("HTTP/1.1 403"));
}

#[test]
fn a_second_server_says_that_the_port_is_taken() {
    let site = Site::new();
    let served = Served::start(&site);
    let port = served.address.rsplit(':').next().unwrap();
    site.run(&["serve", "--port", port]).exits(3).says("--port 0");
}

#[test]
fn a_fault_in_the_settings_is_told_to_open_pages() {
    let site = Site::new();
    let served = Served::start(&site);
    let mut lines = BufReader::new(listen(&served)).lines();
    site.write("site.toml", "title = 1\n");
    let told = lines.find(|line| line.as_ref().unwrap().starts_with("event: problem"));
    assert!(told.is_some());
    assert!(lines.next().unwrap().unwrap().contains("site.toml:1:9"));
}

/// An open page; returns once it is listening.
fn listen(served: &Served) -> TcpStream {
    let mut events = served.ask("GET /.clausebook/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let mut head = [0; 15];
    events.read_exact(&mut head).unwrap();
    assert_eq!(&head, b"HTTP/1.1 200 OK");
    events
}

#[test]
fn the_script_is_in_what_is_served_only_and_every_change_reloads() {
    let site = Site::new();
    site.write("content/sources/a.txt", "云岭省关于竹编的通知\n\n一、护好竹林\n\n竹林三年一间伐。\n");
    let served = Served::start(&site);
    let home = served.get("/", "localhost");
    assert!(home.starts_with("HTTP/1.1 200") && home.contains("EventSource"));
    assert!(!site.read("public/index.html").contains("EventSource"));
    let lost = served.get("/circulars/2001/nowhere.html", "127.0.0.1:80");
    assert!(lost.starts_with("HTTP/1.1 404") && lost.contains("<base href=\"/\">"));
    let download = served.get("/sources/a.txt", "localhost");
    assert!(download.contains("attachment") && download.contains("竹林"));

    let page = site.page("a.txt");
    let mut lines = BufReader::new(listen(&served)).lines();
    let mut reloads = || lines.find(|line| line.as_ref().unwrap() == "event: reload").is_some();
    site.write("content/sources/b.txt", "白石市关于石阶的通知\n\n一、石阶要常扫\n\n雪后当天扫净。\n");
    assert!(reloads(), "a source");
    site.write(&page, site.read(&page).replace("间伐", "疏伐"));
    assert!(reloads(), "a page, at once or when it is built");
    site.write("site.toml", "title = \"改了名字\"\nas_of = \"2024-12-31\"\n");
    while !served.get("/", "localhost").contains("改了名字") {
        assert!(reloads(), "the settings");
    }
    site.write("themes/default/assets/site.css", "body { color: green }");
    while !served.get("/assets/site.css", "localhost").contains("green") {
        assert!(reloads(), "the theme");
    }
}

#[test]
fn an_edited_page_is_shown_before_the_site_is_built_again() {
    let site = Site::new();
    site.write("content/sources/a.txt", "云岭省关于竹编的通知\n\n一、护好竹林\n\n竹林三年一间伐。\n");
    let served = Served::start(&site);
    let address = format!("/circulars/{}.html", site.slug("a.txt"));
    let file = format!("public{address}");
    // As another build would: nothing is written until it lets go.
    let lock = std::fs::File::create(site.path("public/.clausebook/lock")).unwrap();
    lock.lock().unwrap();
    let page = site.page("a.txt");
    let mut lines = BufReader::new(listen(&served)).lines();
    let mut reloads = || lines.find(|line| line.as_ref().unwrap() == "event: reload").is_some();
    // What the first build wrote is told of together with an edit that comes soon after it.
    for own in [format!("content/imports/{}.json", site.slug("a.txt")), "content/anchors.toml".to_owned()] {
        site.write(&own, site.read(&own));
    }
    site.write(&page, site.read(&page).replace("间伐", "疏伐"));
    while !served.get(&address, "localhost").contains("疏伐") {
        assert!(reloads());
    }
    assert!(!site.read(&file).contains("疏伐"), "the site on disk waits for the build");
    lock.unlock().unwrap();
    while !site.read(&file).contains("疏伐") {
        assert!(reloads());
    }
    assert!(served.get(&address, "localhost").contains("疏伐"));
}
