//! The parts of the way that cost most, each by itself, over an invented library of 300 documents.

#[path = "corpus/generator/mod.rs"]
mod generator;

use clausebook::config::Config;
use clausebook::corpus::titles::TitleIndex;
use clausebook::corpus::{self, relations, resolve};
use clausebook::model::{
    Circular, Citation, ClauseRef, Corpus, Mention, Page, PartialDate, Relation, SourceText,
};
use clausebook::parse::citation;
use clausebook::render::{Shelf, Sources, Theme, render_circular};
use clausebook::search::{self, Options, Reader};
use clausebook::{page, parse, repair, source};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use generator::Library;
use std::collections::HashMap;
use std::hint::black_box;
use std::path::Path;

const DOCUMENTS: usize = 300;

/// Sources as received.
fn sources() -> Vec<SourceText> {
    let library = Library::new(DOCUMENTS, 7);
    let read = |id| {
        let (name, text) = library.document(id);
        source::from_bytes(&name, text.as_bytes()).expect("an invented text can be read").0
    };
    (0..library.len()).map(read).collect()
}

/// A source as a circular, with a slug of its own.
fn circular(source: &SourceText) -> Circular {
    let (text, _) = repair::repair(source);
    let mut parsed = parse::parse(&text);
    page::derive(&mut parsed.blocks);
    let slug = source.name.rsplit('/').next().unwrap_or_default().chars().take(6).collect();
    Circular { slug, meta: parsed.meta, blocks: parsed.blocks.into() }
}

fn read(slug: &str, markdown: &str) -> Page {
    page::read(slug, markdown, Path::new("page.md")).0.expect("what was written can be read")
}

fn mentions(circular: &Circular) -> Vec<(usize, Vec<Mention>)> {
    citation::scan_all(circular.clauses().map(ClauseRef::words)).into_iter().enumerate().collect()
}

/// The citations and relations of each page.
fn resolved(
    pages: &[Page],
    mentions: &[Vec<(usize, Vec<Mention>)>],
) -> (Vec<Vec<Citation>>, Vec<Vec<Relation>>) {
    let index = TitleIndex::new(pages.iter().map(|page| &page.circular));
    pages
        .iter()
        .zip(mentions)
        .map(|(page, mentions)| {
            let citations = resolve::resolve(&page.circular, mentions, &index);
            let relations = relations::relations(&page.circular, &citations, &index);
            (citations, relations)
        })
        .unzip()
}

fn assembled(pages: &[Page], citations: Vec<Vec<Citation>>, relations: Vec<Vec<Relation>>) -> Corpus {
    let circulars: Vec<&Circular> = pages.iter().map(|page| &page.circular).collect();
    let (kinship, _) = corpus::kinship(&circulars, &clausebook::model::Alone, &mut |_, _| ());
    let pages = pages.iter().map(|page| (page.clone(), None)).collect();
    let as_of = "2026-01-01".parse::<PartialDate>().expect("a date");
    corpus::assemble(pages, citations, relations, kinship, as_of)
}

fn hot(criterion: &mut Criterion) {
    let sources = sources();
    let bytes: usize = sources.iter().map(|source| source.text.len()).sum();
    let circulars: Vec<Circular> = sources.iter().map(circular).collect();
    let markdown: Vec<String> = circulars.iter().map(page::write).collect();
    let pages: Vec<Page> =
        circulars.iter().zip(&markdown).map(|(circular, text)| read(&circular.slug, text)).collect();
    let scanned: Vec<_> = circulars.iter().map(mentions).collect();
    let (citations, relations) = resolved(&pages, &scanned);
    let corpus = assembled(&pages, citations.clone(), relations.clone());

    let mut all = criterion.benchmark_group("300 documents");
    all.sample_size(10).throughput(Throughput::Bytes(bytes as u64));
    all.bench_function("repair and parse", |b| {
        b.iter(|| sources.iter().map(circular).map(|circular| circular.blocks.len()).sum::<usize>());
    });
    all.bench_function("write pages", |b| {
        b.iter(|| circulars.iter().map(|circular| page::write(circular).len()).sum::<usize>());
    });
    all.bench_function("read pages", |b| {
        b.iter(|| markdown.iter().map(|text| read("slug", text).circular.blocks.len()).sum::<usize>());
    });
    all.bench_function("scan citations", |b| {
        b.iter(|| circulars.iter().map(|circular| mentions(circular).len()).sum::<usize>());
    });
    all.bench_function("resolve", |b| b.iter(|| resolved(&pages, &scanned)));
    all.bench_function("assemble", |b| {
        b.iter_batched(
            || (citations.clone(), relations.clone()),
            |(citations, relations)| assembled(&pages, citations, relations),
            BatchSize::LargeInput,
        );
    });
    all.bench_function("search index", |b| b.iter(|| search::build(&corpus, &clausebook::model::Alone)));
    all.finish();

    let config: Config = toml::from_str("title = \"云岭省规范性文件汇编\"").expect("settings");
    let theme = Theme::load(Path::new("."), &config).expect("the built-in theme");
    let names = Sources::named(sources.iter().map(|source| source.name.as_str()));
    let shelf = Shelf::new(&corpus, &[], &theme, &config, &names);
    let longest = corpus.entries.iter().max_by_key(|entry| entry.circular().clauses().count());
    let entry = longest.expect("there are entries");
    criterion.bench_function("render the longest circular", |b| b.iter(|| render_circular(&shelf, entry)));

    let files: HashMap<String, Vec<u8>> = search::build(&corpus, &clausebook::model::Alone)
        .into_iter()
        .map(|output| (output.path, output.bytes))
        .collect();
    for (name, query) in [("frequent", "应当"), ("phrase", "县级以上人民政府"), ("two words", "保护 村民")]
    {
        criterion.bench_function(&format!("cold query, {name}"), |b| {
            b.iter(|| {
                let load = |name: &str| files.get(&format!("search/{name}.js")).cloned();
                let reader = Reader::open(load).expect("the index opens");
                reader.search(black_box(query), &Options { limit: 10, ..Options::default() })
            });
        });
    }
}

criterion_group!(benches, hot);
criterion_main!(benches);
