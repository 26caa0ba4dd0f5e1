/* The ways of the rounds that are shown: strong lines with a white casing and arrow heads. */

/* Okabe and Ito's colours, each with its own pattern and a text colour that can be read on it. */
walkmap.teams = [
  { colour: "#0072b2", on: "#fff", dash: [] },
  { colour: "#d55e00", on: "#000", dash: [13, 5] },
  { colour: "#009e73", on: "#000", dash: [0.1, 8.5] },
  { colour: "#cc79a7", on: "#000", dash: [13, 4, 4, 4] },
  { colour: "#e69f00", on: "#000", dash: [20, 4] },
  { colour: "#56b4e9", on: "#000", dash: [8, 4, 2, 4] },
  { colour: "#000000", on: "#fff", dash: [2, 3] },
];
/* Beyond seven teams colours come again, each with the next pattern. */
walkmap.teamStyle = (team) => {
  const { teams } = walkmap;
  const { dash } = teams[(team + Math.floor(team / teams.length)) % teams.length];
  return Object.assign({}, teams[team % teams.length], { dash });
};

/* Rounds of the day that is shown. */
walkmap.shown = () => walkmap.data.rounds.filter((round) => round.day === walkmap.day);

walkmap.painters.way = () => {
  const { data, decode } = walkmap;
  data.rounds.forEach((round) => {
    round.lines = round.way.map(([order, lane, line]) => ({ order, lane, line: decode(line) }));
  });
  const widthOf = (view) => (view.zoom < 16 ? 4 : 5.5) * view.big;
  let paths = [];
  return {
    /* Names keep off the way. */
    reserve(view) {
      const wide = widthOf(view);
      paths = walkmap.shown().map((round) => ({ round, flat: walkmap.besideEachOther(view, round.lines, wide) }));
      paths.forEach(({ flat }) => walkmap.everyPixels(flat, 10, (x, y) => view.busy.push([x, y, wide / 2 + 1, wide / 2 + 1])));
    },
    paint(ctx, view) {
      const wide = widthOf(view);
      if (data.kind === "round") {
        walkmap.drawRound(ctx, view, paths[0].round, wide);
        return;
      }
      paths.forEach(({ round, flat }) => walkmap.drawWay(ctx, flat, round.team, wide));
      paths.forEach(({ round, flat }) => walkmap.drawHeads(ctx, view, flat, round.team, wide, 90));
    },
  };
};

/* One line through all stretches, each moved to its right by its lane. */
walkmap.besideEachOther = (view, lines, wide) => {
  const whole = [];
  lines.forEach(({ lane, line }) => {
    const moved = walkmap.moveRight(walkmap.thin(view.points(line)), (wide + 2) * (lane + 0.5));
    for (let i = 0; i < moved.length; i += 1) whole.push(moved[i]);
  });
  return whole;
};

/* A line without places less than two pixels apart: they would make its offset fray. */
walkmap.thin = (flat) => {
  const kept = [flat[0], flat[1]];
  for (let i = 2; i < flat.length; i += 2) {
    const last = kept.length - 2;
    const near = Math.hypot(flat[i] - kept[last], flat[i + 1] - kept[last + 1]) < 2;
    if (!near) kept.push(flat[i], flat[i + 1]);
    else if (i === flat.length - 2 && kept.length > 2) kept.splice(last, 2, flat[i], flat[i + 1]);
  }
  return kept;
};

walkmap.moveRight = (flat, by) => {
  const count = flat.length / 2;
  if (count < 2) return flat;
  const normals = [];
  for (let i = 0; i < count - 1; i += 1) {
    const dx = flat[2 * i + 2] - flat[2 * i];
    const dy = flat[2 * i + 3] - flat[2 * i + 1];
    const long = Math.hypot(dx, dy) || 1;
    normals.push([-dy / long, dx / long]); // y grows downwards: this is the right-hand side
  }
  const moved = [];
  for (let i = 0; i < count; i += 1) {
    const a = normals[Math.max(0, i - 1)];
    const b = normals[Math.min(count - 2, i)];
    const half = Math.max(0.5, (1 + a[0] * b[0] + a[1] * b[1]) / 2);
    moved.push(flat[2 * i] + ((a[0] + b[0]) / 2 / half) * by, flat[2 * i + 1] + ((a[1] + b[1]) / 2 / half) * by);
  }
  return moved;
};

walkmap.drawWay = (ctx, flat, team, wide) => {
  const style = walkmap.teamStyle(team);
  ctx.beginPath();
  walkmap.trace(ctx, flat);
  ctx.lineCap = "round";
  walkmap.stroke(ctx, "#fff", wide + 3);
  if (style.dash[0] > 1) ctx.lineCap = "butt";
  walkmap.stroke(ctx, style.colour, wide, style.dash);
};

/* Calls `act` with place and direction every so many pixels along a line. */
walkmap.everyPixels = (flat, step, act) => {
  let left = step / 2;
  for (let i = 2; i < flat.length; i += 2) {
    const dx = flat[i] - flat[i - 2];
    const dy = flat[i + 1] - flat[i - 1];
    const long = Math.hypot(dx, dy);
    let at = left;
    for (; at < long; at += step) {
      act(flat[i - 2] + (dx * at) / long, flat[i - 1] + (dy * at) / long, Math.atan2(dy, dx), Math.min(at, long - at));
    }
    left = at - long;
  }
};

walkmap.drawHeads = (ctx, view, flat, team, wide, step) => {
  const { colour } = walkmap.teamStyle(team);
  const r = wide * 1.1;
  walkmap.everyPixels(flat, step, (x, y, angle, fromBend) => {
    if (fromBend < r || !view.free([x, y, r, r], view.taken)) return;
    ctx.save();
    ctx.translate(x, y);
    ctx.rotate(angle);
    ctx.beginPath();
    ctx.moveTo(r * 1.1, 0);
    ctx.lineTo(-r * 0.8, r);
    ctx.lineTo(-r * 0.8, -r);
    ctx.closePath();
    walkmap.stroke(ctx, "#fff", 2.5);
    ctx.fillStyle = colour;
    ctx.fill();
    ctx.restore();
  });
};
