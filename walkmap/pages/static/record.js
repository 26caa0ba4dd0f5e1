/* Recording an issue: what about, how large, a sentence; a photo if one likes. What is typed is kept as a
   draft at once, since phones drop a page while the camera is open. */

walkmap.recordIssue = (order, issue) => {
  const { data, walked, say } = walkmap;
  const stop = data.stops[order - 1];
  const form = Object.assign({
    id: walkmap.newId(), order, stop: stop.id, category: "", level: "", text: "", households: 1, people: 1,
    handled: false, recorded_at: walkmap.moment(), handled_at: null,
  }, issue);
  const known = Boolean(walked.get(`issue/${form.id}`));
  const photo = { data: walked.photo(form.id) };
  let saved = false;
  const draft = (open) => walked.set("draft", Object.assign({ open }, form));
  const leave = () => (saved || known || !form.text.trim() ? walked.set("draft", { gone: true }) : draft(false));
  const changed = () => {
    sheet.querySelector("form > .says").textContent = "";
    draft(true);
  };
  const fields = walkmap.issueFields(form, photo, changed);
  const { sheet, shut } = walkmap.dialog(say("record_at", { name: stop.name }), fields, leave);
  const end = (act) => {
    saved = true;
    shut();
    act();
  };
  sheet.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const missing = walkmap.missing(form);
    sheet.querySelector("form > .says").textContent = missing;
    if (!missing) end(() => walkmap.saveIssue(form, photo));
  });
  const remove = sheet.querySelector(".delete");
  remove.hidden = !known;
  remove.addEventListener("click", () => end(() => walkmap.deleteIssue(form.id)));
};

/* Goes on with what was being written at a stop, if anything. */
walkmap.draftAt = (order) => {
  const draft = walkmap.walked.get("draft");
  return draft && draft.order === order ? draft : null;
};

/* Its photo stays until the page is opened again, for who takes the deleting back. */
walkmap.deleteIssue = (id) => walkmap.kept(walkmap.walked.keepIssue({ id, gone: true }), walkmap.text("said_deleted"));

/* What an issue still lacks. */
walkmap.missing = (form) => {
  const lacks = ["category", "level", "text"].find((name) => !form[name].trim());
  return lacks ? walkmap.text(`need_${lacks}`) : "";
};

walkmap.saveIssue = async (form, photo) => {
  const { walked } = walkmap;
  const handled = form.handled && form.level === "small";
  const issue = Object.assign({}, form, {
    text: form.text.trim(), handled, handled_at: handled ? form.handled_at || walkmap.moment() : null,
  });
  ["n", "tab", "open"].forEach((name) => delete issue[name]);
  await walkmap.kept(walked.keepIssue(issue), walkmap.text("said_recorded"));
  if (photo.data === walked.photo(issue.id)) return;
  if (!await walked.keepPhoto(issue.id, photo.data)) walkmap.warn("full_photo");
  walkmap.show();
};

walkmap.issueFields = (form, photo, draft) => {
  const { data, el, text } = walkmap;
  const set = (name) => (value) => {
    form[name] = value;
    after();
    draft();
  };
  const handle = walkmap.handleField(form, set("handled"));
  const after = () => handle.update();
  const words = el("textarea", { id: "issue-text", rows: "3", maxlength: "2000", "aria-describedby": "issue-names" });
  words.value = form.text;
  words.addEventListener("input", () => set("text")(words.value));
  const options = (names, hints) => Object.keys(names).map((code) => ({
    code, name: names[code], hint: hints ? text(`${code}_hint`) : "",
  }));
  after();
  return [el("form", { novalidate: "" }, [
    walkmap.choice(text("category"), options(data.categories), form.category, set("category")),
    walkmap.choice(text("level"), options(data.levels, true), form.level, set("level")),
    handle.field,
    el("label", { for: "issue-text", text: text("what") }), words,
    el("p", { id: "issue-names", class: "hint", text: text("no_names") }),
    walkmap.photoField(photo),
    walkmap.howMany(form, set),
    el("p", { class: "says", role: "alert" }),
    el("div", { class: "ends" }, [
      el("button", { type: "button", class: "delete", text: text("delete") }),
      el("button", { class: "go", text: text("save") }),
    ]),
  ])];
};

/* Who an issue goes to; a small one may be ticked as solved on the spot. */
walkmap.handleField = (form, set) => {
  const { data, el, text, say } = walkmap;
  const tick = el("input", { type: "checkbox" });
  tick.checked = form.handled;
  tick.addEventListener("change", () => set(tick.checked));
  const label = el("label", { class: "tick" }, [tick, el("span", { text: text("handled") })]);
  const handler = el("p", { class: "handler", "aria-live": "polite" });
  const update = () => {
    label.hidden = form.level !== "small";
    const known = form.level && form.category && !(form.level === "small" && form.handled);
    handler.textContent = known ? say("goes_to", { handler: data.handlers[form.level][form.category] }) : "";
    handler.hidden = !known;
  };
  return { field: el("div", { class: "handle" }, [label, handler]), update };
};

walkmap.photoField = (photo) => {
  const { el, text } = walkmap;
  const input = el("input", { type: "file", accept: "image/*", capture: "environment", id: "issue-photo" });
  const says = el("p", { class: "says", role: "alert" });
  const picture = el("img", { alt: text("photo") });
  const drop = el("button", { type: "button", text: text("drop_photo") });
  const shown = el("div", { class: "photo" }, [picture, drop]);
  const show = () => {
    shown.hidden = !photo.data;
    if (photo.data) picture.src = photo.data;
    else picture.removeAttribute("src");
  };
  input.addEventListener("change", async () => {
    if (!input.files.length) return;
    says.textContent = "";
    try {
      photo.data = await walkmap.smallPhoto(input.files[0]);
    } catch (error) {
      says.textContent = text("bad_photo");
    }
    input.value = "";
    show();
  });
  drop.addEventListener("click", () => {
    photo.data = null;
    show();
    input.focus();
  });
  show();
  return el("div", { class: "camera" }, [
    input, el("label", { for: "issue-photo", class: "button", text: text("take_photo") }), shown, says,
  ]);
};

walkmap.howMany = (form, set) => {
  const { el, text } = walkmap;
  const number = (name) => {
    const input = el("input", { type: "number", inputmode: "numeric", min: "0", max: "99999", id: `issue-${name}` });
    input.value = form[name];
    input.addEventListener("input", () => set(name)(Math.max(0, Math.min(99999, Math.round(Number(input.value)) || 0))));
    return el("label", { for: `issue-${name}` }, [el("span", { text: text(name) }), input]);
  };
  return el("details", { class: "many" }, [
    el("summary", { text: text("how_many") }), el("div", {}, [number("households"), number("people")]),
  ]);
};
