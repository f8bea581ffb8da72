
const MEANINGS = {
  PASS: 'Every threshold was kept.',
  FAIL: 'A threshold was broken.',
  NO_DATA: 'A threshold saw nothing that it could judge, which is no pass.',
  INVALID: 'This run cannot be trusted, so it is neither a pass nor a failure.',
};
/* Columns of percentiles that are shown on demand. */
const RARE = ['p66', 'p75', 'p80', 'p98', 'p100'];

/* Charts of the whole run, and of one request. */

function outcomes(ends, of) {
  return new StackChart({title: 'Throughput by outcome', unit: 'rate', ends, series: [
    {name: 'passed', values: of.ok, color: 2, look: 0},
    {name: 'failed', values: of.failed, color: 4, look: 1},
  ]});
}

function percentiles(ends, of) {
  return new LineChart({title: 'Percentiles', unit: 'time', log: spreads(of.p95, of.max), ends, series: [
    {name: 'p50', values: of.p50, color: 2, look: 0},
    {name: 'p95', values: of.p95, color: 0, look: 0},
    {name: 'p99', values: of.p99, color: 1, look: 1},
    {name: 'max', values: of.max, color: 5, look: 2},
  ]});
}

function users(ends) {
  return new StackChart({title: 'Users by class', unit: 'count', ends, series: data.time.users});
}

function planned(ends) {
  const p = data.time.planned;
  return p ? new LineChart({title: p.title, unit: p.unit, ends, series: [
    {name: 'planned', values: p.planned, color: 5, look: 1},
    {name: p.word, values: p.actual, color: 0, look: 0},
  ]}).figure : null;
}

function total(layers) {
  return data.time.ends.map((_, i) => layers.reduce((sum, layer) => sum + layer.values[i], 0));
}

/* Lines of the tables that every report has. */

function lines(caption, of, rows, {filter, sum, drill} = {}) {
  const columns = [{name: of, text: true}, ...data.columns.map((name) => ({name, rare: RARE.includes(name)}))];
  const row = (line, isTotal) => ({
    texts: [line.name, ...line.texts],
    keys: [line.name, ...line.figures],
    total: isTotal,
    details: drill && !isTotal ? () => drillDown(line) : undefined,
  });
  return table({caption, columns, filter,
    rows: [...rows.map((line) => row(line, false)), ...(sum || []).map((line) => row(line, true))]});
}

function drillDown(line) {
  const made = [outcomes(data.ends, line.time), percentiles(data.ends, line.time),
    new SpectrumChart({title: 'Percentile spectrum', spectrum: line.spectrum})];
  return {
    nodes: [
      el('div', {class: 'charts'}, data.ends.length ? made.map((chart) => chart.figure) : made[2].figure,
        el('div', {}, codes(line.codes), errorsOfOne(line.errors))),
    ],
    remove: () => made.forEach((chart) => chart.remove()),
  };
}

function codes(list) {
  return list.length === 0 ? el('p', {class: 'muted'}, 'No status code was seen.') : table({
    caption: 'Status codes',
    columns: [{name: 'status', text: true}, {name: 'responses'}, {name: '% of requests'}],
    rows: list.map((c) => ({texts: [c.code, c.count, c.share], keys: [c.code, number(c.count), Number(c.share)]})),
  });
}

function number(text) {
  return Number(text.replaceAll(',', ''));
}

function errorsOfOne(list) {
  return list.length === 0 ? el('p', {class: 'muted'}, 'No failure was seen.') : table({
    caption: 'Errors',
    columns: [{name: 'error', text: true}, {name: 'failures'}],
    rows: list.map((e) => ({texts: [e.text, e.count], keys: [e.text, number(e.count)]})),
  });
}

/* Sections. */

function thresholds() {
  if (!data.thresholds || data.thresholds.length === 0) {
    return el('p', {class: 'empty'}, 'No threshold was set, so nothing was judged.');
  }
  const row = (t) => el('tr', {},
    el('th', {scope: 'row', class: 'text'}, el('span', {class: 'long', title: t.name}, t.name), t.warning ? el('span', {class: 'muted'}, ' (warning)') : null),
    el('td', {class: 'status'}, badge(t.status)), el('td', {}, t.target), el('td', {}, t.actual, t.detail ? el('span', {class: 'muted detail'}, t.detail) : null), el('td', {}, closeness(t)), el('td', {}, t.samples));
  return el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Thresholds'}, el('table', {class: 'data thresholds'},
    el('caption', {}, 'Thresholds'),
    el('thead', {}, el('tr', {}, ['threshold', 'status', 'target', 'actual', 'how close', 'seen'].map((name) => el('th', {scope: 'col', class: ['threshold', 'status', 'how close'].includes(name) ? 'text' : 'number'}, name)))),
    el('tbody', {}, data.thresholds.map(row))));
}

/* The bound stands at two thirds of the bar. */
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

function happened() {
  return el('div', {class: 'happened'}, el('h3', {}, 'What happened when'),
    el('ol', {}, data.events.map((event) => el('li', {}, el('time', {}, event.clock), ' ', el('span', {class: 'long'}, event.text)))));
}

function overview() {
  const has = data.time.ends.length > 0;
  const shape = has ? new StackChart({title: 'The run: users and phases', unit: 'count', height: 150, ends: data.time.ends, markers: data.events,
    series: [{name: 'users', values: total(data.time.users)}]}) : null;
  const tiles = el('dl', {class: 'tiles'}, data.tiles.map((tile) => el('div', {}, el('dt', {}, tile.name), el('dd', {}, tile.text))));
  const node = el('section', {id: 'overview', 'aria-labelledby': 'overview-title'},
    el('div', {class: 'verdict ' + data.verdict},
      el('h1', {id: 'overview-title'}, badge(data.verdict), ' ', el('span', {class: 'long'}, data.plan)),
      el('p', {class: 'reason'}, el('span', {class: 'long'}, data.reason)),
      el('p', {class: 'muted'}, MEANINGS[data.verdict] + ' ' + [data.simulation, data.started, data.clock].join(', ') + '.')),
    tiles,
    el('div', {class: 'first'}, el('div', {}, thresholds(), compared()), happened()),
    shape ? shape.figure : noCharts());
  return {id: 'overview', title: 'Overview', node};
}

function noCharts() {
  return el('p', {class: 'empty'}, 'There are no charts: the folder of this run has no interval that could be drawn.');
}

function load() {
  const ends = data.time.ends;
  return section('load', 'Load', ends.length === 0 ? noCharts()
    : el('div', {class: 'charts'}, users(ends).figure, planned(ends), outcomes(ends, data.time).figure));
}

function times() {
  const spectrum = () => new SpectrumChart({title: 'Percentile spectrum', spectrum: data.spectrum,
    note: 'To the right of p99 is the slowest response in a hundred, right of p99.9 the slowest in a thousand.'}).figure;
  return section('times', 'Response times',
    data.spectrum.in.length === 0 ? el('p', {class: 'empty'}, 'No response was seen, so there is no response time.') : [
      data.time.ends.length ? el('div', {class: 'charts wide'}, percentiles(data.time.ends, data.time).figure) : noCharts(),
      el('div', {class: 'charts'}, data.time.ends.length ? new HeatChart({title: 'Heat map', heat: data.time.heat}).figure : null, spectrum()),
    ]);
}

function requests() {
  const t = data.tables;
  const phases = t.phases || [];
  const all = el('div', {class: 'lines few'},
    t.requests.length === 0 ? el('p', {class: 'empty'}, 'No request was made.') : lines('Requests', 'request', t.requests, {filter: 'Filter requests', sum: t.all, drill: true}),
    t.groups ? lines('Groups', 'group', t.groups, {filter: 'Filter groups', drill: true}) : null,
    t.userClasses ? lines('User classes', 'user class', t.userClasses) : null,
    phases.length ? lines('Phases', 'phase', phases) : null,
    data.levels ? levels() : null);
  return section('requests', 'Requests',
    el('p', {class: 'muted'}, 'Response times in milliseconds, failed responses included. A request opens to its own charts, status codes and errors.'),
    el('p', {}, el('label', {class: 'switch'}, el('input', {type: 'checkbox', onchange: (event) => all.classList.toggle('few', !event.currentTarget.checked)}), 'all percentiles')),
    all);
}

function levels() {
  const l = data.levels;
  return el('div', {}, table({caption: 'Levels',
    columns: [{name: l.unit, text: true}, {name: 'req/s'}, {name: 'mean'}, {name: 'p95'}, {name: 'success %'}, {name: 'note', text: true}],
    rows: l.rows.map((row) => ({texts: row.texts, keys: [...row.figures, row.texts[5]]}))}),
  el('details', {class: 'rules', 'aria-label': 'What the notes mean'}, el('summary', {}, 'What the notes mean'), el('p', {}, l.rules)));
}

/* How much it takes: each probe a row, and over the load what was answered, and how late. */
function capacity() {
  const c = data.capacity;
  if (!c) return null;
  const known = c.rows.filter((row) => row.outcome !== 'invalid').sort((a, b) => a.level - b.level || a.number - b.number);
  const loads = c.open ? UNITS.rate : UNITS.count;
  const shared = {ends: known.map((row) => row.level), names: known.map((row) => row.texts[1] + ', probe ' + row.number), loads, marked: c.marks || []};
  const answered = {name: 'answered', values: known.map((row) => row.answered), color: 0, look: 0, dotted: true};
  const offered = {name: 'offered', values: known.map((row) => row.level), color: 5, look: 1};
  return section('capacity', 'Capacity',
    el('ul', {class: 'facts'}, c.facts.map((fact) => el('li', {}, fact))),
    known.length < 2 ? null : el('div', {class: 'charts'},
      new LoadChart({title: 'Answered over load', unit: 'rate', ...shared, series: c.open ? [answered, offered] : [answered],
        note: 'Over ' + c.unit + '. Responses each second that did not fail.'}).figure,
      new LoadChart({title: 'p95 over load', unit: 'time', ...shared, log: spreads(known.map((row) => row.p95)),
        series: [{name: 'p95', values: known.map((row) => row.p95), color: 1, look: 0, dotted: true}],
        note: 'Over ' + c.unit + '. Of the requests sent while the level was held.'}).figure),
    table({caption: 'Probes', columns: c.columns.map((name, i) => ({name, text: i === 0 || i > 4})),
      rows: c.rows.map((row) => ({texts: row.texts, keys: [row.number, row.level, row.answered, row.p95, row.errorRate, row.texts[5], row.texts[6]]}))}),
    el('details', {class: 'rules', 'aria-label': 'What the names mean'}, el('summary', {}, 'What the names mean'), el('p', {}, c.rules)));
}

function errors() {
  if (data.errors.length === 0) {
    return section('errors', 'Errors', el('p', {class: 'empty'}, 'No failure was seen.'), data.codes.length ? codes(data.codes) : null);
  }
  const chart = new StackChart({title: 'Failures by text', unit: 'rate', ends: data.time.ends,
    series: data.time.errors.map((layer, i) => ({...layer, color: (i + 4) % COLORS}))});
  const columns = [{name: 'error', text: true}, {name: 'status', text: true}, {name: 'request', text: true}, {name: 'user class', text: true},
    {name: 'began in', text: true}, {name: 'failures'}, {name: 'first'}, {name: 'last'}];
  return section('errors', 'Errors', el('div', {class: 'charts wide'}, chart.figure),
    table({caption: 'Errors', columns, filter: 'Filter errors', rows: data.errors.map((e) => ({
      texts: e.texts, keys: [...e.texts.slice(0, 5), ...e.figures], search: e.texts.slice(0, 5).join(' '),
    }))}),
    data.moreErrors ? el('p', {class: 'muted'}, data.moreErrors + ' more are in result.json.') : null,
    data.codes.length ? codes(data.codes) : null);
}

function compared() {
  const c = data.compared;
  return c ? el('div', {class: 'compared'}, el('h3', {}, 'Against baseline ' + c.baseline + ': ' + c.finding.toLowerCase()),
    el('ul', {}, c.lines.map((line) => el('li', {}, line)))) : null;
}

function named(caption, first, names, rows) {
  return table({caption, columns: [{name: first, text: true}, ...names.map((name) => ({name}))],
    rows: rows.map((row) => ({texts: [row.name, ...row.texts], keys: [row.name, ...row.figures]}))});
}

function metrics() {
  return data.metrics.length === 0 ? null : section('metrics', 'Metrics',
    named('Metrics of the simulation', 'metric', ['samples', 'total', 'mean', 'min', 'p95', 'max', 'yes %'], data.metrics));
}

/* What the service said of itself, each metric on a scale of its own. */
function service() {
  return data.service.length === 0 ? null : section('service', 'Service',
    data.time.ends.length === 0 ? null : el('div', {class: 'charts'}, data.time.service.map((metric, i) => new LineChart({
      title: metric.name, unit: 'number', ends: data.time.ends, series: [{name: 'reading', values: metric.values, color: i % COLORS, look: 0}],
    }).figure)),
    named('Metrics of the service', 'metric', ['readings', 'first', 'mean', 'min', 'max', 'last'], data.service));
}

function generator() {
  const g = data.generator;
  const t = data.time.generator;
  const ends = data.time.ends;
  const limit = (name) => 'Limit ' + g.limits[name];
  const judged = g.findings.length === 0
    ? el('p', {}, 'It kept up.')
    : el('div', {class: 'findings'}, el('p', {}, 'It did not keep up, so response times may be its own:'), el('ul', {}, g.findings.map((finding) => el('li', {}, finding))));
  return section('generator', 'Generator', g.facts.length === 0 ? el('p', {class: 'empty'}, 'The generator was not watched.') : [
    judged,
    el('ul', {class: 'facts'}, g.facts.map((fact) => el('li', {}, fact))),
    ends.length === 0 ? null : el('div', {class: 'charts'},
      new LineChart({title: 'Processors, heap and collection', unit: 'percent', ends, least: 100,
        note: limit('cpu') + ' of the processors by the generator, ' + g.limits.gc + ' of the time in collection.', series: [
          {name: 'generator', values: t.cpu, color: 0, look: 0},
          {name: 'machine', values: t.machineCpu, color: 5, look: 1},
          {name: 'heap', values: t.heap, color: 2, look: 2},
          {name: 'collection', values: t.gc, color: 4, look: 3},
        ]}).figure,
      new LineChart({title: 'Standstill and lag', unit: 'time', ends,
        note: limit('standstill') + ' of standstill, ' + g.limits.lag + ' of lag.', series: [
          {name: 'standstill', values: t.standstill, color: 1, look: 0},
          {name: 'users late, p99', values: t.lag, color: 3, look: 1},
        ]}).figure),
  ]);
}

function about() {
  return section('about', 'About this run',
    data.notes.length ? el('ul', {class: 'notes'}, data.notes.map((note) => el('li', {}, el('strong', {}, 'Note: '), note))) : null,
    el('dl', {class: 'about'}, Object.entries(data.about).map(([name, text]) => el('div', {}, el('dt', {}, name), el('dd', {}, text)))));
}

timeline.start(data.length, data.phases);
showPage(data.verdict + ': ' + data.plan,
  [overview(), capacity(), load(), times(), requests(), errors(), metrics(), service(), generator(), about()].filter(Boolean), CHART_HINT);
