//! A reader: one browser of its own, and what can be done and seen in it.

use crate::Scenario;
use crate::chromium;
use crate::stage::{Stage, Way};
use fantoccini::elements::Element;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use url::Url;

/// What the page is shown on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    Desk,
    Phone,
    /// A desk where pages may not run scripts.
    NoScript,
}

/// Width of [`Screen::Phone`] in CSS pixels.
pub const PHONE: u64 = 390;

/// Keys as WebDriver names them.
pub const ENTER: &str = "\u{e007}";
pub const TAB: &str = "\u{e004}";
pub const DOWN: &str = "\u{e015}";
/// Held until [`RELEASE`].
pub const CONTROL: &str = "\u{e009}";
pub const RELEASE: &str = "\u{e000}";

const PATIENCE: Duration = Duration::from_secs(10);
const GLANCE: Duration = Duration::from_millis(25);

pub struct Reader {
    runtime: Runtime,
    client: Client,
    base: Url,
    /// How and on what: what another scenario may take the browser over for.
    pub setting: (Way, Screen),
    /// Messages that the scenario expects and that are no fault.
    expected: RefCell<Vec<String>>,
}

impl Reader {
    fn sit_down(stage: &Stage, way: Way, screen: Screen) -> Reader {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities(screen));
        let client = runtime.block_on(builder.connect(&stage.chromedriver)).expect("a browser");
        Reader {
            runtime,
            client,
            base: stage.base(way),
            setting: (way, screen),
            expected: RefCell::default(),
        }
    }

    /// Lets a reader follow a scenario. Fails when it does, when the console shows an error, and
    /// when a page asked for anything outside of the site.
    ///
    /// A browser takes longest to start, so the next scenario takes over one that is free.
    pub fn reads(stage: &Stage, way: Way, screen: Screen, scenario: Scenario) {
        let reader = stage.free_reader((way, screen)).unwrap_or_else(|| Reader::sit_down(stage, way, screen));
        reader.expected.borrow_mut().clear();
        scenario(stage, &reader);
        reader.finds_no_fault();
        reader.runtime.block_on(reader.client.goto("about:blank")).expect("an empty page");
        stage.is_free(reader);
    }

    fn finds_no_fault(&self) {
        let expected = self.expected.borrow();
        let faults: Vec<String> = self
            .log("browser")
            .into_iter()
            .filter(|entry| entry["level"] == "SEVERE")
            .map(|entry| entry["message"].to_string())
            .filter(|message| !expected.iter().any(|words| message.contains(words)))
            .collect();
        assert!(faults.is_empty(), "errors in the console: {faults:#?}");
        let requests = self.requests();
        assert!(!requests.is_empty(), "no request was seen");
        let strange: Vec<_> = requests.iter().filter(|url| !self.is_ours(url)).collect();
        assert!(strange.is_empty(), "requests that leave the site: {strange:#?}");
    }

    fn is_ours(&self, url: &str) -> bool {
        url.starts_with(self.base.as_str()) || url.starts_with("data:") || url.starts_with("about:")
    }

    /// Addresses of all requests since this was last asked.
    fn requests(&self) -> Vec<String> {
        let messages = self.log("performance").into_iter().filter_map(|entry| {
            serde_json::from_str::<Value>(entry["message"].as_str()?)
                .ok()
                .map(|mut message| message["message"].take())
        });
        messages
            .filter_map(|message| match message["method"].as_str()? {
                "Network.requestWillBeSent" => {
                    message["params"]["request"]["url"].as_str().map(str::to_owned)
                }
                "Network.webSocketCreated" => message["params"]["url"].as_str().map(str::to_owned),
                _ => None,
            })
            .collect()
    }

    fn log(&self, kind: &'static str) -> Vec<Value> {
        let log = self.runtime.block_on(self.client.issue_cmd(ReadLog(kind))).expect("a log");
        log.as_array().cloned().expect("a list")
    }

    /// An error in the console that holds `words` is no fault.
    pub fn expects_in_the_console(&self, words: &str) {
        self.expected.borrow_mut().push(words.to_owned());
    }

    /// Opens an address below the site; `path` may carry a query and an anchor.
    #[track_caller]
    pub fn open(&self, path: &str) {
        let url = self.base.join(path).expect("an address");
        self.runtime
            .block_on(self.client.goto(url.as_str()))
            .unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    #[track_caller]
    pub fn reload(&self) {
        self.runtime.block_on(self.client.refresh()).expect("the page loads again");
    }

    /// The address shown, below the site, readable.
    #[track_caller]
    pub fn address(&self) -> String {
        let url = self.runtime.block_on(self.client.current_url()).expect("an address");
        let below =
            url.as_str().strip_prefix(self.base.as_str()).unwrap_or_else(|| panic!("{url} is not ours"));
        percent_encoding::percent_decode_str(below).decode_utf8().expect("UTF-8").into_owned()
    }

    /// What a JavaScript expression gives in the page; `a`, `b` … stand for `arguments`. Promises are awaited.
    #[track_caller]
    pub fn sees(&self, expression: &str, arguments: &[&str]) -> Value {
        let names = ["a", "b", "c"].get(..arguments.len()).expect("at most three arguments").join(", ");
        let script = format!("return (async ({names}) => ({expression}))(...arguments)");
        let given = arguments.iter().map(|argument| json!(argument)).collect();
        let answer = self.runtime.block_on(self.client.execute(&script, given));
        answer.unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    /// As [`Reader::sees`], for a text.
    #[track_caller]
    pub fn text(&self, expression: &str, arguments: &[&str]) -> String {
        let answer = self.sees(expression, arguments);
        answer.as_str().unwrap_or_else(|| panic!("{expression} gives {answer}")).to_owned()
    }

    /// As [`Reader::sees`], for a whole number.
    #[track_caller]
    pub fn number(&self, expression: &str, arguments: &[&str]) -> u64 {
        let answer = self.sees(expression, arguments);
        answer.as_u64().unwrap_or_else(|| panic!("{expression} gives {answer}"))
    }

    /// Waits until an expression holds.
    #[track_caller]
    pub fn waits_for(&self, expression: &str, arguments: &[&str]) {
        let holds = async {
            let script = format!("return (async (a, b, c) => !!({expression}))(...arguments)");
            let given: Vec<Value> = arguments.iter().map(|argument| json!(argument)).collect();
            loop {
                // While a page is being left there is none to ask.
                if let Ok(Value::Bool(true)) = self.client.execute(&script, given.clone()).await {
                    return;
                }
                tokio::time::sleep(GLANCE).await;
            }
        };
        let waited = self.runtime.block_on(async { tokio::time::timeout(PATIENCE, holds).await });
        assert!(waited.is_ok(), "waited in vain for {expression} {arguments:?} at {}", self.address());
    }

    /// Goes back one page. (The driver runs a script again when the page goes away under it: one that goes back at once
    /// may do so more than once.)
    #[track_caller]
    pub fn goes_back(&self) {
        self.runtime.block_on(self.client.back()).expect("a page before this one");
    }

    /// Clicks the first element that `css` names, once it is there.
    #[track_caller]
    pub fn clicks(&self, css: &str) {
        loop {
            match self.runtime.block_on(self.finds(css).click()) {
                Ok(()) => return,
                // The page put another in its place in the meantime.
                Err(error) if error.is_stale_element_reference() => {}
                Err(error) => panic!("{css}: {error}"),
            }
        }
    }

    /// Types into the first element that `css` names, once it is there.
    #[track_caller]
    pub fn types_into(&self, css: &str, keys: &str) {
        let element = self.finds(css);
        self.runtime.block_on(element.send_keys(keys)).unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// Types where the focus is.
    #[track_caller]
    pub fn types(&self, keys: &str) {
        let element = self.runtime.block_on(self.client.active_element()).expect("a focus");
        self.runtime.block_on(element.send_keys(keys)).unwrap_or_else(|error| panic!("{keys:?}: {error}"));
    }

    /// Chooses among the words of a `<select>`.
    #[track_caller]
    pub fn chooses(&self, css: &str, words: &str) {
        let element = self.finds(css);
        self.runtime
            .block_on(element.select_by_label(words))
            .unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    #[track_caller]
    fn finds(&self, css: &str) -> Element {
        let wait = self.client.wait().at_most(PATIENCE).every(GLANCE);
        let found = self.runtime.block_on(wait.for_element(Locator::Css(css)));
        found.unwrap_or_else(|error| panic!("{css} at {}: {error}", self.address()))
    }

    /// Fails unless the page stands at a clause that is addressed by `anchor`, is in view and says `words`.
    #[track_caller]
    pub fn is_at(&self, anchor: &str, words: &str) {
        self.waits_for(
            "document.readyState === 'complete' && decodeURIComponent(location.hash) === '#' + a",
            &[anchor],
        );
        // The element of another anchor of a clause is empty and stands in the clause.
        self.waits_for(
            "document.querySelector(':target')?.closest('.clause')?.innerText.includes(b)",
            &[anchor, words],
        );
        self.waits_for(
            "(({top, bottom}) => bottom > 0 && top < innerHeight)(document.querySelector(':target').closest('.clause').getBoundingClientRect())",
            &[],
        );
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // A browser that does not close by itself ends with chromedriver.
        let _ = self.runtime.block_on(self.client.clone().close());
    }
}

fn capabilities(screen: Screen) -> Capabilities {
    let mut options = chromium::options();
    match screen {
        Screen::Desk => {}
        Screen::Phone => {
            options["mobileEmulation"] =
                json!({"deviceMetrics": {"width": PHONE, "height": 844, "pixelRatio": 1}});
        }
        Screen::NoScript => {
            options["prefs"] = json!({"profile.managed_default_content_settings.javascript": 2});
        }
    }
    let logs = json!({"browser": "ALL", "performance": "ALL"});
    Capabilities::from_iter([
        ("goog:chromeOptions".to_owned(), options),
        ("goog:loggingPrefs".to_owned(), logs),
    ])
}

/// Chromedriver's own command for what a log gathered since it was last read.
#[derive(Debug)]
struct ReadLog(&'static str);

impl WebDriverCompatibleCommand for ReadLog {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({"type": self.0}).to_string()))
    }
}
