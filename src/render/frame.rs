//! What every page's template sees, whatever the page.

use super::address;
use super::error::RenderError;
use super::shelf::{Link, Shelf};
use crate::model::Output;
use serde::Serialize;
use tera::Context;

#[derive(Serialize)]
struct Frame<'a> {
    /// The way up to the site's folder: `../../`.
    root: String,
    /// Path of this page below the site's folder, as a URL.
    path: String,
    /// Which entry of the main menu is current: `home`, `timeline`, …, or the page's path.
    section: &'a str,
    title: &'a str,
    menu: &'a [Link],
}

/// Fills `template` for the page at `path`; the template sees `frame` and, as `page`, `page`.
pub fn fill<T: Serialize>(
    shelf: &Shelf,
    template: &str,
    path: &str,
    section: &str,
    title: &str,
    page: &T,
) -> Result<Output, RenderError> {
    let mut context = Context::new();
    let frame =
        Frame { root: address::root(path), path: address::encode(path), section, title, menu: &shelf.menu };
    context.insert("frame", &frame);
    context.insert("page", page);
    Ok(Output { path: path.to_owned(), bytes: shelf.theme.fill(template, &context)? })
}
