//! Pages: what stands in `content/` and what goes to the site.

use super::Circular;

/// A circular's page as read: the circular, and the Markdown of each of its blocks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    pub circular: Circular,
    /// Parallel to `circular.blocks`: the block's Markdown, number included,
    /// without heading marks (`## `) and without its `{#anchor}` or `{.role}`.
    pub markdown: Vec<String>,
}

/// A page that people wrote: about, guides.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// Path below `content/` without `.md`, with `/`.
    pub path: String,
    pub title: String,
    /// Place in the menu; None keeps it out.
    pub menu: Option<i64>,
    pub markdown: String,
}

/// One file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Path below the site's folder, with `/`.
    pub path: String,
    pub bytes: Vec<u8>,
}
