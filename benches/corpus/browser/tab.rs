//! One page in Chromium: what is typed into it and what it says of itself.

use crate::chromium;
use anyhow::{Context, Result};
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use url::Url;

/// No answer takes longer.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Tab {
    runtime: Runtime,
    client: Client,
}

impl Tab {
    /// Opens a browser with one tab. Nothing of a site is kept between pages: files of the file system never are, and the
    /// server forbids it. (The browser can forbid it, too, but then tells of every request, which costs time.)
    pub fn open(chromedriver: &str) -> Result<Tab> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder
            .capabilities(Capabilities::from_iter([("goog:chromeOptions".to_owned(), chromium::options())]));
        let client = runtime.block_on(builder.connect(chromedriver)).context("a browser")?;
        let tab = Tab { runtime, client };
        tab.tells("Page.addScriptToEvaluateOnNewDocument", json!({"source": include_str!("probe.js")}))?;
        tab.tells("Performance.enable", json!({}))?;
        Ok(tab)
    }

    /// Opens a page and waits until it is loaded.
    pub fn goes_to(&self, url: &Url) -> Result<()> {
        Ok(self.runtime.block_on(self.client.goto(url.as_str()))?)
    }

    /// Puts words where the focus is, in one go, as an input method does.
    pub fn types(&self, words: &str) -> Result<()> {
        self.tells("Input.insertText", json!({"text": words})).map(drop)
    }

    /// What an expression gives in the page; promises are awaited.
    pub fn sees<T: DeserializeOwned>(&self, expression: &str) -> Result<T> {
        let seen = async {
            let script = format!("return (async () => ({expression}))()");
            tokio::time::timeout(PATIENCE, self.client.execute(&script, Vec::new())).await
        };
        let value =
            self.runtime.block_on(seen).with_context(|| format!("waited in vain: {expression}"))??;
        Ok(serde_json::from_value(value)?)
    }

    pub fn waits(&self, time: Duration) {
        self.runtime.block_on(async { tokio::time::sleep(time).await });
    }

    /// Bytes that the page's scripts hold, after what nobody uses any more was thrown away.
    pub fn heap(&self) -> Result<u64> {
        self.tells("HeapProfiler.collectGarbage", json!({}))?;
        let all = self.tells("Performance.getMetrics", json!({}))?;
        let metrics = all["metrics"].as_array().context("metrics")?;
        let used = metrics.iter().find(|metric| metric["name"] == "JSHeapUsedSize");
        Ok(used.and_then(|metric| metric["value"].as_f64()).context("the heap")? as u64)
    }

    /// A command of the Chrome DevTools Protocol.
    fn tells(&self, command: &'static str, parameters: Value) -> Result<Value> {
        let told = self.runtime.block_on(self.client.issue_cmd(Tell(command, parameters)));
        told.with_context(|| command.to_owned())
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        // A browser that does not close by itself ends with chromedriver.
        let _ = self.runtime.block_on(self.client.clone().close());
    }
}

/// Chromedriver's way to the Chrome DevTools Protocol.
#[derive(Debug)]
struct Tell(&'static str, Value);

impl WebDriverCompatibleCommand for Tell {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({"cmd": self.0, "params": self.1}).to_string()))
    }
}
