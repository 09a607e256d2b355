//! A paragraph in the making: words and the images among them.

struct Piece {
    text: String,
    is_image: bool,
}

impl Piece {
    fn is_blank(&self) -> bool {
        !self.is_image && self.text.trim().is_empty()
    }
}

/// What a paragraph comes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Laid {
    Words(String),
    Image(String),
}

#[derive(Default)]
pub(super) struct Pieces(Vec<Piece>);

impl Pieces {
    /// The words since the last image.
    pub(super) fn words(&mut self) -> &mut String {
        if self.0.last().is_none_or(|piece| piece.is_image) {
            self.0.push(Piece { text: String::new(), is_image: false });
        }
        let last = self.0.len() - 1;
        &mut self.0[last].text
    }

    /// Adds the image that stands at `path`.
    pub(super) fn image(&mut self, path: &str) {
        self.0.push(Piece { text: format!("[img {path}]"), is_image: true });
    }

    /// Bytes of words and images so far.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|piece| piece.text.len()).sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(Piece::is_blank)
    }

    /// Ends the paragraph. Images at either end stand on lines of their own; one
    /// amid the words (a rare character, a formula) stays there.
    pub(super) fn lay(&mut self) -> Vec<Laid> {
        let mut pieces = std::mem::take(&mut self.0);
        pieces.retain(|piece| !piece.is_blank());
        let first = pieces.iter().position(|piece| !piece.is_image).unwrap_or(pieces.len());
        let last = pieces.iter().rposition(|piece| !piece.is_image).map_or(first, |at| at + 1);
        let (mut laid, mut words, mut after) = (Vec::new(), String::new(), Vec::new());
        for (at, piece) in pieces.into_iter().enumerate() {
            match at {
                at if at < first => laid.push(Laid::Image(piece.text)),
                at if at >= last => after.push(Laid::Image(piece.text)),
                _ => words.push_str(&piece.text),
            }
        }
        if !words.is_empty() {
            laid.push(Laid::Words(words));
        }
        laid.extend(after);
        laid
    }
}
