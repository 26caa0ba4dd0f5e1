/* The key of a locked page, kept on this phone until the day ends, for who asks for it: browsers drop
   pages while a photo is taken. The key can be used from there, not read; never more than one is kept. */

walkmap.keyring = (() => {
  const today = () => new Date().toDateString();
  const wait = (asked) => new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });

  async function withKeys(act) {
    const asked = indexedDB.open("walkmap-keys", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("keys");
    const base = await wait(asked);
    try {
      return await act(base.transaction("keys", "readwrite").objectStore("keys"));
    } finally {
      base.close();
    }
  }

  const look = (locked) => withKeys(async (keys) => {
    const found = await wait(keys.get(locked.salt));
    if (found && found.day === today()) return found.key;
    if (found) await wait(keys.clear());
    return null;
  });

  /* The key that was kept today, or null; a browser that keeps nothing, or never answers, is none the worse. */
  const find = (locked) => Promise.race([
    look(locked).catch(() => null), new Promise((done) => { setTimeout(done, 1500, null); }),
  ]);

  const keep = (locked, key) => withKeys(async (keys) => {
    await wait(keys.clear());
    await wait(keys.put({ key, day: today() }, locked.salt));
  }).catch(() => null);

  return { find, keep };
})();
