/* The month at a glance: Mondays and teams in a table, one Monday on the map. */

walkmap.pages.index = () => {
  const { data, el, byId, put, text } = walkmap;
  const none = data.days.every((day) => !day.rounds.length);
  put("facts", data.facts.map((fact) => el("div", {}, [el("dt", { text: fact.what }), el("dd", { text: fact.number })])));
  if (data.warnings.length) put("notes", walkmap.notes());
  put("days", none ? [el("p", { class: "empty", text: text("no_rounds") })] : data.days.map(walkmap.dayTable));
  put("unvisited", walkmap.unvisited(none));
  put("files", data.files.map((file) => el("li", {}, [
    el("a", { class: "button", href: file.href, download: "" }, [
      el("span", { text: file.what }), el("small", { text: file.name }),
    ]),
  ])));
  byId("files-head").hidden = !data.files.length;
  byId("choice").setAttribute("aria-label", text("choose_day"));
  put("choice", data.days.map((day, i) => {
    const button = el("button", { type: "button", text: day.short });
    button.addEventListener("click", () => walkmap.showDay(i));
    return button;
  }));
  walkmap.legend();
  walkmap.showDay(Math.max(0, data.days.findIndex((day) => day.rounds.length)));
};

walkmap.notes = () => {
  const { data, el, text } = walkmap;
  return [
    el("h2", { text: text("warnings") }),
    el("ul", { class: "plain warnings" }, data.warnings.map((words) => el("li", { text: words }))),
  ];
};

walkmap.unvisited = (none) => {
  const { data, el, text } = walkmap;
  if (!data.unvisited.length) return none ? [] : [el("p", { class: "good", text: text("all_visited") })];
  return [el("ul", { class: "plain unvisited" }, data.unvisited.map((item) => el("li", {}, [
    el("strong", { text: [item.name, item.day].filter(Boolean).join(" · ") }), el("span", { text: item.reason }),
  ])))];
};

walkmap.dayTable = (day) => {
  const { el, text } = walkmap;
  const head = ["team", "time", "stops", "distance", "walking", "visiting", "steps"];
  const caption = el("caption", {}, [el("strong", { text: day.name }), el("span", { text: day.sum })]);
  if (!day.rounds.length) {
    return el("table", {}, [caption, el("tbody", {}, [el("tr", {}, [el("td", { text: text("no_rounds_day") })])])]);
  }
  return el("table", {}, [
    caption,
    el("thead", {}, [el("tr", {}, head.map((key) => el("th", { scope: "col", text: text(key) })))]),
    el("tbody", {}, day.rounds.map(walkmap.roundRow)),
  ]);
};

walkmap.roundRow = (round) => {
  const { el, text } = walkmap;
  const link = el("a", { class: "button", href: round.href }, [walkmap.teamSample(round.team), el("span", { text: round.name })]);
  const cells = ["time", "stops", "distance", "walking", "visiting", "steps"].map((key) =>
    el("td", { text: round[key], "data-name": text(key) }));
  return el("tr", {}, [el("th", { scope: "row" }, [link])].concat(cells));
};

walkmap.teamSample = (team) =>
  walkmap.sample(34, 14, (ctx) => walkmap.drawWay(ctx, [2, 7, 32, 7], team, 6));

walkmap.showDay = (number) => {
  const { data, el, byId, put, text } = walkmap;
  walkmap.day = number;
  Array.from(byId("choice").children).forEach((button, i) => button.setAttribute("aria-pressed", String(i === number)));
  byId("teams").textContent = "";
  const day = data.days[number];
  if (!day) return;
  if (!day.rounds.length) put("teams", [el("li", { text: text("no_rounds_day") })]);
  put("teams", day.rounds.map((round) => el("li", {}, [walkmap.teamSample(round.team), el("span", { text: round.name })])));
  walkmap.canvas.repaint();
};
