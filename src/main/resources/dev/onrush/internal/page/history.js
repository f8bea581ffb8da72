
const TREND_HINT = 'Charts: the arrow keys move from run to run. Click a column name to sort.';

function trends(runs) {
  const oldestFirst = [...runs].reverse();
  const trend = (title, unit, column, color) => new TrendChart({title, unit, height: 150,
    labels: oldestFirst.map((run) => run.started), verdicts: oldestFirst.map((run) => run.verdict),
    series: [{name: title, color, look: 0, values: oldestFirst.map((run) => run.figures[column])}]}).figure;
  return el('div', {class: 'charts trends'}, trend('p95', 'time', 3, 0), trend('Error rate', 'percent', 2, 4), trend('Throughput', 'rate', 4, 2));
}

function links(run) {
  return Object.entries(run.links || {}).map(([file, address]) => el('a', {href: address, class: 'file'}, file));
}

function simulation(of, i) {
  const sized = of.runs.some((run) => run.size);
  const known = of.runs.some((run) => run.revision);
  const columns = [{name: 'started', text: true}, {name: 'verdict', text: true}, ...(sized ? [{name: 'size', text: true}] : []),
    {name: 'lasted'}, {name: 'requests'}, {name: 'failed'}, {name: 'p95'}, {name: 'throughput'}, ...(known ? [{name: 'revision'}] : []),
    {name: 'reports', text: true}, {name: 'reason', text: true}];
  const row = (run) => ({
    texts: [el('span', {class: 'stamp'}, run.started), badge(run.verdict), ...(sized ? [run.size] : []), ...run.texts,
      ...(known ? [el('span', {title: run.revision}, (run.revision || '-').slice(0, 10))] : []), links(run),
      el('span', {class: 'long', title: run.reason}, run.reason)],
    keys: [run.started, run.verdict, ...(sized ? [run.size] : []), ...run.figures, ...(known ? [run.revision || null] : []), '', run.reason],
    search: [run.started, run.verdict, run.size, run.revision, run.reason].join(' '),
  });
  return section('simulation' + i, of.name, trends(of.runs), table({caption: of.runs.length === 1 ? '1 run' : of.runs.length + ' runs, newest first', columns,
    filter: of.runs.length > 1 ? 'Filter runs' : undefined, rows: of.runs.map(row)}));
}

function overview() {
  const last = (of) => of.runs[0];
  const tile = (of, i) => el('li', {}, badge(last(of).verdict), ' ', el('a', {href: '#simulation' + i}, of.name), ' ',
    el('span', {class: 'muted'}, last(of).started + ': ' + last(of).reason));
  return {id: 'overview', title: 'Overview', node: el('section', {id: 'overview', 'aria-labelledby': 'overview-title'},
    el('h1', {id: 'overview-title'}, 'Runs'),
    data.runs === 0 ? el('p', {class: 'empty'}, 'This folder has no run yet.')
      : [el('p', {class: 'muted'}, 'Last run of each simulation:'), el('ul', {class: 'lasts'}, data.simulations.map(tile))])};
}

function skipped() {
  if (data.skipped.length === 0 && data.left === 0) return null;
  return section('skipped', 'Not shown',
    el('ul', {class: 'notes'}, data.skipped.map((s) => el('li', {}, el('strong', {}, s.folder), ': ' + s.why))),
    data.left === 0 ? null : el('p', {}, data.left + (data.left === 1 ? ' more folder was' : ' more folders were') + ' not read, so that no run waits for this page.'));
}

showPage('Runs', [overview(), ...data.simulations.map(simulation), skipped()].filter(Boolean), TREND_HINT);
