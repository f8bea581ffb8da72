
/* Tables. */

function lines(caption, of, rows, options = {}) {
  const made = table({...linesOf(caption, of, rows, options), most: options.most});
  view.reveals.push(made.reveal);
  return made;
}

/* Converts the counts of each cell to rates. */
function perSecond(counts) {
  return data.ends.map((end, i) => (counts ? (1000 * counts[i]) / Math.max(1, end - (i === 0 ? 0 : data.ends[i - 1])) : 0));
}

function drillRequest(line) {
  return drillDown(line, (line.thresholds || []).map((i) => data.thresholds[i]), kept(line));
}

/* The details of a group, without limits and exchanges: no limit applies only to a group, and no exchange is kept of one. */
function drillGroup(line) {
  return drillDown(line, [], null);
}

function drillDown(line, thresholds, exchanges) {
  const of = {...line.time, ok: perSecond(line.time.ok), failed: perSecond(line.time.failed), thresholds};
  const made = [{...outcomes(data.ends, of)}, {...percentiles(data.ends, of)}].map((spec) => chart({...spec, anchor: null}));
  made.push(new SpectrumChart({title: 'Percentile spectrum', spectrum: line.spectrum, anchor: null}));
  return {
    nodes: [
      el('div', {class: 'charts'}, data.ends.length ? made.map((chart) => chart.figure) : made[2].figure,
        el('div', {}, codes(line.codes), errorsOfOne(line.errors), slowest(line), exchanges)),
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

/* The slowest responses of the slowest intervals, with their times. */
function slowest(line) {
  const found = (line.time.max || []).map((ms, i) => ({ms, from: i === 0 ? 0 : data.ends[i - 1], to: data.ends[i]})).filter((of) => !missing(of.ms))
    .sort((a, b) => b.ms - a.ms).slice(0, 5);
  return found.length === 0 ? null : el('div', {}, el('h4', {}, 'Slowest responses'), el('ul', {class: 'facts'}, found.map((of) => el('li', {},
    UNITS.time(of.ms) + ' at ', link('chart-run', clock(of.from), of.from - 3000, of.to + 3000)))));
}

/* The address of the page of exchanges, with the token that a dashboard requires. */
function exchangesPage() {
  return data.exchanges + location.search;
}

/* The address of the first exchange of a request, with its name unchanged. */
function exchangesOf(prefix, name) {
  return exchangesPage() + '#' + encodeURIComponent(prefix + name);
}

function kept(line) {
  if (!data.exchanges) return null;
  const failed = data.once || line.figures[1] > 0;
  return el('p', {}, failed ? [el('a', {href: exchangesOf('request-', line.name)}, 'What was sent and answered'), ' '] : null,
    data.once ? null : el('a', {href: exchangesOf('slowest-', line.name)}, 'Slowest requests that passed'));
}

/* The first screen. */

/* The most frequent messages, each with its requests. */
function messages() {
  const groups = new Map(data.messages.map((of) => [of.text, {...of, lines: []}]));
  for (const e of data.errors) groups.get(e.texts[0]).lines.push(e);
  return [...groups.values()].sort((a, b) => b.count - a.count).map((of) => ({...of, anchor: anchor('error-', of.text)}));
}

let grouped_ = null;

function errorGroups() {
  grouped_ = grouped_ || messages();
  return grouped_;
}

/* The service's own message, if the first exchange of the failure was kept. */
function said(of) {
  const found = (data.answers || []).find((answer) => answer.error === of.text);
  return found ? [' The service said: ', el('code', {}, found.said)] : null;
}

/* Without a breach, a request is worth a line only if it failed, or took twice as long as another one. */
function worstRequest() {
  const [first] = worst(data.tables.requests);
  if (!first) return null;
  const [requests, failures, percent] = first.texts;
  const column = data.columns.indexOf('p95');
  const isSlow = data.tables.requests.some((of) => of.figures[column] > 0 && first.figures[column] >= 2 * of.figures[column]);
  if ((data.breaches || []).length === 0 && failures === '0' && !isSlow) return null;
  const p95 = first.texts[column];
  return el('li', {}, el('strong', {}, 'Worst request: '), link(anchor('request-', first.name), first.name), ': '
    + (failures === '0' ? 'none of ' + requests + ' failed' : failures + ' failed (' + percent + ' %)') + (p95 === '-' ? '' : ', p95 ' + p95 + ' ms') + '.');
}

/* Sorts by failures, then by p95. */
function worst(rows) {
  const p95 = data.columns.indexOf('p95');
  return [...rows].sort((a, b) => b.figures[1] - a.figures[1] || (b.figures[p95] || 0) - (a.figures[p95] || 0) || a.name.localeCompare(b.name));
}

/* The messages; in a duet, those of B, the version under test, before those of A. */
function errorReasons() {
  if (!data.duet) return errorGroups();
  return ['B', 'A'].flatMap((variant) => errorGroups().map((of) => ({...of, variant, lines: of.lines.filter((e) => e.texts[3].endsWith(' (' + variant + ')'))}))
    .filter((of) => of.lines.length > 0)
    .map((of) => ({...of, count: of.lines.reduce((sum, e) => sum + e.figures[0], 0), first: Math.min(...of.lines.map((e) => e.figures[1]))}))
    .sort((one, other) => other.count - one.count));
}

/* The reasons for the verdict: the first breach, causes, errors and the worst request, each with links to its evidence. */
function why() {
  const breaches = data.breaches || [];
  if (data.verdict === 'PASS' && breaches.length === 0) return null;
  const items = [];
  const labelled = (line) => {
    const end = line.indexOf(': ');
    return end < 0 ? line : [el('strong', {}, line.slice(0, end + 1)), line.slice(end + 1)];
  };
  breaches.forEach((breach, i) => {
    // A difference between the versions of a duet has no moment of its own.
    const from = breach.from === breach.to ? 0 : breach.from;
    const margin = Math.max(3000, (breach.to - from) / 2);
    items.push(el('li', {}, el('strong', {}, i === 0 ? 'First breach: ' : breach.from < breaches[i - 1].from ? 'Also: ' : 'Then: '), link('chart-run', breach.headline, from - margin, breach.to + margin), '.',
      el('ul', {}, breach.lines.map((line) => el('li', {}, labelled(line))),
        breach.charts.length ? el('li', {}, link('why-' + i, 'Charts of the service at that time')) : null)));
  });
  for (const of of errorReasons().slice(0, 3)) {
    const requests = [...new Set(of.lines.map((e) => e.texts[2]))];
    items.push(el('li', {}, el('strong', {}, UNITS.count(of.count) + (of.count === 1 ? ' failure' : ' failures') + (of.variant ? ' of ' + of.variant + ': ' : ': ')), link(of.anchor, short(of.text)),
      ' (' + requests.slice(0, 3).map(short).join(', ') + (requests.length > 3 ? ', …' : '') + ', from ' + clock(of.first) + ').', said(of)));
  }
  // In a duet, the requests of both versions are in one line; the comparison shows each.
  const worstOne = !data.duet && data.tables.requests.length > 1 ? worstRequest() : null;
  if (worstOne) items.push(worstOne);
  return items.length === 0 ? null : el('div', {class: 'why'}, el('h2', {}, data.verdict === 'PASS' ? 'What broke' : 'Why'), el('ul', {}, items));
}

function shade(breach) {
  return [{...breach, kind: 'broken'}];
}

/* Charts of the service's series that are evidence, on the time axis of the response times. */
function evidence() {
  const shown = (data.breaches || []).map((breach, i) => [breach, i]).filter(([breach]) => data.time.ends.length > 0 && breach.charts.length > 0);
  return shown.length === 0 ? null : section('evidence', 'Evidence', shown.map(([breach, i]) => el('div', {id: 'why-' + i, class: 'evidence'},
    el('h3', {}, breach.headline),
    el('div', {class: 'charts'},
      chart({...percentiles(data.time.ends, data.time), title: 'Response times', height: 150, shades: shade(breach)}).figure,
      breach.charts.map((of) => chart({type: LineChart, title: of.title, unit: 'number', height: 150, shades: shade(breach), ends: breach.ends,
        series: of.series.map((series, n) => ({...series, ...(of.series.length === 2 && VARIANTS[series.variant] || {color: n % COLORS, look: n})}))}).figure)))));
}

/* The timeline of the run: phases are bands around their events. */
function happened() {
  const events = numbered();
  let at = 0;
  const list = el('ol', {}, data.events.map((event) => {
    const n = event.kind === 'phase' ? null : events[at++].n;
    return el('li', {class: 'event-' + event.kind}, el('span', {class: 'n', 'aria-hidden': 'true'}, n === null ? '' : n),
      el('time', {}, event.clock), ' ', el('span', {class: 'long'}, event.text));
  }));
  return el('div', {class: 'happened'}, el('h2', {}, 'Timeline'),
    data.events.length <= 40 ? list : el('details', {}, el('summary', {}, UNITS.count(data.events.length) + ' entries'), list));
}

function doubts() {
  return (data.doubts || []).map((text) => el('a', {class: 'chip', href: '#generator'}, '\u26a0 ' + text));
}

function overview() {
  const has = data.time.ends.length > 0;
  const tiles = el('dl', {class: 'tiles'}, data.tiles.map((tile) => el('div', {}, el('dt', {}, tile.name), el('dd', {}, tile.text))));
  const undecided = data.thresholds && data.thresholds.some((t) => t.status === 'NOT JUDGED');
  const node = el('section', {id: 'overview', 'aria-labelledby': 'overview-title'},
    el('div', {class: 'verdict ' + data.verdict},
      el('h1', {id: 'overview-title'}, badge(data.verdict), ' ', el('span', {class: 'long'}, data.plan)),
      el('p', {class: 'reason'}, el('span', {class: 'long'}, sentence(data.reason))),
      data.verdict === 'INVALID' ? el('p', {}, 'For this reason, the run neither passed nor failed. All figures are as measured.') : null,
      undecided ? el('p', {}, 'NOT JUDGED: the figures of this run do not decide these thresholds. The details of each threshold say why.') : null,
      el('p', {class: 'muted'}, [data.simulation, data.started, data.clock].join(', '), ' ', doubts())),
    duet(),
    why(),
    data.duet ? el('p', {class: 'muted'}, 'A and B together:') : null,
    tiles,
    shownPart,
    el('h2', {class: 'unseen'}, 'The run in charts'),
    overLoad(),
    has ? hero().figure : noCharts(),
    el('div', {class: 'first'}, el('div', {}, thresholds(), compared()), happened()));
  shownPart.hidden = true;
  return {id: 'overview', title: 'Overview', node};
}

/* Throughput and p95 over the load of a search or a sweep, with the knee and the limit. */
function overLoad() {
  const c = data.capacity;
  const l = data.levels;
  if (c) {
    const rows = c.rows.filter((row) => row.measured);
    const named = (of) => of[0].texts[1] + (of.length > 1 ? ', mean of probes ' : ', probe ') + of.map((row) => row.number).join(' and ');
    const points = byLevel(rows, named);
    return points.levels.length < 2 ? null : loadCharts({unit: c.unit, open: c.open, marked: c.marks || [], ...points});
  }
  if (!l) return null;
  const marks = l.rows.flatMap((row) => row.note.split(', ').filter(Boolean).map((name) => ({name, at: row.figures[0]})));
  const rows = l.rows.map(({texts, figures: [level, perSecond, , p95, success]}) => ({texts, level, p95, answered: (perSecond * success) / 100}));
  const named = (of) => of[0].texts[0] + ' ' + l.unit + (of.length > 1 ? ', mean of ' + counted(of.length, 'phase') : '');
  return loadCharts({unit: l.unit, open: l.unit !== 'users', marked: marks, ...byLevel(rows, named)});
}

/* A point for each level, from the lowest to the highest; for a level that was held several times, the mean. */
function byLevel(rows, named) {
  const levels = [...new Set(rows.map((row) => row.level))].sort((a, b) => a - b);
  const held = levels.map((level) => rows.filter((row) => row.level === level));
  const mean = (values) => (values.length ? values.reduce((a, b) => a + b, 0) / values.length : null);
  return {levels, names: held.map(named), rates: held.map((of) => mean(of.map((row) => row.answered))),
    p95: held.map((of) => mean(of.map((row) => row.p95).filter((p) => p !== null)))};
}

function loadCharts({unit, open, levels, names, marked, rates, p95}) {
  const shared = {ends: levels, names, loads: open ? 'rate' : 'count', marked};
  const limits_ = onAll().filter((t) => t.bound.statistic === 'p95').map((t) => ({value: t.bound.value, text: t.name + ' ' + t.target}));
  const unique = [...new Map(limits_.map((of) => [of.value, of])).values()];
  const answered = {name: 'answered', values: rates, color: 2, look: 0, dotted: true};
  const offered = {name: 'offered', values: levels, color: 5, look: 1};
  return el('div', {class: 'charts'},
    new LoadChart({title: 'Throughput over load', unit: 'rate', ...shared, series: open ? [answered, offered] : [answered],
      note: 'Over ' + unit + '. Responses per second that did not fail.'}).figure,
    new LoadChart({title: 'p95 over load', unit: 'time', ...shared, bounds: unique, log: spreads(p95), series: [{name: 'p95', values: p95, color: 1, look: 0, dotted: true}],
      note: 'Over ' + unit + '. Of the requests sent while the level was held.'}).figure);
}

/* A forest plot with a row for each comparison; all intervals in percent have one scale, all in points another. */
function duet() {
  const d = data.duet;
  if (!d) return null;
  const scales = forestScales(d.rows);
  const [figure, a, b, change, interval, answer] = d.columns;
  return el('div', {class: 'duet'},
    table({caption: 'A and B',
      columns: [{name: figure, text: true}, {name: answer, text: true}, {name: 'better | worse', text: true}, {name: change}, {name: interval}, {name: a}, {name: b}],
      rows: d.rows.map((row) => {
        const t = row.texts;
        return {texts: [t[0], t[5], forest(row, scales[row.relative]), t[3], t[4], t[1], t[2]],
          keys: [t[0], t[5], row.change ?? null, row.change ?? null, row.low ?? null, row.a ?? null, row.b ?? null]};
      })}),
    el('p', {class: 'note'}, d.addresses + '. ' + d.rules + (d.leftOut ? ' ' + d.leftOut : '') + ' The shaded band shows the differences that do not matter.'));
}

/* A and B in one chart for each request; times in which both were disturbed are shaded. */
const VARIANTS = {A: {color: 0, look: 1}, B: {color: 1, look: 0}};

function duetCharts() {
  const d = data.duetTime;
  if (!d || d.ends.length === 0) return null;
  const disturbed = [...d.busy.map((span) => ({...span, kind: 'busy'})), ...shades().filter((shade) => shade.kind === 'standstill')];
  const of = (request, figure, title, unit) => chart({type: LineChart, title: title + ' of ' + request.name, unit, height: 150, ends: d.ends, shades: disturbed,
    series: Object.entries(VARIANTS).map(([name, how]) => ({name, values: request[name][figure], ...how}))}).figure;
  return section('duet-charts', 'A and B',
    el('div', {class: 'charts'}, d.requests.flatMap((request) => [of(request, 'p95', 'p95', 'time'), of(request, 'rate', 'Throughput', 'rate')])),
    el('p', {class: 'note'}, 'A is dashed, B is solid. ' + (disturbed.length ? 'Both were disturbed in the shaded times. ' : '')
      + (d.more ? counted(d.more, 'more request') + (d.more === 1 ? ' is' : ' are') + ' not drawn. ' : '')));
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
      data.time.ends.length ? el('div', {class: 'charts wide'}, chart({...percentiles(data.time.ends, data.time), shades: shades()}).figure) : noCharts(),
      el('div', {class: 'charts'}, data.time.ends.length ? chart(heat()).figure : null, spectrum()),
    ]);
}

function requests() {
  const t = data.tables;
  const phases = t.phases || [];
  const all = el('div', {class: 'lines few'},
    t.requests.length === 0 ? el('p', {class: 'empty'}, 'No request was sent.')
      : lines('All requests', 'request', worst(t.requests), {filter: t.requests.length > 8 ? 'Filter requests' : undefined, sum: t.all, drill: drillRequest, most: 20}),
    shownRequests,
    t.groups ? lines('Groups', 'group', worst(t.groups), {filter: t.groups.length > 8 ? 'Filter groups' : undefined, drill: drillGroup, prefix: 'group-', most: 20}) : null,
    t.userClasses ? lines('User classes', 'user class', t.userClasses) : null,
    t.flows ? lines('Flows', 'flow', t.flows) : null,
    phases.length ? lines('Phases', 'phase', phases, {most: 20}) : null,
    data.levels ? levels() : null);
  return section('requests', 'Requests',
    el('p', {class: 'muted'}, 'Worst first. Response times in milliseconds, including failed responses; grey: too few responses. Open a request for its charts, errors and slowest responses.'),
    percentileSwitch(all),
    all);
}

function levels() {
  const l = data.levels;
  return el('div', {}, table({caption: 'Levels',
    columns: [{name: l.unit, text: true}, {name: 'req/s'}, {name: 'mean'}, {name: 'p95'}, {name: 'success %'}, {name: 'note', text: true}],
    most: 20, rows: l.rows.map((row) => ({texts: row.texts, keys: [...row.figures, row.texts[5]]}))}),
  el('details', {class: 'rules', 'aria-label': 'Meaning of the notes'}, el('summary', {}, 'Meaning of the notes'), el('p', {}, l.rules)));
}

/* The probes of a capacity search; its charts are in the overview. */
function capacity() {
  const c = data.capacity;
  if (!c) return null;
  return section('capacity', 'Capacity',
    el('ul', {class: 'facts'}, c.facts.map((fact) => el('li', {}, fact))),
    table({caption: 'Probes', columns: c.columns.map((name, i) => ({name, text: i === 0 || i > 4})),
      rows: c.rows.map((row) => ({texts: row.texts, keys: [row.number, row.level, row.answered, row.p95, row.errorRate, row.texts[5], row.texts[6]]}))}),
    el('details', {class: 'rules', 'aria-label': 'Meaning of the names'}, el('summary', {}, 'Meaning of the names'), el('p', {}, c.rules)));
}

/* Errors by message, and for each message by request. */
function errorTable() {
  const columns = [{name: 'message', text: true}, {name: 'requests', text: true}, {name: 'failures'}, {name: 'first'}, {name: 'last'}];
  const made = table({caption: 'Messages', columns, filter: errorGroups().length > 8 ? 'Filter errors' : undefined, most: 20, rows: errorGroups().map((of) => {
    const requests = [...new Set(of.lines.map((e) => e.texts[2]))];
    return {texts: [of.text, requests.slice(0, 3).join(', ') + (requests.length > 3 ? ' and ' + counted(requests.length - 3, 'more request') : ''), UNITS.count(of.count), clock(of.first), clock(of.last)],
      keys: [of.text, requests.join(), of.count, of.first, of.last], search: of.text + ' ' + requests.join(' '), anchor: of.anchor, details: () => ({nodes: [messageOf(of)], remove: () => {}})};
  })});
  view.reveals.push(made.reveal);
  return made;
}

function messageOf(of) {
  return el('div', {}, el('p', {}, said(of)), table({caption: 'By request',
    columns: [{name: 'request', text: true}, {name: 'status', text: true}, {name: 'user class', text: true}, {name: 'first phase', text: true}, {name: 'failures'}, {name: 'first'}, {name: 'last'}],
    rows: of.lines.map((e) => ({texts: [link(anchor('request-', e.texts[2]), e.texts[2]), e.texts[1], e.texts[3], e.texts[4], ...e.texts.slice(5)], search: e.texts.slice(1, 5).join(' '),
      keys: [e.texts[2], e.texts[1], e.texts[3], e.texts[4], ...e.figures]}))}),
  data.exchanges ? el('p', {}, el('a', {href: exchangesOf('request-', of.lines[0].texts[2])}, 'What was sent and answered')) : null);
}

function errors() {
  if (data.errors.length === 0) {
    return section('errors', 'Errors', el('p', {class: 'empty'}, 'No request failed.'),
      data.exchanges ? el('p', {}, el('a', {href: exchangesPage()}, 'What was sent and answered'), '.') : null, data.codes.length ? codes(data.codes) : null);
  }
  return section('errors', 'Errors', el('div', {class: 'charts wide'}, chart({...failures(data.time.ends), shades: shades()}).figure),
    errorTable(),
    data.exchanges ? el('p', {}, el('a', {href: exchangesPage()}, 'What was sent and answered'), data.once ? ': each request.' : ': the first exchanges of each kind of failure.') : null,
    data.moreErrors ? el('p', {class: 'muted'}, data.moreErrors + (data.moreErrors === 1 ? ' more error is' : ' more errors are') + ' in result.json.') : null,
    data.codes.length ? codes(data.codes) : null);
}

function compared() {
  const c = data.compared;
  return c ? el('div', {class: 'compared'}, el('h2', {}, 'Against baseline ' + c.baseline + ': ' + c.finding.toLowerCase()),
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
    : el('div', {class: 'findings'}, el('p', {}, 'The generator did not keep up, so it may have caused part of the response times:'), el('ul', {}, g.findings.map((finding) => el('li', {}, finding))));
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
  [overview(), duetCharts(), requests(), errors(), evidence(), capacity(), times(), load(), metrics(), service(), generator(), about()].filter(Boolean), CHART_HINT);
view.start();
