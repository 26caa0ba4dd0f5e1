/* The smooth surface of a slice: a Gaussian kernel in metres on a grid, as walkmap/issues/surface.py has it. */

walkmap.Surface = class {
  constructor() {
    const { decode } = walkmap;
    const { base, area, heat } = walkmap.data;
    Object.assign(this, heat.surface);
    const lat = ((area[0][0] + area[1][0]) / 2) * (Math.PI / 180);
    this.metre = 256 / (40075016.7 * Math.cos(lat)); // in world pixels at zoom 0
    this.cell = (this.bandwidth / 3) * this.metre; // fine enough for lines straight between cells
    this.hectares = (this.bandwidth / 3) ** 2 / 1e4;
    const ground = heat.ground.map(decode);
    const outlines = base.buildings.map((item) => item.rings.map(decode));
    const spots = decode(this.spots);
    this.lay([].concat(...outlines, ground, [spots]), ground.length ? 3 : 13);
    this.sites = outlines.map((rings) => this.cellsOf(rings));
    for (let i = 0; i < spots.length; i += 2) this.sites.push([this.at(spots[i], spots[i + 1])]);
    this.kernel = this.bell();
    this.correct(ground);
    this.shares = this.sharesOf(base.courtyards.length);
  }

  /* The grid reaches so many cells beyond all shapes. */
  lay(shapes, margin) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    shapes.forEach((flat) => flat.forEach((value, i) => {
      box[i % 2] = Math.min(box[i % 2], value);
      box[2 + (i % 2)] = Math.max(box[2 + (i % 2)], value);
    }));
    const cells = (length) => Math.ceil(length / this.cell) + 2 * margin;
    this.west = box[0] - margin * this.cell;
    this.north = box[1] - margin * this.cell;
    this.wide = cells(box[2] - box[0]);
    this.high = cells(box[3] - box[1]);
  }

  at(x, y) {
    return Math.floor((y - this.north) / this.cell) * this.wide + Math.floor((x - this.west) / this.cell);
  }

  /* Cells of a building, each as often as one of its quarters lies inside: row by row between its walls. */
  cellsOf(rings) {
    const step = this.cell / 2;
    const rows = new Map();
    rings.forEach((ring) => {
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        const [low, high] = ring[i + 1] < ring[j + 1] ? [i, j] : [j, i];
        const slope = (ring[high] - ring[low]) / (ring[high + 1] - ring[low + 1]);
        const last = Math.ceil(ring[high + 1] / step - 0.5);
        for (let row = Math.ceil(ring[low + 1] / step - 0.5); row < last; row += 1) {
          const x = ring[low] + slope * ((row + 0.5) * step - ring[low + 1]);
          if (rows.has(row)) rows.get(row).push(x);
          else rows.set(row, [x]);
        }
      }
    });
    const cells = [];
    rows.forEach((walls, row) => {
      walls.sort((a, b) => a - b);
      for (let i = 0; i + 1 < walls.length; i += 2) {
        for (let x = Math.ceil(walls[i] / step - 0.5); (x + 0.5) * step < walls[i + 1]; x += 1) {
          cells.push(this.at((x + 0.5) * step, (row + 0.5) * step));
        }
      }
    });
    return cells.length ? cells : [this.at(rings[0][0], rings[0][1])];
  }

  bell() {
    const weights = Array.from({ length: 25 }, (_, i) => Math.exp(-(((i - 12) / 3) ** 2) / 2));
    const sum = weights.reduce((a, b) => a + b);
    return weights.map((weight) => weight / sum);
  }

  /* Each site's cells weigh more where a part of their kernel is beyond the ground, but no more than four times. */
  correct(ground) {
    this.gains = null;
    if (!ground.length) return;
    const canvas = document.createElement("canvas");
    canvas.width = this.wide;
    canvas.height = this.high;
    const ctx = canvas.getContext("2d");
    ctx.setTransform(1 / this.cell, 0, 0, 1 / this.cell, -this.west / this.cell, -this.north / this.cell);
    ctx.beginPath();
    ground.forEach((ring) => walkmap.trace(ctx, ring, true));
    ctx.fill("evenodd");
    const on = new Float32Array(this.wide * this.high);
    const { data } = ctx.getImageData(0, 0, this.wide, this.high);
    on.forEach((_, i) => { on[i] = data[4 * i + 3] / 255; });
    this.sites.forEach((cells) => cells.forEach((i) => { on[i] = 1; }));
    this.gains = this.blur(on).map((share) => 1 / Math.max(share, 0.25));
  }

  /* The share of each building in what is hidden of each courtyard, and of the community. */
  sharesOf(yards) {
    const { weights } = this;
    const all = weights.map((_, i) => i);
    const members = Array.from({ length: yards }, (_, yard) => all.filter((i) => this.yards[i] === yard));
    return [...members, all].map((some) => {
      const sum = some.reduce((total, i) => total + weights[i], 0);
      return some.map((i) => [i, weights[i] / sum]);
    });
  }

  blur(field) {
    const { wide, high, kernel } = this;
    const along = (from, step, lines, jump) => {
      const to = new Float32Array(from.length);
      for (let line = 0; line < lines; line += 1) {
        const start = line * jump;
        const end = start + (lines === high ? wide : high) * step;
        for (let i = start; i < end; i += step) {
          if (!from[i]) continue;
          for (let k = 0, j = i - 12 * step; k < 25; k += 1, j += step) {
            if (j >= start && j < end) to[j] += kernel[k] * from[i];
          }
        }
      }
      return to;
    };
    return along(along(field, 1, high, wide), wide, wide, 1);
  }

  /* Issues per hectare and year. */
  rate(slice, years) {
    const counts = new Float64Array(this.sites.length);
    const each = (sparse, act) => {
      for (let i = 0, at = -1; i < sparse.length; i += 2) act(at += sparse[i], sparse[i + 1]);
    };
    each(slice.seen, (site, count) => { counts[site] += count; });
    each(slice.hidden, (yard, count) => this.shares[yard].forEach(([i, share]) => { counts[i] += count * share; }));
    const field = new Float32Array(this.wide * this.high);
    counts.forEach((count, site) => {
      const cells = this.sites[site];
      cells.forEach((i) => { field[i] += (count / cells.length) * (this.gains ? this.gains[i] : 1); });
    });
    return this.blur(field).map((value) => value / this.hectares / years);
  }

  /* Areas from each break upwards; each lies on the one before. */
  bands(slice, period) {
    const { wide, high } = this;
    const field = this.rate(slice, this.years[period]);
    field.forEach((_, i) => {
      if (i < wide || i >= wide * (high - 1) || i % wide === 0 || i % wide === wide - 1) field[i] = 0;
    });
    const place = (value, i) => (i % 2 ? this.north : this.west) + (value + 0.5) * this.cell;
    return this.breaks.map((level) => walkmap.contour(field, wide, level).map((ring) => Float64Array.from(ring, place)));
  }
};
