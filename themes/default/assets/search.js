// Reads the search index (docs/search-format.md) in the page, from file:// and http:// alike.
//
//   clausebook.search(query, {limit, offset, issuer, level, kind, year, status, facets})
//     → Promise<{total, circulars, titlesTotal, titles, hits, facets}>; with facets: false nothing more than the hits
//     is read: facets is null, and circulars may be
//   clausebook.mark(element, query) → Promise<number of marks>
//   clausebook.fold(text) → the key that matching works on
//   clausebook.ready() → Promise, resolved when the root shard is there
//
// The same reader in Rust is src/search/query.rs; both are held to tests/search_vectors.json.
(function (global) {
  "use strict";

  const clausebook = (global.clausebook = global.clausebook || {});

  // Up to so many records are settled by their texts rather than by looking up a word to leave out.
  const FEW = 10;
  // Bytes that it takes to read a record's text, and an index shard, about: what is less is read.
  const TEXT = 6000;
  const INDEX_SHARD = 20000;
  // More candidates than this are thinned out by looking up the end of the word, too.
  const MANY = 4;
  // The end of a word of so many symbols is looked up nearly always.
  const LONG = 8;
  // When the results need more catalogue shards than this, circulars and facets are not counted.
  const PARTS = 40;
  const TITLES = 3;
  const ISSUERS = 12;
  const NAMES = 128;
  const BLIND = 0xffff;
  // So many buckets stand between two at which one may begin to read.
  const STOP = 128;
  // Tokens of one byte.
  const ONE = 200;
  // Decoded shards are kept up to so many bytes.
  const CACHE = 10 << 20;

  // ---- Shards ----

  const waiting = new Map();

  // What every shard calls. Its bytes stand in a comment of a function that is never run.
  clausebook.shard = function (name, carrier) {
    const take = waiting.get(name);
    if (take) take(String(carrier));
  };

  // Gives the source of a shard. Programs without a document put their own function here.
  clausebook.loader =
    clausebook.loader ||
    async function (name, stamp) {
      const base = document.documentElement.dataset.root || "";
      const address = `${base}search/${name}.js?${stamp}`;
      try {
        return await (canFetch() ? loadText(address) : loadScript(name, address));
      } catch {
        throw new Error(`search/${name}.js could not be loaded; if the site was just built again, reload the page`);
      }
    };

  // Pages of the file system may read nothing but scripts; those of a server come faster as plain files. Before a page is
  // loaded a script is part of what is waited for.
  function canFetch() {
    return location.protocol.startsWith("http") && document.readyState === "complete";
  }

  async function loadText(address) {
    const response = await fetch(address, { priority: "high" });
    if (!response.ok) throw new Error(response.statusText);
    return utf16(await response.arrayBuffer());
  }

  function loadScript(name, address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const fail = () => {
        waiting.delete(name);
        script.remove();
        reject(new Error());
      };
      waiting.set(name, (source) => {
        waiting.delete(name);
        resolve(source);
      });
      script.onerror = fail;
      script.onload = () => (waiting.has(name) ? fail() : script.remove());
      // Else a script that comes later counts as one that can wait.
      script.fetchPriority = "high";
      script.src = address;
      document.head.append(script);
    });
  }

  function unpack(source) {
    const first = source.indexOf("/*") + 2;
    const last = source.lastIndexOf("*/");
    const bytes = new Uint8Array(2 * (last - first));
    let at = 0;
    for (let i = first + 1; i < last; ) {
      // By so much the units of a block are raised; a short one has U+E001 before it.
      let raise = source.charCodeAt(i++);
      let end = i + 96;
      if (raise === 0xe001) {
        raise = source.charCodeAt(i++);
        end = i + 24;
      }
      for (end = Math.min(end, last); i < end; i++) {
        const word = source.charCodeAt(i) - raise;
        bytes[at++] = word & 0xff;
        bytes[at++] = (word >> 8) & 0xff;
      }
    }
    return bytes.slice(0, at - (source.charCodeAt(first) === 0x31 ? 1 : 0));
  }

  // Written and read by hand: through a Blob and a Response it takes ten times as long.
  async function inflate(bytes) {
    const { writable, readable } = new DecompressionStream("deflate-raw");
    const writer = writable.getWriter();
    // What is damaged shows when it is read.
    for (const written of [writer.write(bytes), writer.close()]) written.catch(() => {});
    const reader = readable.getReader();
    const parts = [];
    let length = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      length += part.value.length;
    }
    const inflated = new Uint8Array(length);
    for (let at = 0; parts.length > 0; at += parts.shift().length) inflated.set(parts[0], at);
    return inflated;
  }

  const utf16 = (bytes) => new TextDecoder("utf-16le", { ignoreBOM: true }).decode(bytes);

  // Texts are written in tokens: of one byte, of two, or, behind 255, bare units.
  function untoken(tokens, bytes) {
    let text = "";
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte < ONE) text += tokens[byte];
      else if (byte < 255) text += tokens[ONE + (byte - ONE) * 256 + bytes[++at]];
      else text += String.fromCharCode(bytes[++at] | (bytes[++at] << 8));
    }
    return text;
  }

  const DECODERS = {
    i: (bytes) => bytes,
    l: (bytes) => bytes,
    f: (bytes) => bytes,
    d: (bytes, root) => takeLabels(new Bits(bytes), root.codes),
    c: readPart,
    t: async (bytes, root) => {
      const [tokens, inflated] = await Promise.all([shard("v", root), inflate(bytes)]);
      return readTexts(untoken(tokens, inflated));
    },
    v: async (bytes) => utf16(await inflate(bytes)).split("\0"),
    n: async (bytes) => utf16(await inflate(bytes)).split("\n"),
    fold: async (bytes) => utf16(await inflate(bytes)),
    root: async (bytes) => readRoot(await inflate(bytes)),
  };

  const cache = new Map();
  let cached = 0;

  // The decoded shard `name`; read once, kept while there is room.
  function shard(name, root) {
    const held = cache.get(name);
    if (held) {
      cache.delete(name);
      cache.set(name, held);
      return held.value;
    }
    const entry = { size: 0 };
    entry.value = (async () => {
      const source = await clausebook.loader(name, root ? root.stamp : Date.now());
      // Texts are kept as rows of strings, which take about five times the room of bytes.
      entry.size = (name.startsWith("t/") ? 10 : 2) * source.length;
      cached += entry.size;
      for (const [other, old] of cache) {
        if (cached <= CACHE) break;
        if (other === "root" || other === "v" || other === name || !old.size) continue;
        cached -= old.size;
        cache.delete(other);
      }
      try {
        return await DECODERS[name.split("/")[0]](unpack(source), root);
      } catch (error) {
        throw new Error(`search/${name}.js is damaged (${error.message})`);
      }
    })();
    entry.value.catch(() => cache.delete(name));
    cache.set(name, entry);
    return entry.value;
  }

  // ---- Bits ----

  class Bits {
    constructor(bytes) {
      this.bytes = bytes;
      this.at = 0;
    }
    peek(count) {
      if (count === 0) return 0;
      const { bytes, at } = this;
      const i = at >>> 3;
      const shift = at & 7;
      let window = (bytes[i] << 24) | (bytes[i + 1] << 16) | (bytes[i + 2] << 8) | bytes[i + 3];
      if (shift) window = (window << shift) | (bytes[i + 4] >> (8 - shift));
      return window >>> (32 - count);
    }
    take(count) {
      const value = this.peek(count);
      this.at += count;
      return value;
    }
    number(k) {
      let zeros = 0;
      while (zeros < 33 && this.take(1) === 0) zeros++;
      const count = Math.min(zeros + k, 32);
      return count < 31 ? ((1 << count) | this.take(count)) - (1 << k) : 2 ** count + this.take(count) - 2 ** k;
    }
    get overrun() {
      return this.at > this.bytes.length * 8;
    }
  }

  // A canonical Huffman code over bit lengths; the low bits follow bare.
  class Code {
    constructor(bits) {
      const lengths = Array.from({ length: 33 }, () => bits.take(4));
      const order = lengths.map((_, c) => c).filter((c) => lengths[c] > 0);
      order.sort((a, b) => lengths[a] - lengths[b] || a - b);
      this.classes = new Uint8Array(4096);
      this.lengths = new Uint8Array(4096).fill(1);
      let word = 0;
      let length = 0;
      for (const c of order) {
        word <<= lengths[c] - length;
        length = lengths[c];
        const first = word << (12 - length);
        const last = first + (1 << (12 - length));
        this.classes.fill(c, first, last);
        this.lengths.fill(length, first, last);
        word++;
      }
    }
    skip(bits) {
      const next = bits.peek(12);
      bits.at += this.lengths[next] + Math.max(this.classes[next] - 1, 0);
    }
    take(bits) {
      const next = bits.peek(12);
      bits.at += this.lengths[next];
      const low = this.classes[next] - 1;
      return low < 0 ? 0 : low < 31 ? (1 << low) | bits.take(low) : 2 ** low + bits.take(low);
    }
  }

  // ---- Folding: the rules of src/search/fold.rs ----

  const ALPHANUMERIC = /[\p{Alphabetic}\p{N}]/u;
  const WHITE = /\p{White_Space}/u;
  const BOUNDARY = " ";
  // What a character folds to is written as one string: "" nothing, "\0" transparent, else the symbol.
  const simplified = new Map();
  const folded = new Map();

  function addPairs(text) {
    const chars = Array.from(text);
    for (let i = 0; i + 1 < chars.length; i += 2) simplified.set(chars[i], chars[i + 1]);
    folded.clear();
  }

  function foldChar(char) {
    const known = folded.get(char);
    if (known !== undefined) return known;
    const code = char.codePointAt(0);
    let to = code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : char;
    const lower = to.toLowerCase();
    if (lower.length === (lower.codePointAt(0) > 0xffff ? 2 : 1)) to = lower;
    to = simplified.get(to) || to;
    const end = to.codePointAt(0);
    if (end === 0xad || (end >= 0x300 && end <= 0x36f)) to = "\0";
    else if (!(end >= 0x20000 && end <= 0x3ffff) && !ALPHANUMERIC.test(to)) to = "";
    folded.set(char, to);
    return to;
  }

  const isWord = (symbol) => symbol !== BOUNDARY && symbol.codePointAt(0) < 0x2000;

  // The symbols of a text with the places they stand for (UTF-16 units).
  function symbolsOf(text) {
    const of = [];
    const from = [];
    const to = [];
    const add = (symbol, start, end) => {
      of.push(symbol);
      from.push(start);
      to.push(end);
    };
    let inWord = false;
    let afterBoundary = false;
    let wordEnd = 0;
    let start = 0;
    for (const char of text) {
      const end = start + char.length;
      const symbol = foldChar(char);
      if (symbol !== "\0") {
        const word = symbol !== "" && isWord(symbol);
        if (inWord && !word) {
          add(BOUNDARY, wordEnd, wordEnd);
          inWord = false;
          afterBoundary = true;
        }
        if (word) {
          if (!inWord && !afterBoundary) add(BOUNDARY, start, start);
          inWord = true;
          wordEnd = end;
        }
        if (symbol !== "") {
          afterBoundary = false;
          add(symbol, start, end);
        }
      }
      start = end;
    }
    if (inWord) add(BOUNDARY, wordEnd, wordEnd);
    return { of, from, to };
  }

  const fold = (text) => symbolsOf(text).of.join("");

  // White space parts words, quotation marks hold them together, a minus leaves a word out.
  function parse(query) {
    const words = { wanted: [], unwanted: [] };
    const chars = Array.from(query);
    const quote = (char) => char !== undefined && '"＂“”'.includes(char);
    let i = 0;
    while (i < chars.length) {
      if (WHITE.test(chars[i])) {
        i++;
        continue;
      }
      const minus = "-－−".includes(chars[i]);
      if (minus) i++;
      const quoted = quote(chars[i]);
      if (quoted) i++;
      let end = i;
      while (end < chars.length && !quote(chars[end]) && (quoted || !WHITE.test(chars[end]))) end++;
      const key = fold(chars.slice(i, end).join(""));
      const list = minus ? words.unwanted : words.wanted;
      if (key && !list.includes(key)) list.push(key);
      i = quoted && quote(chars[end]) ? end + 1 : end;
    }
    return words;
  }

  // Where the wanted words stand in a text: ordered, disjoint [from, to) in UTF-16 units.
  function marksIn(text, words) {
    const { of, from, to } = symbolsOf(text);
    const spans = [];
    for (const word of words.wanted) {
      const symbols = Array.from(word);
      const first = symbols[0] === BOUNDARY ? 1 : 0;
      const last = symbols.length - (symbols[symbols.length - 1] === BOUNDARY ? 2 : 1);
      for (let at = of.indexOf(symbols[0]); at >= 0; at = of.indexOf(symbols[0], at + 1)) {
        if (at + symbols.length > of.length) break;
        let same = 1;
        while (same < symbols.length && of[at + same] === symbols[same]) same++;
        if (same === symbols.length) spans.push([from[at + first], to[at + last]]);
      }
    }
    spans.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const merged = [];
    for (const span of spans) {
      const last = merged[merged.length - 1];
      if (last && span[0] <= last[1]) last[1] = Math.max(last[1], span[1]);
      else merged.push(span);
    }
    return merged;
  }

  // ---- What the shards hold ----

  function readRoot(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const length = view.getUint32(0, true);
    const root = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
    const bits = new Bits(bytes.subarray(4 + length));
    const codes = {};
    for (const name of ["drop", "step", "extra", "symbol", "count", "gap"]) codes[name] = new Code(bits);
    root.codes = codes;
    root.columns = Array.from({ length: 11 }, () => new Code(bits));
    root.alphabet = new Map();
    let number = 0;
    for (let classes = bits.number(2); classes > 0; classes--) {
      const count = bits.number(4);
      const k = bits.take(5);
      let next = 0;
      for (let i = 0; i < count && !bits.overrun; i++) {
        next += bits.number(k);
        root.alphabet.set(String.fromCodePoint(next), Math.min(++number, 0xfff0));
        next++;
      }
    }
    // A small directory stands here, of another the first separator of each part.
    if (bits.take(1) === 1) {
      root.directory = [];
      for (let parts = bits.number(2); parts > 0 && !bits.overrun; parts--) root.directory.push(takeLabels(bits, codes));
      root.first = root.directory.map((part) => part[0]);
    } else root.first = takeLabels(bits, codes);
    root.common = takeLabels(bits, codes).map((label) => ({ label, shortest: Math.max(label.length - bits.number(0), 0) }));
    root.texts = bits.take(1) === 1 ? takeTextStarts(bits) : null;
    const pairs = [];
    for (let count = bits.number(8), from = 0; count > 0 && !bits.overrun; count--) {
      from += bits.number(5);
      const coded = bits.number(12);
      pairs.push(from, from + (coded % 2 ? -(coded + 1) / 2 : coded / 2));
    }
    root.body = root.titles + root.headings;
    const records = root.body + root.clauses;
    root.records = records;
    root.width = records < 2 ? 0 : 32 - Math.clz32(records - 1);
    if (bits.overrun) throw new Error("too short");
    addPairs(String.fromCodePoint(...pairs));
    return root;
  }

  // A column of numbers in `shared` or a code of its own.
  function takeColumn(bits, shared, count) {
    const inRuns = bits.take(1) === 1;
    const code = bits.take(1) === 1 ? new Code(bits) : shared;
    const values = [];
    while (values.length < count && !bits.overrun) {
      const value = code.take(bits);
      for (let more = inRuns ? bits.number(2) : 0; more >= 0 && values.length < count; more--) values.push(value);
    }
    return values;
  }

  // Sums of what stands before each value, and of all.
  function sumsOf(values) {
    const sums = [0];
    for (const value of values) sums.push(sums[sums.length - 1] + value);
    return sums;
  }

  // The names of the text shards, and how many titles, headings and other clauses stand before each.
  function takeTextStarts(bits) {
    const counts = Array.from({ length: bits.number(4) }, () => bits.number(6));
    const names = counts.flatMap((count, part) => Array.from({ length: count }, (_, nth) => `t/${part}-${nth}`));
    const starts = [0, 1, 2].map(() => sumsOf(takeColumn(bits, new Code(bits), names.length)).slice(0, -1));
    return { names, starts };
  }

  function takeLabel(bits, codes, label) {
    const drop = codes.drop.take(bits);
    const same = Math.max(label.length - drop, 0);
    const old = label[same];
    label.length = same;
    if (drop > 0 && old !== undefined) label.push(Math.min(old + codes.step.take(bits) + 1, BLIND));
    const end = label.length + Math.min(codes.extra.take(bits), BLIND);
    while (label.length < end && !bits.overrun) {
      const symbol = codes.symbol.take(bits);
      if (symbol > 0) label.push(Math.min(symbol - 1, BLIND));
      else for (let run = bits.number(2); run >= 0 && label.length < end; run--) label.push(BLIND);
    }
  }

  function takeLabels(bits, codes) {
    const labels = [];
    const label = [];
    for (let count = bits.number(8); count > 0 && !bits.overrun; count--) {
      takeLabel(bits, codes, label);
      labels.push(label.slice());
    }
    return labels;
  }

  function takeRecords(bits, gap, width, count, to) {
    let record = 0;
    for (let i = 0; i < count && !bits.overrun; i++) {
      record = i === 0 ? bits.take(width) : record + gap.take(bits) + 1;
      to.push(record);
    }
  }

  function skipRecords(bits, gap, width, count) {
    bits.at += width;
    for (let i = 1; i < count; i++) gap.skip(bits);
  }

  function readList(bytes, width, to) {
    const bits = new Bits(bytes);
    const count = bits.number(8);
    takeRecords(bits, new Code(bits), width, count, to);
  }

  // Looks a beginning up in an index shard: records that have it for sure, or maybe; instead of these the
  // node's facts where the shard has them, unless the records are asked for.
  function lookUpIn(bytes, root, key, listing) {
    const { codes, width } = root;
    const bits = new Bits(bytes);
    const buckets = bits.number(8);
    const nodes = [];
    let bucket = 0;
    for (let count = bits.number(2); count > 0 && !bits.overrun; count--) {
      bucket += bits.number(4);
      const shortest = bits.number(2);
      const longest = shortest + bits.number(1);
      const length = bits.number(8);
      if (key.length >= shortest && key.length <= longest) nodes.push({ bucket, at: bits.at });
      bits.at += length;
    }
    const found = { sure: [], maybe: [], known: 0, blind: false, facts: null };
    const stops = [];
    for (let at = STOP, end = 0; at < buckets && !bits.overrun; at += STOP) stops.push((end += bits.number(14)));
    const start = bits.at;
    const label = [];
    // What is to be known of the key begins behind the last stop that stands before it.
    const before = countWhile(stops, (stop) => {
      bits.at = start + stop;
      label.length = 0;
      takeLabel(bits, codes, label);
      return compare(label, key) < 0;
    });
    bits.at = before > 0 ? start + stops[before - 1] : start;
    for (let at = before * STOP; at < buckets; at++) {
      if (at % STOP === 0) label.length = 0;
      takeLabel(bits, codes, label);
      const mixed = bits.take(1) === 1;
      const count = codes.count.take(bits) + 1;
      const stem = label.length - 1;
      let same = 0;
      while (same < label.length && same < key.length && (label[same] === key[same] || label[same] === BLIND)) same++;
      if (same === key.length && (same <= stem || !mixed)) {
        found.maybe = [];
        if (found.sure.length === 0) {
          found.blind = label.slice(0, key.length).includes(BLIND);
          const node = nodes.find((node) => node.bucket === at);
          if (node && !listing) {
            bits.at = node.at;
            found.facts = takeFacts(bits);
            return found;
          }
        }
        takeRecords(bits, codes.gap, width, count, found.sure);
      } else if (same < key.length && label[same] > key[same]) {
        break;
      } else {
        found.maybe = [];
        if (mixed ? same >= stem : same === label.length) {
          found.known = mixed ? stem : label.length;
          takeRecords(bits, codes.gap, width, count, found.maybe);
        } else skipRecords(bits, codes.gap, width, count);
      }
      if (bits.overrun) throw new Error("search: an index shard is damaged");
    }
    return found;
  }

  // Facts of the frequent beginning at place `nth` of a shard, and where its records are listed.
  function takeFrequent(bytes, nth) {
    const bits = new Bits(bytes);
    for (; nth > 0; nth--) {
      const length = bits.number(8);
      bits.at += length;
    }
    bits.number(8);
    const lists = { first: bits.number(8), count: bits.number(0) + 1 };
    const facts = takeFacts(bits);
    if (bits.overrun) throw new Error("search: a shard of facts is damaged");
    return { sure: [], maybe: [], facts, lists };
  }

  function takeFacts(bits) {
    const facts = { clauses: bits.number(10), circulars: bits.number(8), titles: bits.number(4) };
    const titles = bits.number(2);
    const clauses = bits.number(4);
    const records = [];
    let last = 0;
    for (let i = 0; i < titles + clauses; i++) {
      const ahead = bits.take(1) === 1;
      last += ahead ? bits.number(3) : -bits.number(3);
      records.push(last);
    }
    facts.firstTitles = records.slice(0, titles);
    facts.first = records.slice(titles);
    facts.counts = {};
    for (const name of ["level", "year", "kind", "status", "issuer"]) {
      const map = (facts.counts[name] = new Map());
      let value = 0;
      for (let i = 0, count = bits.number(2); i < count; i++) {
        value += bits.number(1) + (i > 0 ? 1 : 0);
        map.set(value, bits.number(5));
      }
    }
    return facts;
  }

  // A catalogue shard: the facets of its circulars, where their records begin, where its texts are.
  function readPart(bytes, root) {
    const bits = new Bits(bytes);
    const rows = bits.number(8);
    const texts = bits.number(6);
    const codes = root.columns.values();
    const column = (count) => takeColumn(bits, codes.next().value, count);
    const sums = (count) => sumsOf(column(count));
    const level = column(rows);
    let last = 0;
    const year = column(rows).map((coded) => (last -= coded % 2 ? -(coded + 1) / 2 : coded / 2));
    const kind = column(rows);
    const status = column(rows);
    const counts = column(rows);
    const issuers = column(counts.reduce((sum, count) => sum + count, 0));
    let from = 0;
    const issuer = counts.map((count) => issuers.slice(from, (from += count)));
    const part = { level, year, kind, status, issuer, headings: sums(rows), clauses: sums(rows) };
    // What stands before each text shard; nothing where the root tells it.
    part.texts = [0, 1, 2].map(() => sums(texts).slice(0, -1));
    if (bits.overrun) throw new Error("too short");
    return part;
  }

  // A text shard as rows: {kind, slug, title, date, naming, anchor, number, words}; of titles, headings, others the kind is 0, 1, 2.
  function readTexts(text) {
    const [circulars, ...columns] = text.split("\x1d");
    const [words, anchors, numbers] = columns.map((column) => column.split("\x1e"));
    const rows = [];
    let clause = 0;
    let anchor = "";
    for (const circular of circulars.split("\x1e")) {
      if (!circular) continue;
      const [slug, title, date, titled, headings, others, naming] = circular.split("\x1f");
      if (titled === "1") rows.push({ kind: 0, slug, title, date, naming, anchor: "", number: "", words: title });
      const body = clause + Number(headings);
      for (const end = body + Number(others); clause < end; clause++) {
        const change = anchors[clause];
        anchor = anchor.slice(0, change.charCodeAt(0) - 0x30) + change.slice(1);
        const kind = clause < body ? 1 : 2;
        rows.push({ kind, slug, title, date, naming, anchor, number: numbers[clause], words: words[clause] });
      }
    }
    return rows;
  }

  // ---- Where things are ----

  function compare(separator, symbols) {
    const length = Math.min(separator.length, symbols.length);
    for (let i = 0; i < length; i++) {
      if (separator[i] !== BLIND && separator[i] !== symbols[i]) return separator[i] - symbols[i];
    }
    return separator.length - symbols.length;
  }

  // How many of ascending things come first: those for which `before` holds.
  function countWhile(list, before) {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(list[middle])) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  const placeOf = (list, before) => Math.max(countWhile(list, before) - 1, 0);

  function begins(separator, symbols) {
    return separator.length > symbols.length && symbols.every((s, i) => separator[i] === BLIND || separator[i] === s);
  }

  // The name of the index shard of separator `at`: its first symbol, and how many of its directory's before have the same.
  function nameOf(separators, at) {
    const [symbol] = separators[at];
    let before = 0;
    while (before < at && separators[at - before - 1][0] === symbol) before++;
    return `i/${symbol}-${before}`;
  }

  // The names of the index shards that beginnings with `symbols` stand in: one, and those behind that begin so.
  async function locate(root, symbols) {
    const notAfter = (separator) => compare(separator, symbols) <= 0;
    const separatorsOf = (part) => (root.directory ? root.directory[part] : shard(`d/${part}`, root));
    let part = placeOf(root.first, notAfter);
    let separators = await separatorsOf(part);
    let at = placeOf(separators, notAfter);
    const names = [nameOf(separators, at)];
    for (;;) {
      if (++at === separators.length) {
        if (++part === root.first.length || !begins(root.first[part], symbols)) break;
        separators = await separatorsOf(part);
        at = 0;
      }
      if (!begins(separators[at], symbols)) break;
      names.push(nameOf(separators, at));
    }
    return names;
  }

  // The catalogue shard a record is in.
  function partOf(root, record) {
    const { every, bases } = root.catalogue;
    if (record < root.titles) return Math.floor(record / every);
    return record < root.body
      ? placeOf(bases, (base) => base[0] <= record - root.titles)
      : placeOf(bases, (base) => base[1] <= record - root.body);
  }

  // Of a record: its catalogue shard's number and contents, and its circular's place in it.
  async function home(root, record) {
    const at = partOf(root, record);
    const part = await shard(`c/${at}`, root);
    return { at, part, local: localOf(root, part, at, record) };
  }

  function localOf(root, part, at, record) {
    const base = root.catalogue.bases[at];
    if (record < root.titles) return record % root.catalogue.every;
    return record < root.body
      ? placeOf(part.headings, (start) => start <= record - root.titles - base[0])
      : placeOf(part.clauses, (start) => start <= record - root.body - base[1]);
  }

  async function textOf(root, record) {
    const [name, kind, nth] = await textPlace(root, record);
    const row = (await shard(name, root)).filter((row) => row.kind === kind)[nth];
    if (!row) throw new Error(`search/${name}.js is damaged`);
    return row;
  }

  // The text shard of a record, its kind, and which of these there it is.
  async function textPlace(root, record) {
    const kind = record < root.titles ? 0 : record < root.body ? 1 : 2;
    let number = record - [0, root.titles, root.body][kind];
    let starts;
    let nameOf;
    if (root.texts) {
      ({ starts } = root.texts);
      nameOf = (place) => root.texts.names[place];
    } else {
      const at = partOf(root, record);
      number -= [at * root.catalogue.every, ...root.catalogue.bases[at]][kind];
      starts = (await shard(`c/${at}`, root)).texts;
      nameOf = (place) => `t/${at}-${place}`;
    }
    const place = placeOf(starts[kind], (start) => start <= number);
    return [nameOf(place), kind, number - starts[kind][place]];
  }

  const textsOf = (root, records) => Promise.all(records.map((record) => textOf(root, record)));

  // ---- Looking up ----

  // Ascending, each once.
  function tidy(records) {
    const sorted = Uint32Array.from(records).sort();
    const once = [];
    for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) once.push(sorted[i]);
    return once;
  }

  function common(a, b) {
    const result = [];
    for (let i = 0, j = 0; i < a.length && j < b.length; ) {
      if (a[i] < b[j]) i++;
      else if (a[i] > b[j]) j++;
      else {
        result.push(a[i++]);
        j++;
      }
    }
    return result;
  }

  const numbersOf = (root, key) => Array.from(key, (symbol) => root.alphabet.get(symbol));

  // What the index says of one word, or null when nothing contains it.
  async function lookUp(root, key) {
    const symbols = numbersOf(root, key);
    if (symbols.includes(undefined)) return null;
    const term = { key, symbols };
    const nth = frequent(root, symbols);
    if (nth >= 0) {
      const { label } = root.common[nth];
      term.blind = label.slice(0, symbols.length).includes(BLIND);
      const bytes = await shard(`f/${Math.floor(nth / root.frequent)}`, root);
      Object.assign(term, takeFrequent(bytes, nth % root.frequent));
    } else {
      if (symbols.length >= LONG) endOf(root, key, symbols).catch(() => {});
      term.shards = await locate(root, symbols);
      Object.assign(term, lookUpIn(await shard(term.shards[0], root), root, symbols));
    }
    if (!term.facts) term.sure = await allOf(root, term);
    if (term.maybe.length > MANY) term.maybe = await thinOut(root, term);
    term.size = term.facts ? term.facts.clauses + term.facts.titles : term.sure.length + term.maybe.length;
    if (term.blind) {
      // All that was found agrees where the shard is blind: one text tells of all.
      const witness = term.facts ? term.facts.first.concat(term.facts.firstTitles)[0] : term.sure[0];
      if (witness !== undefined && !fold((await textOf(root, witness)).words).includes(key)) return null;
    }
    return term.size > 0 ? term : null;
  }

  // Where the end of a key may begin that is looked up to thin out what begins with its first `known` symbols: the
  // end holds all others and one more, so that it is rare; of a long key it is the second half. Then the places before.
  function tailsOf(key, known) {
    const symbols = Array.from(key);
    const { length } = symbols;
    const places = [];
    for (let at = Math.max(Math.min(length >> 1, length - 3), known - 1, 1); at > 0; at--) {
      const symbol = symbols[at];
      if (symbol === undefined) continue;
      if (symbol === BOUNDARY ? at + 1 < length && isWord(symbols[at + 1]) : !isWord(symbol)) places.push(at);
    }
    return places;
  }

  // Asks for the index shard where the end of a long word stands, so that it comes beside that of its beginning.
  async function endOf(root, key, symbols) {
    const end = symbols.slice(tailsOf(key, 0)[0]);
    if (end.length === symbols.length || frequent(root, end) >= 0) return;
    const names = await locate(root, end);
    if (names.length === 1) await shard(names[0], root);
  }

  // The candidates that may contain the end of the word, too. Saves reading texts.
  async function thinOut(root, term) {
    for (const from of tailsOf(term.key, term.known)) {
      const symbols = term.symbols.slice(from);
      if (frequent(root, symbols) >= 0) continue;
      const names = await locate(root, symbols);
      if (names.length > 1) continue;
      const found = lookUpIn(await shard(names[0], root), root, symbols, true);
      const allowed = new Set(found.sure.concat(found.maybe));
      return term.maybe.filter((record) => allowed.has(record));
    }
    return term.maybe;
  }

  // The place of the frequent beginning that answers for `symbols`, or -1.
  function frequent(root, symbols) {
    const { length } = symbols;
    return root.common.findIndex(
      ({ label, shortest }) =>
        length >= shortest &&
        length <= label.length &&
        symbols.every((symbol, i) => label[i] === BLIND || label[i] === symbol),
    );
  }

  // How many bytes are still to be read, about, to have all records of a word.
  function priceOf(root, term) {
    if (term.lists) {
      const share = Math.floor(root.records / Math.max(term.size, 1));
      return Math.floor((term.size * (34 - Math.clz32(share))) / 8);
    }
    return term.facts ? (term.shards.length - 1) * INDEX_SHARD : 0;
  }

  // All records of a word, ascending.
  async function allOf(root, term) {
    const records = [];
    if (term.lists) {
      const { first, count } = term.lists;
      const names = Array.from({ length: count }, (_, i) => `l/${term.symbols[0]}-${first + i}`);
      const lists = await Promise.all(names.map((name) => shard(name, root)));
      for (const bytes of lists) readList(bytes, root.width, records);
      return records;
    }
    if (!term.facts && term.shards.length === 1) return tidy(term.sure);
    const shards = await Promise.all(term.shards.map((name) => shard(name, root)));
    return tidy([].concat(...shards.map((bytes) => lookUpIn(bytes, root, term.symbols, true).sure)));
  }

  // The records, titles among them, that contain all wanted words and no unwanted one.
  async function recordsOf(root, terms, unwanted) {
    terms.sort((a, b) => a.size - b.size);
    let found = null;
    const open = { wanted: [], unwanted: [] };
    for (const term of terms) {
      if (term.maybe.length > 0) {
        open.wanted.push(term.key);
        found = found ? common(found, term.maybe) : term.maybe;
      } else if (found && found.length * TEXT < priceOf(root, term)) {
        open.wanted.push(term.key);
      } else {
        const all = term.facts ? await allOf(root, term) : term.sure;
        found = found ? common(found, all) : all;
      }
    }
    for (const key of unwanted) {
      if (found.length <= FEW) {
        open.unwanted.push(key);
        continue;
      }
      const term = await lookUp(root, key);
      if (!term) continue;
      const without = new Set(term.facts ? await allOf(root, term) : term.sure);
      const texts = await textsOf(root, term.maybe);
      term.maybe.forEach((record, i) => fold(texts[i].words).includes(key) && without.add(record));
      found = found.filter((record) => !without.has(record));
    }
    if (open.wanted.length + open.unwanted.length === 0) return found;
    const texts = await textsOf(root, found);
    return found.filter((_, i) => {
      const key = fold(texts[i].words);
      return open.wanted.every((word) => key.includes(word)) && !open.unwanted.some((word) => key.includes(word));
    });
  }

  // ---- Answering ----

  const FACETS = ["level", "year", "kind", "status", "issuer"];

  // The wanted facets as numbers; a value that the corpus does not know allows nothing.
  async function filterOf(root, options) {
    const filter = {};
    const set = (name, number) => (filter[name] = number);
    const given = (name) => options[name] !== undefined && options[name] !== null && options[name] !== "";
    const known = (list, value, plus) => (list.includes(value) ? list.indexOf(value) + plus : -1);
    if (given("level")) set("level", known(root.levels, options.level, 0));
    if (given("kind")) set("kind", known(root.kinds, options.kind, 1));
    if (given("status")) set("status", known(root.statuses, options.status, 1));
    if (given("year")) set("year", Number(options.year));
    if (given("issuer")) {
      set("issuer", -1);
      for (let at = 0; at < root.names && filter.issuer < 0; at++) {
        const nth = (await shard(`n/${at}`, root)).indexOf(options.issuer);
        if (nth >= 0) set("issuer", at * NAMES + nth);
      }
    }
    return filter;
  }

  function allows(filter, part, local) {
    return FACETS.every((name) => {
      if (filter[name] === undefined) return true;
      const value = part[name][local];
      return name === "issuer" ? value.includes(filter.issuer) : value === filter[name];
    });
  }

  async function results(root, found, filter, words, options) {
    const filtered = Object.keys(filter).length > 0;
    const inBody = (records) => records.slice(countWhile(records, (record) => record < root.titles));
    const partsOf = async (records) => {
      const parts = new Map();
      for (const record of records) parts.set(partOf(root, record), null);
      await Promise.all(Array.from(parts.keys(), async (at) => parts.set(at, await shard(`c/${at}`, root))));
      return parts;
    };
    if (filtered) {
      const parts = await partsOf(found);
      found = found.filter((record) => {
        const at = partOf(root, record);
        return allows(filter, parts.get(at), localOf(root, parts.get(at), at, record));
      });
    }
    const clauses = inBody(found);
    const titles = found.slice(0, found.length - clauses.length);
    const counted = options.facets && (filtered || new Set(clauses.map((record) => partOf(root, record))).size <= PARTS);
    const counts = Object.fromEntries(FACETS.map((name) => [name, new Map()]));
    const circulars = new Map();
    if (counted) {
      const parts = await partsOf(clauses);
      for (const record of clauses) {
        const at = partOf(root, record);
        const circular = at * root.catalogue.every + localOf(root, parts.get(at), at, record);
        circulars.set(circular, (circulars.get(circular) || 0) + 1);
      }
      for (const [circular, n] of circulars) {
        const part = parts.get(Math.floor(circular / root.catalogue.every));
        const local = circular % root.catalogue.every;
        for (const name of FACETS) {
          for (const value of [part[name][local]].flat()) counts[name].set(value, (counts[name].get(value) || 0) + n);
        }
      }
    }
    const [first, hits, facets] = await Promise.all([
      hitsOf(root, titles.slice(0, TITLES), words, options),
      pageOf(root, titles, clauses, options).then((page) => hitsOf(root, page, words, options)),
      options.facets ? facetsOf(root, counts, !counted) : null,
    ]);
    const total = { total: clauses.length, circulars: counted ? circulars.size : null, titlesTotal: titles.length };
    return { ...total, titles: first, hits, facets };
  }

  // The records to show: first of circulars whose title answers, then of those where a heading does,
  // then of the others; within each in the order of the circulars, headings first.
  async function pageOf(root, titles, clauses, { offset, limit }) {
    const split = countWhile(clauses, (record) => record < root.body);
    const headings = clauses.slice(0, split);
    const body = clauses.slice(split);
    // In order as they are.
    if (titles.length + headings.length === 0) return body.slice(offset, offset + limit);
    // All are shown, and their texts, which are read anyway, tell whose they are.
    if (offset === 0 && clauses.length <= limit && titles.length <= TITLES) {
      const all = titles.concat(clauses);
      const ofCircular = new Map();
      for (const [at, { slug, kind }] of (await textsOf(root, all)).entries()) {
        if (!ofCircular.has(slug)) ofCircular.set(slug, []);
        if (kind > 0) ofCircular.get(slug).push(all[at]);
      }
      return [].concat(...ofCircular.values());
    }
    const near = [titles, headings, body].flatMap((list) => list.slice(0, offset + limit)).slice(0, offset + limit);
    await Promise.all(near.map((record) => home(root, record)));
    const ranked = [];
    const seen = new Set();
    for (const list of [titles, headings, body]) {
      for (const record of list) {
        if (ranked.length >= offset + limit) break;
        const { at, part, local } = await home(root, record);
        const circular = at * root.catalogue.every + local;
        if (seen.has(circular)) continue;
        seen.add(circular);
        const base = root.catalogue.bases[at];
        const within = (records, starts, before) => {
          const from = countWhile(records, (r) => r < before + starts[local]);
          const to = countWhile(records, (r) => r < before + starts[local + 1]);
          for (let i = from; i < to; i++) ranked.push(records[i]);
        };
        within(headings, part.headings, root.titles + base[0]);
        within(body, part.clauses, root.body + base[1]);
      }
    }
    return ranked.slice(offset, offset + limit);
  }

  async function hitsOf(root, records, words, options) {
    const texts = await textsOf(root, records);
    return texts.map(({ slug, title, date, naming = "", anchor, number, words: text }) => {
      const page = `circulars/${encodeURI(slug)}.html`;
      const hash = anchor ? `#${anchor}` : "";
      return {
        url: page + hash,
        // With the query, for the page to mark.
        link: `${page}?q=${encodeURIComponent(options.query)}${hash}`,
        circular: slug,
        eid: anchor,
        title,
        number,
        // In which words its circular names clauses: t, w, e, or nothing.
        naming,
        text,
        date,
        marks: marksIn(text, words),
      };
    });
  }

  async function facetsOf(root, counts, partial) {
    const ranked = (name, text) =>
      Array.from(counts[name])
        .sort((a, b) => b[1] - a[1] || a[0] - b[0])
        .map(([value, count]) => ({ value: text(value), count }))
        .filter((entry) => entry.value !== undefined);
    const issuers = ranked("issuer", (number) => number);
    const named = issuers.slice(0, ISSUERS).map(async (entry) => {
      entry.value = (await shard(`n/${Math.floor(entry.value / NAMES)}`, root))[entry.value % NAMES];
    });
    await Promise.all(named);
    return {
      issuer: issuers.slice(0, ISSUERS),
      level: ranked("level", (value) => root.levels[value]),
      kind: ranked("kind", (value) => root.kinds[value - 1]),
      year: ranked("year", (value) => (value > 0 ? String(value) : undefined)),
      status: ranked("status", (value) => root.statuses[value - 1]),
      partial: partial || issuers.length > ISSUERS,
    };
  }

  const nothing = () => ({
    total: 0,
    circulars: 0,
    titlesTotal: 0,
    titles: [],
    hits: [],
    facets: { issuer: [], level: [], kind: [], year: [], status: [], partial: false },
  });

  clausebook.ready = () => shard("root");

  // What nearly every search reads, whatever is asked.
  clausebook.prepare = async function () {
    await shard("v", await clausebook.ready());
  };

  clausebook.fold = fold;

  // Words of a query; fetches the whole folding table when a character may need it.
  async function wordsOf(root, query) {
    let words = parse(query);
    const known = (symbol) => root.alphabet.has(symbol) || isWord(symbol) || symbol === BOUNDARY;
    if (!words.wanted.concat(words.unwanted).every((key) => Array.from(key).every(known))) {
      addPairs(await shard("fold", root));
      words = parse(query);
    }
    return words;
  }

  clausebook.search = async function (query, given) {
    const options = { limit: 10, offset: 0, facets: true, ...given, query: String(query) };
    const root = await clausebook.ready();
    // Texts need it; asked for now it comes beside what leads to them. A failure is told where it is read.
    shard("v", root).catch(() => {});
    const words = await wordsOf(root, options.query);
    const [terms, filter] = await Promise.all([
      Promise.all(words.wanted.map((key) => lookUp(root, key))),
      filterOf(root, options),
    ]);
    if (terms.length === 0 || terms.includes(null)) return nothing();
    const { facts } = terms[0];
    const plain = terms.length === 1 && words.unwanted.length === 0 && Object.keys(filter).length === 0;
    const { offset, limit } = options;
    if (plain && facts && (facts.first.length === facts.clauses || offset + limit <= facts.first.length)) {
      const [titles, hits, facets] = await Promise.all([
        hitsOf(root, facts.firstTitles, words, options),
        hitsOf(root, facts.first.slice(offset, offset + limit), words, options),
        options.facets ? facetsOf(root, facts.counts, false) : null,
      ]);
      return { total: facts.clauses, circulars: facts.circulars, titlesTotal: facts.titles, titles, hits, facets };
    }
    return results(root, await recordsOf(root, terms, words.unwanted), filter, words, options);
  };

  // ---- Marking a page ----

  const BLOCKS = "p,li,td,th,dt,dd,h1,h2,h3,h4,h5,h6,blockquote,figcaption,caption,pre,div,section,article,main,body";

  // Wraps what answers `query` in <mark>, matches across inline elements too, never across paragraphs.
  clausebook.mark = async function (element, query) {
    const root = await clausebook.ready();
    const words = await wordsOf(root, String(query));
    const groups = new Map();
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest("script,style,mark")) continue;
      const block = node.parentElement.closest(BLOCKS) || element;
      if (!groups.has(block)) groups.set(block, []);
      groups.get(block).push(node);
    }
    let count = 0;
    for (const nodes of groups.values()) {
      const marks = marksIn(nodes.map((node) => node.data).join(""), words);
      count += marks.length;
      // From the last to the first, so that what is before stays where it was.
      let end = nodes.reduce((sum, node) => sum + node.data.length, 0);
      for (const node of nodes.reverse()) {
        const start = end - node.data.length;
        for (const [from, to] of marks.slice().reverse()) {
          const first = Math.max(from, start) - start;
          const last = Math.min(to, end) - start;
          if (first >= last) continue;
          const range = document.createRange();
          range.setStart(node, first);
          range.setEnd(node, last);
          range.surroundContents(document.createElement("mark"));
        }
        end = start;
      }
    }
    return count;
  };
})(typeof window !== "undefined" ? window : globalThis);
