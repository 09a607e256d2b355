//! Chromium and what drives it, without a screen.

use crate::process::{self, Process};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// Starts chromedriver and gives its address. Browsers leave files behind in `litter`.
pub fn drive(litter: &Path) -> (Process, String) {
    let mut drive = Command::new("chromedriver");
    let (process, port) = Process::start(drive.arg("--port=0").env("TMPDIR", litter), |line| {
        let port = line.strip_prefix("ChromeDriver was started successfully on port ")?;
        port.trim_end_matches('.').parse::<u16>().ok()
    });
    (process, format!("http://127.0.0.1:{port}"))
}

/// Chromium's options, as chromedriver takes them (`goog:chromeOptions`).
pub fn options() -> Value {
    json!({
        "binary": process::on_path("chromium"),
        "args": [
            "headless=new",
            "no-sandbox",
            "disable-gpu",
            "disable-background-networking",
            "disable-component-update",
            "disable-sync",
            "no-first-run",
            "window-size=1280,900",
            // A browser whose driver was killed ends with the pipe.
            "remote-debugging-pipe",
        ],
    })
}
