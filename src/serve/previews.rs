//! Files of the site as they will be, served before the next build has written them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Files ahead of the output folder, by path in the site. Shared by the server and whoever makes them.
#[derive(Debug, Clone, Default)]
pub struct Previews(Arc<Mutex<BTreeMap<String, Preview>>>);

#[derive(Debug)]
struct Preview {
    /// The change that it shows, counted from the start.
    change: u64,
    bytes: Vec<u8>,
}

impl Previews {
    /// Serves `bytes` as `path` until a build has seen `change`.
    pub fn show(&self, change: u64, path: String, bytes: Vec<u8>) {
        self.lock().insert(path, Preview { change, bytes });
    }

    /// The folder shows all changes up to `change` itself now.
    pub fn settle(&self, change: u64) {
        self.lock().retain(|_, preview| preview.change > change);
    }

    pub(super) fn get(&self, path: &str) -> Option<Vec<u8>> {
        self.lock().get(path).map(|preview| preview.bytes.clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Preview>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_preview_outlives_the_build_of_an_older_change() {
        let previews = Previews::default();
        previews.show(1, "a.html".into(), b"1".to_vec());
        previews.show(1, "b.html".into(), b"1".to_vec());
        previews.show(2, "a.html".into(), b"2".to_vec());
        previews.settle(1);
        assert_eq!((previews.get("a.html"), previews.get("b.html")), (Some(b"2".to_vec()), None));
        previews.settle(2);
        assert_eq!(previews.get("a.html"), None);
    }
}
