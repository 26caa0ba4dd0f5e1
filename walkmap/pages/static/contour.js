/* Lines of one height on a grid of numbers, as closed rings (marching squares). */

/* For each set of corners of a cell that lie high enough (bits: 1 and 2 on its first row, 8 and 4 on
   its second), the sides where lines enter and leave it; what is high is always on the same hand. */
walkmap.sides = [
  "", "03", "10", "13", "21", "0321", "20", "23", "32", "02", "1032", "12", "31", "01", "30", "",
].map((way) => (way.match(/../g) || []).map((pair) => Array.from(pair, Number)));

/* Rings of grid places x, y, x, y, …; the edge of the grid must be lower than the level. */
walkmap.contour = (field, wide, level) => {
  const next = new Map();
  for (let i = 0; i + wide + 1 < field.length; i += 1) {
    const code = (field[i] >= level) | ((field[i + 1] >= level) << 1)
      | ((field[i + wide + 1] >= level) << 2) | ((field[i + wide] >= level) << 3);
    if (code === 0 || code === 15) continue;
    const side = [2 * i, 2 * i + 3, 2 * (i + wide), 2 * i + 1];
    walkmap.sides[code].forEach(([from, to]) => next.set(side[from], side[to]));
  }
  const cross = (ring, side) => {
    const i = side >> 1;
    const up = side & 1;
    const part = (level - field[i]) / (field[i + (up ? wide : 1)] - field[i]);
    ring.push((i % wide) + (up ? 0 : part), Math.floor(i / wide) + (up ? part : 0));
  };
  const rings = [];
  next.forEach((_, start) => {
    const ring = [];
    for (let side = start, to; (to = next.get(side)) !== undefined; side = to) {
      next.delete(side);
      cross(ring, side);
    }
    if (ring.length) rings.push(ring);
  });
  return rings;
};
