/* The month at a glance: a table, a map of what is picked in it, and what else there is to decide. */

walkmap.pages.index = () => {
  const { data, el, put, text } = walkmap;
  const none = !data.month.walk;
  put("facts", data.facts.map((fact) => el("div", {}, [
    el("dt", { text: fact.what }), el("dd", { text: fact.number }), fact.note ? el("dd", { class: "note", text: fact.note }) : null,
  ])));
  put("month", [none ? el("p", { class: "empty", text: text("no_rounds") }) : walkmap.matrix()]);
  walkmap.panels();
  walkmap.foldedLegend();
  walkmap.pick(-1, Math.max(0, data.days.findIndex((day) => day.walk)));
  walkmap.keepFitting();
};

/* What is written above the map takes more room or less: the map fits anew until somebody moves it. */
walkmap.keepFitting = () => {
  const { map } = walkmap;
  const at = map.getContainer();
  let moved = false;
  ["pointerdown", "wheel", "keydown"].forEach((name) =>
    at.addEventListener(name, () => { moved = true; }, { passive: true }));
  new ResizeObserver(() => {
    if (map.getSize().equals([at.clientWidth, at.clientHeight])) return; // it tells also that it observes
    if (moved) map.invalidateSize({ animate: false });
    else walkmap.fit();
  }).observe(at);
};

/* Rounds that are shown: one, or with the team -1 all of a Monday. */
walkmap.team = -1;
walkmap.shown = () => walkmap.data.rounds.filter((round) =>
  round.day === walkmap.day && (walkmap.team < 0 || round.team === walkmap.team));

walkmap.pick = (team, day) => {
  const { byId } = walkmap;
  Object.assign(walkmap, { team, day });
  document.querySelectorAll(".matrix button").forEach((button) => {
    const picked = button === walkmap.cellAt(team, day);
    button.setAttribute("aria-pressed", String(picked));
    button.tabIndex = picked ? 0 : -1;
  });
  byId("picked").textContent = "";
  walkmap.put("picked", team < 0 ? walkmap.pickedDay(day) : walkmap.pickedRound(walkmap.data.cells[team][day], team));
  if (walkmap.canvas) walkmap.canvas.repaint();
};

walkmap.pickedDay = (number) => {
  const { data, el, text } = walkmap;
  const day = data.days[number];
  if (!day) return [];
  const teams = data.cells.map((row, team) => ({ round: row[number], team })).filter((item) => item.round);
  return [
    el("h2", { text: `${day.name} · ${text("everyone")}` }),
    teams.length ? null : el("p", { text: text("no_rounds_day") }),
    el("ul", { class: "teams" }, teams.map(({ round, team }) => {
      const name = [walkmap.teamSample(team), el("span", { text: data.teams[team].name })];
      const link = round.href && { class: "button", href: round.href, "aria-label": `${text("open")} ${round.name}` };
      return el("li", {}, link ? [el("a", link, name)] : name);
    })),
  ];
};

walkmap.pickedRound = (round, team) => {
  const { el, text } = walkmap;
  return [
    round.code ? walkmap.code(round) : null,
    el("div", {}, [
      el("h2", {}, [walkmap.teamSample(team), el("span", { text: round.name })]),
      el("p", {}, [round.time, round.walk].concat(round.facts).map((fact) => el("span", { text: fact }))),
    ]),
    round.href ? el("a", { class: "button", href: round.href, text: text("open") }) : null,
  ];
};

/* A round alone has numbers at its stops; several have dots. */
walkmap.walked = { visit: () => null };
walkmap.painters.stops = ((dots) => () => {
  const { data, decode } = walkmap;
  const all = dots();
  const numbered = data.rounds.map((round) => walkmap.discs(round, decode(data.office)));
  const painter = () => (walkmap.team < 0 ? all : numbered[data.rounds.indexOf(walkmap.shown()[0])]);
  return {
    reserve: (view, ctx) => walkmap.team < 0 || painter().reserve(view, ctx),
    paint: (ctx, view) => painter().paint(ctx, view),
  };
})(walkmap.painters.stops);
