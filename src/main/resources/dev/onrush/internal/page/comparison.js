
const WORDS = {
  REGRESSION: 'At least one statistic became worse: the change is statistically significant and larger than the limit.',
  IMPROVEMENT: 'At least one statistic became better, and none became worse: the change is statistically significant and larger than the limit.',
  NO_CHANGE: 'No change is statistically significant and larger than the limit.',
  TOO_SHORT: 'Too few requests were measured for a comparison. This does not mean that nothing changed.',
};
/* How bad, for sorting. */
const RANKS = {REGRESSION: 3, NO_CHANGE: 1, TOO_SHORT: 2, IMPROVEMENT: 0};

function finding(name) {
  return badge(name, name.replace('_', ' '));
}

function runName(run, i) {
  return el('span', {class: 'run'}, lineSwatch(i % COLORS, i), el('span', {class: 'long', title: run.name}, run.name));
}

/* Runs are columns; what they have in common is listed once, below. */
function sideBySide() {
  const row = (name, cells) => el('tr', {}, el('th', {scope: 'row', class: 'text'}, name), cells.map((cell) => el('td', {class: 'text'}, cell)));
  const each = (cell) => data.runs.map(cell);
  return el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Runs'}, el('table', {class: 'data'},
    el('caption', {}, 'Runs'),
    el('thead', {}, el('tr', {}, el('th', {scope: 'col', class: 'text'}, 'run'), data.runs.map((run, i) => el('th', {scope: 'col', class: 'text'}, runName(run, i))))),
    el('tbody', {},
      row('verdict', each((run) => badge(run.verdict))),
      row('reason', each((run) => run.reason)),
      row('started', each((run) => run.started)),
      row('lasted', each((run) => run.clock)),
      data.facts.map((fact) => row(fact.name, fact.texts)),
      row('report', each((run) => (run.report ? el('a', {href: run.report}, 'report.html') : '-'))))));
}

function same() {
  const facts = Object.entries(data.same);
  return facts.length === 0 ? null : el('details', {class: 'same'}, el('summary', {}, 'The same in all runs: ' + facts.length),
    el('dl', {class: 'about'}, facts.map(([name, text]) => el('div', {}, el('dt', {}, name), el('dd', {}, text)))));
}

function overview() {
  const against = (c) => el('div', {class: 'compared'},
    el('h3', {}, c.name + ' compared with ' + data.runs[0].name + ': ', finding(c.finding)),
    el('ul', {}, c.lines.map((line) => el('li', {}, line))));
  return {id: 'overview', title: 'Overview', node: el('section', {id: 'overview', 'aria-labelledby': 'overview-title'},
    el('div', {class: 'verdict ' + data.finding},
      el('h1', {id: 'overview-title'}, finding(data.finding), ' ', el('span', {class: 'long'}, data.plan)),
      el('p', {class: 'reason'}, WORDS[data.finding]),
      el('p', {class: 'muted'}, data.simulation + ', ' + data.runs.length + ' runs, compared with the first run.')),
    data.comparisons.map(against), sideBySide(), same())};
}

/* The plans are the same, so the same moment is the same phase. */
function overTime() {
  const chart = (title, unit, figure, log) => new LineChart({title, unit, log, ends: data.time.ends,
    series: data.runs.map((run, i) => ({name: run.name, values: data.time.runs[i][figure]}))}).figure;
  const times = (figure) => chart(figure, 'time', figure, spreads(data.time.runs.flatMap((run) => run[figure])));
  return section('time', 'Over time',
    el('p', {class: 'muted'}, 'Each run starts at 0. A shorter run ends earlier.'),
    data.time.ends.length === 0 ? el('p', {class: 'empty'}, 'No interval was recorded.') : el('div', {class: 'charts'},
      chart('Throughput', 'rate', 'perSecond'), chart('Error rate', 'percent', 'errorRate'),
      times('p50'), times('p95'), times('p99')));
}

function differences() {
  const many = data.runs.length > 2;
  const columns = [{name: 'request', text: true}, ...(many ? [{name: 'run', text: true}] : []), {name: 'statistic', text: true},
    {name: 'finding', text: true}, {name: 'baseline'}, {name: 'current'}, {name: 'change'}, {name: 'interval', text: true}];
  const row = (d) => {
    const texts = d.texts || ['-', '-', '-', d.reason];
    const figures = d.figures || [null, null, null, null];
    return {
      texts: [d.request, ...(many ? [d.run] : []), d.statistic, finding(d.finding), ...texts],
      keys: [d.request, ...(many ? [d.run] : []), d.statistic, RANKS[d.finding], ...figures],
      search: [d.request, many ? d.run : '', d.statistic, d.finding.replace('_', ' ')].join(' '),
    };
  };
  const confidence = [...new Set(data.comparisons.map((c) => c.confidence).filter(Boolean))];
  return section('differences', 'Differences',
    el('p', {class: 'muted'}, 'Worst first. Only the time at a held level is compared.'
      + (confidence.length ? ' Each interval has a confidence of ' + confidence.join(' or ') + ', so that all intervals of a run hold together in 95 of 100 comparisons.' : '')),
    data.differences.length === 0 ? el('p', {class: 'empty'}, 'There is nothing to compare.')
      : table({caption: 'Differences', columns, filter: 'Filter differences', rows: data.differences.map(row)}));
}

function figures() {
  const columns = [{name: 'request', text: true}, {name: 'figure', text: true}, ...data.runs.map((run) => ({name: run.name}))];
  return section('figures', 'Figures',
    el('p', {class: 'muted'}, 'Figures of the whole run, at all levels. They do not decide the finding.'),
    table({caption: 'Figures', columns, filter: 'Filter figures', rows: data.figures.map((f) => ({
      texts: [f.request, f.figure, ...f.texts], keys: [f.request, f.figure, ...f.figures], search: f.request + ' ' + f.figure,
    }))}));
}

timeline.start(data.length, data.phases);
showPage(data.finding.replace('_', ' ') + ': ' + data.plan, [overview(), overTime(), differences(), figures()], CHART_HINT);
