//! What is known of each of many files, by path: a large site has tens of thousands, and every build reads and writes
//! their lists.

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// Files in the order of their paths, each with something known of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Register<V> {
    /// One behind the other.
    paths: String,
    /// Where each path ends, and what is known of its file.
    files: Vec<(usize, V)>,
}

impl<V> Default for Register<V> {
    fn default() -> Self {
        Register { paths: String::new(), files: Vec::new() }
    }
}

impl<V> Register<V> {
    /// The files in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        let mut start = 0;
        self.files.iter().map(move |(end, known)| {
            let path = self.paths.get(start..*end).unwrap_or_default();
            start = *end;
            (path, known)
        })
    }

    /// The paths in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(path, _)| path)
    }

    /// What is known of all of them, in order.
    pub fn known(&self) -> impl Iterator<Item = &V> {
        self.files.iter().map(|(_, known)| known)
    }

    /// What is known of the file at `path`; None when it is not among them.
    pub fn get(&self, path: &str) -> Option<&V> {
        let (mut low, mut high) = (0, self.files.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.path(middle) < path { low = middle + 1 } else { high = middle }
        }
        self.files.get(low).filter(|_| self.path(low) == path).map(|(_, known)| known)
    }

    fn path(&self, at: usize) -> &str {
        let end = |at: usize| self.files.get(at).map_or(0, |(end, _)| *end);
        let start = at.checked_sub(1).map_or(0, end);
        self.paths.get(start..end(at)).unwrap_or_default()
    }

    pub fn has(&self, path: &str) -> bool {
        self.get(path).is_some()
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Puts a file behind the others. Its path must not come before theirs.
    pub fn push(&mut self, path: &str, known: V) {
        self.paths.push_str(path);
        self.files.push((self.paths.len(), known));
    }
}

impl<V: Copy> Register<V> {
    /// These files with `changes`, in the order of their paths: what is now known of one, or None where it is gone.
    pub fn with<'p>(&self, changes: impl IntoIterator<Item = (&'p str, Option<V>)>) -> Register<V> {
        let mut all = Register::default();
        let mut changes = changes.into_iter().peekable();
        let mut put =
            |path: &str, known: Option<V>| known.into_iter().for_each(|known| all.push(path, known));
        for (path, known) in self.iter() {
            while let Some((new, known)) = changes.next_if(|(new, _)| *new < path) {
                put(new, known);
            }
            let change = changes.next_if(|(changed, _)| *changed == path);
            put(path, change.map_or(Some(*known), |(_, known)| known));
        }
        changes.for_each(|(path, known)| put(path, known));
        all
    }
}

/// Of files in the order of their paths.
impl<P: AsRef<str>, V> FromIterator<(P, V)> for Register<V> {
    fn from_iter<I: IntoIterator<Item = (P, V)>>(files: I) -> Self {
        let mut register = Register::default();
        files.into_iter().for_each(|(path, known)| register.push(path.as_ref(), known));
        register
    }
}

/// As a map by the paths.
impl<V: Serialize> Serialize for Register<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Register<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<V>(PhantomData<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for Reader<V> {
            type Value = Register<V>;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a map of paths in order")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut files: A) -> Result<Self::Value, A::Error> {
                let mut register = Register::default();
                let mut last = None;
                while let Some((path, known)) = files.next_entry::<&str, V>()? {
                    if last.is_some_and(|last| last > path) {
                        return Err(A::Error::custom("paths that are not in order"));
                    }
                    register.push(path, known);
                    last = Some(path);
                }
                Ok(register)
            }
        }

        deserializer.deserialize_map(Reader(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn a_register_is_a_map(
            files in prop::collection::btree_map("[a-c/]{0,3}", 0u8..9, 0..12),
            changes in prop::collection::btree_map("[a-c/]{0,3}", prop::option::of(0u8..9), 0..6),
        ) {
            let register: Register<u8> = files.iter().map(|(path, known)| (path, *known)).collect();
            let changed = register.with(changes.iter().map(|(path, known)| (path.as_str(), *known)));
            let mut now = files.clone();
            for (path, known) in &changes {
                match known {
                    Some(known) => drop(now.insert(path.clone(), *known)),
                    None => drop(now.remove(path)),
                }
            }
            for (register, files) in [(&register, &files), (&changed, &now)] {
                let own: BTreeMap<String, u8> = register.iter().map(|(path, known)| (path.into(), *known)).collect();
                prop_assert_eq!(&own, files);
                prop_assert_eq!((register.len(), register.is_empty()), (files.len(), files.is_empty()));
                for path in files.keys().chain(changes.keys()) {
                    prop_assert_eq!(register.get(path), files.get(path));
                }
                let bytes = postcard::to_allocvec(files).unwrap();
                prop_assert_eq!(&postcard::to_allocvec(register).unwrap(), &bytes);
                prop_assert_eq!(&postcard::from_bytes::<Register<u8>>(&bytes).unwrap(), register);
            }
        }
    }

    #[test]
    fn what_is_not_in_order_is_no_register() {
        let bytes = postcard::to_allocvec(&Register::from_iter([("b", 1u8), ("a", 2)])).unwrap();
        assert!(postcard::from_bytes::<Register<u8>>(&bytes).is_err());
    }
}
