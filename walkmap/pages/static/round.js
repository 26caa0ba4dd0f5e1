/* One team's Monday on the phone: what has been walked is read from the phone, shown, and written at every tap. */

walkmap.pages.round = () => {
  const { data, el, byId, put } = walkmap;
  data.day = data.subtitle;
  put("facts", data.facts.map((fact) => el("li", { text: fact })));
  byId("start").textContent = data.start;
  byId("end").textContent = data.end;
  put("stops", data.stops.map((stop, i) => walkmap.stopRow(stop, i + 1)));
  if (data.shut.length) put("shut", walkmap.shutGates());
  walkmap.foldedLegend();
  walkmap.colours();
  walkmap.selected = 0;
  walkmap.map.on("click", (event) => {
    const group = walkmap.hit(event.layerPoint);
    if (!group) walkmap.choose(0);
    else if (group.orders.length > 1) walkmap.readingGroup(group);
    else walkmap.choose(group.orders[0], "map");
  });
  walkmap.keep.dropped = () => walkmap.warn("full_photo");
  return walkmap.keep.open(walkmap.walked.take, walkmap.show).then(walkmap.ready);
};

walkmap.colours = () => {
  const { colour, on } = walkmap.teamStyle(walkmap.data.rounds[0].team);
  document.documentElement.style.setProperty("--team", colour);
  document.documentElement.style.setProperty("--on-team", on);
};

/* All that the phone had kept has been read: now taps count. */
walkmap.ready = (able) => {
  const { byId, walked } = walkmap;
  if (!able) walkmap.warn("not_kept");
  walkmap.position(walkmap.map);
  byId("done").addEventListener("click", () => walkmap.once(byId("done"), walkmap.tapDone));
  byId("skip").addEventListener("click", () => walkmap.askSkip(walkmap.shownStop()));
  byId("undo").addEventListener("click", () => walkmap.once(byId("undo"), () => walkmap.undo(walked.latest())));
  byId("export").addEventListener("click", walkmap.askExport);
  byId("record").addEventListener("click", () => {
    const order = walkmap.shownStop() || walked.last();
    walkmap.recordIssue(order, walkmap.draftAt(order));
  });
  walkmap.counting = true;
  walked.dropPhotos();
  walkmap.show();
  setInterval(walkmap.showLate, 20000);
  const draft = walked.get("draft");
  if (draft && draft.open) walkmap.recordIssue(draft.order, draft);
};

walkmap.shownStop = () => walkmap.selected || walkmap.next;

/* Draws everything that depends on what has been walked. */
walkmap.show = () => {
  const { data, walked, byId, el } = walkmap;
  walkmap.next = walked.next();
  const order = walkmap.shownStop();
  const fill = (id, children) => {
    byId(id).textContent = "";
    walkmap.put(id, children);
  };
  fill("card", order ? walkmap.card(order) : walkmap.finished());
  fill("here", order ? walkmap.elsewhere(order) : []);
  fill("recorded", walkmap.recorded(order));
  data.stops.forEach((_, i) => walkmap.markRow(i + 1));
  walkmap.showProgress();
  walkmap.showActions(order);
  walkmap.showLate();
  walkmap.canvas.repaint();
};

walkmap.markRow = (order) => {
  const { byId, walked } = walkmap;
  const row = byId(`stop-${order}`);
  const visit = walked.visit(order);
  row.className = visit ? "walked" : "";
  row.querySelector(".result").textContent = visit ? walkmap.outcome(order) : "";
  row.querySelector(".disc").textContent = visit ? "✓" : String(order);
  row.firstChild.setAttribute("aria-pressed", String(order === walkmap.selected));
  if (order === walkmap.next) row.firstChild.setAttribute("aria-current", "step");
  else row.firstChild.removeAttribute("aria-current");
};

walkmap.showProgress = () => {
  const { data, walked, byId, text, say } = walkmap;
  const done = walked.ticked().length;
  const last = walked.latest();
  const at = walked.exported();
  byId("bar").style.width = `${(100 * done) / data.stops.length}%`;
  byId("progress").textContent = say("progress", { done, all: data.stops.length });
  byId("undo").disabled = !walkmap.counting || !last;
  byId("undo").setAttribute("aria-label", last ? say("undo_what", { what: walkmap.whatWasDone(last) }) : text("undo"));
  byId("counts").textContent = `${walkmap.counts()} · ${at ? say("was_exported", { time: walkmap.clockOf(at) }) : text("not_exported")}`;
};

/* The buttons under the thumb: at a walked stop the large one takes that back, at the end it exports. */
walkmap.showActions = (order) => {
  const { byId, walked, text } = walkmap;
  const act = !order ? "export" : walked.visit(order) ? "undo_stop" : "done";
  walkmap.act = act;
  byId("done").textContent = text(act);
  byId("done").disabled = !walkmap.counting;
  const count = walked.issues().filter((issue) => issue.order === (order || walked.last())).length;
  byId("record").textContent = text("record") + (count ? ` ${count}` : "");
  byId("record").disabled = !walkmap.counting;
  byId("skip").disabled = !walkmap.counting || act !== "done";
};

/* A glove taps twice where it means once: for a moment after a tap the button does nothing. */
walkmap.once = (button, act) => {
  if (button.getAttribute("aria-disabled")) return;
  button.setAttribute("aria-disabled", "true");
  setTimeout(() => button.removeAttribute("aria-disabled"), 450);
  act();
};

walkmap.tapDone = () => {
  const order = walkmap.shownStop();
  if (walkmap.act === "export") walkmap.askExport();
  else if (walkmap.act === "undo_stop") walkmap.undo(`visit/${order}`);
  else walkmap.tick(order, "done");
};

walkmap.tick = (order, result, reason, note) => {
  const { data, walked, say } = walkmap;
  const kept = walked.tick(order, result, reason, note);
  walkmap.selected = 0;
  const next = walked.next();
  const name = data.stops[order - 1].name;
  const said = say(result === "done" ? "said_done" : "said_skipped", { name });
  const then = next ? say("said_next", data.stops[next - 1]) : walkmap.text("finished");
  walkmap.kept(kept, said, then);
  if (next) walkmap.bringIntoView(next);
  window.scrollTo(0, 0);
};

/* Takes back what was done, by the name of its record. A sentence that was typed isn't lost: it is a draft again. */
walkmap.undo = (name) => {
  const { walked, say, text } = walkmap;
  const record = walked.record(name);
  const said = say("said_undone", { what: walkmap.whatWasDone(name) });
  if (name.startsWith("visit/")) walkmap.selected = 0;
  const again = name.startsWith("issue/") && !record.was && !walked.get("draft");
  if (again) walked.set("draft", Object.assign({}, record, { open: false }));
  const here = again && record.order === (walkmap.shownStop() || walked.last());
  walkmap.kept(walked.takeBack(name), here ? `${said} ${text("said_draft")}` : said);
};

/* What was done to a stop or to an issue, in a few words. */
walkmap.whatWasDone = (name) => {
  const { data, walked, say } = walkmap;
  const [kind, key] = name.split("/");
  const now = walked.record(name);
  if (kind === "visit") return say(`did_${now.result}`, { name: data.stops[key - 1].name });
  const was = now.was || {};
  const did = now.gone ? "deleted" : !now.was ? "recorded" : now.handled && !was.handled && now.text === was.text ? "handled" : "changed";
  const words = Array.from((now.gone ? was : now).text);
  return say(`did_${did}`, { text: words.slice(0, 16).join("") + (words.length > 16 ? "…" : "") });
};

/* Shows what was just set and says it; warns if it could not be kept. */
walkmap.kept = (writing, words, aloud) => {
  walkmap.show();
  walkmap.tell(words, aloud);
  return writing.then((kept) => {
    if (!kept && !walkmap.byId("warn-not_kept")) walkmap.warn("full_text");
  });
};

/* Says for a few seconds what was done; to those who listen also what the card shows to all others. */
walkmap.tell = (words, aloud) => {
  const said = walkmap.byId("said");
  said.textContent = words;
  if (aloud) said.appendChild(walkmap.el("span", { class: "unseen", text: ` ${aloud}` }));
  clearTimeout(walkmap.telling);
  walkmap.telling = setTimeout(() => { said.textContent = ""; }, 6000);
};

/* A warning that stays, once: something is in this page only, so the browser asks before it is closed. */
walkmap.warn = (key) => {
  const { byId, put, el, text, walked } = walkmap;
  if (byId(`warn-${key}`)) return;
  put("notices", [el("p", { class: "notice", role: "alert", id: `warn-${key}`, text: text(key) })]);
  window.onbeforeunload = () => ((walked.ticked().length || walked.issues().length) && !walked.exported() ? text(key) : undefined);
};

/* How far behind the plan, if it matters: less than five minutes late or ten early is in time. */
walkmap.showLate = () => {
  const { byId, say } = walkmap;
  const now = walkmap.moment();
  const minutes = walkmap.behind(now);
  const late = byId("late");
  if (late && walkmap.shownStop() === walkmap.next) {
    const about = Math.floor(Math.abs(minutes) / 5) * 5;
    late.textContent = minutes >= 5 ? say("late", { minutes: about }) : minutes <= -10 ? say("early", { minutes: about }) : "";
  }
  const { data } = walkmap;
  const [, month, day] = now.slice(0, 10).split("-").map(Number);
  const today = data.lang === "en" // the browser's calendar is slow to wake
    ? () => new Date().toLocaleDateString("en-GB", { month: "short", day: "numeric" }) : () => `${month}月${day}日`;
  byId("subtitle").textContent = data.day + (now.slice(0, 10) === data.date ? "" : say("today_is", { day: today() }));
};

walkmap.shutGates = () => {
  const { data, el, text } = walkmap;
  return [
    el("h2", { text: text("shut_gates") }),
    el("ul", { class: "plain" }, data.shut.map((gate) => el("li", { text: gate }))),
  ];
};

/* Shows a stop, or the next one again; brings it into view where it was not touched. */
walkmap.choose = (order, from) => {
  walkmap.selected = order === walkmap.next ? 0 : order;
  walkmap.show();
  if (from !== "list") return;
  walkmap.bringIntoView(order);
  window.scrollTo(0, 0);
};

walkmap.bringIntoView = (order) => {
  const place = walkmap.latLng(walkmap.data.rounds[0].places[order - 1]);
  walkmap.map.panInside(place, { padding: [45, 95] });
};

walkmap.readingGroup = (group) => {
  const { map } = walkmap;
  const places = group.orders.map((order) => walkmap.latLng(walkmap.data.rounds[0].places[order - 1]));
  map.setView(L.latLngBounds(places).getCenter(), Math.min(map.getMaxZoom(), map.getZoom() + 1.5));
};
