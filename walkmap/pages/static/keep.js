/* What this phone keeps of a round, so that it outlives a reload, a closed browser and a flat battery.
   Each record is written under its own name: two tabs of one round never write over each other's.
   A locked page's records are encrypted by its key, each with an IV of its own and bound to its name. */

walkmap.keep = (() => {
  const ROOT = "walkmap/";
  const SEALED = "~";
  const AGE_DAYS = 21;
  let stem = "";
  let writing = Promise.resolve();

  /* localStorage, or nothing: asking for it may already throw. */
  const box = () => {
    try {
      return window.localStorage;
    } catch (error) {
      return null;
    }
  };

  const write = (name, text) => {
    try {
      box().setItem(stem + name, text);
      return true;
    } catch (error) {
      return false;
    }
  };

  const bound = (name) => new TextEncoder().encode(stem + name);

  async function seal(name, value) {
    const clear = JSON.stringify(value);
    if (!walkmap.key) return clear;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const way = { name: "AES-GCM", iv, additionalData: bound(name) };
    const sealed = new Uint8Array(await crypto.subtle.encrypt(way, walkmap.key, new TextEncoder().encode(clear)));
    let signs = String.fromCharCode(...iv);
    for (let i = 0; i < sealed.length; i += 4096) signs += String.fromCharCode(...sealed.subarray(i, i + 4096));
    return SEALED + btoa(signs);
  }

  /* The value, or null for what this page has no key to, or did not write. */
  async function unseal(name, text) {
    try {
      if (text[0] !== SEALED) return JSON.parse(text);
      const bytes = Uint8Array.from(atob(text.slice(1)), (sign) => sign.charCodeAt(0));
      const way = { name: "AES-GCM", iv: bytes.subarray(0, 12), additionalData: bound(name) };
      const clear = await crypto.subtle.decrypt(way, walkmap.key, bytes.subarray(12));
      return JSON.parse(new TextDecoder().decode(clear));
    } catch (error) {
      return null;
    }
  }

  const names = () => {
    try {
      return Object.keys(box()).filter((name) => name.startsWith(ROOT));
    } catch (error) {
      return [];
    }
  };

  /* Makes room: rounds of weeks ago that were exported are nobody's any more. */
  const tidy = () => {
    const all = names();
    all.filter((name) => name.endsWith("/out")).forEach((mark) => {
      const days = (Date.now() - Date.parse(mark.split("/")[1])) / 86400000;
      const old = mark.slice(0, -"out".length);
      if (days > AGE_DAYS && old !== stem) all.filter((name) => name.startsWith(old)).forEach((name) => box().removeItem(name));
    });
  };

  async function read(heard) {
    const mine = names().filter((name) => name.startsWith(stem)).map((name) => name.slice(stem.length));
    await Promise.all(mine.map(async (name) => {
      const text = box().getItem(stem + name);
      const value = text && await unseal(name, text);
      if (value) heard(name, value);
    }));
  }

  /* Tells `heard(name, value)` of every record there is, and later `changed()` after what other tabs write.
     Gives whether this browser keeps anything. */
  async function open(heard, changed) {
    stem = `${ROOT}${walkmap.data.date}/${walkmap.data.plan}/`;
    tidy();
    const again = () => read(heard).then(changed);
    window.addEventListener("storage", (event) => {
      if (event.key && event.key.startsWith(stem)) again();
    });
    document.addEventListener("visibilitychange", () => document.hidden || again());
    const able = write("try", "1");
    if (able) box().removeItem(`${stem}try`);
    await read(heard);
    return able;
  }

  /* Writes one record after all that were to be written before; gives whether it is kept. Words come before
     photos: where there is no room, the photos of this round go from storage. */
  function put(name, value) {
    writing = writing.then(() => seal(name, value)).then((text) => {
      if (write(name, text)) return true;
      const photos = names().filter((one) => one.startsWith(`${stem}photo/`));
      if (name.startsWith("photo/") || !photos.length) return false;
      photos.forEach((one) => box().removeItem(one));
      walkmap.keep.dropped();
      return write(name, text);
    }).catch(() => false);
    return writing;
  }

  const remove = (chosen) => names().forEach((name) => {
    if (name.startsWith(stem) && chosen(name.slice(stem.length))) box().removeItem(name);
  });

  return { open, put, remove, dropped: () => {} };
})();
