/* The estate's own wall plan: ground, streets, buildings, walls and gates, hazards. */

/* Ground of the courtyards. */
walkmap.painters.ground = () => {
  const { data, decode, ink, trace } = walkmap;
  const yards = data.base.courtyards.map((yard) => yard.rings.map(decode));
  return {
    paint(ctx, view) {
      ctx.beginPath();
      yards.forEach((rings) => rings.forEach((ring) => trace(ctx, view.points(ring), true)));
      ctx.fillStyle = ink.ground;
      ctx.fill("evenodd");
    },
  };
};

walkmap.painters.streets = () => {
  const { data, decode, ink, trace, stroke } = walkmap;
  const { classes } = data.base.streets;
  const lines = {};
  Object.keys(classes).forEach((name) => { lines[name] = classes[name].map(decode); });
  const metres = { path: 2, minor: 6, major: 11 };
  const least = { path: 1.6, minor: 4, major: 6 };
  const width = (view, name) => Math.max(least[name] * view.big, Math.min(metres[name] * view.metre, 26 * view.big));
  const draw = (ctx, view, name, colour, wide, dash) => {
    ctx.beginPath();
    lines[name].forEach((line) => {
      const flat = view.points(line);
      if (view.sees(flat, wide)) trace(ctx, flat);
    });
    stroke(ctx, colour, wide, dash);
  };
  return {
    paint(ctx, view) {
      ctx.lineCap = "round";
      ["path", "minor", "major"].forEach((name) => draw(ctx, view, name, ink.edge, width(view, name) + 1.6));
      ["path", "minor", "major"].forEach((name) => draw(ctx, view, name, ink.street, width(view, name)));
      ctx.lineCap = "butt";
      draw(ctx, view, "passage", ink.edge, width(view, "path") + 1.6, [6, 4]);
    },
  };
};

/* Buildings with their entrances, then walls with their gates, then hazards. */
walkmap.painters.blocks = () => {
  const { data, decode, ink, trace, stroke } = walkmap;
  const { base } = data;
  const buildings = base.buildings.map((item, i) => Object.assign({}, item, { i, rings: item.rings.map(decode) }));
  const doors = base.doors.map((door) => ({
    at: decode(door.slice(0, 2)), angle: (door[2] * Math.PI) / 180, dashed: door[3],
  }));
  const walls = base.walls.map((wall) => Object.assign({}, wall, { lines: wall.lines.map(decode) }));
  const gates = base.gates.map((gate) => ({ line: decode(gate.line), dashed: gate.dashed }));
  const hazards = data.hazards.map((hazard) => Object.assign({}, hazard, {
    at: decode(hazard.at), rings: hazard.rings.map(decode), lines: hazard.lines.map(decode),
  }));

  const block = (ctx, view, item) => {
    const shade = walkmap.shades ? walkmap.shades[item.i] : item.managed ? ink.pale : ink.building;
    ctx.beginPath();
    item.rings.forEach((ring) => trace(ctx, view.points(ring), true));
    if (shade) {
      ctx.fillStyle = shade;
      ctx.fill("evenodd");
    }
    const bare = Boolean(walkmap.shades);
    stroke(ctx, bare ? ink.soft : item.managed ? ink.paleline : ink.outline, bare ? 1.6 : 1.2);
  };
  const wall = (ctx, view, item) => {
    ctx.beginPath();
    item.lines.forEach((line) => trace(ctx, view.points(line)));
    const wide = item.thin ? 1.2 : Math.max(1.8, Math.min(1.1 * view.metre, 3.2)) * view.big;
    stroke(ctx, item.thin ? ink.fence : ink.wall, wide, item.dashed ? [7, 5] : []);
  };
  const active = () => hazards.filter((item) => item.days.indexOf(walkmap.day) >= 0);
  return {
    reserve(view) {
      active().forEach((item) => view.taken.push([...view.points(item.at), 11 * view.big, 11 * view.big]));
    },
    paint(ctx, view) {
      buildings.forEach((item) => block(ctx, view, item));
      if (view.zoom >= 16.5) doors.forEach((door) => walkmap.drawDoor(ctx, view, door));
      walls.forEach((item) => wall(ctx, view, item));
      const open = data.open_gates[walkmap.day];
      gates.forEach((gate, i) => {
        if (open) walkmap.drawGate(ctx, view.points(gate.line), open[i], gate.dashed, view.big);
      });
      active().forEach((item) => walkmap.drawHazard(ctx, view, item));
    },
  };
};

/* An entrance: a short tick out of the wall. */
walkmap.drawDoor = (ctx, view, door) => {
  const [x, y] = view.points(door.at);
  const long = Math.max(3.5, Math.min(2.6 * view.metre, 9)) * view.big;
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x + Math.cos(door.angle) * long, y - Math.sin(door.angle) * long);
  walkmap.stroke(ctx, walkmap.ink.wall, 2.2 * view.big, door.dashed ? [2, 1.5] : []);
};

/* A gate: green across its gap where one can walk, a grey bar that fills the gap where one can't. */
walkmap.drawGate = (ctx, span, open, dashed, big) => {
  const [x1, y1, x2, y2] = span;
  const x = (x1 + x2) / 2;
  const y = (y1 + y2) / 2;
  const long = Math.hypot(x2 - x1, y2 - y1) || 1;
  const half = (open ? 7 : Math.max(4.5, long / 2)) * (open ? big : 1);
  const along = [((x2 - x1) / long) * half, ((y2 - y1) / long) * half];
  const [dx, dy] = open ? [-along[1], along[0]] : along;
  const line = () => {
    ctx.beginPath();
    ctx.moveTo(x - dx, y - dy);
    ctx.lineTo(x + dx, y + dy);
  };
  ctx.lineCap = "butt";
  const wide = (open ? 4.5 : 6.5) * big;
  line();
  walkmap.stroke(ctx, "#fff", wide + 3);
  line();
  walkmap.stroke(ctx, open ? walkmap.ink.open : walkmap.ink.shut, wide, dashed ? [3.5, 2] : []);
};

/* A hazard: hatched where it lies, and a triangle; one that blocks the way has a bar below. */
walkmap.drawHazard = (ctx, view, hazard) => {
  const hatch = ctx.createPattern(walkmap.hatch(walkmap.ink.danger), "repeat");
  ctx.beginPath();
  hazard.rings.forEach((ring) => walkmap.trace(ctx, view.points(ring), true));
  ctx.fillStyle = hatch;
  ctx.fill("evenodd");
  walkmap.stroke(ctx, walkmap.ink.danger, 1.2);
  ctx.beginPath();
  hazard.lines.forEach((line) => walkmap.trace(ctx, view.points(line)));
  walkmap.stroke(ctx, hatch, 9 * view.big);
  const [x, y] = view.points(hazard.at);
  walkmap.drawTriangle(ctx, x, y, 9 * view.big, hazard.blocks);
};

walkmap.drawTriangle = (ctx, x, y, r, blocks) => {
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(x, y - r);
  ctx.lineTo(x + r, y + r * 0.75);
  ctx.lineTo(x - r, y + r * 0.75);
  ctx.closePath();
  ctx.fillStyle = walkmap.ink.hazard;
  walkmap.stroke(ctx, "#fff", 4);
  ctx.fill();
  walkmap.stroke(ctx, walkmap.ink.danger, 1.8);
  ctx.fillStyle = walkmap.ink.danger;
  ctx.fillRect(x - r * 0.1, y - r * 0.4, r * 0.2, r * 0.6);
  ctx.fillRect(x - r * 0.1, y + r * 0.35, r * 0.2, r * 0.2);
  if (!blocks) return;
  ctx.fillRect(x - r, y + r * 0.95, r * 2, r * 0.35);
};

/* A tile of lines, made once for each colour. */
walkmap.hatch = (colour) => {
  const { hatches } = walkmap;
  if (!hatches[colour]) hatches[colour] = walkmap.hatchTile(colour);
  return hatches[colour];
};

walkmap.hatches = {};

walkmap.hatchTile = (colour) => {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const ctx = tile.getContext("2d");
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.6;
  [-8, 0, 8].forEach((x) => {
    ctx.beginPath();
    ctx.moveTo(x, 8);
    ctx.lineTo(x + 8, 0);
    ctx.stroke();
  });
  return tile;
};
