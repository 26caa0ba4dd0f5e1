/* One canvas for the whole map. Painters paint on it in the order of the layers; before that they
   reserve room in the opposite order, so that what lies on top is never written over. */

walkmap.ink = {
  paper: "#eeeadf", ground: "#faf7ef", wall: "#40382d", fence: "#b9ae9b", street: "#ffffff", edge: "#d3cab8",
  path: "#e6dfd0", building: "#d8ccb8", outline: "#9b8c74", pale: "#ece7dc", paleline: "#c9c0b0",
  text: "#2b241b", soft: "#6a6053", open: "#00805f", shut: "#77736c", hazard: "#f2b632", danger: "#7a2e00",
};

/* What painters need to know of the map as it stands: pixels are Leaflet's layer points. */
walkmap.View = class {
  constructor(map, bounds) {
    this.zoom = map.getZoom();
    this.scale = Math.pow(2, this.zoom);
    this.origin = map.getPixelOrigin();
    this.bounds = bounds;
    this.seen = L.bounds(map.containerPointToLayerPoint([0, 0]), map.containerPointToLayerPoint(map.getSize()));
    const lat = (map.getCenter().lat * Math.PI) / 180;
    this.metre = (256 * this.scale) / (40075016.7 * Math.cos(lat));
    this.big = walkmap.big();
    this.taken = [];
    this.busy = [];
  }

  points(world) {
    const flat = new Float64Array(world.length);
    for (let i = 0; i < world.length; i += 2) {
      flat[i] = world[i] * this.scale - this.origin.x;
      flat[i + 1] = world[i + 1] * this.scale - this.origin.y;
    }
    return flat;
  }

  /* Whether any of a line may be on the canvas; so many pixels beside it are. */
  sees(flat, wide = 0) {
    const [left, top, right, bottom] = walkmap.bounds(flat);
    const { min, max } = this.bounds;
    return right > min.x - wide && left < max.x + wide && bottom > min.y - wide && top < max.y + wide;
  }

  /* Whether all of a box is in sight; the canvas is larger than the map. */
  shows([x, y, w, h]) {
    const { min, max } = this.seen;
    return x - w >= min.x && x + w <= max.x && y - h >= min.y && y + h <= max.y;
  }

  /* Whether a box (x, y, half width, half height) is clear of `others` and on the canvas. */
  free(box, others) {
    const [x, y, w, h] = box;
    const { min, max } = this.bounds;
    if (x - w < min.x || x + w > max.x || y - h < min.y || y + h > max.y) return false;
    return !others.some((o) => Math.abs(o[0] - x) < o[2] + w && Math.abs(o[1] - y) < o[3] + h);
  }
};

/* How much larger than on a phone things are drawn: the wall is seen from afar. To ask the window for
   its width would make the browser lay out the page at once. */
walkmap.wall = window.matchMedia("(min-width: 1500px)");
walkmap.big = () => {
  const wide = walkmap.wall.matches;
  if (["heat", "overview"].indexOf(walkmap.data.kind) >= 0) return wide ? 1.6 : 1.1;
  return wide ? 1.2 : 1;
};

walkmap.font = (size, weight) =>
  `${weight || 400} ${size}px system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif`;

walkmap.Canvas = L.Canvas.extend({
  options: { padding: 0.1, tolerance: 4 },

  initialize(options) {
    L.Canvas.prototype.initialize.call(this, options);
    this.painters = [];
    this.held = true; // until the map stands: painting is what takes longest
  },

  repaint() {
    if (this._waiting) return;
    this._waiting = L.Util.requestAnimFrame(() => {
      this._waiting = null;
      this._stands = "";
      if (this._map) this._update();
    });
  },

  /* Leaflet wipes the canvas clean at the end of a reset, that is of every move that is not animated. */
  _reset() {
    L.Canvas.prototype._reset.call(this);
    this.repaint();
  },

  /* Before its first picture there is nothing to move. */
  _updateTransform(center, zoom) {
    if (this._bounds) L.Canvas.prototype._updateTransform.call(this, center, zoom);
  },

  _update() {
    if (this.held || (this._map._animatingZoom && this._bounds)) return;
    L.Renderer.prototype._update.call(this);
    const { min, max } = this._bounds;
    const stands = [this._map.getZoom(), this._map.getPixelOrigin(), min, max].join();
    if (stands === this._stands) return; // Leaflet asks twice after each zoom
    this._stands = stands;
    L.Canvas.prototype._update.call(this);
    const view = new walkmap.View(this._map, this._bounds);
    const ctx = this._ctx;
    ctx.lineJoin = "round";
    this.painters.slice().reverse().forEach((painter) => painter.reserve && painter.reserve(view, ctx));
    this.painters.forEach((painter) => {
      ctx.save();
      painter.paint(ctx, view);
      ctx.restore();
    });
  },
});

/* A layer of the map, painted by the painter of this name. */
walkmap.layer = (name) => {
  const painter = walkmap.painters[name]();
  const layer = new L.Layer();
  if (!walkmap.canvas) walkmap.canvas = new walkmap.Canvas();
  layer.onAdd = (map) => {
    walkmap.canvas.addTo(map);
    walkmap.canvas.painters.push(painter);
    walkmap.canvas.repaint();
  };
  layer.onRemove = () => {
    const { painters } = walkmap.canvas;
    painters.splice(painters.indexOf(painter), 1);
    walkmap.canvas.repaint();
  };
  return layer;
};

/* Left, top, right, bottom of a flat line. */
walkmap.bounds = (flat) => {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < flat.length; i += 2) {
    box[0] = Math.min(box[0], flat[i]);
    box[1] = Math.min(box[1], flat[i + 1]);
    box[2] = Math.max(box[2], flat[i]);
    box[3] = Math.max(box[3], flat[i + 1]);
  }
  return box;
};

/* Adds a flat line of pixels to the path. */
walkmap.trace = (ctx, flat, closed) => {
  ctx.moveTo(flat[0], flat[1]);
  for (let i = 2; i < flat.length; i += 2) ctx.lineTo(flat[i], flat[i + 1]);
  if (closed) ctx.closePath();
};

walkmap.stroke = (ctx, colour, width, dash) => {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.setLineDash(dash || []);
  ctx.stroke();
};

/* Text with a halo, centred on a place. */
walkmap.write = (ctx, text, x, y, colour, halo) => {
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.setLineDash([]);
  if (halo) {
    ctx.strokeStyle = halo;
    ctx.lineWidth = 3.5;
    ctx.strokeText(text, x, y);
  }
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
};
