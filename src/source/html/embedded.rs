//! Images that are written into the page itself (`data:` addresses, RFC 2397).

use super::element::image_address;
use crate::source::sniff::picture_ending;
use data_url::DataUrl;
use scraper::Html;
use sha2::{Digest, Sha256};

const SCHEME: &str = "data:";
/// Begins the name of an embedded image.
const NAME: &str = "embedded-";

/// An image of the page.
pub(super) struct Embedded {
    pub name: String,
    pub bytes: Vec<u8>,
}

pub(super) fn is_embedded(address: &str) -> bool {
    address.get(..SCHEME.len()).is_some_and(|scheme| scheme.eq_ignore_ascii_case(SCHEME))
}

/// What the text calls it: by its content, so that it keeps its name when another is put before it.
pub(super) fn name(address: &str) -> String {
    let hash = Sha256::digest(address.as_bytes());
    let hex: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{NAME}{hex}")
}

pub(super) fn is_name(path: &str) -> bool {
    path.starts_with(NAME)
}

/// The embedded images of the page in its order; without bytes those that are none that can be shown.
pub(super) fn all(html: &Html) -> impl Iterator<Item = Embedded> {
    let elements = html.tree.nodes().filter_map(|node| node.value().as_element());
    let addresses = elements.filter(|element| element.name() == "img").filter_map(image_address);
    addresses.filter(|address| is_embedded(address)).map(|address| Embedded {
        name: name(address),
        bytes: decode(address).filter(|bytes| picture_ending(bytes).is_some()).unwrap_or_default(),
    })
}

/// What type it claims to be does not matter: its bytes say what it is.
fn decode(address: &str) -> Option<Vec<u8>> {
    Some(DataUrl::process(address).ok()?.decode_to_vec().ok()?.0)
}
