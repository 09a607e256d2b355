// Loads the page's search program under node and points it to an index on disk.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

module.exports = function open(program, site) {
  vm.runInThisContext(fs.readFileSync(program, "utf8"), { filename: program });
  const clausebook = globalThis.clausebook;
  const loaded = { files: 0, bytes: 0 };
  clausebook.loader = async (name) => {
    const bytes = fs.readFileSync(path.join(site, "search", `${name}.js`));
    loaded.files += 1;
    loaded.bytes += bytes.length;
    // As a page reads it: by its byte order mark.
    const script = new TextDecoder("utf-16le").decode(bytes);
    let source;
    const call = clausebook.shard;
    clausebook.shard = (called, carrier) => {
      if (called === name) source = String(carrier);
    };
    vm.runInThisContext(script, { filename: name });
    clausebook.shard = call;
    return source;
  };
  return { clausebook, loaded };
};
