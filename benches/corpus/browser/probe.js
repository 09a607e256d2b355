// In every page from its beginning: the time from a key to the clauses that answer it.
(() => {
  const CLAUSES = 10;
  let answered;
  let asked = 0;
  let waiting = false;
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
  observer.observe({ type: "longtask" });
  let gap = 0;
  let frame;

  function frames(now) {
    if (frame) gap = Math.max(gap, now - frame);
    frame = now;
    requestAnimationFrame(frames);
  }

  // The frame with what is in the page now has been drawn when a task runs that its callback left behind.
  function drawn(then) {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = then;
      port2.postMessage(null);
    });
  }

  addEventListener(
    "input",
    (event) => {
      if (event.target.id !== "q") return;
      asked = event.timeStamp;
      waiting = true;
      answered = Promise.withResolvers();
      // It is asked for later.
      answered.promise.catch(() => {});
    },
    true,
  );

  addEventListener("DOMContentLoaded", () => {
    const found = document.querySelector(".found");
    if (!found) return;
    const tally = found.querySelector(".tally");
    // Between a key and its answer nothing changes there but the words and the mark that search goes on.
    const look = () => {
      const busy = found.ariaBusy === "true" || tally.textContent === found.dataset.searching;
      if (!waiting || busy) return;
      if (tally.textContent.startsWith(found.dataset.failed)) answered.reject(new Error(tally.textContent));
      const total = Number(/\d+/.exec(tally.textContent)?.[0] ?? 0);
      if (found.querySelectorAll(".list li").length < Math.min(total, CLAUSES)) return;
      waiting = false;
      const there = performance.now() - asked;
      const shards = performance.getEntriesByType("resource").filter(({ name }) => name.includes("/search/"));
      const bytes = shards.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
      const { resolve } = answered;
      drawn(() => resolve({ there, shown: performance.now() - asked, total, bytes, files: shards.length }));
    };
    new MutationObserver(look).observe(found, { subtree: true, childList: true, attributes: true });
  });

  globalThis.probe = {
    // What is shown for the last key.
    answer: () => answered.promise,
    // Milliseconds of the longest task, and of the longest time without a frame, since this was last called. Frames are
    // looked at from the first call on.
    longest: () => {
      tasks.push(...observer.takeRecords());
      const longest = tasks.splice(0).reduce((most, { duration }) => Math.max(most, duration), 0);
      const most = gap;
      // A page that draws nothing new has no frames, unless they are asked for.
      if (frame === undefined) requestAnimationFrame(frames);
      gap = frame = 0;
      return { task: longest, gap: most };
    },
  };
})();
