/* A locked page: asks for the phrase and decrypts the data. What locks is in walkmap/pages/lock.py. */

/* Goes on by `begin(data, key)` when the phrase was right. */
walkmap.unlock = async (block, begin) => {
  document.body.classList.add("locked");
  const kept = await walkmap.keyring.find(block.locked);
  const data = kept && await walkmap.decrypt(block.locked, kept);
  const opened = data ? { data, key: kept } : await walkmap.askPhrase(block);
  document.body.classList.remove("locked");
  begin(opened.data, opened.key);
};

walkmap.bytes = (base64) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));

/* A text's letters, word by word: no capitals, and nothing else that one may type differently. */
walkmap.letters = (phrase) => phrase.normalize("NFKC").toLowerCase().replace(/[^\p{L}]+/gu, " ").trim();

walkmap.keyOf = async (phrase, locked) => {
  const letters = new TextEncoder().encode(walkmap.letters(phrase).replace(/ /g, ""));
  const raw = await crypto.subtle.importKey("raw", letters, "PBKDF2", false, ["deriveKey"]);
  const way = { name: "PBKDF2", hash: "SHA-256", salt: walkmap.bytes(locked.salt), iterations: locked.rounds };
  return crypto.subtle.deriveKey(way, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
};

/* The data, or null if the key is not theirs. */
walkmap.decrypt = async (locked, key) => {
  const way = { name: "AES-GCM", iv: walkmap.bytes(locked.iv), additionalData: new TextEncoder().encode(locked.plan) };
  const clear = await crypto.subtle.decrypt(way, key, walkmap.bytes(locked.text)).catch(() => null);
  return clear && JSON.parse(new TextDecoder().decode(clear));
};

/* Asks as often as it takes; gives data and key. */
walkmap.askPhrase = (block) => new Promise((done) => {
  const { el } = walkmap;
  const { locked, texts } = block;
  const says = el("p", { id: "lock-says", class: "says", role: "alert" });
  const field = el("textarea", {
    id: "phrase", rows: "2", autocomplete: "off", autocapitalize: "off", autocorrect: "off", spellcheck: "false",
    enterkeyhint: "go", "aria-describedby": "lock-says lock-spaces",
  });
  const keep = el("input", { id: "keep", type: "checkbox" });
  const form = el("form", {}, [
    el("p", { text: texts.ask.replace("{count}", block.count) }),
    el("label", { for: "phrase", text: texts.phrase }), field, says,
    el("p", { id: "lock-spaces", class: "hint", text: texts.spaces }),
    el("label", { class: "keep" }, [keep, el("span", { text: texts.keep })]),
    el("button", { class: "go", text: texts.open }),
  ]);
  const able = Boolean(window.crypto && crypto.subtle);
  const page = el("main", { class: "lock" }, [
    block.badge ? el("p", { class: "badge", text: block.badge }) : null,
    el("h1", { text: block.title }), el("p", { class: "what", text: texts.locked }),
    able ? form : el("p", { class: "notice", role: "alert", text: texts.no_crypto }),
  ]);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    says.textContent = walkmap.misspelt(field.value, block);
    if (says.textContent) return;
    says.textContent = texts.opening;
    const key = await walkmap.keyOf(field.value, locked);
    const data = await walkmap.decrypt(locked, key);
    says.textContent = data ? "" : texts.wrong;
    if (!data) return;
    if (keep.checked) await walkmap.keyring.keep(locked, key);
    page.remove();
    done({ data, key });
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    form.querySelector("button").click();
  });
  document.body.append(page);
});

/* What is wrong with a phrase before it is tried, or nothing. Chinese words have two characters each. */
walkmap.misspelt = (phrase, { texts, words, count }) => {
  const letters = walkmap.letters(phrase);
  const chinese = /\p{Script=Han}/u.test(letters);
  const found = (chinese ? letters.replace(/ /g, "").match(/..?/gu) : letters.split(" ").filter(Boolean)) || [];
  const known = words.split(" ");
  const strange = found.find((word) => known.indexOf(word) < 0);
  if (strange) return texts.strange.replace("{word}", () => strange);
  return found.length === count ? "" : texts.number.replace("{count}", count).replace("{found}", found.length);
};
