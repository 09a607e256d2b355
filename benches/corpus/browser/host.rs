//! A plain file server, as an intranet has it: no compression, nothing added to pages, connections kept.
//!
//! Not the one of `serve`: that adds a script to pages, which holds one of the browser's six connections.

use anyhow::Result;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use url::Url;

/// Serves the files below `folder` until the process ends and gives the address. A thread a connection.
pub fn serve(folder: PathBuf) -> Result<Url> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = Url::parse(&format!("http://{}/", listener.local_addr()?))?;
    let folder = Arc::new(folder);
    std::thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let folder = Arc::clone(&folder);
            // A browser that went away is none of our concern.
            std::thread::spawn(move || drop(answer(connection, &folder)));
        }
    });
    Ok(address)
}

fn answer(mut connection: TcpStream, folder: &Path) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut said = BufReader::new(connection.try_clone()?);
    let mut line = String::new();
    while said.read_line(&mut line)? > 0 {
        let path = line.split(' ').nth(1).unwrap_or_default();
        let path = path.split('?').next().unwrap_or_default().trim_start_matches('/').to_owned();
        // Only the first line of a request matters; an empty one ends it.
        while line.trim_end() != "" {
            line.clear();
            said.read_line(&mut line)?;
        }
        line.clear();
        let found = (!path.contains("..")).then(|| fs::read(folder.join(&path)).ok()).flatten();
        let status = if found.is_some() { "200 OK" } else { "404 Not Found" };
        let body = found.unwrap_or_default();
        let kind = match path.rsplit('.').next() {
            Some("html") => "text/html; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("svg") => "image/svg+xml",
            _ => "application/octet-stream",
        };
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\r\n",
            body.len()
        );
        connection.write_all(&[head.into_bytes(), body].concat())?;
    }
    Ok(())
}
