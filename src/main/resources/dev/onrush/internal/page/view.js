
/*
 * The address of the current view: #place&t=12-20.5 is a section, chart, request or error, and the part of the run that
 * is shown, in seconds.
 */
const view = {
  place: '',
  reveals: [],

  address(place = this.place) {
    const seconds = (ms) => String(Math.round(ms / 100) / 10);
    return '#' + place + (timeline.zoomed() ? '&t=' + seconds(timeline.from) + '-' + seconds(timeline.to) : '');
  },

  keep() {
    history.replaceState(null, '', this.address());
    for (const link of document.querySelectorAll('a.anchor')) link.setAttribute('href', this.address(link.closest('figure').id));
  },

  /* Shows the part of the page and of the run that the address names. */
  go() {
    const [place, ...rest] = decodeURIComponent(location.hash.slice(1)).split('&');
    const time = rest.map((part) => /^t=([\d.]+)-([\d.]+)$/.exec(part)).find(Boolean);
    this.place = place;
    if (time) timeline.zoom(1000 * time[1], 1000 * time[2]);
    else if (timeline.zoomed()) timeline.reset();
    const row = this.reveals.map((reveal) => reveal(place)).find(Boolean);
    const node = row || document.getElementById(place);
    if (node) node.scrollIntoView({block: row ? 'center' : 'start'});
  },

  start() {
    const before = timeline.onzoom;
    timeline.onzoom = (zoomed) => {
      before(zoomed);
      this.keep();
      inView();
    };
    opening = (name, open) => {
      this.place = open ? name : '';
      this.keep();
    };
    window.addEventListener('hashchange', () => this.go());
    if (location.hash) this.go();
  },
};

/* A link to a place on this page, with a part of the run if one is given. */
function link(place, text, from, to) {
  const t = from === undefined ? '' : '&t=' + Math.max(0, Math.floor(from / 1000)) + '-' + Math.ceil(Math.min(data.length, to) / 1000);
  return el('a', {href: '#' + place + t}, text);
}

/* The figures of the shown part of the run, from the figures of its cells, because percentiles cannot be added up. */

function weights(ends) {
  return ends.map((end, i) => {
    const start = i === 0 ? 0 : ends[i - 1];
    return Math.max(0, Math.min(end, timeline.to) - Math.max(start, timeline.from)) / Math.max(1, end - start);
  });
}

function most(values, parts) {
  const shown = values.filter((value, i) => parts[i] > 0 && !missing(value));
  return shown.length ? Math.max(...shown) : null;
}

function figuresInView(ends, of, perCell) {
  const parts = weights(ends);
  const sum = (values) => (values || []).reduce((all, value, i) => all + value * parts[i] * perCell(i), 0);
  const ok = sum(of.ok);
  const failed = sum(of.failed);
  const failures = failed + sum(of.unsent);
  return {requests: Math.round(ok + failed), failures: Math.round(failures), percent: ok + failures > 0 ? (100 * failures) / (ok + failures) : null,
    rate: (ok + failed) / ((timeline.to - timeline.from) / 1000), p95: most(of.p95, parts), max: most(of.max, parts)};
}

const shownPart = el('p', {class: 'inview', role: 'status'});
const shownRequests = el('div', {});

function inView() {
  shownPart.hidden = !timeline.zoomed();
  shownRequests.replaceChildren();
  if (!timeline.zoomed()) return;
  const lengthOf = (ends) => (i) => (ends[i] - (i === 0 ? 0 : ends[i - 1])) / 1000;
  const time = (ms) => (ms === null ? '-' : UNITS.time(ms));
  const all = figuresInView(data.time.ends, data.time, lengthOf(data.time.ends));
  const from = clock(timeline.from) + ' to ' + clock(timeline.to);
  shownPart.textContent = 'In view, ' + from + ': ' + counted(all.requests, 'request') + ', ' + UNITS.rate(all.rate) + ', '
    + (all.percent === null ? 'none' : UNITS.percent(all.percent)) + ' failed, highest p95 of an interval ' + time(all.p95) + ', max ' + time(all.max) + '.';
  const rows = data.tables.requests.map((line) => [line.name, figuresInView(data.ends, line.time, () => 1)]).filter(([, of]) => of.requests + of.failures > 0)
    .map(([name, of]) => ({texts: [name, UNITS.count(of.requests), UNITS.count(of.failures), UNITS.percent(of.percent), UNITS.rate(of.rate), time(of.p95), time(of.max)],
      keys: [name, of.requests, of.failures, of.percent, of.rate, of.p95, of.max]}));
  shownRequests.append(table({caption: 'Requests in view, ' + from, most: 20,
    columns: [{name: 'request', text: true}, ...['requests', 'failures', 'failed', 'req/s', 'highest p95', 'max'].map((name) => ({name}))], rows}));
}
