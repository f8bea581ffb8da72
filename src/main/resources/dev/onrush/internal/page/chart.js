/* Elements. Text is only added as text nodes, so no name can turn into markup. */

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else if (value === true) {
      node.setAttribute(name, '');
    } else if (value !== false && value !== undefined && value !== null) {
      node.setAttribute(name, String(value));
    }
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

function el(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function svg(name, attributes, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function short(name) {
  return name.length > 60 ? Array.from(name).slice(0, 59).join('') + '…' : name;
}

/* Returns a name as part of an address; different names may have the same slug. */
function slug(text) {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 60);
}

/* The ids in use on this page. */
const ids = new Set();

/* Returns a new id; a number distinguishes ids with the same slug. */
function newId(prefix, text) {
  const base = prefix + slug(text);
  let id = base;
  for (let n = 2; ids.has(id); n++) id = base + '-' + n;
  ids.add(id);
  return id;
}

/* The ids of named elements, by prefix and name. */
const anchors = new Map();

/* Returns the id of the element with this name: the element and all links to it use the same id. */
function anchor(prefix, name) {
  const key = prefix + name;
  if (!anchors.has(key)) anchors.set(key, newId(prefix, name));
  return anchors.get(key);
}

/*
 * Makes one of several related controls a tab stop; arrow keys move between them. Call the returned function after
 * controls are added, removed, hidden or shown: the tab stop stays on its control as long as it is shown.
 */
function roving(container, find) {
  const all = () => [...container.querySelectorAll(find)];
  const hidden = (control) => container.contains(control.closest('[hidden]'));
  let at = null;
  const stop = (wanted = at) => {
    const shown = all().filter((e) => !hidden(e));
    at = shown.includes(wanted) ? wanted : shown[0];
    all().forEach((e) => { e.tabIndex = e === at ? 0 : -1; });
  };
  container.addEventListener('keydown', (event) => {
    const step = {ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1}[event.key];
    const seen = all().filter((e) => e.getClientRects().length > 0);
    const from = seen.indexOf(event.target);
    if (!step || from < 0) return;
    const next = seen[from + step];
    event.preventDefault();
    if (!next) return;
    stop(next);
    next.focus();
  });
  stop();
  return stop;
}

/* Ticks. */

const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];

/* Returns ticks from low (default 0) to high, in steps of at least `least`. */
function linearTicks(high, atMost, least, low = 0) {
  const rough = Math.max((high - low) / atMost, least);
  const power = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((s) => s >= rough * 0.999);
  const ticks = [];
  let i = Math.floor((low / step) * 0.9999);
  for (; i * step < high * 1.0001; i++) ticks.push(Number((i * step).toPrecision(12)));
  if (ticks[ticks.length - 1] < high * 0.9999) ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

/* Labels the ticks. On a logarithmic scale, each number has its own unit. */
function labelled(unit, ticks, log = false) {
  const texts = log ? ticks.map((value) => axis(unit, [value])[0]) : axis(unit, ticks);
  return ticks.map((value, i) => [value, texts[i]]);
}

function timeTicks(from, to, atMost) {
  const seconds = (to - from) / 1000;
  const step = 1000 * (TIME_STEPS.find((s) => seconds / s <= atMost) || 86400 * Math.ceil(seconds / 86400 / atMost));
  const ticks = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}

/* Scales: from a value to pixels, and back for the pointer. */

function linearScale(low, high, from, to) {
  const span = high - low || 1;
  const scale = (value) => from + ((value - low) / span) * (to - from);
  scale.invert = (pixel) => low + ((pixel - from) / (to - from)) * span;
  return scale;
}

function logScale(low, high, from, to) {
  const inner = linearScale(Math.log(low), Math.log(high), from, to);
  const scale = (value) => inner(Math.log(Math.max(low, value)));
  scale.invert = (pixel) => Math.exp(inner.invert(pixel));
  return scale;
}

/* State that all charts over time share: the part of the run that is shown, and the time under the pointer. */

const timeline = {
  length: 1,
  from: 0,
  to: 1,
  phases: [],
  charts: new Set(),
  onzoom: () => {},

  start(length, phases) {
    this.length = Math.max(1, length);
    this.to = this.length;
    this.phases = phases;
  },

  /* Extends the timeline while the run continues. A zoomed view stays as it is. */
  grow(length, phases) {
    const all = !this.zoomed();
    this.length = Math.max(1, length);
    this.phases = phases;
    if (all) this.to = this.length;
  },

  zoom(from, to) {
    this.from = Math.max(0, Math.min(from, to));
    this.to = Math.min(this.length, Math.max(from, to));
    if (this.to - this.from < 500) this.to = Math.min(this.length, this.from + 500);
    for (const chart of this.charts) chart.draw();
    this.onzoom(this.zoomed());
  },

  zoomed() {
    return this.from > 0 || this.to < this.length;
  },

  reset() {
    this.zoom(0, this.length);
  },

  point(moment) {
    for (const chart of this.charts) chart.point(moment);
  },
};

function lineSwatch(color, look) {
  return svg('svg', {class: 'swatch c' + color, width: 22, height: 10, 'aria-hidden': 'true'},
    svg('path', {class: 'line look' + (look % 4), d: 'M1 5H21'}));
}

const SIGNS = {limit: 'limit', broken: 'limit broken', standstill: 'generator stood still', busy: 'machine of the generator busy'};

function sign(kind) {
  const mark = kind === 'limit' ? svg('path', {class: 'limit', d: 'M1 5H21'}) : svg('rect', {class: 'shaded ' + kind, width: 22, height: 10});
  return el('li', {class: 'sign'}, svg('svg', {class: 'swatch', width: 22, height: 10, 'aria-hidden': 'true'}, mark), ' ', SIGNS[kind]);
}

function missing(value) {
  return value === null || value === undefined;
}

let charts = 0;
const COLORS = 8;
const MARGIN = {top: 18, right: 10, bottom: 22, left: 58};

/* A chart in its frame: caption, legend, plot, and its content in words and as a table. */
class Chart {
  constructor(options) {
    this.title = options.title;
    this.unitName = options.unit;
    this.unit = UNITS[options.unit];
    this.leastStep = options.unit === 'count' ? 1 : 0;
    this.height = options.height || 220;
    this.series = options.series.map((series, i) => ({hidden: false, color: i % COLORS, look: i, ...series}));
    this.ends = options.ends;
    this.labels = options.labels;
    this.markers = options.markers || [];
    this.note = options.note;
    this.shades = options.shades || [];
    this.bounds = options.bounds || [];
    this.hasTable = options.table !== false;
    this.id = 'chart' + charts++;
    this.anchor = options.anchor === undefined ? newId('chart-', this.title) : options.anchor;
    this.index = -1;
    this.plot = el('div', {class: 'plot', tabindex: 0, role: 'group', 'aria-label': this.title + ': chart; arrow keys move through it'});
    this.plot.style.setProperty('--height', this.height + 'px');
    this.at = el('span', {class: 'at'});
    this.figure = this.frame(options);
    this.listen();
    new ResizeObserver(() => this.resized()).observe(this.plot);
    if (this.overTime()) timeline.charts.add(this);
  }

  overTime() {
    return true;
  }

  /* Returns the start of cell i: the end of the previous cell. */
  startOf(i) {
    return i === 0 ? 0 : this.ends[i - 1];
  }

  middle(i) {
    return (this.startOf(i) + this.ends[i]) / 2;
  }

  frame(options) {
    const words = el('p', {class: 'words', id: this.id + '-words'}, this.words());
    this.spokenWords = words;
    this.plot.setAttribute('aria-describedby', words.id);
    this.keysOfLegend = this.legend();
    this.behind = this.hasTable ? this.tableBehind() : null;
    const figure = el('figure', {class: 'chart', id: this.anchor},
      el('figcaption', {}, el('h3', {}, el('a', {class: 'anchor', href: '#' + this.anchor, tabindex: -1}, this.title)), options.controls ? options.controls(this) : null, this.at),
      this.keysOfLegend,
      this.plot,
      this.note ? el('p', {class: 'note'}, this.note) : null,
      el('div', {class: 'reading'}, words, this.behind));
    this.stop = roving(figure, '.key, .switch input, .cells > summary');
    return figure;
  }

  legend() {
    return el('ul', {class: 'legend'}, [...this.series.map((series, i) => {
      series.output = el('output', {});
      return el('li', {}, el('button', {
        type: 'button',
        class: 'key',
        'aria-pressed': String(!series.hidden),
        title: 'Show or hide: ' + series.name,
        onclick: (event) => {
          const shown = this.series[i]; // a new object if the chart was updated
          shown.hidden = !shown.hidden;
          event.currentTarget.setAttribute('aria-pressed', String(!shown.hidden));
          this.draw();
        },
      }, this.swatch(series, i), el('span', {class: 'name'}, series.name), series.output));
    }), ...this.signs()]);
  }

  /* The legend entries that explain bounds and shades. */
  signs() {
    const kinds = [...new Set(this.shades.map((shade) => shade.kind))];
    return [
      ...(this.bounds.length ? [sign('limit')] : []),
      ...kinds.map(sign),
    ];
  }

  /* A value of a series as text; a chart with several panels has several units. */
  textOf(series, value) {
    return (series.unit ? UNITS[series.unit] : this.unit)(value);
  }

  swatch(series) {
    return lineSwatch(series.color, series.look);
  }

  words() {
    const sentences = this.series.map((series) => {
      let low = -1;
      let high = -1;
      series.values.forEach((value, i) => {
        if (missing(value)) return;
        if (low < 0 || value < series.values[low]) low = i;
        if (high < 0 || value > series.values[high]) high = i;
      });
      const name = short(series.name);
      if (high < 0) return name + ': no data.';
      const from = this.textOf(series, series.values[low]);
      const to = this.textOf(series, series.values[high]);
      if (low === high && series.values.length === 1) return name + ': ' + from + '.';
      return from === to
        ? name + ': ' + from + ' throughout.'
        : name + ': ' + from + ' to ' + to + ', highest at ' + this.where(high) + '.';
    });
    return sentences.slice(0, 8).join(' ') || 'No data.';
  }

  where(i) {
    return clock(this.startOf(i));
  }

  /* The header of the column with the names of the cells, in the chart's table. */
  cellName() {
    return 'from';
  }

  tableBehind() {
    return el('details', {class: 'cells', 'aria-label': this.title + ' as a table', ontoggle: (event) => {
      const details = event.currentTarget;
      if (details.open && details.childElementCount === 1) details.append(this.cells());
    }}, el('summary', {}, 'As a table'));
  }

  cells() {
    const row = (i) => el('tr', {}, el('th', {scope: 'row'}, this.where(i)),
      this.series.map((series) => el('td', {}, missing(series.values[i]) ? '-' : this.textOf(series, series.values[i]))));
    return el('div', {class: 'scroll tall', tabindex: 0, role: 'region', 'aria-label': this.title + ' as a table'},
      el('table', {},
        el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, this.cellName()),
          this.series.map((series) => el('th', {scope: 'col'}, series.name)))),
        el('tbody', {}, this.series.length ? this.series[0].values.map((_, i) => row(i)) : [])));
  }

  /* Updates the chart with new data; hidden series, an open table and the pointer stay as they are. */
  update(options) {
    const before = new Map(this.series.map((series) => [series.name, series]));
    const same = options.series.length === this.series.length && options.series.every((s, i) => s.name === this.series[i].name);
    this.ends = options.ends;
    this.markers = options.markers || [];
    this.series = options.series.map((series, i) => ({
      hidden: Boolean(before.get(series.name)?.hidden), color: i % COLORS, look: i, ...series, output: before.get(series.name)?.output,
    }));
    this.bounds = options.bounds || [];
    if (!same) this.keysOfLegend.replaceChildren(...this.legend().children);
    this.stop();
    this.updated();
  }

  updated() {
    this.spokenWords.textContent = this.words();
    if (this.index >= this.ends.length) this.index = -1;
    if (this.behind && this.behind.childElementCount > 1) {
      if (this.behind.open) morph(this.behind.children[1], this.cells());
      else this.behind.children[1].remove();
    }
    this.draw();
  }

  /* Drawing. */

  resized() {
    if (Math.abs(this.plot.clientWidth - (this.width || 0)) > 1) this.draw();
  }

  draw() {
    const width = this.plot.clientWidth;
    if (width === 0) return;
    this.width = width;
    this.box = {left: MARGIN.left, right: width - MARGIN.right, top: MARGIN.top, bottom: this.height - MARGIN.bottom};
    this.x = this.xScale();
    this.y = this.yScale();
    const clip = this.id + '-clip';
    const marks = svg('g', {'clip-path': 'url(#' + clip + ')'});
    this.line = svg('path', {class: 'cursor', d: ''});
    this.band = svg('rect', {class: 'band', y: this.box.top, height: this.box.bottom - this.box.top, width: 0});
    const root = svg('svg', {
      viewBox: '0 0 ' + width + ' ' + this.height,
      role: 'img',
      'aria-label': this.title + '. ' + this.words(),
    },
    svg('defs', {}, svg('clipPath', {id: clip}, svg('rect', {
      x: this.box.left, y: this.box.top - 2, width: Math.max(0, this.box.right - this.box.left), height: this.box.bottom - this.box.top + 4,
    })), this.patterns()),
    this.phases(), this.shade(), this.grid(), marks, this.markersAbove(), this.band, this.line);
    this.marks(marks);
    // The names of limits are above all lines, which would cross them.
    marks.append(...marks.querySelectorAll('text.limit'));
    this.plot.replaceChildren(root);
    this.read();
  }

  /* A missing value interrupts the line. */
  path(values, y = this.y) {
    let d = '';
    values.forEach((value, i) => {
      if (!missing(value)) d += (i > 0 && !missing(values[i - 1]) ? 'L' : 'M') + this.place(values, i, y);
    });
    return d;
  }

  /* A single value is no line, so it is drawn as a dot: a very short line with round ends. */
  dots(values, y = this.y) {
    return values.map((value, i) => (!missing(value) && missing(values[i - 1]) && missing(values[i + 1]) ? 'M' + this.place(values, i, y) + 'h0.1' : '')).join('');
  }

  place(values, i, y = this.y) {
    return this.x(this.middle(i)).toFixed(1) + ' ' + y(values[i]).toFixed(1);
  }

  patterns() {
    return [];
  }

  /* Shades the times in which a limit was broken, or the generator stood still. */
  shade() {
    return this.shades.map((shade) => {
      const from = Math.max(this.box.left, this.x(shade.from));
      const to = Math.min(this.box.right, this.x(shade.to));
      return to < from ? null
        : svg('rect', {class: 'shaded ' + shade.kind, x: from, y: this.box.top, width: Math.max(2, to - from), height: this.box.bottom - this.box.top});
    });
  }

  xScale() {
    return linearScale(timeline.from, timeline.to, this.box.left, this.box.right);
  }

  xTicks() {
    return timeTicks(timeline.from, timeline.to, Math.max(2, (this.box.right - this.box.left) / 70))
      .map((at) => [at, clock(at)]);
  }

  phases() {
    if (!this.overTime()) return [];
    return timeline.phases.map((phase, i) => {
      const left = Math.max(this.box.left, this.x(phase.start));
      const right = Math.min(this.box.right, this.x(phase.end));
      const width = right - left;
      if (width <= 0) return null;
      const letters = Math.floor((width - 4) / 6.2);
      const label = phase.name.length <= letters ? phase.name : letters > 3 ? phase.name.slice(0, letters - 1) + '…' : '';
      return svg('g', {class: 'phase' + (i % 2)},
        svg('rect', {x: left, y: 0, width, height: this.box.bottom},
          svg('title', {}, phase.name + (phase.uncounted && !phase.name.endsWith('(not counted)') ? ' (not counted)' : ''))),
        phase.uncounted ? this.hatched(left, width) : null,
        svg('text', {x: left + 3, y: 12}, label));
    });
  }

  // Marks a time whose load is in no figure.
  hatched(left, width) {
    const height = this.box.bottom;
    let strokes = '';
    for (let x = -height; x < width; x += 8) strokes += 'M' + x + ' ' + height + 'l' + height + ' ' + -height;
    return svg('svg', {x: left, y: 0, width, height}, svg('path', {class: 'uncounted', d: strokes}));
  }

  grid() {
    const {left, right, top, bottom} = this.box;
    const lines = this.yTicks().map(([value, text]) => {
      const y = Math.round(this.y(value)) + 0.5;
      return y < top - 1 || y > bottom + 1 ? null
        : svg('g', {}, svg('path', {class: 'rule', d: 'M' + left + ' ' + y + 'H' + right}),
          svg('text', {class: 'tick', x: left - 6, y: y + 3.5, 'text-anchor': 'end'}, text));
    });
    const marks = this.xTicks().map(([value, text]) => {
      const x = Math.round(this.x(value)) + 0.5;
      const anchor = x > right - 18 ? 'end' : x < left + 10 ? 'start' : 'middle';
      return svg('g', {}, svg('path', {class: 'rule', d: 'M' + x + ' ' + bottom + 'v4'}),
        svg('text', {class: 'tick', x, y: bottom + 16, 'text-anchor': anchor}, text));
    });
    return svg('g', {class: 'grid'}, lines, marks);
  }

  /* Places markers next to each other if they would overlap; they become smaller, and then take several rows, if there is too little room. */
  markersAbove() {
    const shown = this.markers.map((marker, i) => ({n: i + 1, ...marker})).filter(({at}) => at >= timeline.from && at <= timeline.to);
    const [first, last] = [this.box.left + 8, this.box.right - 8];
    const room = Math.max(1, last - first) / Math.max(1, shown.length - 1);
    const rows = Math.ceil(13 / room);
    const width = Math.min(17, room * rows);
    const gap = width / rows;
    const places = shown.map(({at}) => this.x(at));
    places.forEach((x, i) => { places[i] = Math.max(i ? places[i - 1] + gap : first, x); });
    for (let i = places.length - 1; i >= 0; i--) places[i] = Math.min(i < places.length - 1 ? places[i + 1] - gap : last, places[i]);
    return shown.map((marker, i) => {
      const y = this.box.top + 9 + 17 * (i % rows);
      return svg('g', {class: width < 17 ? 'marker dense' : 'marker'}, svg('title', {}, marker.clock + ' ' + marker.text),
        svg('path', {d: 'M' + this.x(marker.at) + ' ' + this.box.bottom + 'V' + (y + 3)}),
        svg('circle', {cx: places[i], cy: y, r: width / 2 - 0.5}),
        svg('text', {x: places[i], y: y + 3.5, 'text-anchor': 'middle'}, String(marker.n)));
    });
  }

  visible() {
    const shown = [];
    this.ends.forEach((end, i) => {
      if (end >= timeline.from && this.startOf(i) <= timeline.to) shown.push(i);
    });
    return shown;
  }

  /* Pointing, and zooming by dragging. */

  listen() {
    const offset = (event) => event.clientX - this.plot.getBoundingClientRect().left;
    let from = null;
    this.plot.addEventListener('pointermove', (event) => {
      if (!this.x) return;
      this.pointedY = event.clientY - this.plot.getBoundingClientRect().top;
      this.pointAt(this.x.invert(offset(event)));
      if (from !== null) this.select(from, offset(event));
    });
    this.plot.addEventListener('pointerleave', () => {
      if (from === null) this.pointAt(null);
    });
    this.plot.addEventListener('pointerdown', (event) => {
      if (!this.overTime() || event.button !== 0) return;
      from = offset(event);
      if (event.pointerType === 'mouse') this.plot.setPointerCapture(event.pointerId);
    });
    this.plot.addEventListener('pointerup', (event) => {
      const to = offset(event);
      if (from !== null && Math.abs(to - from) > 8) timeline.zoom(this.x.invert(from), this.x.invert(to));
      this.band.setAttribute('width', 0);
      from = null;
    });
    this.plot.addEventListener('pointercancel', () => {
      this.band.setAttribute('width', 0);
      from = null;
    });
    this.plot.addEventListener('dblclick', () => timeline.reset());
    this.plot.addEventListener('blur', () => this.pointAt(null));
    this.plot.addEventListener('keydown', (event) => this.key(event));
  }

  select(from, to) {
    const left = Math.max(this.box.left, Math.min(from, to));
    this.band.setAttribute('x', left);
    this.band.setAttribute('width', Math.max(0, Math.min(this.box.right, Math.max(from, to)) - left));
  }

  key(event) {
    const step = {ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10}[event.key];
    const last = this.ends.length - 1;
    if (step && last >= 0) {
      this.pointedY = undefined;
      this.pointAt(this.middle(Math.max(0, Math.min(last, this.index < 0 ? (step > 0 ? 0 : last) : this.index + step))));
      announce(this.spoken());
    } else if ((event.key === '+' || event.key === '-') && this.overTime()) {
      const middle = this.index < 0 ? (timeline.from + timeline.to) / 2 : this.middle(this.index);
      const half = ((timeline.to - timeline.from) / 2) * (event.key === '+' ? 0.5 : 2);
      timeline.zoom(middle - half, middle + half);
    } else if (event.key === 'Escape') {
      timeline.reset();
    } else {
      return;
    }
    event.preventDefault();
  }

  spoken() {
    return this.where(this.index) + ': ' + this.series.map((s) => short(s.name) + ' ' + s.output.textContent).join(', ');
  }

  pointAt(value) {
    if (this.overTime()) timeline.point(value);
    else this.point(value);
  }

  point(value) {
    this.index = value === null ? -1 : this.cellAt(value);
    this.read();
  }

  cellAt(moment) {
    if (this.ends.length === 0 || moment < 0 || moment > this.ends[this.ends.length - 1]) return -1;
    let low = 0;
    let high = this.ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ends[middle] < moment) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  read() {
    const none = this.index < 0;
    if (!this.line) return;
    const x = none ? 0 : this.x(this.middle(this.index));
    const inside = !none && x >= this.box.left && x <= this.box.right;
    this.line.setAttribute('d', inside ? 'M' + x + ' ' + this.box.top + 'V' + this.box.bottom : '');
    this.at.textContent = none ? '' : this.where(this.index);
    for (const series of this.series) {
      const value = none ? null : series.values[this.index];
      series.output.textContent = missing(value) ? '' : this.textOf(series, value);
    }
  }

  remove() {
    timeline.charts.delete(this);
  }
}

/* A bound far above all values would flatten them, so it is only named at the edge. */
const FAR = 3;

function withBounds(high, bounds) {
  return Math.max(high, ...bounds.map((bound) => bound.value).filter((value) => value <= FAR * high));
}

/* Draws the bounds of thresholds, each over the times to which it applies. Names that would overlap are beside each other, or below if there is no room. */
function limits(chart, bounds, y, box) {
  const names = [];
  return svg('g', {class: 'limits'}, bounds.map((bound) => {
    const spans = !bound.spans ? [[box.left, box.right]]
      : bound.spans.map(({from, to}) => [Math.max(box.left, chart.x(from)), Math.min(box.right, chart.x(to))]).filter(([from, to]) => to > from);
    if (spans.length === 0) return null;
    const top = y(bound.value);
    const beyond = top < box.top - 1;
    const at = beyond ? box.top + 4 : top;
    const name = bound.text + (beyond ? ' \u2191' : '');
    const width = 6.5 * name.length;
    const end = spans[spans.length - 1][1] - 4;
    // Above the line or, at the top of the chart, below it.
    let text = at - 4 >= box.top + 9 ? at - 4 : at + (beyond ? 5 : 12);
    let right = end;
    const overlapped = () => names.find((other) => Math.abs(other.text - text) < 12 && other.right - other.width < right && right - width < other.right);
    for (let other = overlapped(); other; other = overlapped()) {
      right = other.right - other.width - 10;
      if (right - width < box.left) {
        right = end;
        text = other.text + 13;
      }
    }
    names.push({text, right, width});
    return svg('g', {}, beyond ? null : svg('path', {class: 'limit', d: spans.map(([from, to]) => 'M' + from + ' ' + at + 'H' + to).join('')}),
      svg('text', {class: 'limit', x: right, y: text, 'text-anchor': 'end'}, name));
  }));
}

/* Lines, on a linear or a logarithmic scale. */
class LineChart extends Chart {
  constructor(options) {
    super({
      ...options,
      controls: options.log === undefined ? undefined : (chart) => el('label', {class: 'switch'},
        el('input', {type: 'checkbox', checked: options.log, onchange: (event) => {
          chart.log = event.currentTarget.checked;
          chart.chosen = true;
          chart.draw();
        }}), 'logarithmic'),
    });
    this.log = Boolean(options.log);
    this.least = options.least || 0;
  }

  update(options) {
    if (options.log !== undefined && !this.chosen) {
      this.log = options.log;
      this.figure.querySelector('.switch input').checked = options.log;
    }
    super.update(options);
  }

  yScale() {
    const {top, bottom} = this.box;
    let low = Infinity;
    let below = 0;
    let high = this.least;
    const shown = this.visible();
    for (const series of this.series) {
      if (series.hidden) continue;
      for (const i of shown) {
        const value = series.values[i];
        if (value === null) continue;
        if (value > 0) low = Math.min(low, value);
        below = Math.min(below, value);
        high = Math.max(high, value);
      }
    }
    high = withBounds(high, this.bounds);
    if (!this.log || low === Infinity) {
      this.ticks = linearTicks(high > below ? high : 1, this.height < 160 ? 3 : 5, this.leastStep, below);
      return linearScale(this.ticks[0], this.ticks[this.ticks.length - 1], bottom, top);
    }
    const from = Math.floor(Math.log10(low) + 1e-9);
    const to = Math.max(from + 1, Math.ceil(Math.log10(high) - 1e-9));
    this.ticks = [];
    for (let power = from; power <= to; power++) {
      this.ticks.push(Math.pow(10, power));
      if (to - from < 4 && power < to) this.ticks.push(2 * Math.pow(10, power), 5 * Math.pow(10, power));
    }
    return logScale(Math.pow(10, from), Math.pow(10, to), bottom, top);
  }

  yTicks() {
    return labelled(this.unitName, this.ticks, this.log);
  }

  marks(into) {
    into.append(limits(this, this.bounds, this.y, this.box));
    for (const series of this.series) {
      if (!series.hidden) {
        into.append(svg('path', {class: 'line c' + series.color + ' look' + (series.look % 4), d: this.path(series.values)}),
          svg('path', {class: 'dot c' + series.color, d: this.dots(series.values)}));
      }
    }
  }
}

/* Stacked areas with a step for each cell. */
class StackChart extends Chart {
  swatch(series, i) {
    return svg('svg', {class: 'swatch c' + series.color, width: 22, height: 10, 'aria-hidden': 'true'},
      svg('defs', {}, this.pattern(series, this.id + '-key' + i)),
      svg('rect', {width: 22, height: 10, class: 'area', fill: 'url(#' + this.id + '-key' + i + ')'}));
  }

  pattern(series, id) {
    const strokes = ['', 'M0 8L8 0M-2 2L2 -2M6 10L10 6', 'M0 2H8M0 6H8', 'M2 0V8M6 0V8'][series.look % 4];
    return svg('pattern', {id, class: 'c' + series.color, width: 8, height: 8, patternUnits: 'userSpaceOnUse'},
      svg('rect', {class: 'tint', width: 8, height: 8}), svg('path', {class: 'hatch', d: strokes}));
  }

  patterns() {
    return this.series.map((series, i) => this.pattern(series, this.id + '-' + i));
  }

  yScale() {
    let high = 0;
    for (const i of this.visible()) {
      high = Math.max(high, this.series.reduce((sum, s) => sum + (s.hidden ? 0 : s.values[i] || 0), 0));
    }
    this.ticks = linearTicks(high || 1, this.height < 160 ? 3 : 5, this.leastStep);
    return linearScale(0, this.ticks[this.ticks.length - 1], this.box.bottom, this.box.top);
  }

  yTicks() {
    return labelled(this.unitName, this.ticks, this.log);
  }

  marks(into) {
    const base = this.ends.map(() => 0);
    this.series.forEach((series, at) => {
      if (series.hidden || this.ends.length === 0) return;
      let over = '';
      let under = '';
      // Only where there is something: an edge over nothing would be the edge of the series below.
      let edge = '';
      this.ends.forEach((end, i) => {
        const from = this.x(this.startOf(i)).toFixed(1);
        const to = this.x(end).toFixed(1);
        const low = this.y(base[i]).toFixed(1);
        base[i] += series.values[i] || 0;
        const high = this.y(base[i]).toFixed(1);
        over += (i ? 'L' : 'M') + from + ' ' + high + 'H' + to;
        under = 'L' + to + ' ' + low + 'H' + from + under;
        if (series.values[i] > 0) edge += (series.values[i - 1] > 0 ? 'L' : 'M') + from + ' ' + high + 'H' + to;
      });
      into.append(svg('path', {class: 'area', fill: 'url(#' + this.id + '-' + at + ')', d: over + under + 'Z'}));
      if (edge) into.append(svg('path', {class: 'outline c' + series.color, d: edge}));
    });
  }
}

/* The number of responses by time and response time; darker cells have more, on a logarithmic scale. */
const HEATS = 7;

class HeatChart extends Chart {
  constructor(options) {
    super({...options, series: [], unit: 'time', table: false, ends: options.heat.ends});
    this.take(options.heat);
  }

  take(heat) {
    const before = this.most;
    this.heat = heat;
    this.ends = heat.ends;
    this.most = heat.columns.reduce((most, column) => column.reduce((m, n) => Math.max(m, n), most), 0);
    this.spokenWords.textContent = this.words();
    if (this.most !== before) this.keysOfLegend.replaceChildren(...this.keys());
  }

  update(options) {
    this.take(options.heat);
    this.updated();
  }

  band_(i) {
    return UNITS.time(this.heat.edges[i]) + ' to ' + UNITS.time(this.heat.edges[i + 1]);
  }

  level(count) {
    return count === 0 ? 0 : this.most === 1 ? HEATS : 1 + Math.floor(((HEATS - 0.001) * Math.log(count)) / Math.log(this.most + 1));
  }

  keys() {
    const levels = [];
    for (let level = 1; level <= HEATS; level++) levels.push(svg('rect', {class: 'heat' + level, x: (level - 1) * 22, width: 22, height: 10}));
    this.reading = el('span', {class: 'wide'}, '');
    return this.most === 0 ? [] : [el('li', {}, '1 ', svg('svg', {width: 22 * HEATS, height: 10, 'aria-hidden': 'true'}, levels),
      ' ' + UNITS.count(this.most) + (this.most === 1 ? ' response' : ' responses')), el('li', {}, this.reading)];
  }

  words() {
    if (!this.heat || this.most === 0) return 'No response was received.';
    const sums = this.heat.edges.slice(1).map((_, row) => this.heat.columns.reduce((sum, column) => sum + column[row], 0));
    const all = sums.reduce((a, b) => a + b, 0);
    const top = sums.indexOf(Math.max(...sums));
    return 'Most frequent: ' + this.band_(top) + ', ' + UNITS.percent((100 * sums[top]) / all) + ' of ' + counted(all, 'response') + '.';
  }

  yScale() {
    return linearScale(0, this.heat.edges.length - 1, this.box.bottom, this.box.top);
  }

  yTicks() {
    const rows = this.heat.edges.length - 1;
    const step = Math.max(1, Math.ceil(rows / 7));
    const ticks = [];
    for (let row = 0; row <= rows; row += step) {
      const text = UNITS.time(this.heat.edges[row]);
      // Edges that differ by less than their decimals have one label.
      if (text !== ticks[ticks.length - 1]?.[1]) ticks.push([row, text]);
    }
    return ticks;
  }

  marks(into) {
    const paths = new Array(HEATS + 1).fill('');
    this.heat.columns.forEach((column, i) => {
      const left = this.x(this.startOf(i));
      const width = Math.max(0.6, this.x(this.ends[i]) - left + 0.3);
      column.forEach((count, row) => {
        if (count > 0) {
          const top = this.y(row + 1);
          paths[this.level(count)] += 'M' + left.toFixed(1) + ' ' + top.toFixed(1) + 'h' + width.toFixed(1) + 'V'
            + (this.y(row) + 0.3).toFixed(1) + 'h-' + width.toFixed(1) + 'Z';
        }
      });
    });
    paths.forEach((d, level) => {
      if (d) into.append(svg('path', {class: 'heat' + level, d}));
    });
  }

  read() {
    super.read();
    if (!this.reading) return;
    this.reading.textContent = this.index < 0 ? '' : this.readingAt(this.index);
  }

  readingAt(i) {
    const column = this.heat.columns[i];
    const row = this.pointedY === undefined || this.pointedY < this.box.top ? -1 : Math.floor(this.y.invert(this.pointedY));
    return row >= 0 && row < column.length
      ? UNITS.count(column[row]) + ' of ' + this.band_(row)
      : UNITS.count(column.reduce((a, b) => a + b, 0)) + ' responses';
  }

  spoken() {
    return this.where(this.index) + ': ' + this.readingAt(this.index);
  }
}

/* Figures at single points, which are not moments. */
class PointChart extends LineChart {
  overTime() {
    return false;
  }

  middle(i) {
    return this.ends[i];
  }

  startOf(i) {
    return this.ends[i];
  }

  visible() {
    return this.ends.map((_, i) => i);
  }
}

/* All percentiles; further right, one response in ten, in a hundred, in a thousand is slower. */
class SpectrumChart extends PointChart {
  constructor(options) {
    super({...options, unit: 'time', log: false, ends: options.spectrum.in,
      series: [{name: 'response time', values: options.spectrum.ms}]});
  }

  cellName() {
    return 'percentile';
  }

  where(i) {
    return i === this.ends.length - 1 ? 'max' : percentile(this.ends[i]);
  }

  xScale() {
    return logScale(1, Math.max(10, this.ends[this.ends.length - 1] || 10), this.box.left, this.box.right);
  }

  xTicks() {
    const ticks = this.width < 400 ? [] : [[1, 'p0']];
    for (let x = 2; x <= Math.max(10, this.ends[this.ends.length - 1] || 10); x = x === 2 ? 10 : x * 10) ticks.push([x, percentile(x)]);
    return ticks;
  }

  words() {
    if (this.ends === undefined || this.ends.length === 0) return 'No response was received.';
    const at = (x) => this.series[0].values[Math.max(0, this.ends.findIndex((end) => end >= x))];
    const last = this.ends.length - 1;
    return 'Fastest ' + this.unit(at(1)) + ', slowest ' + this.unit(this.series[0].values[last]) + '.';
  }
}

function percentile(x) {
  return 'p' + String(Number((100 - 100 / x).toPrecision(x < 10 ? 3 : Math.ceil(Math.log10(x)) + 2)));
}

/* Figures over the load at which they were measured, in rising order; a vertical line marks a notable load. */
class LoadChart extends PointChart {
  constructor(options) {
    super(options);
    this.names = options.names;
    this.loads = options.loads;
    this.marked = options.marked;
    this.figure.querySelector('.words').textContent = this.words();
  }

  cellName() {
    return 'load';
  }

  where(i) {
    return this.names ? this.names[i] : '';
  }

  cellAt(value) {
    let nearest = 0;
    this.ends.forEach((end, i) => {
      if (Math.abs(end - value) < Math.abs(this.ends[nearest] - value)) nearest = i;
    });
    return nearest;
  }

  xScale() {
    this.xs = linearTicks(this.ends[this.ends.length - 1] || 1, Math.max(2, (this.box.right - this.box.left) / 80), 0);
    return linearScale(0, this.xs[this.xs.length - 1], this.box.left, this.box.right);
  }

  xTicks() {
    return labelled(this.loads, this.xs);
  }

  /* Places names below each other if they would overlap, and below the names of limits at the top. */
  markersAbove() {
    const rows = this.bounds.filter((bound) => this.y(bound.value) < this.box.top + 26).map(() => [{from: -Infinity, to: Infinity}]);
    const lines = [];
    const names = [];
    for (const mark of this.marked) {
      const x = this.x(mark.at);
      const width = 7 * mark.name.length;
      const left = x + width > this.box.right;
      const [from, to] = left ? [x - width - 8, x] : [x, x + width + 8];
      let row = 0;
      while ((rows[row] || []).some((taken) => from < taken.to && taken.from < to)) row++;
      (rows[row] = rows[row] || []).push({from, to});
      lines.push(svg('path', {d: 'M' + x + ' ' + this.box.bottom + 'V' + this.box.top}));
      names.push(svg('text', {x: x + (left ? -4 : 4), y: this.box.top + 8 + 13 * row, 'text-anchor': left ? 'end' : 'start'}, mark.name));
    }
    // The names are above all lines, which would cross them.
    return svg('g', {class: 'mark'}, lines, names);
  }

  marks(into) {
    super.marks(into);
    for (const series of this.series) {
      if (!series.hidden && series.dotted) {
        series.values.forEach((value, i) => {
          if (value !== null) into.append(svg('path', {class: 'dot c' + series.color, d: 'M' + this.place(series.values, i) + 'h0.1'}));
        });
      }
    }
  }
}

/* With more runs than this, only runs that did not pass have a dot; a dot for each run would hide the line. */
const DOTS = 60;

/* A figure of successive runs at equal distances; the dots have the colours of the verdicts. */
class TrendChart extends PointChart {
  constructor(options) {
    super({...options, ends: options.labels.map((_, i) => i)});
    this.verdicts = options.verdicts;
  }

  cellName() {
    return 'run';
  }

  where(i) {
    return this.labels[i];
  }

  cellAt(value) {
    return Math.max(0, Math.min(this.ends.length - 1, Math.round(value)));
  }

  xScale() {
    return linearScale(-0.5, this.ends.length - 0.5, this.box.left, this.box.right);
  }

  /* The labels are days, or times if all runs are of one day. */
  xTicks() {
    const oneDay = this.labels[0].slice(0, 10) === this.labels[this.labels.length - 1].slice(0, 10);
    const step = Math.ceil(this.ends.length / Math.max(1, Math.floor((this.box.right - this.box.left) / 75)));
    return this.ends.filter((i) => i % step === 0).map((i) => [i, oneDay ? this.labels[i].slice(11, 16) : this.labels[i].slice(0, 10)]);
  }

  marks(into) {
    super.marks(into);
    for (const series of this.series) {
      if (series.hidden) continue;
      series.values.forEach((value, i) => {
        const shown = series.values.length <= DOTS || this.verdicts[i] !== 'PASS';
        if (shown && value !== null) into.append(svg('path', {class: 'dot ' + this.verdicts[i], d: 'M' + this.place(series.values, i) + 'h0.1'}));
      });
    }
  }
}
