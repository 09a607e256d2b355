// node answers.js <search.js> <site> <queries.json>: prints one answer a query, in the form of the vectors.
"use strict";
const fs = require("node:fs");
const [program, site, file] = process.argv.slice(2);
const { clausebook } = require("./node_reader.js")(program, site);

const pairs = (entries) => entries.map(({ value, count }) => [value, count]);

async function answer({ query, options }) {
  const found = await clausebook.search(query, options);
  const hit = ({ circular, eid, number, text, marks }) => ({
    circular,
    eid,
    number,
    marked: marks.map(([from, to]) => text.slice(from, to)),
  });
  const { issuer, level, kind, year, status, partial } = found.facets;
  return {
    total: found.total,
    circulars: found.circulars,
    titles_total: found.titlesTotal,
    titles: found.titles.map(hit),
    hits: found.hits.map(hit),
    facets: {
      issuer: pairs(issuer),
      level: pairs(level),
      kind: pairs(kind),
      year: pairs(year),
      status: pairs(status),
      partial,
    },
  };
}

(async () => {
  const answers = [];
  for (const query of JSON.parse(fs.readFileSync(file, "utf8"))) answers.push(await answer(query));
  process.stdout.write(JSON.stringify(answers));
})().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
