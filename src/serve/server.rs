//! Files of the output folder over HTTP, on this machine.

use super::ServeError;
use super::previews::Previews;
use super::reload::{Listeners, SCRIPT};
use percent_encoding::percent_decode_str;
use socket2::SockRef;
use std::fs;
use std::io::{self, Cursor};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tiny_http::{Header, Method, Request, Response};

/// Where pages listen; the dot keeps it apart from every file of a site.
const EVENTS: &str = "/.clausebook/events";

/// A server that is listening.
pub struct Server {
    http: tiny_http::Server,
    output: Arc<PathBuf>,
    listeners: Listeners,
    previews: Previews,
    /// Only this machine can reach it.
    local: bool,
}

impl Server {
    /// Listens on `host:port`, port 0 for a free one, and will answer from the folder `output`.
    ///
    /// # Errors
    /// [`ServeError::Listen`] when the address is taken or not ours.
    pub fn bind(host: &str, port: u16, output: PathBuf) -> Result<Server, ServeError> {
        let address = if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
        let listen = || {
            let listener = TcpListener::bind(&address)?;
            // Head and body of an answer are sent one after the other. The system would hold the body back until the head is
            // confirmed, 40 ms a file. Connections take this over from the listener.
            SockRef::from(&listener).set_tcp_nodelay(true)?;
            tiny_http::Server::from_listener(listener, None)
        };
        let http = listen()
            .map_err(|error| ServeError::Listen { address: address.clone(), reason: error.to_string() })?;
        let local = http.server_addr().to_ip().is_some_and(|address| address.ip().is_loopback());
        Ok(Server {
            http,
            output: Arc::new(output),
            listeners: Listeners::default(),
            previews: Previews::default(),
            local,
        })
    }

    /// The address to open.
    pub fn address(&self) -> String {
        format!("http://{}/", self.http.server_addr())
    }

    /// The pages that are open.
    pub fn listeners(&self) -> Listeners {
        self.listeners.clone()
    }

    /// What is served before it is written.
    pub fn previews(&self) -> Previews {
        self.previews.clone()
    }

    /// Answers until the process ends. A thread a request: a page that listens keeps its own.
    pub fn run(&self) {
        for request in self.http.incoming_requests() {
            let (output, listeners, local) = (Arc::clone(&self.output), self.listeners.clone(), self.local);
            let previews = self.previews.clone();
            std::thread::spawn(move || {
                // A browser that went away while being answered is none of our concern.
                let _ = answer(request, &output, &listeners, &previews, local);
            });
        }
    }
}

fn answer(
    request: Request,
    output: &Path,
    listeners: &Listeners,
    previews: &Previews,
    local: bool,
) -> io::Result<()> {
    if local && !names_this_machine(&request) {
        return request.respond(plain(403, "this server answers to localhost only"));
    }
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request.respond(plain(405, "only GET"));
    }
    let path = request.url().split(['?', '#']).next().unwrap_or("/").to_owned();
    if path == EVENTS {
        return listeners.attend(request.into_writer());
    }
    match find(output, &path) {
        Some(Found::File(file)) => {
            let bytes = match preview(previews, output, &file) {
                Some(bytes) => bytes,
                None => fs::read(&file)?,
            };
            request.respond(page(200, &file, bytes, path.starts_with("/sources/"), false))
        }
        Some(Found::Folder) => {
            let name = path.rsplit('/').next().unwrap_or_default();
            request.respond(with(plain(301, ""), "Location", &format!("{name}/")))
        }
        None => match fs::read(output.join("404.html")) {
            Ok(bytes) => request.respond(page(404, Path::new("404.html"), bytes, false, true)),
            Err(_) => request.respond(plain(404, "not found; has the site been built?")),
        },
    }
}

/// What is to be shown instead of `file`, if anything.
fn preview(previews: &Previews, output: &Path, file: &Path) -> Option<Vec<u8>> {
    let path = file.strip_prefix(output.canonicalize().ok()?).ok()?;
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    previews.get(&parts.join("/"))
}

/// A page of another host can make a browser ask here under its own name (DNS rebinding), and read an internal site.
fn names_this_machine(request: &Request) -> bool {
    let host = request.headers().iter().find(|header| header.field.equiv("Host"));
    host.is_none_or(|header| {
        let value = header.value.as_str();
        let name = match value.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => value,
        };
        name == "localhost"
            || name.trim_matches(['[', ']']).parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
    })
}

enum Found {
    File(PathBuf),
    /// A folder asked for without its `/`: relative links on its index would lead astray.
    Folder,
}

/// The file that `path`, as it stands in a request, asks for. Hidden files and what lies outside are not found.
fn find(output: &Path, path: &str) -> Option<Found> {
    let path = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?;
    let mut file = output.to_owned();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        if part.starts_with('.') || part.contains(['\\', '\0']) {
            return None;
        }
        file.push(part);
    }
    if file.is_dir() {
        if !path.is_empty() && !path.ends_with('/') {
            return Some(Found::Folder);
        }
        file.push("index.html");
    } else if path.ends_with('/') {
        return None;
    }
    let (file, root) = (file.canonicalize().ok()?, output.canonicalize().ok()?);
    (file.is_file() && file.starts_with(root)).then_some(Found::File(file))
}

fn page(status: u16, file: &Path, bytes: Vec<u8>, source: bool, anywhere: bool) -> Response<Cursor<Vec<u8>>> {
    let kind = content_type(file);
    if source {
        // A source is a text of strangers: to be kept, not to be run under this address.
        let response = with(Response::from_data(bytes), "Content-Type", "application/octet-stream");
        return with(response, "Content-Disposition", "attachment");
    }
    let bytes = if kind.starts_with("text/html") { with_script(bytes, anywhere) } else { bytes };
    let response = with(Response::from_data(bytes).with_status_code(status), "Content-Type", kind);
    with(response, "Cache-Control", "no-store")
}

/// The page with the script that listens. The page for what is not found is shown at any depth, and so
/// is told that its links start at the top.
fn with_script(bytes: Vec<u8>, anywhere: bool) -> Vec<u8> {
    let mut html = String::from_utf8_lossy(&bytes).into_owned();
    let end = html.rfind("</body>").unwrap_or(html.len());
    html.insert_str(end, &format!("<script>\n{SCRIPT}</script>\n"));
    if anywhere && let Some(head) = html.find("<head>") {
        html.insert_str(head + "<head>".len(), "<base href=\"/\">");
    }
    html.into_bytes()
}

fn plain(status: u16, text: &str) -> Response<Cursor<Vec<u8>>> {
    Response::from_string(text).with_status_code(status)
}

/// `response` with one header more. A value that HTTP does not allow is left out; ours are ASCII.
fn with(response: Response<Cursor<Vec<u8>>>, name: &str, value: &str) -> Response<Cursor<Vec<u8>>> {
    match Header::from_bytes(name, value) {
        Ok(header) => response.with_header(header),
        Err(()) => response,
    }
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|e| e.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_site_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("public");
        fs::create_dir_all(output.join(".clausebook")).unwrap();
        fs::create_dir_all(output.join("circulars/2019")).unwrap();
        for file in ["index.html", "circulars/2019/甲.html", ".clausebook/manifest"] {
            fs::write(output.join(file), "").unwrap();
        }
        fs::write(folder.path().join("secret"), "").unwrap();
        let file = |path: &str| matches!(find(&output, path), Some(Found::File(_)));
        assert!(file("/") && file("/index.html") && file("/circulars/2019/%E7%94%B2.html"));
        for path in ["/../secret", "/%2e%2e/secret", "/..%2fsecret", "//../secret", "/.clausebook/manifest"] {
            assert!(!file(path), "{path}");
        }
        assert!(matches!(find(&output, "/circulars"), Some(Found::Folder)));
        assert!(!file("/index.html/") && !file("/circulars/") && !file("index.html"));
    }

    #[test]
    fn the_script_stands_in_what_is_served() {
        let html = with_script(b"<html><head></head><body>x</body></html>".to_vec(), true);
        let html = String::from_utf8(html).unwrap();
        assert!(html.contains("<head><base href=\"/\">") && html.ends_with("</script>\n</body></html>"));
    }
}
