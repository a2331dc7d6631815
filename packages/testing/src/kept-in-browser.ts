import type { Page } from "@playwright/test";

/** Everything that this site keeps in a browser and a script can reach, as one text: what the next person at it could find. */
export async function keptInBrowser(page: Page): Promise<string> {
  return String(await page.evaluate(everything));
}

// Text, since what runs in a browser is none of this package's code and knows none of its types.
const everything = `(async () => {
  const databases = [];
  for (const { name } of await indexedDB.databases()) {
    const open = await new Promise((done, fail) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
    for (const store of open.objectStoreNames) {
      databases.push(await new Promise((done, fail) => {
        const asked = open.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => done([name, store, asked.result]);
        asked.onerror = () => fail(asked.error);
      }));
    }
    open.close();
  }
  const cached = [];
  // Only a secure origin has one; there is none elsewhere.
  for (const key of "caches" in window ? await caches.keys() : []) {
    const cache = await caches.open(key);
    for (const request of await cache.keys()) cached.push([request.url, await (await cache.match(request)).text()]);
  }
  const workers = "serviceWorker" in navigator ? (await navigator.serviceWorker.getRegistrations()).length : 0;
  const { href } = location;
  return JSON.stringify([href, document.cookie, { ...localStorage }, { ...sessionStorage }, databases, cached, workers,
    window.name, history.state, document.title, document.documentElement.outerHTML]);
})()`;
