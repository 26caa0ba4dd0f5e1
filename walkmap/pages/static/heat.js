/* What the meeting steps through: views, months, categories and levels; by buttons and by keys. */

walkmap.heat = {
  view: "by_place",
  period: 0,
  category: 0,
  level: 0,
  key() {
    return [this.period, this.category, this.level].join(".");
  },
  /* The slice that is shown. Where a month is too little to tell buildings apart, it is all months. */
  slice() {
    const { slices } = walkmap.data.heat;
    const own = slices[this.key()];
    const whole = slices[[0, this.category, this.level].join(".")];
    return this.view === "by_place" || own.enough ? own : whole;
  },
};

walkmap.pages.heat = () => {
  const { data, el, byId, put, text, heat } = walkmap;
  walkmap.map.keyboard.disable();
  if (!data.heat) {
    ["choice", "steps", "keys"].forEach((id) => { byId(id).hidden = true; });
    const key = data.chosen ? "empty_choice" : "empty";
    put("lists", [el("h2", { text: text(key) }), el("p", { class: "empty", text: text(`${key}_next`) })]);
    return;
  }
  const views = ["by_place", "by_building", "by_chance"];
  if (data.heat.effort) views.push("by_effort");
  if (data.heat.works.length) views.push("by_works");
  heat.rows = {
    view: walkmap.choices("choice", "view", views.map((key) => [key, text(key)])),
    category: walkmap.choices("category", "category", data.heat.categories.map((name, i) => [i, name])),
    level: walkmap.choices("level", "level", data.heat.levels.map((name, i) => [i, name])),
  };
  walkmap.slider();
  document.addEventListener("keydown", walkmap.keys);
  walkmap.showHeat({});
};

/* A row of buttons, one of them pressed. */
walkmap.choices = (id, name, options) => {
  const { el, byId, put, text } = walkmap;
  byId(id).setAttribute("aria-label", text(name));
  byId(id).hidden = !options.length;
  const buttons = options.map(([value, label]) => {
    const button = el("button", { type: "button", text: label });
    button.addEventListener("click", () => walkmap.showHeat({ [name]: value }));
    return [value, button];
  });
  put(id, [el("span", { text: text(name), "aria-hidden": "true" }), ...buttons.map(([, button]) => button)]);
  return buttons;
};

/* The months, the whole of them at the left end. */
walkmap.slider = () => {
  const { data, el, byId, put, text, heat } = walkmap;
  const slider = byId("slider");
  const last = data.heat.periods.length - 1;
  byId("months").hidden = !last;
  slider.max = String(last);
  slider.setAttribute("aria-label", text("period"));
  slider.addEventListener("input", () => walkmap.showHeat({ period: Number(slider.value) }));
  [["earlier", -1], ["later", 1]].forEach(([id, step]) => {
    byId(id).setAttribute("aria-label", text(id));
    byId(id).addEventListener("click", () => walkmap.step("period", step));
  });
  put("ticks", data.heat.ticks.map((tick, i) => {
    const label = el("span", { text: tick });
    label.style.left = `${(100 * i) / (last || 1)}%`;
    return label;
  }));
  heat.sizes = { period: last + 1, category: data.heat.categories.length, level: data.heat.levels.length };
};

walkmap.step = (name, by) => {
  const to = walkmap.heat[name] + by;
  if (to >= 0 && to < walkmap.heat.sizes[name]) walkmap.showHeat({ [name]: to });
};

walkmap.keys = (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const { byId, heat, step, showHeat } = walkmap;
  const digit = /^(?:Digit|Numpad)([0-3])$/.exec(event.code);
  const views = heat.rows.view.map(([value]) => value);
  const acts = {
    ArrowLeft: () => step("period", -1),
    ArrowRight: () => step("period", 1),
    ArrowUp: () => step("category", -1),
    ArrowDown: () => step("category", 1),
    KeyV: () => showHeat({ view: views[(views.indexOf(heat.view) + 1) % views.length] }),
  };
  if (byId("steps").classList.contains("off") && event.code !== "KeyV") return;
  const act = digit ? () => step("level", Number(digit[1]) - heat.level) : acts[event.code];
  if (!act) return;
  event.preventDefault();
  act();
};

/* 12,000: what the browser has for it is slow to wake. */
walkmap.thousands = (count) => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

/* Shows what is chosen. */
walkmap.showHeat = (change) => {
  const { data, byId, text, heat } = walkmap;
  Object.assign(heat, change);
  Object.keys(heat.rows).forEach((name) => heat.rows[name].forEach(([value, button]) => {
    button.setAttribute("aria-pressed", String(value === heat[name]));
  }));
  const slice = heat.slice();
  const whole = heat.view === "by_works" || heat.view === "by_effort";
  const month = slice === data.heat.slices[heat.key()] && !whole ? heat.period : 0;
  const count = slice.count ? text("count").replace("{n}", walkmap.thousands(slice.count)) : text("count_few");
  byId("slider").value = String(heat.period);
  byId("slider").setAttribute("aria-valuetext", data.heat.periods[heat.period]);
  byId("earlier").disabled = heat.period === 0;
  byId("later").disabled = heat.period === data.heat.periods.length - 1;
  byId("period").textContent = heat.view === "by_works" ? text("by_works") : data.heat.periods[month];
  byId("count").textContent = whole ? "" : count;
  byId("steps").classList.toggle("off", whole); // the map keeps its size
  byId("unit").textContent = text(`unit_${heat.view.slice(3)}`);
  walkmap.shades = walkmap.fills();
  walkmap.heatLegend();
  walkmap.heatLists(slice, month);
  walkmap.canvas.repaint();
};

/* The classes from dark to light, as one reads them on the map. */
walkmap.heatLegend = () => {
  const { data, el, byId, put, text, heat } = walkmap;
  const { ramp, legends } = data.heat;
  const item = (name, style) => {
    const swatch = el("i", { class: style.heavy ? "heavy" : "" });
    if (style.hatch) swatch.style.backgroundImage = `url(${walkmap.hatched(style.hatch).tile.toDataURL()})`;
    else swatch.style.backgroundColor = style.colour;
    return el("li", {}, [swatch, el("span", { text: name })]);
  };
  const scale = (legends[heat.view] || []).map((name, i) => item(name, { colour: ramp[i] })).reverse();
  const more = item(text("more"), { colour: heat.view === "by_chance" ? ramp[4] : "#fff", heavy: true });
  const maybe = item(text("maybe"), { hatch: heat.view === "by_chance" ? walkmap.pale : "#fff" });
  const hidden = item(text("hidden"), { colour: "#fff" });
  const yard = item(text("yard"), { colour: "#faf7ef", heavy: true });
  const items = {
    by_place: scale,
    by_building: [...scale, more, maybe, hidden],
    by_chance: [more, maybe, hidden],
    by_effort: [...scale, hidden],
    by_works: [yard],
  };
  byId("classes").textContent = "";
  put("classes", items[heat.view]);
};

/* What is said beside the map: doubts first, then names. */
walkmap.heatLists = (slice, month) => {
  const { data, el, byId, put, text, heat } = walkmap;
  const all = heat.category === 0 && heat.level === 0 && month === 0;
  byId("lists").textContent = "";
  byId("facts").textContent = "";
  put("facts", data.heat.facts.filter(([, view]) => !view || view === heat.view).map(([fact]) => el("li", { text: fact })));
  const say = (key) => el("p", { class: "doubt", text: text(key) });
  const told = heat.view === "by_building" || heat.view === "by_chance";
  if (heat.view === "by_place" && !slice.enough) put("lists", [say("shade_doubt")]);
  if (told && heat.period !== month) put("lists", [say("month_too_few")]);
  if (told && !slice.enough) put("lists", [say("too_few")]);
  if (heat.view === "by_building" && all && !heat.period && data.heat.most.length) {
    put("lists", [walkmap.heatTable("most", ["building", "issues", "per_100"], data.heat.most)]);
  }
  if (heat.view === "by_chance" && !slice.more.length) put("lists", [el("h2", { text: text("none_found") })]);
  else if (heat.view === "by_chance") {
    const names = slice.more.map((i) => [data.base.buildings[i].name]);
    put("lists", [all
      ? walkmap.heatTable("found", ["building", "issues", "expected"], data.heat.found)
      : walkmap.heatTable("found", ["building"], names)]);
  }
  if (heat.view === "by_works") put("lists", data.heat.works.map(walkmap.worksTable));
};

walkmap.heatTable = (title, heads, rows) => {
  const { el, text } = walkmap;
  const cells = (row) => row.map((cell, i) => el(i ? "td" : "th", i ? { text: cell } : { text: cell, scope: "row" }));
  return el("table", { class: "most" }, [
    el("caption", {}, [el("strong", { text: text(title) })]),
    el("thead", {}, [el("tr", {}, heads.map((key) => el("th", { scope: "col", text: text(key) })))]),
    el("tbody", {}, rows.map((row) => el("tr", {}, cells(row)))),
  ]);
};

/* One of the works: its courtyards and elsewhere, before and after, and whether that is chance. */
walkmap.worksTable = (works) => {
  const { el, text } = walkmap;
  const head = el("h2", { text: works.name });
  if (!works.rows.length) return el("section", {}, [head, el("p", { class: "doubt", text: text("works_too_few") })]);
  const rows = works.rows.map((row, i) => el("tr", { class: i ? "" : "big" }, [
    el("th", { scope: "row", text: text(i ? "rest" : "yard") }), ...row.map((cell) => el("td", { text: cell })),
  ]));
  return el("section", {}, [head, el("table", { class: "most" }, [
    el("thead", {}, [el("tr", {}, [el("td"), ...["before", "after"].map((key) => el("th", { scope: "col", text: text(key) }))])]),
    el("tbody", {}, rows),
  ]), el("p", { class: "doubt", text: text(works.real ? "real" : "chance") })]);
};
