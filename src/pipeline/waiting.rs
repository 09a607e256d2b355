//! What a build knows already and wants later, when it needs the memory in between.

use super::Failure;
use super::portions::portions;
use crate::site::{Aside, Put, WriteError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::marker::PhantomData;

/// A list that was put aside.
pub(super) struct Waiting<T> {
    aside: Aside,
    /// Of each portion.
    puts: Vec<Put>,
    length: usize,
    items: PhantomData<T>,
}

impl<T: Serialize + DeserializeOwned> Waiting<T> {
    /// Puts `items` aside.
    ///
    /// # Errors
    /// [`Failure::Write`] when they can't be written down.
    pub fn put(items: Vec<T>) -> Result<Waiting<T>, Failure> {
        let (mut aside, mut puts, length) = (Aside::new(), Vec::new(), items.len());
        // Those written down go at once.
        for portion in portions(items) {
            puts.push(aside.put(postcard::to_allocvec(&portion).map_err(WriteError::aside)?));
        }
        Ok(Waiting { aside, puts, length, items: PhantomData })
    }

    /// The items again.
    ///
    /// # Errors
    /// [`Failure::Write`] when the disk fails.
    pub fn take(self) -> Result<Vec<T>, Failure> {
        let mut items = Vec::with_capacity(self.length);
        for put in &self.puts {
            let portion: Vec<T> = postcard::from_bytes(&self.aside.get(put)?).map_err(WriteError::aside)?;
            items.extend(portion);
        }
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::portions::AT_ONCE;

    #[test]
    fn what_waits_comes_back() {
        let items: Vec<Vec<String>> = (0..3 * AT_ONCE).map(|n| vec![n.to_string(); n % 3]).collect();
        assert_eq!(Waiting::put(items.clone()).unwrap().take().unwrap(), items);
    }
}
