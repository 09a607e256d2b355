//! Whether bytes are those that stand somewhere, without holding both.

use std::io::{self, BufRead, BufReader};

/// Whether two give the same bytes.
pub(super) fn same(one: impl io::Read, other: impl io::Read) -> io::Result<bool> {
    const BLOCK: usize = 1 << 16;
    let (mut one, mut other) = (BufReader::with_capacity(BLOCK, one), BufReader::with_capacity(BLOCK, other));
    loop {
        let (a, b) = (one.fill_buf()?, other.fill_buf()?);
        let n = a.len().min(b.len());
        if n == 0 {
            return Ok(a.len() == b.len());
        }
        if a[..n] != b[..n] {
            return Ok(false);
        }
        one.consume(n);
        other.consume(n);
    }
}
