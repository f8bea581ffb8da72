
const MEANINGS = {
  PASS: 'All thresholds passed.',
  FAIL: 'At least one threshold failed.',
  NO_DATA: 'At least one threshold has no data, so the run did not pass.',
  INVALID: 'The measurement cannot be trusted, so the run neither passed nor failed.',
};
/* Tables. */

function lines(caption, of, rows, options = {}) {
  return table(linesOf(caption, of, rows, {...options, drill: options.drill ? drillDown : null}));
}

function drillDown(line) {
  const made = [chart(outcomes(data.ends, line.time)), chart(percentiles(data.ends, line.time)),
    new SpectrumChart({title: 'Percentile spectrum', spectrum: line.spectrum})];
  return {
    nodes: [
      el('div', {class: 'charts'}, data.ends.length ? made.map((chart) => chart.figure) : made[2].figure,
        el('div', {}, codes(line.codes), errorsOfOne(line.errors))),
    ],
    remove: () => made.forEach((chart) => chart.remove()),
  };
}

function errorsOfOne(list) {
  return list.length === 0 ? el('p', {class: 'muted'}, 'No request failed.') : table({
    caption: 'Errors',
    columns: [{name: 'error', text: true}, {name: 'failures'}],
    rows: list.map((e) => ({texts: [e.text, e.count], keys: [e.text, number(e.count)]})),
  });
}

/* Sections. */

/* Why thresholds broke: the words that every report has, and charts of the evidence on the time axis of the response times. */
function why() {
  return (data.breaches || []).map((breach) => el('section', {class: 'why', 'aria-label': 'Why it broke'},
    el('h3', {}, breach.headline),
    el('ul', {}, breach.lines.map((line) => {
      const end = line.indexOf(': ');
      return el('li', {}, end < 0 ? line : [el('strong', {}, line.slice(0, end + 1)), line.slice(end + 1)]);
    })),
    data.time.ends.length === 0 || breach.charts.length === 0 ? null : el('div', {class: 'charts'},
      chart({...percentiles(data.time.ends, data.time), title: 'Response times', height: 150, shaded: breach}).figure,
      breach.charts.map((of) => chart({type: LineChart, title: of.title, unit: 'number', height: 150, shaded: breach, ends: breach.ends,
        note: 'Shaded: while the threshold was broken.',
        series: of.series.map((series, i) => ({...series, color: i % COLORS, look: i}))}).figure))));
}

function happened() {
  return el('div', {class: 'happened'}, el('h3', {}, 'Timeline'),
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
    duet(),
    why(),
    tiles,
    el('div', {class: 'first'}, el('div', {}, thresholds(), compared()), happened()),
    shape ? shape.figure : noCharts());
  return {id: 'overview', title: 'Overview', node};
}

/* A forest plot: a row for each comparison, the interval on one scale for all in percent, another for points. */
function duet() {
  const d = data.duet;
  if (!d) return null;
  const scales = {true: forestScale(d.rows.filter((row) => row.relative)), false: forestScale(d.rows.filter((row) => !row.relative))};
  const [figure, a, b, change, interval, answer] = d.columns;
  return el('div', {class: 'duet'},
    table({caption: 'A and B',
      columns: [{name: figure, text: true}, {name: answer, text: true}, {name: 'better | worse', text: true}, {name: change}, {name: interval}, {name: a}, {name: b}],
      rows: d.rows.map((row) => {
        const t = row.texts;
        return {texts: [t[0], t[5], forest(row, scales[row.relative]), t[3], t[4], t[1], t[2]],
          keys: [t[0], t[5], row.change ?? null, row.change ?? null, row.low ?? null, row.a ?? null, row.b ?? null]};
      })}),
    el('p', {class: 'note'}, d.addresses + '. ' + d.rules + ' The shaded band is what does not matter.'));
}

function forestScale(rows) {
  const ends = rows.flatMap((row) => [row.low, row.high, row.change]).filter((end) => end !== undefined).map(Math.abs);
  return Math.min(200, Math.max(1.2, ...rows.map((row) => 1.6 * row.margin), ...ends.map((end) => 1.05 * end)));
}

function forest(row, most) {
  const width = 240;
  /* Of a throughput, more is better. */
  const x = (change) => width / 2 * (1 + Math.max(-1, Math.min(1, (row.more ? -change : change) / most)));
  const [least, greatest] = row.more ? [-row.high, -row.low] : [row.low, row.high];
  const worse = least > row.margin ? 'FAIL' : greatest < -row.margin ? 'PASS' : 'muted';
  return svg('svg', {class: 'forest ' + worse, viewBox: '0 0 ' + width + ' 18', width, height: 18, role: 'img', 'aria-label': row.texts[4]},
    svg('rect', {class: 'within', x: Math.min(x(-row.margin), x(row.margin)), y: 0, width: Math.abs(x(row.margin) - x(-row.margin)), height: 18}),
    svg('path', {class: 'rule', d: 'M' + width / 2 + ' 0V18'}),
    row.low === undefined ? null : svg('path', {class: 'interval', d: 'M' + x(row.low) + ' 5V13M' + x(row.low) + ' 9H' + x(row.high) + 'M' + x(row.high) + ' 5V13'}),
    row.change === undefined ? null : svg('rect', {class: 'point', x: x(row.change) - 3.5, y: 5.5, width: 7, height: 7}));
}

function noCharts() {
  return el('p', {class: 'empty'}, 'There are no charts: the run has no complete interval.');
}

function load() {
  const ends = data.time.ends;
  return section('load', 'Load', ends.length === 0 ? noCharts()
    : el('div', {class: 'charts'}, chart(users(ends)).figure, plans().map((p) => chart(planned(ends, p)).figure), chart(outcomes(ends, data.time)).figure));
}

function times() {
  const spectrum = () => new SpectrumChart({title: 'Percentile spectrum', spectrum: data.spectrum,
    note: 'Right of p99: the slowest 1 of 100 responses; right of p99.9: the slowest 1 of 1,000.'}).figure;
  return section('times', 'Response times',
    data.spectrum.in.length === 0 ? el('p', {class: 'empty'}, 'No response was received.') : [
      data.time.ends.length ? el('div', {class: 'charts wide'}, chart(percentiles(data.time.ends, data.time)).figure) : noCharts(),
      el('div', {class: 'charts'}, data.time.ends.length ? chart(heat()).figure : null, spectrum()),
    ]);
}

function requests() {
  const t = data.tables;
  const phases = t.phases || [];
  const all = el('div', {class: 'lines few'},
    t.requests.length === 0 ? el('p', {class: 'empty'}, 'No request was sent.') : lines('Requests', 'request', t.requests, {filter: 'Filter requests', sum: t.all, drill: true}),
    t.groups ? lines('Groups', 'group', t.groups, {filter: 'Filter groups', drill: true}) : null,
    t.userClasses ? lines('User classes', 'user class', t.userClasses) : null,
    t.flows ? lines('Flows', 'flow', t.flows) : null,
    phases.length ? lines('Phases', 'phase', phases) : null,
    data.levels ? levels() : null);
  return section('requests', 'Requests',
    el('p', {class: 'muted'}, 'Response times in milliseconds, failed responses included. Open a request for its charts, status codes and errors.'),
    el('p', {}, el('label', {class: 'switch'}, el('input', {type: 'checkbox', onchange: (event) => all.classList.toggle('few', !event.currentTarget.checked)}), 'all percentiles')),
    all);
}

function levels() {
  const l = data.levels;
  return el('div', {}, table({caption: 'Levels',
    columns: [{name: l.unit, text: true}, {name: 'req/s'}, {name: 'mean'}, {name: 'p95'}, {name: 'success %'}, {name: 'note', text: true}],
    rows: l.rows.map((row) => ({texts: row.texts, keys: [...row.figures, row.texts[5]]}))}),
  el('details', {class: 'rules', 'aria-label': 'Meaning of the notes'}, el('summary', {}, 'Meaning of the notes'), el('p', {}, l.rules)));
}

/* The capacity: a table of probes, and charts of answers and p95 over the load. */
function capacity() {
  const c = data.capacity;
  if (!c) return null;
  const known = c.rows.filter((row) => row.outcome !== 'invalid').sort((a, b) => a.level - b.level || a.number - b.number);
  const loads = c.open ? 'rate' : 'count';
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
    el('details', {class: 'rules', 'aria-label': 'Meaning of the names'}, el('summary', {}, 'Meaning of the names'), el('p', {}, c.rules)));
}

function errors() {
  if (data.errors.length === 0) {
    return section('errors', 'Errors', el('p', {class: 'empty'}, 'No request failed.'),
      data.exchanges ? el('p', {}, el('a', {href: data.exchanges}, 'What was sent and answered'), '.') : null, data.codes.length ? codes(data.codes) : null);
  }
  return section('errors', 'Errors', el('div', {class: 'charts wide'}, chart(failures(data.time.ends)).figure),
    table(clusters()),
    data.exchanges ? el('p', {}, el('a', {href: data.exchanges}, 'What was sent and answered'), data.once ? ': each request.' : ': the first exchanges of each kind of failure.') : null,
    data.moreErrors ? el('p', {class: 'muted'}, data.moreErrors + (data.moreErrors === 1 ? ' more error is' : ' more errors are') + ' in result.json.') : null,
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

function service() {
  return data.service.length === 0 ? null : section('service', 'Service',
    data.time.ends.length === 0 ? null : el('div', {class: 'charts'}, data.time.service.map((metric, i) => chart(readings(data.time.ends, metric, i)).figure)),
    named('Metrics of the service', 'metric', ['readings', 'first', 'mean', 'min', 'max', 'last'], data.service));
}

function generator() {
  const g = data.generator;
  const ends = data.time.ends;
  const judged = g.findings.length === 0
    ? el('p', {}, 'The generator kept up.')
    : el('div', {class: 'findings'}, el('p', {}, 'The generator did not keep up, so response times may be its own:'), el('ul', {}, g.findings.map((finding) => el('li', {}, finding))));
  const around = machine(ends);
  return section('generator', 'Generator', g.facts.length === 0 ? el('p', {class: 'empty'}, 'The generator was not monitored.') : [
    judged,
    el('ul', {class: 'facts'}, g.facts.map((fact) => el('li', {}, fact))),
    ends.length === 0 ? null : el('div', {class: 'charts'},
      chart(processors(ends)).figure,
      chart(standstill(ends)).figure,
      around && chart(around).figure),
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
