/* The map of the issues: bands of a smooth surface, buildings by class, what could be chance. */

/* Bands, only on the community's own ground. */
walkmap.painters.heat = () => {
  const { data, decode, trace } = walkmap;
  if (!data.heat) return { paint() {} };
  const ground = data.heat.ground.map(decode);
  const bands = {};
  let surface = null;
  const of = (key) => {
    surface = surface || new walkmap.Surface();
    bands[key] = bands[key] || surface.bands(data.heat.slices[key], walkmap.heat.period);
    return bands[key];
  };
  const path = (ctx, view, rings) => {
    ctx.beginPath();
    rings.forEach((ring) => trace(ctx, view.points(ring), true));
  };
  return {
    paint(ctx, view) {
      if (walkmap.heat.view !== "by_place") return;
      if (ground.length) {
        path(ctx, view, ground);
        ctx.clip("evenodd");
      }
      of(walkmap.heat.key()).forEach((rings, band) => {
        path(ctx, view, rings);
        ctx.fillStyle = data.heat.ramp[band];
        ctx.fill("evenodd");
      });
    },
  };
};

/* A heavy outline round what is more than chance, and round the courtyards of works. */
walkmap.painters.found = () => {
  const { data, decode, ink, trace, stroke } = walkmap;
  const outlines = (items) => items.map((item) => item.rings.map(decode));
  const buildings = outlines(data.base.buildings);
  const yards = outlines(data.base.courtyards);
  const draw = (ctx, view, shape, colour, wide, dash) => {
    ctx.beginPath();
    shape.forEach((ring) => trace(ctx, view.points(ring), true));
    stroke(ctx, colour, wide * view.big, dash);
  };
  return {
    paint(ctx, view) {
      if (!data.heat) return;
      const { heat } = walkmap;
      if (heat.view === "by_works") {
        data.heat.works.forEach((works) => works.yards.forEach((i) => {
          draw(ctx, view, yards[i], "#fff", 7);
          draw(ctx, view, yards[i], ink.text, 4, [12, 6]);
        }));
      }
      if (heat.view === "by_building" || heat.view === "by_chance") {
        heat.slice().more.forEach((i) => draw(ctx, view, buildings[i], ink.text, 3));
      }
    },
  };
};

/* A shade, hatched if it could be chance. */
walkmap.hatched = (colour) => {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 10;
  const ctx = tile.getContext("2d");
  ctx.fillStyle = colour;
  ctx.fillRect(0, 0, 10, 10);
  ctx.strokeStyle = "rgba(33, 28, 21, .55)";
  ctx.lineWidth = 1.2;
  [-10, 0, 10].forEach((x) => {
    ctx.beginPath();
    ctx.moveTo(x, 10);
    ctx.lineTo(x + 10, 0);
    ctx.stroke();
  });
  return { tile, pattern: ctx.createPattern(tile, "repeat") };
};

/* What each building is filled with. */
walkmap.fills = () => {
  const { data, heat } = walkmap;
  const count = data.base.buildings.length;
  const { ramp } = data.heat;
  const patterns = {};
  const hatched = (colour) => {
    patterns[colour] = patterns[colour] || walkmap.hatched(colour).pattern;
    return patterns[colour];
  };
  if (heat.view === "by_place" || heat.view === "by_works") return Array(count).fill("");
  const slice = heat.slice();
  const classes = heat.view === "by_effort" ? data.heat.effort : slice.classes;
  return Array.from(classes).map((digit, i) => {
    if (digit === ".") return "#fff";
    const more = slice.more.indexOf(i) >= 0;
    if (heat.view === "by_chance") return more ? ramp[4] : hatched(walkmap.pale);
    return heat.view === "by_effort" || more ? ramp[digit] : hatched(ramp[digit]);
  });
};

walkmap.pale = "#f3e9df";
