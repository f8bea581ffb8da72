
const WORDS = {
  REGRESSION: 'At least one figure became worse: the change is statistically significant and larger than the limit.',
  IMPROVEMENT: 'At least one figure became better, and none certainly became worse: the change is statistically significant and larger than the limit.',
  INCONCLUSIVE: 'No change was found, but changes larger than the limit cannot be excluded: some intervals are too wide. A longer run narrows them.',
  NO_CHANGE: 'No figure changed by more than the limit.',
  TOO_SHORT: 'Too few requests were measured for a comparison. This does not mean that nothing changed.',
};
/* The sort order: worst first. */
const RANKS = {REGRESSION: 4, INCONCLUSIVE: 3, TOO_SHORT: 2, NO_CHANGE: 1, IMPROVEMENT: 0};

function finding(name) {
  return badge(name, name.replace('_', ' '));
}

function runName(run, i) {
  return el('span', {class: 'run'}, lineSwatch(i % COLORS, i), el('span', {class: 'label'}, run.label), el('span', {class: 'long', title: run.name}, run.name));
}

/* Identifies the runs by name, commit and date. */
function who() {
  return el('ul', {class: 'pair'}, data.runs.map((run, i) => el('li', {}, runName(run, i), ' ',
    badge(run.verdict), run.report ? [' ', el('a', {href: run.report, 'aria-label': 'report.html of ' + run.label}, 'report.html')] : null,
    el('p', {class: 'muted'}, [run.started.replace('T', ' ').replace('Z', ' UTC'), run.clock].join(', '),
      run.commit ? [', commit ', el('span', {class: 'commit'}, run.commit)] : null))));
}

/* The runs are columns; facts that are the same in all runs are listed once, below. */
function sideBySide() {
  const row = (name, cells) => el('tr', {}, el('th', {scope: 'row', class: 'text'}, name),
    cells.map((cell, i) => el('td', {class: 'text whole', 'data-label': data.runs[i].label}, cell)));
  const each = (cell) => data.runs.map(cell);
  return el('div', {class: 'cards'}, el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Runs side by side'}, el('table', {class: 'data'},
    el('caption', {}, 'Runs side by side'),
    el('thead', {}, el('tr', {}, el('th', {scope: 'col', class: 'text'}, 'run'), data.runs.map((run, i) => el('th', {scope: 'col', class: 'text'}, runName(run, i))))),
    el('tbody', {},
      row('verdict', each((run) => badge(run.verdict))),
      row('reason', each((run) => run.reason)),
      row('started', each((run) => run.started)),
      row('lasted', each((run) => run.clock)),
      data.facts.map((fact) => row(fact.name, fact.texts))))));
}

function same() {
  const facts = Object.entries(data.same);
  return facts.length === 0 ? null : el('details', {class: 'same'}, el('summary', {}, 'The same in all runs: ' + facts.length),
    el('dl', {class: 'about'}, facts.map(([name, text]) => el('div', {}, el('dt', {}, name), el('dd', {}, text)))));
}

function overview() {
  return {id: 'overview', title: 'Overview', node: el('section', {id: 'overview', 'aria-labelledby': 'overview-title'},
    el('div', {class: 'verdict ' + data.finding},
      el('h1', {id: 'overview-title'}, finding(data.finding), ' ', el('span', {class: 'long'}, data.plan)),
      data.headline ? el('p', {class: 'reason'}, el('span', {class: 'long'}, sentence(data.headline))) : null,
      el('p', {class: data.headline ? 'muted' : 'reason'}, WORDS[data.finding]),
      who()),
    differences())};
}

/* A forest plot with a row for each request and statistic. */
function differences() {
  const many = data.runs.length > 2;
  const scales = forestScales(data.differences);
  const columns = [{name: 'request', text: true}, {name: 'statistic', text: true}, {name: 'A'}, {name: many ? 'run' : 'B', text: many}, ...(many ? [{name: 'its figure'}] : []),
    {name: 'better | worse', text: true}, {name: 'difference'}, {name: 'interval'}, {name: 'finding', text: true}];
  const row = (d) => {
    const [a, b, change, interval] = d.texts;
    const label = d.statistic + ' of ' + d.request + ': ' + change + ' (' + interval + ')';
    return {
      texts: [d.request, d.statistic, a, ...(many ? [d.run] : []), b, forest({...d, label}, scales[d.relative]), change, interval, finding(d.finding)],
      keys: [d.request, d.statistic, d.a, ...(many ? [d.run] : []), d.b, d.change, d.change, d.low, RANKS[d.finding]],
      search: [d.request, many ? d.run : '', d.statistic, d.finding.replace('_', ' ')].join(' '),
    };
  };
  const confidence = [...new Set(data.comparisons.map((c) => c.confidence).filter(Boolean))];
  return el('div', {id: 'differences', class: 'comparison compact'},
    data.differences.length === 0 ? el('p', {class: 'empty'}, 'There is nothing to compare.') : [
      el('div', {class: 'scales'}, [true, false].filter((relative) => data.differences.some((d) => d.relative === relative))
        .map((relative) => el('span', {}, relative ? 'Times and throughput: ' : 'Error rates: ', forestAxis(scales[relative])))),
      carded(table({caption: 'Differences, changes first', columns, filter: 'Filter differences', most: 20, rows: data.differences.map(row)}), columns, ['better | worse']),
      el('p', {class: 'note'}, 'The shaded band shows the differences that do not matter. If an interval reaches beyond the band but no change is certain, the figure is inconclusive.'
        + ' If the runs hold a level, only that time is compared.'
        + (confidence.length ? ' Each interval has a confidence of ' + confidence.join(' or ') + ', so that all intervals of a run hold together in 95 of 100 comparisons.' : ''))],
    el('ul', {class: 'notes'}, data.comparisons.flatMap((c) => c.notes.map((note) => el('li', {}, (many ? c.label + ': ' : '') + note)))),
    tooShort());
}

function tooShort() {
  return data.tooShort.length === 0 ? null : el('details', {class: 'same', open: data.differences.length === 0}, el('summary', {}, 'Not compared: ' + data.tooShort.length),
    el('ul', {class: 'notes'}, data.tooShort.map((t) => el('li', {}, (data.runs.length > 2 ? t.run + ': ' : '') + t.statistic + ' of ' + t.request + ': ' + t.reason))));
}

/* Neighbouring charts of response times share their scale. */
class NeighbourChart extends LineChart {
  constructor(options) {
    super(options);
    this.neighbours = options.neighbours;
  }

  yScale() {
    const own = this.series;
    this.series = [...own, ...this.neighbours];
    try {
      return super.yScale();
    } finally {
      this.series = own;
    }
  }
}

/* The runs have the same plan, so the same time is in the same phase. */
function overTime() {
  const series = (figure) => data.runs.map((run, i) => ({name: run.label, values: data.time.runs[i][figure]}));
  const chart = (title, unit, figure) => new LineChart({title, unit, ends: data.time.ends, series: series(figure)}).figure;
  const times = ['p50', 'p95', 'p99'];
  const log = spreads(times.flatMap((figure) => data.time.runs.flatMap((run) => run[figure])));
  const time = (figure) => new NeighbourChart({title: figure, unit: 'time', log, ends: data.time.ends, series: series(figure), neighbours: times.flatMap(series)}).figure;
  return section('time', 'Over time',
    el('p', {class: 'muted'}, 'Each run starts at 0. A shorter run ends earlier. The charts of response times have the same scale.'),
    data.time.ends.length === 0 ? el('p', {class: 'empty'}, 'No interval was recorded.') : [
      el('div', {class: 'charts three'}, times.map(time)),
      el('div', {class: 'charts'}, chart('Throughput', 'rate', 'perSecond'), chart('Error rate', 'percent', 'errorRate'))]);
}

function figures() {
  const others = data.runs.slice(1);
  const columns = [{name: 'request', text: true}, {name: 'figure', text: true}, ...data.runs.map((run) => ({name: run.label})),
    ...others.map((run) => ({name: others.length === 1 ? 'difference' : run.label + ' - A'}))];
  const rows = data.figures.map((f) => ({
    texts: [f.request, f.figure, ...f.texts, ...f.changes], keys: [f.request, f.figure, ...f.figures, ...f.sizes], search: f.request + ' ' + f.figure,
  }));
  return section('figures', 'Figures',
    el('p', {class: 'muted'}, 'Figures of the whole run, at all levels. They do not decide the finding.'),
    el('div', {class: 'compact'}, carded(table({caption: 'Figures by request', columns, filter: 'Filter figures', most: 24, rows}), columns, [])));
}

function runs() {
  return section('runs', 'Runs', sideBySide(), same());
}

timeline.start(data.length, data.phases);
showPage(data.finding.replace('_', ' ') + ': ' + data.plan, [overview(), overTime(), figures(), runs()], CHART_HINT);
