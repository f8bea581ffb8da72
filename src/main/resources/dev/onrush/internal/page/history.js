
const TREND_HINT = 'Charts: the arrow keys move from run to run. Click a column name to sort.';

/* Column numbers of the figures of a run. */
const FAILED = 2;
const P95 = 3;
const THROUGHPUT = 4;

function stamp(run) {
  return run.started.replace('T', ' ').replace(/:\d\dZ$/, ' UTC');
}

function comparable(of) {
  return of.runs.filter((run) => run.comparable);
}

/* The course of p95 over the runs, as large as a word. */
function sparkline(runs) {
  const known = [...runs].reverse().filter((run) => run.figures[P95] !== null);
  if (known.length < 2) return el('span', {class: 'muted'}, known.length === 1 ? '1 run' : '-');
  const [width, height] = [140, 26];
  const values = known.map((run) => run.figures[P95]);
  const high = Math.max(...values);
  const x = (i) => 3 + i / (known.length - 1) * (width - 6);
  const y = (value) => height - 3 - (high === 0 ? 0 : value / high) * (height - 6);
  const last = known[known.length - 1];
  return svg('svg', {class: 'spark', viewBox: '0 0 ' + width + ' ' + height, width, height, role: 'img',
    'aria-label': 'p95 of ' + known.length + ' comparable runs, from ' + known[0].texts[P95] + ' to ' + last.texts[P95]},
  svg('path', {d: known.map((run, i) => (i ? 'L' : 'M') + x(i).toFixed(1) + ' ' + y(run.figures[P95]).toFixed(1)).join('')}),
  known.map((run, i) => (run.verdict === 'PASS' && run !== last ? null
    : svg('circle', {class: run.verdict, cx: x(i).toFixed(1), cy: y(run.figures[P95]).toFixed(1), r: 2.6}))));
}

function difference(run) {
  return run.changeText ? el('span', {}, run.changeText) : el('span', {class: 'muted'}, '-');
}

function trends(of) {
  const runs = comparable(of);
  const oldestFirst = [...runs].reverse();
  const trend = (title, unit, column, color) => new TrendChart({title, unit, height: 150,
    labels: oldestFirst.map((run) => run.started), verdicts: oldestFirst.map((run) => run.verdict),
    series: [{name: title, color, look: 0, values: oldestFirst.map((run) => run.figures[column])}]}).figure;
  const others = of.runs.length - runs.length;
  return [
    runs.length === 0 ? el('p', {class: 'empty'}, 'There is no trend: no comparable run ended with PASS or FAIL under the load of its plan.')
      : runs.length === 1 ? el('p', {class: 'empty'}, 'There is no trend yet: only one run is comparable.')
      : el('div', {class: 'charts trends'}, trend('p95', 'time', P95, 0), trend('Error rate', 'percent', FAILED, 4), trend('Throughput', 'rate', THROUGHPUT, 2)),
    others === 0 || runs.length < 2 ? null : el('p', {class: 'note'}, 'The charts leave out ' + others + (others === 1 ? ' run' : ' runs')
      + ' of another plan or size, without PASS or FAIL, or steered by hand, and capacity searches and duets.')];
}

/* A link to the report, or to the summary if the run has no report. */
function links(run) {
  return Object.entries(run.links || {}).slice(0, 1).map(([file, address]) => el('a', {href: address, class: 'file', 'aria-label': file + ' of ' + stamp(run)}, file));
}

function copied(text, button) {
  const done = (word) => {
    button.textContent = word;
    announce(word);
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  };
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => done('Copied'), () => done('Select it and copy'));
  else done('Select it and copy');
}

function commandline(text) {
  const button = el('button', {type: 'button', onclick: () => copied(text, button)}, 'Copy');
  return el('div', {class: 'commandline'}, el('code', {}, text), button);
}

/* Quotes a word for a shell, and within the quoted arguments of Maven. */
function quoted(folder) {
  return /^[\w./:@%+=-]+$/.test(folder) ? folder : "'" + folder.replaceAll("'", "'\\''") + "'";
}

/* The runs that are selected by their boxes, and the command that compares them, oldest first. */
function choice(of) {
  const chosen = new Set();
  const node = el('div', {class: 'chooses', role: 'status'});
  const show = () => {
    const runs = [...of.runs].reverse().filter((run) => chosen.has(run));
    node.classList.toggle('any', runs.length > 0);
    const folders = runs.map((run) => quoted(run.folder)).join(' ');
    const alone = runs.find((run) => run.alone);
    node.replaceChildren(...(runs.length === 0 ? [] : runs.length === 1 ? [el('p', {}, 'Choose a second run to compare ' + stamp(runs[0]) + ' with.')]
      : alone ? [el('p', {}, 'The run of ' + stamp(alone) + ' ' + alone.alone + '. Choose others.')]
        : new Set(runs.map((run) => run.plan)).size > 1 ? [el('p', {}, 'These runs are of different plans or sizes, and are not compared. Choose runs of one plan.')]
          : [el('p', {}, 'This compares the chosen runs with ' + stamp(runs[0]) + ' and writes compare.html:'),
            commandline('mvn -q test-compile exec:java "-Dexec.args=compare ' + folders + '"'), commandline('java -jar onrush.jar compare ' + folders)]));
  };
  const box = (run) => el('label', {class: 'choose'}, el('input', {type: 'checkbox', 'aria-label': 'Compare the run of ' + run.started, onchange: (event) => {
    if (event.currentTarget.checked) chosen.add(run);
    else chosen.delete(run);
    show();
  }}), el('span', {class: 'stamp'}, run.started));
  return {node, box};
}

function simulation(of, i) {
  const sized = of.runs.some((run) => run.size);
  const known = of.runs.some((run) => run.revision);
  const several = of.runs.length > 1;
  const {node, box} = choice(of);
  const columns = [{name: 'started', text: true}, {name: 'verdict', text: true}, ...(sized ? [{name: 'size', text: true}] : []),
    {name: 'lasted'}, {name: 'requests'}, {name: 'failed'}, {name: 'p95'}, {name: 'throughput'}, {name: 'p95 to previous'}, ...(known ? [{name: 'revision'}] : []),
    {name: 'reports', text: true}, {name: 'reason', text: true}];
  const row = (run) => ({
    texts: [several ? box(run) : el('span', {class: 'stamp'}, run.started), badge(run.verdict), ...(sized ? [run.size] : []), ...run.texts, difference(run),
      ...(known ? [el('span', {title: run.revision}, (run.revision || '-').slice(0, 10))] : []), el('span', {}, links(run)),
      el('span', {class: 'long', title: run.reason}, run.reason)],
    keys: [run.started, run.verdict, ...(sized ? [run.size] : []), ...run.figures, run.change ?? null, ...(known ? [run.revision || null] : []), '', run.reason],
    search: [run.started, run.verdict, run.size, run.revision, run.reason].join(' '),
  });
  return section('simulation' + i, of.name, trends(of),
    several ? el('p', {class: 'note'}, 'Select the boxes of two runs to see the command that compares them.') : null,
    carded(table({caption: several ? of.runs.length + ' runs, newest first' : '1 run', columns,
      filter: several ? 'Filter runs' : undefined, most: 20, rows: of.runs.map(row)}), columns, ['reports', 'reason']), node);
}

function overview() {
  const columns = [{name: 'simulation', text: true}, {name: 'last run', text: true}, {name: 'started', text: true}, {name: 'p95'}, {name: 'to previous'},
    {name: 'p95, comparable runs', text: true}, {name: 'failed'}, {name: 'runs'}, {name: 'reason', text: true}];
  const row = (of, i) => {
    const last = of.runs[0];
    return {
      texts: [el('a', {href: '#simulation' + i}, of.name), badge(last.verdict), el('span', {class: 'stamp'}, stamp(last)), last.texts[P95], difference(last),
        sparkline(comparable(of)), last.texts[FAILED], String(of.runs.length), el('span', {class: 'long', title: last.reason}, last.reason)],
      keys: [of.name, last.verdict, last.started, last.figures[P95], last.change ?? null, comparable(of).length, last.figures[FAILED], of.runs.length, last.reason],
      search: of.name,
    };
  };
  return {id: 'overview', title: 'Overview', node: el('section', {id: 'overview', 'aria-labelledby': 'overview-title'},
    el('h1', {id: 'overview-title'}, 'Runs'),
    data.runs === 0 ? el('p', {class: 'empty'}, 'This folder has no run yet.')
      : [carded(table({caption: 'The last run of each simulation', columns, rows: data.simulations.map(row)}), columns, ['started', 'p95, comparable runs', 'reason']),
        el('p', {class: 'note'}, 'Runs are comparable if they have the plan and the size of the last one, ended with PASS or FAIL, and were not steered by hand; capacity searches and duets are not comparable. A difference from the previous run may be due to chance: compare the runs to find out.')])};
}

function skipped() {
  if (data.skipped.length === 0 && data.left === 0) return null;
  return section('skipped', 'Not shown',
    el('ul', {class: 'notes'}, data.skipped.map((s) => el('li', {}, el('strong', {}, s.folder), ': ' + s.why))),
    data.left === 0 ? null : el('p', {}, data.left + (data.left === 1 ? ' more folder was' : ' more folders were') + ' not read, because runs do not wait for this page.'));
}

showPage('Runs', [overview(), ...data.simulations.map(simulation), skipped()].filter(Boolean), TREND_HINT);
