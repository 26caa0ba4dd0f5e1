/* A drawing context like a canvas's that makes an SVG: the painters of the map draw on paper by it, too. */

walkmap.SvgContext = class {
  constructor(wide, high) {
    this.root = this.make("svg", { viewBox: `0 0 ${wide} ${high}`, width: wide, height: high });
    this.ruler = document.createElement("canvas").getContext("2d");
    this.kept = [];
    this.turn = "";
    this.dash = [];
    this.line = "";
    Object.assign(this, { fillStyle: "#000", strokeStyle: "#000", lineWidth: 1, lineCap: "butt", lineJoin: "round" });
  }

  make(tag, attributes) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    Object.keys(attributes).forEach((name) => made.setAttribute(name, attributes[name]));
    return made;
  }

  add(tag, attributes) {
    if (this.turn) attributes.transform = this.turn;
    const made = this.make(tag, attributes);
    this.root.appendChild(made);
    return made;
  }

  beginPath() { this.line = ""; }
  moveTo(x, y) { this.line += `M${this.at(x, y)}`; }
  lineTo(x, y) { this.line += `L${this.at(x, y)}`; }
  closePath() { this.line += "Z"; }
  at(x, y) { return `${Math.round(x * 100) / 100} ${Math.round(y * 100) / 100}`; }
  setLineDash(dash) { this.dash = dash; }

  /* An arc in two halves, for one half alone can't be a circle. */
  arc(x, y, r, from, to) {
    const span = Math.min(to - from, Math.PI * 2);
    const place = (angle) => this.at(x + Math.cos(angle) * r, y + Math.sin(angle) * r);
    const bend = `A${r} ${r} 0 0 1 `;
    this.line += `${this.line && !this.line.endsWith("Z") ? "L" : "M"}${place(from)}`;
    this.line += `${bend}${place(from + span / 2)}${bend}${place(from + span)}`;
  }

  fill(rule) {
    if (this.line) this.add("path", { d: this.line, fill: this.fillStyle, "fill-rule": rule || "nonzero" });
  }

  stroke() {
    if (this.line) this.add("path", Object.assign({ d: this.line, fill: "none" }, this.pen()));
  }

  pen() {
    const pen = {
      stroke: this.strokeStyle, "stroke-width": this.lineWidth, "stroke-linecap": this.lineCap, "stroke-linejoin": this.lineJoin,
    };
    return this.dash.length ? Object.assign(pen, { "stroke-dasharray": this.dash.join(" ") }) : pen;
  }

  fillRect(x, y, wide, high) {
    this.add("rect", { x, y, width: wide, height: high, fill: this.fillStyle });
  }

  /* Texts, by textContent alone. */
  put(text, x, y, look) {
    const [, weight, size] = /^(\d+) ([\d.]+)px/.exec(this.font);
    const anchor = this.textAlign === "center" ? "middle" : "start";
    const middle = y + Number(size) * 0.35;
    const at = { x, y: middle, "font-size": size, "font-weight": weight, "text-anchor": anchor };
    this.add("text", Object.assign(at, look)).textContent = text;
  }

  fillText(text, x, y) { this.put(text, x, y, { fill: this.fillStyle }); }
  strokeText(text, x, y) { this.put(text, x, y, Object.assign({ fill: "none", "aria-hidden": "true" }, this.pen())); }

  measureText(text) {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }

  /* Whatever the pattern is on a canvas: hatched. */
  createPattern() {
    const pattern = this.make("pattern", { id: "paper-hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse" });
    pattern.appendChild(this.make("path", { d: "M-1 1 1 -1M0 6 6 0M5 7 7 5", stroke: walkmap.ink.danger, "stroke-width": 1.1 }));
    if (!this.root.querySelector("pattern")) this.root.appendChild(pattern);
    return "url(#paper-hatch)";
  }

  save() { this.kept.push(this.turn); }
  restore() { this.turn = this.kept.pop(); }
  translate(x, y) { this.turn += `translate(${this.at(x, y)})`; }
  rotate(angle) { this.turn += `rotate(${(angle * 180) / Math.PI})`; }
};
