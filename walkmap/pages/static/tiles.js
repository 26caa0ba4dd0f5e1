/* Map tiles under our own map. They are moved to fit the data, which stay as they are; ground and streets
   of our own make room for them only while every tile in sight is there. */

/* Degrees that the tiles' datum adds at a place: straight between the corners of the area. */
walkmap.tileShift = (place) => {
  const { area, tiles } = walkmap.data;
  const [[south, west], [north, east]] = area;
  const x = (place.lng - west) / (east - west);
  const y = (place.lat - south) / (north - south);
  const between = (i) => {
    const [sw, se, nw, ne] = tiles.shift.map((corner) => corner[i]);
    return sw * (1 - x) * (1 - y) + se * x * (1 - y) + nw * (1 - x) * y + ne * x * y;
  };
  return L.latLng(place.lat + between(1), place.lng + between(0));
};

walkmap.Tiles = L.TileLayer.extend({
  _getTiledPixelBounds(center) {
    return L.TileLayer.prototype._getTiledPixelBounds.call(this, walkmap.tileShift(center));
  },

  _setZoomTransform(level, center, zoom) {
    L.TileLayer.prototype._setZoomTransform.call(this, level, walkmap.tileShift(center), zoom);
  },

  /* The shift is another one where the map has been dragged to. */
  _onMoveEnd() {
    L.TileLayer.prototype._onMoveEnd.call(this);
    if (this._map && !this._map._animatingZoom) this._setZoomTransforms(this._map.getCenter(), this._map.getZoom());
  },
});

walkmap.addTiles = () => {
  const { tiles } = walkmap.data;
  const missing = new Set();
  const look = () => {
    const whole = !missing.size && !layers.some((one) => one.isLoading());
    if (whole === walkmap.tiled) return;
    walkmap.tiled = whole;
    walkmap.canvas.repaint();
  };
  const layers = tiles.urls.map((url) => new walkmap.Tiles(url, {
    subdomains: tiles.subdomains, maxNativeZoom: tiles.deepest, maxZoom: 22, keepBuffer: 1,
  }));
  layers.forEach((layer) => {
    layer.on("tileerror", ({ tile }) => missing.add(tile));
    layer.on("tileunload", ({ tile }) => missing.delete(tile));
    layer.on("load tileerror tileunload", look);
    layer.on("loading", () => setTimeout(look, 800)); // not at once, or the map would flicker when dragged
    layer.addTo(walkmap.map);
  });
};

/* Painters of what the tiles show themselves. */
["ground", "streets"].forEach((name) => {
  const make = walkmap.painters[name];
  walkmap.painters[name] = () => {
    const painter = make();
    return Object.assign({}, painter, { paint(ctx, view) { if (!walkmap.tiled) painter.paint(ctx, view); } });
  };
});
