
/* Columns of percentiles that are shown on demand. */
const RARE = ['p66', 'p75', 'p80', 'p98', 'p100'];

/* The charts of a whole run and of one request, as data; while the run continues they are created again. */

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
  return {type: LineChart, title: 'Percentiles', unit: 'time', log: spreads(of.p95, of.max), ends, bounds: bounds(['p50', 'p95', 'p99', 'p100', 'max'], of.thresholds), series: [
    {name: 'p50', values: of.p50, color: 2, look: 0},
    {name: 'p95', values: of.p95, color: 0, look: 0},
    {name: 'p99', values: of.p99, color: 1, look: 1},
    {name: 'max', values: of.max, color: 5, look: 2},
  ]};
}

/* The thresholds on all requests together whose bounds charts draw. */
function onAll() {
  return (data.thresholds || []).filter((t) => t.bound && t.bound.all);
}

/* The bounds on these statistics, except those whose phase was not reached. */
function bounds(statistics, thresholds = onAll()) {
  return thresholds.filter((t) => statistics.includes(t.bound.statistic) && (!t.bound.spans || t.bound.spans.length))
    .map((t) => ({...t.bound, kept: t.status === 'PASS', text: t.bound.statistic + ' ' + t.target.replace(/ \(.*/, '')}));
}

function users(ends) {
  return {type: StackChart, title: 'Users by class', unit: 'count', ends, series: data.time.users};
}

/* The planned load of each flow; empty for a run without a profile. */
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

/* The readings of the service, each metric on its own scale. */
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

/* The chart of the generator's machine; null if nothing is known about it. */
function machine(ends) {
  const host = data.time.generator.host;
  const known = HOST.filter(([key]) => host[key]);
  return known.length === 0 ? null : {type: LineChart, title: 'Machine of the generator', unit: 'percent', ends,
    least: 100, note: 'Other processes are all processes except the generator, including a service on the same machine.',
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

/* The rows of the tables in every report; drill creates the details of a row. */

function linesOf(caption, of, rows, {filter, sum, drill, prefix = 'request-'} = {}) {
  const columns = [{name: of, text: true}, ...data.columns.map((name) => ({name, rare: RARE.includes(name), wraps: true}))];
  const row = (line, isTotal) => ({
    marks: marksOf(line),
    anchor: drill && !isTotal ? anchor(prefix, line.name) : undefined,
    texts: [line.name, ...line.texts],
    keys: [line.name, ...line.figures],
    total: isTotal,
    details: drill && !isTotal ? () => drill(line) : undefined,
  });
  return {caption, columns, filter,
    rows: [...rows.map((line) => row(line, false)), ...(sum || []).map((line) => row(line, true))]};
}

/* Shows all columns of the tables in a place, or only those that are not rare. */
function percentileSwitch(place) {
  return el('p', {}, el('label', {class: 'switch'},
    el('input', {type: 'checkbox', onchange: (event) => place.classList.toggle('few', !event.currentTarget.checked)}), 'all percentiles'));
}

/* Marks failures with a red bar, and percentiles of too few samples in grey. */
function marksOf(line) {
  const [requests, failures, percent] = line.figures;
  const marks = {};
  if (failures > 0) marks[data.columns.indexOf('%') + 1] = {class: 'failing', part: Math.max(2, Math.min(100, percent === null ? 100 : percent))};
  data.columns.forEach((name, i) => {
    const rank = /^p(\d+)$/.test(name) ? Number(name.slice(1)) : 0;
    if (rank > 50 && rank < 100 && requests > 0 && requests * (100 - rank) < 100) {
      marks[i + 1] = {class: 'scarce', title: name + ' of ' + counted(requests, 'request') + ': too few to tell it from the maximum'};
    }
  });
  return marks;
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

/* Thresholds; the ones that did not pass come first. */

const WORST_FIRST = ['FAIL', 'INVALID', 'NO_DATA', 'NOT JUDGED', 'WARN', 'NOT_YET', 'PASS'];

function thresholds() {
  if (!data.thresholds || data.thresholds.length === 0) {
    return el('p', {class: 'empty'}, 'No threshold is set, so nothing was judged.');
  }
  const cell = (name, attributes, ...children) => el('td', {...attributes, 'data-label': name}, ...children);
  const detail = (t) => (t.detail && (t.status === 'NOT JUDGED' || !(data.reason || '').includes(t.detail)) ? el('span', {class: 'muted detail'}, t.detail) : null);
  const row = (t) => el('tr', {id: t.anchor},
    el('th', {scope: 'row', class: 'text'}, el('span', {class: 'long', title: t.name}, t.name), t.warning ? el('span', {class: 'muted'}, ' (warning)') : null),
    cell('status', {class: 'status'}, badge(t.status, t.said), t.would ? el('span', {class: 'muted'}, ' would be ' + t.would) : null),
    cell('target', {}, t.target), cell('actual', {class: 'actual'}, t.actual, detail(t)),
    cell('headroom', {class: t.status === 'PASS' ? null : 'short ' + t.status.replace(' ', '_')}, t.headroom || '-'), cell('samples', {}, t.samples));
  const sorted = data.thresholds.map((t, i) => [t, i]).sort(([a, i], [b, j]) => WORST_FIRST.indexOf(a.status) - WORST_FIRST.indexOf(b.status) || i - j).map(([t]) => t);
  return el('div', {class: 'scroll'}, el('table', {class: 'data thresholds'},
    el('caption', {}, 'Thresholds'),
    el('thead', {}, el('tr', {}, ['threshold', 'status', 'target', 'actual', 'headroom', 'samples'].map((name) => el('th', {scope: 'col', class: ['threshold', 'status'].includes(name) ? 'text' : 'number'}, name)))),
    el('tbody', {}, sorted.map(row))));
}
