/* The page's data, unpacked, and the making of elements.
   Texts from data are written by textContent and setAttribute alone. */
"use strict";

var walkmap = (function () {
  let data = null;
  const MICRO = 1e6;
  const WORLD = 256; // pixels round the world at zoom 0

  /* A packed line as a flat array of world pixels at zoom 0: x, y, x, y, … */
  function decode(line) {
    const flat = new Float64Array(line.length);
    let lon = data.origin[0];
    let lat = data.origin[1];
    for (let i = 0; i < line.length; i += 2) {
      lon += line[i];
      lat += line[i + 1];
      const sine = Math.sin((lat / MICRO) * Math.PI / 180);
      flat[i] = WORLD * (lon / MICRO / 360 + 0.5);
      flat[i + 1] = WORLD * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
    }
    return flat;
  }

  /* An element with its attributes (`text` is its text) and children. */
  function el(tag, attributes, children) {
    const made = document.createElement(tag);
    Object.keys(attributes || {}).forEach((name) => {
      if (name === "text") made.textContent = attributes[name];
      else made.setAttribute(name, attributes[name]);
    });
    (children || []).forEach((child) => child && made.appendChild(child));
    return made;
  }

  const byId = (id) => document.getElementById(id);
  const put = (id, children) => children.forEach((child) => child && byId(id).appendChild(child));
  const text = (key) => data.texts[key];

  /* Once the page's elements are there: reads the data, after asking for the phrase if they are locked (lock.js);
     then draws the map and fills the page. Nothing touches `walkmap.data` before. `walkmap.key` is null if nothing
     is locked. */
  const start = (draw) => document.addEventListener("DOMContentLoaded", () => {
    const begin = (read, key) => {
      data = read;
      Object.assign(walkmap, { data, key });
      draw();
      open();
    };
    const block = JSON.parse(byId("walkmap-data").textContent);
    if (/MicroMessenger/i.test(navigator.userAgent)) {
      document.body.prepend(el("p", { class: "notice", text: block.texts.open_in_browser }));
    }
    if (block.locked) walkmap.unlock(block, begin);
    else begin(block, null);
  });

  /* Writes what all pages have, then lets the page's own script add the rest: only then it is laid out, once. */
  async function open() {
    document.querySelectorAll("[data-text]").forEach((at) => {
      at.textContent = text(at.dataset.text);
    });
    byId("title").textContent = data.title;
    byId("subtitle").textContent = data.subtitle;
    byId("badge").textContent = data.badge;
    byId("badge").hidden = !data.badge;
    if (data.source) byId("source").textContent = text("source") + (data.lang === "en" ? ": " : "：") + data.source;
    walkmap.controls(walkmap.map);
    await walkmap.pages[data.kind]();
    walkmap.fit();
    if (data.tiles) walkmap.addTiles();
  }

  /* Shows what matters: the round, or the community. */
  function fit() {
    const { map, canvas } = walkmap;
    canvas.held = true; // until it stands
    map.setMaxBounds(null); // or it would start to pan as soon as its size changes
    map.invalidateSize({ animate: false });
    const snap = map.options.zoomSnap;
    map.options.zoomSnap = 0.05;
    // The scale stands in one corner above the credit, and a stop must not hide behind them.
    const foot = map.getSize().x < 700 ? 70 : 40;
    const show = (right) => map.fitBounds(data.fit, {
      paddingTopLeft: [18, 30], paddingBottomRight: [right, foot], animate: false,
    });
    show(18);
    if (walkmap.underButtons()) show(besideButtons());
    map.setMaxBounds(L.latLngBounds(data.area).pad(0.8));
    map.options.zoomSnap = snap;
    canvas.held = false;
    canvas.repaint();
  }

  /* How wide the buttons in the map's corner are, with half a disc. */
  const besideButtons = () => (data.kind === "round" ? 98 : 84);

  /* Whether a stop or the office lies under them. */
  function underButtons() {
    const { map } = walkmap;
    const wide = map.getSize().x;
    const spots = data.rounds.reduce((all, round) => all.concat(round.places), [decode(data.office)]);
    return data.rounds.length > 0 && spots.some((spot) => {
      const at = map.latLngToContainerPoint(latLng(spot));
      return at.x > wide - besideButtons() && at.y < (data.kind === "round" ? 250 : 195);
    });
  }

  const latLng = (world) => L.CRS.EPSG3857.pointToLatLng(L.point(world[0], world[1]), 0);

  return { start, decode, latLng, underButtons, el, byId, put, text, fit, pages: {}, painters: {}, day: 0 };
})();
