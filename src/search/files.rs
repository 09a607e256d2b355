//! The files of an index that stands, and what becomes of them.

use super::retext::Place;
use super::script;
use crate::model::Output;

/// Collects what differs from the files that stand.
pub struct Files<'a> {
    pub read: &'a dyn Fn(&str) -> Option<Vec<u8>>,
    pub outputs: Vec<Output>,
    pub vanished: Vec<String>,
}

impl Files<'_> {
    /// The bytes in the shard that stands as `name`.
    pub fn shard(&self, name: &str) -> Option<Vec<u8>> {
        script::unwrap(&(self.read)(&path(name))?)
    }

    /// A shard as it now is.
    pub fn give(&mut self, name: &str, bytes: &[u8]) {
        let (path, bytes) = (path(name), script::wrap(name, bytes));
        if (self.read)(&path).is_none_or(|old| old != bytes) {
            self.outputs.push(Output { path, bytes });
        }
    }

    /// A shard that is no more.
    pub fn vanish(&mut self, name: &str) {
        self.vanished.push(path(name));
    }

    /// A row of shards in place of those that stand as `old`. None when one of these can't be read.
    pub fn row(&mut self, old: &[String], new: Vec<(String, Place)>) -> Option<()> {
        for (name, place) in &new {
            match place {
                Place::New(bytes) => self.give(name, bytes),
                Place::Old(at) if old.get(*at) == Some(name) => {}
                Place::Old(at) => {
                    let bytes = self.shard(old.get(*at)?)?;
                    self.give(name, &bytes);
                }
            }
        }
        let stay: std::collections::BTreeSet<&String> = new.iter().map(|(name, _)| name).collect();
        old.iter().filter(|name| !stay.contains(name)).for_each(|name| self.vanish(name));
        Some(())
    }
}

fn path(name: &str) -> String {
    format!("search/{name}.js")
}
