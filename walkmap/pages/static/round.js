/* One team's Monday: the next stop, the list, and the list and the map pointing at each other. */

walkmap.pages.round = () => {
  const { data, el, byId, put } = walkmap;
  put("facts", data.facts.map((fact) => el("li", { text: fact })));
  byId("start").textContent = data.start;
  byId("end").textContent = data.end;
  walkmap.showNext(1);
  put("stops", data.stops.map((stop, i) => walkmap.stopRow(stop, i + 1)));
  if (data.shut.length) put("shut", walkmap.shutGates());
  walkmap.legend();
  document.documentElement.style.setProperty("--team", walkmap.teamStyle(data.rounds[0].team).colour);
  document.documentElement.style.setProperty("--on-team", walkmap.teamStyle(data.rounds[0].team).on);
  walkmap.map.on("click", (event) => {
    const group = walkmap.hit(event.layerPoint);
    if (!group) walkmap.choose(0);
    else if (group.orders.length > 1) walkmap.openGroup(group);
    else walkmap.choose(group.orders[0], "map");
  });
};

/* The stop that the worker goes to: the first, then whichever was tapped or comes next. */
walkmap.showNext = (order) => {
  const { data, el, byId, put, text } = walkmap;
  walkmap.next = order;
  byId("next").textContent = "";
  put("next", [walkmap.nextCard(data.stops[order - 1], order)]);
  if (order === data.stops.length) return;
  const onward = el("button", { type: "button", class: "onward", text: text("onward") });
  onward.addEventListener("click", () => walkmap.choose(order + 1, "list"));
  put("next", [onward]);
};

walkmap.nextCard = (stop, order) => {
  const { data, el, text } = walkmap;
  const [place, ...kind] = stop.name.split(" · ");
  const card = el("button", { type: "button", class: "next" }, [
    el("span", { class: "disc", text: String(order) }),
    el("span", { class: "words" }, [
      el("time", { text: stop.time }),
      el("small", { text: `${text("next")} ${order}/${data.stops.length}` }),
      el("strong", { text: place }),
      kind.length ? el("span", { text: kind.join(" · ") }) : null,
      el("span", { text: stop.walk }),
    ]),
  ]);
  card.addEventListener("click", () => walkmap.choose(order, "list"));
  return card;
};

walkmap.stopRow = (stop, order) => {
  const { el } = walkmap;
  const row = el("button", { type: "button", "aria-pressed": "false" }, [
    el("span", { class: "disc", text: String(order) }),
    el("span", { class: "words" }, [
      el("strong", { text: stop.name }),
      el("span", { text: stop.walk }),
      stop.wait ? el("span", { class: "wait", text: stop.wait }) : null,
      el("span", { text: stop.stay }),
      stop.why ? el("em", { text: stop.why }) : null,
    ]),
    el("time", { text: stop.time }),
  ]);
  row.addEventListener("click", () => walkmap.choose(order, "list"));
  return el("li", { id: `stop-${order}` }, [row]);
};

walkmap.shutGates = () => {
  const { data, el, text } = walkmap;
  return [
    el("h2", { text: text("shut_gates") }),
    el("ul", { class: "plain" }, data.shut.map((gate) => el("li", { text: gate }))),
  ];
};

/* Marks a stop on the map and in the list, and brings it into view where it was not touched. */
walkmap.choose = (order, from) => {
  const { data, byId, map } = walkmap;
  walkmap.selected = order;
  if (order) walkmap.showNext(order);
  data.stops.forEach((_, i) => {
    byId(`stop-${i + 1}`).firstChild.setAttribute("aria-pressed", String(i + 1 === order));
  });
  if (from === "map") byId(`stop-${order}`).scrollIntoView({ block: "nearest", behavior: "smooth" });
  if (from === "list") walkmap.goTo(data.rounds[0].places[order - 1]);
  walkmap.canvas.repaint();
};

walkmap.goTo = (place) => {
  const { map } = walkmap;
  map.setView(walkmap.latLng(place), Math.max(map.getZoom(), 18.5));
};

walkmap.openGroup = (group) => {
  const places = group.orders.map((order) => walkmap.latLng(walkmap.data.rounds[0].places[order - 1]));
  const { map } = walkmap;
  const closer = Math.min(map.getMaxZoom(), map.getZoom() + 1.5);
  map.setView(L.latLngBounds(places).getCenter(), closer);
};
