/* Numbers of buildings inside their footprints, names of streets along them. */

walkmap.painters.names = () => {
  const { data, decode, ink, font, write } = walkmap;
  const buildings = data.base.buildings.map((item) => ({
    name: item.name, short: item.short, managed: item.managed,
    axis: decode(item.axis), ring: decode(item.rings[0]), widths: walkmap.widths([item.name, item.short]),
  }));
  const marks = data.base.gates.map((gate) => ({ name: gate.name, at: decode(gate.line) })).concat(
    data.hazards.map((hazard) => ({ name: hazard.name, at: decode(hazard.at) })));
  const streets = data.base.streets.names.map((item) => ({
    name: item.name, lines: item.lines.map(decode), wide: walkmap.widths([item.name], 500)[item.name] / 100,
  }));

  const paintBuildings = (ctx, view) => {
    const heat = data.kind === "heat";
    buildings.forEach((item) => {
      const label = walkmap.buildingLabel(ctx, view, item);
      if (!label) return;
      view.taken.push(label.box);
      ctx.font = font(label.size, 600);
      write(ctx, label.text, label.box[0], label.box[1] + 1, item.managed && !heat ? ink.soft : ink.text, heat || label.over ? "#fff" : "");
    });
  };
  const paintStreets = (ctx, view) => {
    const size = (["heat", "overview"].indexOf(data.kind) >= 0 ? 15 : view.zoom < 16.5 ? 11 : 13) * view.big;
    ctx.font = font(size, 500);
    streets.forEach((street) => {
      const wide = street.wide * size;
      const done = [];
      street.lines.forEach((line) => {
        const spot = walkmap.alongLine(view, view.points(line), street.name, wide, size, done);
        if (!spot) return;
        done.push(spot);
        walkmap.writeAlong(ctx, view, spot, street.name, size);
      });
    });
  };
  /* From near: names of gates and hazards, below them or above. */
  const paintMarks = (ctx, view) => {
    const size = 12.5 * view.big;
    ctx.font = font(size, 500);
    marks.filter((mark) => mark.name).forEach((mark) => {
      const [x, y] = view.points(mark.at);
      const half = ctx.measureText(mark.name).width / 2;
      const boxes = [22, -22].map((dy) => [x, y + dy * view.big, half, size * 0.5]);
      const box = boxes.find((b) => view.free(b, view.taken) && view.free(b, view.busy));
      if (!box) return;
      view.taken.push(box);
      write(ctx, mark.name, box[0], box[1], ink.text, "#fff");
    });
  };
  return {
    paint(ctx, view) {
      paintBuildings(ctx, view);
      if (view.zoom >= 15) paintStreets(ctx, view);
      if (view.zoom >= 16.4 + 2 * view.big && data.kind !== "heat") paintMarks(ctx, view);
    },
  };
};

/* How wide texts are at a size of 100: sign by sign, as most signs stand in many names, and all ideographs
   are as wide as one. */
walkmap.widths = (texts, weight = 600) => {
  const { signs } = walkmap;
  if (!signs[weight]) signs[weight] = new Map();
  const known = signs[weight];
  const wide = (each) => {
    const sign = each >= "\u4e00" && each <= "\u9fff" ? "\u4e00" : each;
    if (!known.has(sign)) {
      signs.ctx.font = walkmap.font(100, weight);
      known.set(sign, signs.ctx.measureText(sign).width);
    }
    return known.get(sign);
  };
  const widths = {};
  texts.forEach((text) => { widths[text] = Array.from(text, wide).reduce((a, b) => a + b, 0); });
  return widths;
};

walkmap.signs = { ctx: document.createElement("canvas").getContext("2d") };

/* A label for a footprint, beside the numbers of stops: the whole name, or else its number; clear of
   the ways if it can be, and as large as can be. */
walkmap.buildingLabel = (ctx, view, item) => {
  const [x1, y1, x2, y2] = view.points(item.axis);
  const ring = view.points(item.ring);
  if (!view.sees(ring)) return null;
  const [left, top, right, bottom] = walkmap.bounds(ring);
  const sizes = view.big > 1.5 ? [20, 18, 16.5, 15] : [20, 18, 16, 14, 12.5, 11];
  const small = sizes.slice(-1);
  const near = view.metre * 12 > 15 * view.big || !item.short;
  const tries = [[item.short, 0.5, sizes], [item.short, 0.2, small], [item.name, 0.2, small]];
  if (near) tries.unshift([item.name, 1, sizes.filter((size) => size >= 14)]);
  const fit = (text, size, slack, others) => {
    const half = (item.widths[text] * size) / 200;
    const high = size * 0.46;
    if (2 * half > right - left || 2 * high * slack > bottom - top) return null;
    for (const t of [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8]) {
      const box = [x1 + (x2 - x1) * t, y1 + (y2 - y1) * t, half, high];
      const within = walkmap.boxInside([box[0], box[1], half, high * slack], ring);
      if (within && view.free(box, view.taken) && view.free(box, others)) return { text, size, box, over: !view.free(box, view.busy) };
    }
    return null;
  };
  for (const others of view.busy.length ? [view.busy, []] : [[]]) {
    for (const [text, slack, able] of tries) {
      for (const px of text ? able : []) {
        const label = fit(text, px * view.big, slack, others);
        if (label) return label;
      }
    }
  }
  return null;
};

walkmap.boxInside = ([x, y, w, h], ring) =>
  [-w, w, 0].every((dx) => walkmap.inside(x + dx, y - h, ring) && walkmap.inside(x + dx, y + h, ring));

walkmap.inside = (x, y, ring) => {
  let within = false;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const crosses = ring[i + 1] > y !== ring[j + 1] > y;
    if (crosses && x < ((ring[j] - ring[i]) * (y - ring[i + 1])) / (ring[j + 1] - ring[i + 1]) + ring[i]) within = !within;
  }
  return within;
};

/* Lengths along a flat line, and the place at a length. */
walkmap.measure = (flat) => {
  const at = [0];
  for (let i = 2; i < flat.length; i += 2) {
    at.push(at[at.length - 1] + Math.hypot(flat[i] - flat[i - 2], flat[i + 1] - flat[i - 1]));
  }
  return at;
};

walkmap.placeAt = (flat, at, length) => {
  let i = 1;
  while (i < at.length - 1 && at[i] < length) i += 1;
  const part = at[i] === at[i - 1] ? 0 : (length - at[i - 1]) / (at[i] - at[i - 1]);
  const j = 2 * i;
  return [flat[j - 2] + (flat[j] - flat[j - 2]) * part, flat[j - 1] + (flat[j + 1] - flat[j - 1]) * part];
};

/* A straight stretch of a line, free of everything else and far from where the street has its name already, where
   a name fits; or beside the line. */
walkmap.alongLine = (view, flat, name, wide, size, done) => {
  if (!view.sees(flat)) return null;
  const at = walkmap.measure(flat);
  const total = at[at.length - 1];
  const places = [];
  for (let s = wide / 2; s <= total - wide / 2; s += 16) places.push(s);
  const centre = view.bounds.getCenter();
  const tries = places.map((s) => {
    const a = walkmap.placeAt(flat, at, s - wide / 2);
    const b = walkmap.placeAt(flat, at, s + wide / 2);
    const mid = walkmap.placeAt(flat, at, s);
    return { a, b, mid, far: Math.hypot(mid[0] - centre.x, mid[1] - centre.y) };
  });
  tries.sort((p, q) => p.far - q.far);
  for (const side of [0, 1, -1]) {
    for (const { a, b, mid } of tries) {
      const chord = Math.hypot(b[0] - a[0], b[1] - a[1]);
      if (chord < wide * 0.97 || done.some((spot) => Math.hypot(spot.x - mid[0], spot.y - mid[1]) < 300 * view.big)) continue;
      const shift = side * (size + 2);
      const dx = (-(b[1] - a[1]) / chord) * shift;
      const dy = ((b[0] - a[0]) / chord) * shift;
      const boxes = walkmap.boxesAlong(a, b, dx, dy, name.length, size);
      if (!boxes.every((box) => view.shows(box) && view.free(box, view.taken) && view.free(box, view.busy))) continue;
      boxes.forEach((box) => view.taken.push(box));
      return { x: mid[0] + dx, y: mid[1] + dy, angle: Math.atan2(b[1] - a[1], b[0] - a[0]), boxes };
    }
  }
  return null;
};

walkmap.boxesAlong = (a, b, dx, dy, number, size) => {
  const boxes = [];
  const count = Math.max(2, number);
  for (let i = 0; i < count; i += 1) {
    const t = (i + 0.5) / count;
    boxes.push([a[0] + (b[0] - a[0]) * t + dx, a[1] + (b[1] - a[1]) * t + dy, size * 0.55, size * 0.55]);
  }
  return boxes;
};

/* Chinese names on steep streets stand upright, one sign below the other. */
walkmap.writeAlong = (ctx, view, spot, name, size) => {
  const { ink, write } = walkmap;
  let angle = spot.angle;
  if (Math.abs(angle) > Math.PI / 2) angle -= Math.sign(angle) * Math.PI;
  const steep = Math.abs(angle) > Math.PI * 0.39; // 70°: less, and the signs would run into each other
  if (steep && /^[\u3000-\u9fff\uff00-\uffef\d]+$/.test(name)) {
    const down = Math.sin(spot.angle) > 0 ? spot.boxes : spot.boxes.slice().reverse();
    Array.from(name).forEach((sign, i) => down[i] && write(ctx, sign, down[i][0], down[i][1], ink.soft, "#fff"));
    return;
  }
  ctx.save();
  ctx.translate(spot.x, spot.y);
  ctx.rotate(angle);
  write(ctx, name, 0, 1, ink.soft, "#fff");
  ctx.restore();
};
