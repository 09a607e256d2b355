//! A text as characters with their script and width folded away, so that the
//! grammar is written once for 條 and 条, （ and (.

use super::classes::{Class, Classes, glyphs};
use crate::model::{Span, chinese_number};

/// Folded characters, where each stands in the text, and what each can be.
#[derive(Default)]
pub(super) struct Glyphs {
    chars: Vec<char>,
    /// Byte offset of each character, and the text's length.
    offsets: Vec<usize>,
    classes: Vec<Classes>,
    /// Those of all characters.
    all: Classes,
}

impl Glyphs {
    pub(super) fn new(text: &str) -> Self {
        let mut glyphs = Glyphs::default();
        glyphs.read(text);
        glyphs
    }

    /// Makes them those of `text`; a circular has many texts, and one memory does for all.
    pub(super) fn read(&mut self, text: &str) {
        self.chars.clear();
        self.offsets.clear();
        self.classes.clear();
        self.all = Classes::default();
        for (at, c, classes) in glyphs(text) {
            self.chars.push(c);
            self.offsets.push(at);
            self.classes.push(classes);
            self.all = self.all.with(classes);
        }
        self.offsets.push(text.len());
    }

    /// What the character at `at` can be; nothing where there is none.
    #[inline]
    pub(super) fn classes(&self, at: usize) -> Classes {
        self.classes.get(at).copied().unwrap_or_default()
    }

    /// What the character before `at` can be; None at the beginning.
    #[inline]
    pub(super) fn classes_before(&self, at: usize) -> Option<Classes> {
        at.checked_sub(1).and_then(|at| self.classes.get(at)).copied()
    }

    /// Whether some character can be `class`.
    pub(super) fn any(&self, class: Class) -> bool {
        self.all.has(class)
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    pub(super) fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|at| self.get(at))
    }

    /// Whether `words` (already in folded form) stand at `at`.
    pub(super) fn starts(&self, at: usize, words: &str) -> bool {
        words.chars().enumerate().all(|(i, c)| self.get(at + i) == Some(c))
    }

    /// Whether the folded characters `words` stand at `at`.
    pub(super) fn stand(&self, at: usize, words: &[char]) -> bool {
        self.chars.get(at..).is_some_and(|rest| rest.starts_with(words))
    }

    /// Whether `words` end just before `at`.
    pub(super) fn ends(&self, at: usize, words: &str) -> bool {
        at.checked_sub(words.chars().count()).is_some_and(|from| self.starts(from, words))
    }

    /// The longest of `options` that stands at `at`, and where it ends.
    pub(super) fn longest<'w>(&self, at: usize, options: &[&'w str]) -> Option<(&'w str, usize)> {
        options
            .iter()
            .filter(|words| self.starts(at, words))
            .map(|words| (*words, at + words.chars().count()))
            .max_by_key(|(_, end)| *end)
    }

    /// `at` moved behind blanks.
    pub(super) fn skip_blanks(&self, mut at: usize) -> usize {
        while self.get(at).is_some_and(|c| matches!(c, ' ' | '\u{a0}' | '\t')) {
            at += 1;
        }
        at
    }

    /// The folded characters from `from` to `to`.
    pub(super) fn folded(&self, from: usize, to: usize) -> String {
        self.chars.get(from..to).unwrap_or_default().iter().collect()
    }

    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        let last = self.offsets.len() - 1;
        let start = self.offsets[from.min(last)];
        Span::new(start, self.offsets[to.min(last)].max(start))
    }

    /// The words of `text` from character `from` to `to`.
    pub(super) fn of<'t>(&self, text: &'t str, from: usize, to: usize) -> &'t str {
        let span = self.span(from, to);
        text.get(span.start..span.end).unwrap_or_default()
    }

    /// A number at `at`, Chinese or Arabic, and where it ends.
    pub(super) fn number(&self, at: usize) -> Option<(u32, usize)> {
        let mut end = at;
        while self.get(end).is_some_and(is_numeral) {
            end += 1;
        }
        let value = chinese_number(&self.folded(at, end))?;
        (1..10_000).contains(&value).then_some((value, end))
    }
}

pub(super) fn is_numeral(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(
            c,
            '零' | '〇' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千'
        )
}

/// A Han character. Numerals are Han characters, too.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '〇' | '\u{20000}'..='\u{2ebef}')
}

/// The Simplified form of the characters that the grammar knows by name, half
/// width for digits and Latin letters, one form of each bracket.
pub(super) fn fold(c: char) -> char {
    match c {
        '條' => '条',
        '項' => '项',
        '節' => '节',
        '編' => '编',
        '兩' => '两',
        '該' => '该',
        '幾' => '几',
        '辦' => '办',
        '規' => '规',
        '則' => '则',
        '細' => '细',
        '憲' => '宪',
        '實' => '实',
        '決' => '决',
        '總' => '总',
        '見' => '见',
        '後' => '后',
        '據' => '据',
        '與' => '与',
        '為' => '为',
        '將' => '将',
        '號' => '号',
        '稱' => '称',
        '簡' => '简',
        '統' => '统',
        '標' => '标',
        '準' => '准',
        '綱' => '纲',
        '違' => '违',
        '適' => '适',
        '關' => '关',
        '於' => '于',
        '點' => '点',
        '從' => '从',
        '屬' => '属',
        '對' => '对',
        '處' => '处',
        '罰' => '罚',
        '陸' => '陆',
        '貳' => '二',
        '參' => '参',
        '執' => '执',
        '權' => '权',
        '員' => '员',
        '組' => '组',
        '織' => '织',
        '訴' => '诉',
        '訟' => '讼',
        '國' => '国',
        '務' => '务',
        '院' => '院',
        '議' => '议',
        '釋' => '释',
        '應' => '应',
        '增' => '增',
        '刪' => '删',
        '訂' => '订',
        '經' => '经',
        '遵' => '遵',
        '數' => '数',
        '類' => '类',
        '給' => '给',
        '時' => '时',
        '廢' => '废',
        '稅' => '税',
        '○' | '◯' | 'Ｏ' => '〇',
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '／' => {
            char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
        }
        '(' => '（',
        ')' => '）',
        '[' | '［' | '【' => '〔',
        ']' | '］' | '】' => '〕',
        '«' => '《',
        '»' => '》',
        '＜' | '<' => '〈',
        '＞' | '>' => '〉',
        ':' => '：',
        ';' => '；',
        ',' => '，',
        '「' => '“',
        '」' => '”',
        '\u{3000}' => ' ',
        _ => c,
    }
}
