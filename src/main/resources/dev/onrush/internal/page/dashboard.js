
const RETRY = 3000;
const SAID = {
  running: 'Running', paused: 'Paused', over: 'Over', waiting: 'Waiting for the run',
};

/* The server sends the whole run first, and then changes. JsonDiff.java describes the format. */
function changed(value, change) {
  if ('v' in change) return change.v;
  if ('k' in change) return [...value.slice(0, change.k), ...change.t];
  if ('i' in change) {
    const items = value.slice(0, change.n);
    for (const [i, c] of Object.entries(change.i)) items[i] = changed(items[i], c);
    return [...items, ...change.t];
  }
  const fields = {...value};
  for (const [name, c] of Object.entries(change.f)) fields[name] = changed(fields[name], c);
  for (const name of change.d || []) delete fields[name];
  return fields;
}

/* Parts of the page: each is created once, and then follows the data. */

const parts = [];

/* An element that depends only on the data. */
function drawn(make) {
  let node = make();
  parts.push(() => {
    node = morph(node, make());
  });
  return node;
}

/* A chart that appears with the first data; until then, its place is empty. */
function charted(spec) {
  let made = null;
  const place = el('div', {class: 'place'});
  const follow = () => {
    const now = data.time.ends.length ? spec(data.time.ends) : null;
    if (!now) return;
    if (made) {
      made.update(now);
    } else {
      made = chart(now);
      place.made = made;
      place.append(made.figure);
    }
  };
  follow();
  parts.push(follow);
  return place;
}

/* A table that stays sorted, filtered and scrolled when its data changes; until the first data, the text `empty`. */
function tabled(spec, empty) {
  let made = null;
  const place = el('div', {}, el('p', {class: 'empty'}, empty));
  const follow = () => {
    const now = spec();
    if (now.rows.length === 0 || (now.rows.length === 1 && now.rows[0].total)) return;
    if (made) {
      made.update(now.rows);
    } else {
      made = table(now);
      place.replaceChildren(made);
    }
  };
  follow();
  parts.push(follow);
  return place;
}

/* Commands. */

const answer = el('p', {class: 'answer', role: 'status'});
let asking = false;

function answered(text, isError) {
  answer.textContent = text;
  answer.classList.toggle('FAIL', Boolean(isError));
}

/* The flow that is steered, if there are several; empty for the whole run. */
let flow = '';

function steered() {
  return (data.flows || []).find((of) => of.name === flow) || data;
}

async function command(text, ofFlow = flow) {
  if (asking) return;
  asking = true;
  try {
    const response = await fetch('commands' + location.search, {
      method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(ofFlow ? {command: text, flow: ofFlow} : {command: text}),
    });
    if (response.ok) answered((await response.json()).done);
    else answered('Command failed: ' + (await response.text()).trim(), true);
  } catch (e) {
    answered('Command failed: the dashboard is not reachable.', true);
  } finally {
    asking = false;
  }
}

function button(name, can, act, attributes) {
  const node = el('button', {type: 'button', onclick: act, ...attributes}, name);
  const enable = () => {
    node.disabled = !connected || !steered().can[can];
    if (node.disabled && document.activeElement === node) node.closest('.controls').querySelector('button:enabled')?.focus();
  };
  enable();
  parts.push(enable);
  return node;
}

function stopping() {
  const dialog = el('dialog', {'aria-labelledby': 'stop-title'},
    el('h2', {id: 'stop-title'}, 'Stop the run?'),
    el('p', {}, 'All users leave now and the report is written. The verdict will be INVALID, because the plan is not complete.'),
    el('p', {class: 'buttons'},
      el('button', {type: 'button', autofocus: true, onclick: () => dialog.close()}, 'Continue the run'),
      el('button', {type: 'button', class: 'danger', id: 'really-stop', onclick: () => {
        dialog.close();
        command('stop', '');
      }}, 'Stop the run')));
  return [button('Stop …', 'stop', () => dialog.showModal(), {class: 'danger', id: 'stop'}), dialog];
}

/* The input shows the current level until the user enters another number. */
function levels() {
  if (!data.level && !data.flows) return null;
  const input = el('input', {type: 'number', id: 'level', min: 0, max: 1000000, required: true, inputmode: 'decimal'});
  const label = el('label', {for: 'level'}, '');
  let written = '';
  input.addEventListener('input', () => { written = 'in ' + flow; });
  const show = () => {
    const level = steered().level;
    input.disabled = !level;
    input.step = 'any'; // arrivals per second need not be whole
    label.textContent = level ? level.word : 'Level';
    if (written !== 'in ' + flow && document.activeElement !== input) input.value = level ? String(level.now) : '';
  };
  show();
  parts.push(show);
  return el('form', {class: 'level', onsubmit: (event) => {
    event.preventDefault();
    written = '';
    command('level ' + Number(input.value));
  }}, label, input, button('Set', 'level', undefined, {type: 'submit', id: 'set-level'}));
}

function flows() {
  if (!data.flows) return null;
  return [el('label', {for: 'flow'}, 'Flow'), el('select', {id: 'flow', onchange: (event) => {
    flow = event.currentTarget.value;
    parts.forEach((part) => part());
  }}, el('option', {value: ''}, 'all'), data.flows.map((of) => el('option', {value: of.name}, of.name)))];
}

function controls() {
  const steers = Boolean(data.level || data.flows);
  return el('div', {class: 'controls', role: 'group', 'aria-label': 'Control of the run'},
    steers ? [
      flows(),
      button('Pause', 'pause', () => command('pause'), {id: 'pause'}),
      button('Resume', 'resume', () => command('resume'), {id: 'resume'}),
      button('Skip to next phase', 'skip', () => command('skip'), {id: 'skip'}),
      levels(),
      button('Follow the plan', 'follow', () => command('follow'), {id: 'follow'}),
    ] : null,
    stopping(), answer);
}

/* Sections. */

let connected = true;

function verdict() {
  const fails = data.broken.some((of) => !of.warning);
  return el('div', {class: 'verdict ' + (fails ? 'FAIL' : data.verdict)},
    el('h1', {id: 'now-title'}, badge(data.verdict), el('span', {class: 'long'}, data.plan)),
    el('p', {class: 'reason', hidden: data.broken.length > 0}, el('span', {class: 'long'}, data.reason && sentence(data.reason))),
    el('ul', {class: 'broken', hidden: data.broken.length === 0}, data.broken.map((of) => el('li', {},
      badge(of.warning ? 'WARN' : 'FAIL', of.warning ? 'WARNING' : 'BROKEN'), ' ', el('span', {class: 'long'}, of.text + ', since ' + of.since)))),
    el('p', {class: 'muted'}, [data.simulation, data.target].filter(Boolean).join(' against ')));
}

function progress() {
  const p = data.progress;
  const over = data.state === 'over';
  const where = over ? 'The run is over, after ' + p.clock + '.'
    : (data.state === 'paused' ? 'Paused' : p.phase) + ', ' + p.clock + (p.planned ? ' of ' + p.planned : '')
      + (p.left ? ', ' + p.left + ' left' : p.planned ? ', users finish their iteration' : '');
  return el('div', {class: 'progress'},
    p.share === undefined ? null : el('progress', {max: 1, value: p.share, 'aria-label': 'Progress of the plan'}),
    el('p', {class: 'where'}, where),
    !over ? null : el('p', {class: 'end'}, data.report
      ? [el('a', {id: 'report', href: data.report + location.search}, 'Open the report'), ' (the dashboard closes soon after)']
      : 'This page is no longer updated. The report is ' + data.folder + '/report.html'),
    el('p', {class: 'lost', hidden: connected}, el('span', {class: 'FAIL'}, 'Connection lost; reconnecting …')));
}

function tiles() {
  return el('dl', {class: 'tiles'}, data.tiles.map((tile) => el('div', {}, el('dt', {}, tile.name), el('dd', {}, tile.text),
    tile.beside ? el('dd', {class: 'beside'}, tile.beside) : null)));
}

function interventions() {
  return el('div', {class: 'moments'}, el('h3', {}, 'Timeline'), data.events.length === 0 ? el('p', {class: 'muted'}, 'No breach and no command so far.')
    : el('ol', {}, data.events.map((event, i) => el('li', {class: event.breach ? 'breach' : null}, el('span', {class: 'n'}, String(i + 1)), el('time', {title: event.wall}, event.clock, el('span', {class: 'muted wall'}, event.wall)), ' ', el('span', {class: 'long'}, event.text)))));
}

const withMarkers = (spec) => ({...spec, markers: data.events});

/* The first section: the charts that show the state of the run. */
function now() {
  const node = el('section', {id: 'now', 'aria-labelledby': 'now-title'}, drawn(verdict), drawn(progress), controls(), drawn(tiles),
    el('p', {class: 'muted'}, drawn(() => el('span', {}, data.state === 'over' ? 'The figures cover the whole run.' : 'The large figures cover the last 5 seconds.'))),
    el('h2', {class: 'unseen'}, 'The run in charts'),
    el('div', {class: 'charts three'},
      plans().length ? charted((ends) => withMarkers(low(planned(ends, plans()[0])))) : charted((ends) => withMarkers(low(users(ends)))),
      charted((ends) => withMarkers(low(outcomes(ends, data.time)))),
      charted((ends) => withMarkers(low(percentiles(ends, data.time))))),
    el('div', {class: 'first'}, drawn(() => el('div', {}, thresholds())), drawn(interventions)));
  return {id: 'now', title: 'Now', node};
}

function low(spec) {
  return {...spec, height: 170};
}

function load() {
  return section('load', 'Load', el('div', {class: 'charts'},
    plans().slice(1).map((_, i) => charted((ends) => (plans()[i + 1] ? withMarkers(planned(ends, plans()[i + 1])) : null))),
    plans().length ? charted((ends) => withMarkers(users(ends))) : null,
    charted(heat)));
}

/* The requests sent since the page was opened, by name. The server sends sums; the differences are calculated here. */
const sent = new Map();
const STEPS = 600;

function count() {
  for (const line of data.tables.requests) {
    const of = sent.get(line.name) || {ends: [], all: [], failed: []};
    sent.set(line.name, of);
    if (of.ends.length && of.ends[of.ends.length - 1] >= data.length) continue;
    of.ends.push(data.length);
    of.all.push(line.figures[0]);
    of.failed.push(line.figures[1]);
    if (of.ends.length > STEPS) [of.ends, of.all, of.failed].forEach((list) => list.shift());
  }
}

function steps(of, sums) {
  return sums.map((sum, i) => (i === 0 ? null : 1000 * (sum - sums[i - 1]) / Math.max(1, of.ends[i] - of.ends[i - 1])));
}

function sending(name) {
  const of = sent.get(name);
  if (!of || of.ends.length < 2) return null;
  return {type: LineChart, title: 'Requests per second since the page was opened', unit: 'rate', height: 150, ends: of.ends, series: [
    {name: 'sent', values: steps(of, of.all), color: 0, look: 0}, {name: 'failed', values: steps(of, of.failed), color: 4, look: 1}]};
}

/* The details of a request's row: all its percentiles, its errors, and the requests sent. */
function drill(line) {
  const facts = () => {
    const now = data.tables.requests.find((of) => of.name === line.name) || line;
    return el('dl', {class: 'about'}, data.columns.map((name, i) => el('div', {}, el('dt', {}, name), el('dd', {}, now.texts[i]))));
  };
  const failed = () => {
    const own = data.errors.filter((e) => e.texts[2] === line.name);
    return own.length === 0 ? el('p', {class: 'muted'}, 'None of its requests has failed.')
      : el('ul', {class: 'notes'}, own.slice(0, 10).map((e) => el('li', {}, e.texts[5] + ' × ' + e.texts[0] + (e.texts[1] === '-' ? '' : ' (status ' + e.texts[1] + ')') + ', ' + e.texts[6] + ' to ' + e.texts[7])));
  };
  const before = parts.length;
  const nodes = [drawn(facts), drawn(failed), charted(() => sending(line.name))];
  const own = parts.slice(before);
  return {nodes, remove: () => {
    own.forEach((part) => parts.splice(parts.indexOf(part), 1));
    nodes[2].made?.remove();
  }};
}

function requests() {
  const all = el('div', {class: 'lines few'},
    tabled(() => linesOf('Requests', 'request', data.tables.requests, {filter: 'Filter requests', sum: data.tables.all, drill}), 'No request has been sent.'),
    tabled(() => linesOf('Groups', 'group', data.tables.groups, {}), ''),
    tabled(() => linesOf('User classes', 'user class', data.tables.userClasses, {}), ''),
    tabled(() => linesOf('Flows', 'flow', data.tables.flows || [], {}), ''));
  return section('requests', 'Requests',
    el('p', {class: 'muted'}, 'Of the whole run so far. Response times in milliseconds, including failed responses. Open a row for its charts and errors.'),
    percentileSwitch(all),
    all);
}

function errors() {
  return section('errors', 'Errors',
    el('div', {class: 'charts wide'}, charted((ends) => (data.time.errors.length ? withMarkers(failures(ends)) : null))),
    tabled(clusters, 'No request has failed.'),
    drawn(() => el('p', {class: 'muted'}, data.moreErrors ? data.moreErrors + ' more will be in result.json.' : '')));
}

/* A metric may appear later than the others. */
function service() {
  const place = el('div', {class: 'charts'});
  const known = new Map();
  const empty = el('p', {class: 'empty'}, 'No service metric is read. Add one to a threshold or to onrush.service.keep.');
  const follow = () => data.time.service.forEach((metric, i) => {
    const spec = readings(data.time.ends, metric, i);
    if (known.has(metric.name)) {
      known.get(metric.name).update(spec);
    } else {
      const made = chart(spec);
      known.set(metric.name, made);
      place.append(made.figure);
      empty.remove();
    }
  });
  follow();
  parts.push(follow);
  return section('service', 'Service', empty, place);
}

function generator() {
  const judged = () => (data.generator.findings.length === 0
    ? el('p', {}, 'The generator keeps up.')
    : el('div', {class: 'findings'}, el('p', {}, 'The generator did not keep up, so it may have caused part of the response times:'),
      el('ul', {}, data.generator.findings.map((finding) => el('li', {}, finding)))));
  return section('generator', 'Generator', drawn(judged), el('div', {class: 'charts'}, charted(processors), charted(standstill)));
}

/* Announcements for screen readers. */
let told = '';
let announced = null;

function tell() {
  const words = [];
  const at = data.state === 'running' ? data.progress.phase : SAID[data.state];
  if (told && at !== told) words.push(at);
  told = at;
  const breaches = data.events.filter((event) => event.breach).map((event) => event.clock + ' ' + event.text);
  if (announced) words.push(...breaches.filter((text) => !announced.has(text)));
  announced = new Set(breaches);
  if (data.state === 'over') words.push('Verdict: ' + data.verdict + ', ' + data.reason);
  if (words.length) announce(words.join('. '));
}

/* Following the run. A page in the background is not drawn. */

let built = false;
let due = false;

function follow() {
  if (!data.state || due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    show();
  });
}

function show() {
  count();
  if (!built) {
    built = true;
    document.querySelector('.waits')?.remove();
    timeline.start(data.length, data.phases);
    showPage(data.plan, [now(), requests(), errors(), load(), service(), generator()], CHART_HINT);
  } else {
    timeline.grow(data.length, data.phases);
    parts.forEach((part) => part());
  }
  document.title = (data.state === 'over' ? data.verdict : (data.broken.length ? '✗ ' : '') + SAID[data.state] + ' ' + data.progress.clock) + ': ' + data.plan + ' · Onrush';
  tell();
}

function connect() {
  const source = new EventSource('events' + location.search);
  const take = (next) => {
    connected = true;
    data = next;
    follow();
    if (data.state === 'over') source.close();
  };
  source.addEventListener('state', (event) => take(JSON.parse(event.data)));
  source.addEventListener('change', (event) => take(changed(data, JSON.parse(event.data))));
  source.onerror = () => {
    if (data.state === 'over') return;
    connected = false;
    follow();
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, RETRY); // the server refused the connection, and the browser does not retry then
  };
}

document.body.append(el('p', {class: 'waits empty', role: 'status'}, 'Waiting for the first second of the run …'));
connect();
