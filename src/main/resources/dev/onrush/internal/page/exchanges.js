
function message(of) {
  return el('pre', {class: 'message'}, [of.line, ...of.headers, '', of.body].join('\n').trimEnd());
}

function exchange(of) {
  return el('details', {class: 'exchange'},
    el('summary', {}, of.request + ' ', el('span', {class: 'muted'}, of.userClass + ', ' + of.at + ', ' + of.took)),
    el('p', {}, of.error),
    el('h3', {}, 'Sent'), message(of.sent),
    el('h3', {}, 'Answered'), of.answer ? message(of.answer) : el('p', {class: 'muted'}, 'Nothing.'));
}

const kinds = new Map();
for (const of of data.exchanges) {
  const kind = of.request + ': ' + of.error;
  kinds.set(kind, [...(kinds.get(kind) || []), of]);
}

const overview = {id: 'overview', title: 'Overview', node: el('section', {id: 'overview', 'aria-labelledby': 'overview-title'},
  el('h1', {id: 'overview-title'}, 'Exchanges of failed requests: ' + data.plan),
  el('p', {class: 'muted'}, 'The first of each kind of failure. Long bodies are cut. Secrets are masked, and values whose names mean one.'),
  el('p', {}, el('a', {href: 'report.html'}, 'Report of the run')))};

showPage('Exchanges', [overview, ...[...kinds].map(([kind, list], i) => section('kind' + i, kind, list.map(exchange)))], '');
document.querySelectorAll('details.exchange').forEach((details, i) => { details.open = i === 0; });
