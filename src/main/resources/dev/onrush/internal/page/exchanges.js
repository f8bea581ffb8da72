
function message(of) {
  return el('pre', {class: 'message'}, [of.line, ...of.headers, '', of.body].join('\n').trimEnd());
}

function checks(of) {
  return el('ul', {class: 'checks'}, of.map((check) => el('li', {},
    badge(check.problem ? 'FAIL' : 'PASS'), ' ', el('code', {}, check.expected), check.found ? [', found ', el('code', {}, check.found)] : null,
    check.problem && !check.problem.endsWith('found ' + check.found) ? ' (' + check.problem + ')' : null)));
}

/* The session of the user; changes by the request are highlighted. */
function session(of) {
  const value = (text) => text === undefined ? el('span', {class: 'muted'}, 'not set') : el('code', {}, text);
  const row = (a) => el('tr', {class: a.changed ? 'changed' : 'muted'}, el('th', {scope: 'row'}, a.name),
    el('td', {}, value(a.before)), el('td', {}, value(a.after)));
  return el('div', {class: 'scroll'}, el('table', {class: 'session'},
    el('thead', {}, el('tr', {}, ['Attribute', 'Before', 'After'].map((name) => el('th', {scope: 'col'}, name)))),
    el('tbody', {}, [...of.filter((a) => a.changed), ...of.filter((a) => !a.changed)].map(row))));
}

/* A row for each span, below its parent span; the bar shows its part of the total time. */
function spans(of) {
  const several = new Set(of.spans.map((span) => span.service)).size > 1;
  const service = (span) => several && span.service ? span.service + ' ' : '';
  const most = of.work.map((w) => (w.service && several ? w.service + ' ' : '') + w.name + ' ' + w.took + (w.spans > 1 ? ' (' + w.spans + ' spans)' : ''));
  const said = (span) => [span.error === 'failed' ? '' : span.error, span.detail].filter((text) => text);
  const row = (span) => el('tr', {class: span.error ? 'failed' : ''},
    el('th', {scope: 'row', class: 'depth' + Math.min(span.depth, 8)},
      el('span', {class: 'unseen'}, 'level ' + (span.depth + 1) + ': '), span.error ? [badge('FAIL'), ' '] : null, service(span) + span.name,
      span.outgoing ? el('span', {class: 'muted'}, ' (outgoing)') : null,
      said(span).length ? el('details', {class: 'said'}, el('summary', {}, said(span)[0]), el('pre', {class: 'message'}, said(span).join('\n'))) : null),
    el('td', {}, span.took),
    el('td', {class: 'when'}, svg('svg', {'aria-hidden': 'true', height: 12},
      svg('rect', {class: 'span ' + (span.outgoing ? 'asked' : ''), x: span.left + '%', width: Math.max(span.width, .3) + '%', height: 12}))));
  return [el('h3', {}, 'In the service'),
    el('p', {}, 'Its spans take ' + of.spansTook + ', of the ' + of.took + ' of the request', most.length ? ': most in ' + most.join(', then ') + '.' : '.'),
    el('div', {class: 'scroll'}, el('table', {class: 'spans'},
      el('thead', {}, el('tr', {}, el('th', {scope: 'col'}, 'Span'), el('th', {scope: 'col'}, 'Took'), el('th', {scope: 'col'}, '0 to ' + of.spansTook))),
      el('tbody', {}, of.spans.map(row)))),
    of.furtherSpans ? el('p', {class: 'muted'}, counted(of.furtherSpans, 'more span') + (of.furtherSpans === 1 ? ' is' : ' are') + ' not shown.') : null,
    of.droppedSpans ? el('p', {class: 'muted'}, counted(of.droppedSpans, 'more span') + (of.droppedSpans === 1 ? ' was' : ' were') + ' not kept; the spans that contain them include their time.') : null];
}

/* The first exchange of each request, by the fragment in the report's links. */
const firsts = new Map();

function exchange(of) {
  const address = (of.error || data.all ? 'request-' : 'slowest-') + of.request;
  const node = el('details', {class: 'exchange'},
    el('summary', {}, data.all ? [badge(of.error ? 'FAIL' : 'PASS'), ' '] : null, of.request + ' ',
      el('span', {class: 'muted'}, (data.all ? '' : of.userClass + ', ') + of.at + ', ' + of.took)),
    of.trace ? el('p', {}, 'Trace ', of.link ? el('a', {href: of.link}, of.trace) : el('code', {}, of.trace)) : null,
    of.spans ? spans(of) : null,
    of.error && !of.checks.some((check) => check.problem) ? el('p', {}, of.error) : null,
    of.checks.length ? [el('h3', {}, 'Checks'), checks(of.checks)] : null,
    el('h3', {}, 'Sent'), message(of.sent),
    el('h3', {}, 'Answered'), of.answer ? message(of.answer) : el('p', {class: 'muted'}, 'Nothing.'),
    of.session.length ? [el('h3', {}, 'Session'), session(of.session)] : null);
  if (!firsts.has(address)) firsts.set(address, node);
  return node;
}

const slowest = 'Slowest requests that passed';
const kinds = new Map();
for (const of of data.exchanges) {
  const kind = data.all ? of.userClass : of.error ? of.request + ': ' + of.error : slowest;
  kinds.set(kind, [...(kinds.get(kind) || []), of]);
}

const masked = 'Long bodies are cut. Secrets are masked, and so are values whose names suggest a secret.';
const title = data.all ? 'All exchanges' : 'Failed and slowest requests';
const overview = {id: 'overview', title: 'Overview', node: el('section', {id: 'overview', 'aria-labelledby': 'overview-title'},
  el('h1', {id: 'overview-title'}, title + ': ' + data.plan),
  data.all ? el('p', {}, badge(data.verdict), ' ', sentence(data.reason)) : null,
  el('p', {class: 'muted'}, (data.all ? 'One user of each class, each task once. ' : 'The first exchanges of each kind of failure; and the slowest exchanges of each request, which are kept without bodies. ') + masked),
  el('p', {}, el('a', {href: 'report.html' + location.search}, 'Report of the run')))};

showPage(title, [overview, ...[...kinds].map(([kind, list]) => section(newId('kind-', kind), kind, list.map(exchange)))], '');
/* If all exchanges are shown, the failed ones are open; otherwise only the first one is. */
document.querySelectorAll('details.exchange').forEach((details, i) => { details.open = data.all ? data.exchanges.length < 2 || !!details.querySelector('.FAIL') : i === 0; });

/* Opens the exchange of a request to which the report links. */
function goTo() {
  const node = firsts.get(decodeURIComponent(location.hash.slice(1)));
  if (!node) return;
  node.open = true;
  node.scrollIntoView();
}
window.addEventListener('hashchange', goTo);
goTo();
