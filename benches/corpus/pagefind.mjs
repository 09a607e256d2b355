// node pagefind.mjs SITE PHRASES: the addresses of the pages that Pagefind gives for each phrase.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [site, phrases] = process.argv.slice(2);
// Its script asks the page for the language and fetches its files from a server.
globalThis.document = { querySelector: () => ({ getAttribute: () => "zh" }) };
globalThis.location = new URL("http://localhost/");
globalThis.window = globalThis;
globalThis.fetch = async (url) => new Response(readFileSync(join(site, new URL(url, location).pathname)));

const pagefind = await import(pathToFileURL(join(site, "pagefind/pagefind.js")));
await pagefind.options({ basePath: "http://localhost/pagefind/", baseUrl: "/" });
await pagefind.init();
const addresses = new Map();
const all = [];
for (const { words } of JSON.parse(readFileSync(phrases))) {
  const found = await pagefind.search(`"${words}"`);
  const given = [];
  for (const result of found?.results ?? []) {
    if (!addresses.has(result.id)) addresses.set(result.id, (await result.data()).url);
    given.push(addresses.get(result.id));
  }
  all.push(given);
}
// Its workers would keep the process alive; what is written must be out first.
process.stdout.write(JSON.stringify(all), () => process.exit(0));
