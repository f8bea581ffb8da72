
/* Columns of percentiles that are shown on demand. */
const RARE = ['p66', 'p75', 'p80', 'p98', 'p100'];

/* The charts of a whole run and of one request, as data; a running run makes them again. */

function chart(spec) {
  return new spec.type(spec);
}

function outcomes(ends, of) {
  return {type: StackChart, title: 'Throughput by outcome', unit: 'rate', ends, series: [
    {name: 'passed', values: of.ok, color: 2, look: 0},
    {name: 'failed', values: of.failed, color: 4, look: 1},
  ]};
}

function percentiles(ends, of) {
  return {type: LineChart, title: 'Percentiles', unit: 'time', log: spreads(of.p95, of.max), ends, series: [
    {name: 'p50', values: of.p50, color: 2, look: 0},
    {name: 'p95', values: of.p95, color: 0, look: 0},
    {name: 'p99', values: of.p99, color: 1, look: 1},
    {name: 'max', values: of.max, color: 5, look: 2},
  ]};
}

function users(ends) {
  return {type: StackChart, title: 'Users by class', unit: 'count', ends, series: data.time.users};
}

/* One for each flow; none of a run without a profile. */
function plans() {
  return data.time.flows || (data.time.planned ? [data.time.planned] : []);
}

function planned(ends, p) {
  return p ? {type: LineChart, title: p.title, unit: p.unit, ends, series: [
    {name: 'planned', values: p.planned, color: 5, look: 1},
    {name: p.word, values: p.actual, color: 0, look: 0},
  ]} : null;
}

function total(layers) {
  return data.time.ends.map((_, i) => layers.reduce((sum, layer) => sum + layer.values[i], 0));
}

function failures(ends) {
  return {type: StackChart, title: 'Errors by message', unit: 'rate', ends,
    series: data.time.errors.map((layer, i) => ({...layer, color: (i + 4) % COLORS}))};
}

/* The readings of the service, each metric on a scale of its own. */
function readings(ends, metric, i) {
  return {type: LineChart, title: metric.name, unit: 'number', ends, series: [{name: 'reading', values: metric.values, color: i % COLORS, look: 0}]};
}

function heat() {
  return {type: HeatChart, title: 'Heat map', heat: data.time.heat};
}

function limit(name) {
  return 'Limit ' + data.generator.limits[name];
}

function processors(ends) {
  const t = data.time.generator;
  return {type: LineChart, title: 'CPU, heap and garbage collection', unit: 'percent', ends, least: 100,
    note: limit('cpu') + ' CPU of the generator, ' + data.generator.limits.gc + ' of the time in garbage collection.', series: [
      {name: 'generator', values: t.cpu, color: 0, look: 0},
      {name: 'machine', values: t.machineCpu, color: 5, look: 1},
      {name: 'heap', values: t.heap, color: 2, look: 2},
      {name: 'collection', values: t.gc, color: 4, look: 3},
    ]};
}

const HOST = [
  ['others', 'CPU of other processes'],
  ['stolen', 'CPU taken by the hypervisor'],
  ['throttled', 'processor quota used up'],
  ['cpuPressure', 'tasks waiting for a processor'],
  ['memoryPressure', 'tasks waiting for memory'],
];

/* The machine around the generator; null where nothing is known of it. */
function machine(ends) {
  const host = data.time.generator.host;
  const known = HOST.filter(([key]) => host[key]);
  return known.length === 0 ? null : {type: LineChart, title: 'Machine of the generator', unit: 'percent', ends,
    least: 100, note: 'Other processes are all but the generator; a service on the same machine is one of them.',
    series: known.map(([key, name], at) => ({name, values: host[key], color: at, look: at}))};
}

function standstill(ends) {
  const t = data.time.generator;
  return {type: LineChart, title: 'Standstill and start delay', unit: 'time', ends,
    note: limit('standstill') + ' standstill, ' + data.generator.limits.lag + ' start delay.', series: [
      {name: 'standstill', values: t.standstill, color: 1, look: 0},
      {name: 'start delay, p99', values: t.lag, color: 3, look: 1},
    ]};
}

/* Lines of the tables that every report has; drill makes the details of one. */

function linesOf(caption, of, rows, {filter, sum, drill} = {}) {
  const columns = [{name: of, text: true}, ...data.columns.map((name) => ({name, rare: RARE.includes(name)}))];
  const row = (line, isTotal) => ({
    texts: [line.name, ...line.texts],
    keys: [line.name, ...line.figures],
    total: isTotal,
    details: drill && !isTotal ? () => drill(line) : undefined,
  });
  return {caption, columns, filter,
    rows: [...rows.map((line) => row(line, false)), ...(sum || []).map((line) => row(line, true))]};
}

function clusters() {
  const columns = [{name: 'error', text: true}, {name: 'status', text: true}, {name: 'request', text: true}, {name: 'user class', text: true},
    {name: 'first phase', text: true}, {name: 'failures'}, {name: 'first'}, {name: 'last'}];
  return {caption: 'Errors', columns, filter: 'Filter errors', rows: data.errors.map((e) => ({
    texts: e.texts, keys: [...e.texts.slice(0, 5), ...e.figures], search: e.texts.slice(0, 5).join(' '),
  }))};
}

function codes(list) {
  return list.length === 0 ? el('p', {class: 'muted'}, 'No status code was received.') : table({
    caption: 'Status codes',
    columns: [{name: 'status', text: true}, {name: 'responses'}, {name: '% of requests'}],
    rows: list.map((c) => ({texts: [c.code, c.count, c.share], keys: [c.code, number(c.count), Number(c.share)]})),
  });
}

function number(text) {
  return Number(text.replaceAll(',', ''));
}

/* Thresholds. */

function thresholds() {
  if (!data.thresholds || data.thresholds.length === 0) {
    return el('p', {class: 'empty'}, 'No threshold is set, so nothing was judged.');
  }
  const row = (t) => el('tr', {},
    el('th', {scope: 'row', class: 'text'}, el('span', {class: 'long', title: t.name}, t.name), t.warning ? el('span', {class: 'muted'}, ' (warning)') : null),
    el('td', {class: 'status'}, badge(t.status)), el('td', {}, t.target), el('td', {}, t.actual, t.detail ? el('span', {class: 'muted detail'}, t.detail) : null), el('td', {}, closeness(t)), el('td', {}, t.samples));
  return el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Thresholds'}, el('table', {class: 'data thresholds'},
    el('caption', {}, 'Thresholds'),
    el('thead', {}, el('tr', {}, ['threshold', 'status', 'target', 'actual', 'headroom', 'samples'].map((name) => el('th', {scope: 'col', class: ['threshold', 'status', 'headroom'].includes(name) ? 'text' : 'number'}, name)))),
    el('tbody', {}, data.thresholds.map(row))));
}

/* The limit is at two thirds of the bar. */
function closeness(threshold) {
  if (threshold.share === undefined) return null;
  const scale = 80;
  const bound = (scale * 2) / 3;
  const beyond = threshold.share > 1.5;
  return svg('svg', {class: 'close ' + threshold.status, width: scale + 10, height: 14, role: 'img', 'aria-label': threshold.close},
    svg('title', {}, threshold.close),
    svg('rect', {class: 'track', y: 3, width: scale, height: 8}),
    svg('rect', {class: 'fill', y: 3, width: Math.min(scale, Math.max(1, bound * threshold.share)), height: 8}),
    beyond ? svg('path', {class: 'fill', d: 'M' + (scale + 1) + ' 2l7 5l-7 5Z'}) : null,
    svg('path', {class: 'bound', d: 'M' + bound + ' 0V14'}));
}
