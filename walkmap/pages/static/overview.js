/* The whole community, and its courtyards one after the other. */

walkmap.painters.office = () => {
  const { data, decode } = walkmap;
  const office = decode(data.office);
  const spot = (view) => [...view.points(office), 13 * view.big, 13 * view.big];
  return {
    reserve(view) { view.taken.push(spot(view)); },
    paint(ctx, view) { walkmap.drawHouse(ctx, ...spot(view).slice(0, 3)); },
  };
};

/* Names of the courtyards on their open ground, as near to the middle as there is room; else across
   their buildings and walls. */
walkmap.painters.yards = () => {
  const { data, decode, ink, font, write } = walkmap;
  const blocks = data.base.buildings.map((item) => decode(item.rings[0]));
  const yards = data.base.courtyards.map((item) => ({ name: item.name, ring: decode(item.rings[0]) }));
  yards.forEach((yard) => {
    yard.box = walkmap.bounds(yard.ring);
    yard.blocks = blocks.filter((block) => walkmap.inside(block[0], block[1], yard.ring));
    yard.places = walkmap.placesIn(yard);
  });
  return {
    paint(ctx, view) {
      yards.filter((yard) => yard.name).forEach((yard) => {
        for (const [size, strict] of [[21, true], [18, true], [15.5, true], [15.5, false]]) {
          ctx.font = font(size * view.big, 700);
          const half = ctx.measureText(yard.name).width / 2 + 4;
          const box = walkmap.roomInYard(view, yard, half, size * view.big * 0.6, strict);
          if (!box) continue;
          view.taken.push(box);
          write(ctx, yard.name, box[0], box[1] + 1, ink.danger, "#fff");
          return;
        }
      });
    },
  };
};

/* Places inside a courtyard, the nearest to its middle first. */
walkmap.placesIn = ({ box, ring }) => {
  const [left, top, right, bottom] = box;
  const places = [];
  for (let i = 1; i < 20; i += 1) {
    for (let j = 1; j < 40; j += 1) {
      const place = [left + ((right - left) * i) / 20, top + ((bottom - top) * j) / 40];
      if (walkmap.inside(place[0], place[1], ring)) places.push(place);
    }
  }
  const far = ([x, y]) => Math.hypot(x - (left + right) / 2, y - (top + bottom) / 2);
  return places.sort((a, b) => far(a) - far(b));
};

walkmap.roomInYard = (view, yard, half, high, strict) => {
  const ring = view.points(yard.ring);
  const blocks = yard.blocks.map((block) => walkmap.bounds(view.points(block)));
  const clear = (x, y) => !blocks.some(([left, top, right, bottom]) =>
    x + half > left && x - half < right && y + high > top && y - high < bottom);
  for (const place of yard.places) {
    const [x, y] = view.points(place);
    const box = [x, y, half, high];
    const ground = !strict || (clear(x, y) && walkmap.boxInside(box, ring));
    if (ground && view.free(box, view.taken)) return box;
  }
  return null;
};

walkmap.pages.overview = () => {
  const { data, el, byId, put, text } = walkmap;
  byId("choice").setAttribute("aria-label", text("steps"));
  put("choice", data.parts.map((part, i) => {
    const button = el("button", { type: "button", text: part.name });
    button.addEventListener("click", () => walkmap.showPart(i));
    return button;
  }));
  walkmap.legend();
  document.addEventListener("keydown", walkmap.partKeys);
  walkmap.tellPart(0);
};

/* Says in few words what a part of the community is. */
walkmap.tellPart = (number) => {
  const { data, el, byId, put, text } = walkmap;
  const part = data.parts[number];
  walkmap.part = number;
  data.fit = part.fit;
  Array.from(byId("choice").children).forEach((button, i) => {
    button.setAttribute("aria-pressed", String(i === number));
  });
  const list = (key) => (part[key].length ? [
    el("h2", { text: text(key) }),
    el("ul", { class: "plain" }, part[key].map((name) => el("li", { text: name }))),
  ] : []);
  byId("part").textContent = "";
  put("part", [
    el("h2", { text: part.name }),
    el("ul", { class: "facts-list" }, part.facts.map((fact) => el("li", { text: fact }))),
    ...list("gates"), ...list("hazards"),
  ]);
};

walkmap.showPart = (number) => {
  walkmap.tellPart(number);
  walkmap.fit();
  walkmap.canvas.repaint();
};

/* Arrow keys as on a presenter; the map's own keys stay with the map. */
walkmap.partKeys = (event) => {
  const count = walkmap.data.parts.length;
  const steps = { ArrowRight: 1, PageDown: 1, ArrowLeft: count - 1, PageUp: count - 1 };
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "0" || event.key === "Home") walkmap.showPart(0);
  else if (steps[event.key]) walkmap.showPart((walkmap.part + steps[event.key]) % count);
  else return;
  event.preventDefault();
};
