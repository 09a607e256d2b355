// node mdbook.mjs BOOK PHRASES: the addresses of the pages that mdBook's search gives for each phrase.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";

const [book, phrases] = process.argv.slice(2);
const script = (start) =>
  readFileSync(join(book, readdirSync(book).find((name) => name.startsWith(start) && name.endsWith(".js"))), "utf8");
const page = vm.createContext({ search: {} });
page.window = page;
page.self = page;
vm.runInContext(script("elasticlunr"), page);
vm.runInContext(script("searchindex"), page);
const { index, doc_urls, search_options } = page.search;
const loaded = page.elasticlunr.Index.load(index);
const all = JSON.parse(readFileSync(phrases)).map(({ words }) =>
  loaded.search(words, search_options).map((found) => doc_urls[found.ref]),
);
console.log(JSON.stringify(all));
