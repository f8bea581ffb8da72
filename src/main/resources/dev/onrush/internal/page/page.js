
let data = JSON.parse(document.getElementById('data').textContent);
const SYMBOLS = {
  PASS: '✓', FAIL: '✗', NO_DATA: '?', 'NOT JUDGED': '?', INVALID: '!', WARN: '△', REGRESSION: '✗', IMPROVEMENT: '✓', NO_CHANGE: '=', TOO_SHORT: '?',
  INCONCLUSIVE: '?', RUNNING: '▸', PAUSED: '‖', NOT_YET: '…',
};

const spoken = el('p', {class: 'unseen', role: 'status', 'aria-live': 'polite'});

function announce(text) {
  spoken.textContent = text;
}

function badge(status, text = status) {
  return el('span', {class: 'badge ' + status.replace(' ', '_')}, el('span', {'aria-hidden': 'true'}, SYMBOLS[status] + ' '), text);
}

/* A reason as a sentence; the name of a percentile stays small. */
function sentence(text) {
  const trimmed = text.trim();
  const first = /^p\d/.test(trimmed) ? trimmed.charAt(0) : trimmed.charAt(0).toUpperCase();
  return first + trimmed.slice(1) + (/[.!?]$/.test(trimmed) ? '' : '.');
}

/* Tables that can be sorted and filtered, and whose rows can be opened. */

let tables = 0;

function compare(a, b, descending) {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order = typeof a === 'string' ? a.localeCompare(b, 'en', {numeric: true}) : a - b;
  return descending ? -order : order;
}

/*
 * columns: {name, text: left-aligned, rare, wraps: a range may be broken into lines}; rows: {texts, keys, details: () => {nodes, remove}, total,
 * anchor, marks: by column {class, title, part: of a red bar, in percent}}. The first cell of a row names it.
 * Only the first `most` rows are shown until the user opens all of them.
 */
function table({caption, columns, rows, filter, most = Infinity}) {
  const id = 'table' + tables++;
  const body = el('tbody', {});
  const shown = el('span', {class: 'muted', role: 'status'});
  let entries = rows.map((row, i) => entry(row, columns, id + '-' + i));
  let made = entries.length;
  let listed = entries;
  let sorted = null;
  let wanted = '';
  const heads = columns.map((column, i) => el('th', {scope: 'col', class: classes(column), 'aria-sort': 'none'},
    el('button', {type: 'button', onclick: () => sortBy(i)}, column.name, el('span', {class: 'arrow', 'aria-hidden': 'true'}))));

  let every = false;
  const more = el('button', {type: 'button', class: 'more', onclick: () => {
    every = !every;
    filtered();
  }});

  /* Nodes that are in the right place are not touched, so that they keep the focus. */
  function order() {
    let list = entries;
    if (sorted) {
      list = [...entries.filter((e) => !e.row.total).sort((a, b) => compare(a.row.keys[sorted.by], b.row.keys[sorted.by], sorted.descending)),
        ...entries.filter((e) => e.row.total)];
    }
    const nodes = list.flatMap((e) => e.nodes());
    listed = list;
    if (nodes.length !== body.childElementCount || nodes.some((node, i) => node !== body.children[i])) body.replaceChildren(...nodes);
  }

  function sortBy(i) {
    const before = heads[i].getAttribute('aria-sort');
    sorted = {by: i, descending: before === 'none' ? typeof entries[0]?.row.keys[i] === 'number' : before === 'ascending'};
    heads.forEach((head) => head.setAttribute('aria-sort', 'none'));
    heads[i].setAttribute('aria-sort', sorted.descending ? 'descending' : 'ascending');
    order();
    filtered();
  }

  function filtered() {
    let count = 0;
    const others = listed.filter((e) => !e.row.total);
    for (const e of others) {
      const match = e.row.search.toLowerCase().includes(wanted);
      count += match ? 1 : 0;
      e.show(match && (every || count <= most || e.isOpen()));
    }
    shown.textContent = wanted ? count + ' of ' + others.length : '';
    more.hidden = count <= most;
    more.textContent = every ? 'Show the first ' + most : 'Show all ' + counted(count, 'row');
    stop();
  }

  function reveal(name) {
    const found = entries.find((e) => e.row.anchor === name);
    if (!found) return null;
    found.open();
    filtered();
    return found.nodes()[0];
  }

  /* Replaces the rows; rows with the same name keep their nodes. */
  function update(others) {
    const known = new Map(entries.map((e) => [nameOf(e.row), e]));
    entries = others.map((row) => {
      const same = known.get(nameOf(row));
      if (!same) return entry(row, columns, id + '-' + made++);
      known.delete(nameOf(row));
      same.set(row);
      return same;
    });
    order();
    filtered();
  }

  order();
  const stop = roving(body, '.open');
  filtered();
  const head = el('tr', {}, heads);
  roving(head, 'button');
  const grid = el('table', {id, class: 'data' + (columns.length < 4 ? ' small' : '')}, el('caption', {}, caption), el('thead', {}, head), body);
  const tools = el('div', {class: 'tools'},
    [el('label', {}, filter + ' ', el('input', {type: 'search', 'aria-controls': id, oninput: (event) => {
      wanted = event.currentTarget.value.trim().toLowerCase();
      filtered();
    }})), shown]);
  const node = el('div', {class: 'tabled'}, filter ? tools : null,
    el('div', {class: 'scroll' + (rows.length > most ? ' tall-table' : '')}, grid), most < Infinity ? more : null);
  node.update = update;
  node.reveal = reveal;
  return node;
}

function nameOf(row) {
  return (row.total ? 'total ' : 'row ') + (row.search || row.texts[0]);
}

function classes(column) {
  return (column.text ? 'text' : 'number') + (column.rare ? ' rare' : '') + (column.wraps ? ' wraps' : '');
}

function entry(row, columns, id) {
  row.search = row.search || row.texts[0];
  let opened = null;
  const line = el('tr', {class: row.total ? 'total' : null, id: row.anchor}, row.texts.map((text, i) => {
    if (i > 0) return annotated(el('td', {class: classes(columns[i]), 'data-label': columns[i].name}, text), row.marks?.[i], columns[i]);
    const name = el('span', {class: 'long', title: typeof text === 'string' ? text : null}, text);
    return el('th', {scope: 'row', class: 'text'}, row.details
      ? el('button', {type: 'button', class: 'open', 'aria-expanded': 'false', 'aria-controls': id, onclick: toggle}, name)
      : name);
  }));
  const details = el('tr', {id, class: 'details', hidden: true}, el('td', {colspan: columns.length}));

  function toggle() {
    if (opened) {
      opened.remove();
      opened = null;
      details.firstChild.replaceChildren();
    } else {
      opened = row.details();
      details.firstChild.replaceChildren(el('div', {class: 'drill'}, opened.nodes));
    }
    details.hidden = !opened;
    line.querySelector('button').setAttribute('aria-expanded', String(Boolean(opened)));
    if (row.anchor) opening(row.anchor, Boolean(opened));
  }

  return {
    get row() {
      return row;
    },
    set: (next) => {
      next.search = next.search || next.texts[0];
      next.texts.forEach((text, i) => {
        if (i > 0 && line.children[i].textContent !== text) line.children[i].textContent = text;
        if (i > 0) annotated(line.children[i], next.marks?.[i], columns[i]);
      });
      row = next;
    },
    isOpen: () => Boolean(opened),
    open: () => {
      if (!opened && row.details) toggle();
    },
    nodes: () => (row.details ? [line, details] : [line]),
    show: (match) => {
      line.hidden = !match;
      details.hidden = !match || !opened;
    },
  };
}

/* Called when a row is opened or closed; the view sets it to update the page's address. */
let opening = () => {};

function annotated(cell, mark, column) {
  cell.className = classes(column) + (mark?.class ? ' ' + mark.class : '');
  if (mark?.title) cell.title = mark.title;
  else cell.removeAttribute('title');
  if (mark?.part) cell.style.setProperty('--part', mark.part + '%');
  else cell.style.removeProperty('--part');
  return cell;
}

/* Makes a node equal to a new one without touching equal parts, which keep scrolling, focus and pointer. */
function morph(node, fresh) {
  if (node.nodeType !== fresh.nodeType || node.nodeName !== fresh.nodeName) {
    node.replaceWith(fresh);
    return fresh;
  }
  if (node.nodeType === Node.TEXT_NODE) {
    if (node.data !== fresh.data) node.data = fresh.data;
    return node;
  }
  for (const {name} of [...node.attributes]) {
    if (!fresh.hasAttribute(name)) node.removeAttribute(name);
  }
  for (const {name, value} of fresh.attributes) {
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  }
  const children = [...fresh.childNodes];
  while (node.childNodes.length > children.length) node.lastChild.remove();
  children.forEach((child, i) => {
    if (i < node.childNodes.length) morph(node.childNodes[i], child);
    else node.append(child);
  });
  return node;
}

/* Whether a few slow seconds would flatten all others on a linear scale. */
function spreads(values, highest = values) {
  const usual = values.filter((value) => value !== null).sort((a, b) => a - b);
  return usual.length > 1 && Math.max(...highest) > 20 * Math.max(1, usual[usual.length >> 1]);
}

/* Sections. */

function section(id, title, ...children) {
  return {id, title, node: el('section', {id, 'aria-labelledby': id + '-title'}, el('h2', {id: id + '-title'}, title), children)};
}

/* The page around the sections. */

function themeSwitch() {
  const themes = ['auto', 'light', 'dark'];
  let at = 0;
  const button = el('button', {type: 'button', onclick: () => {
    at = (at + 1) % themes.length;
    document.documentElement.dataset.theme = themes[at];
    button.textContent = 'Theme: ' + themes[at];
  }}, 'Theme: auto');
  return button;
}

function navigation(sections) {
  const reset = el('button', {type: 'button', class: 'reset', onclick: () => timeline.reset()}, 'Show the whole run');
  reset.classList.add('away');
  timeline.onzoom = (zoomed) => reset.classList.toggle('away', !zoomed);
  return el('header', {class: 'bar'},
    el('nav', {'aria-label': 'Sections'}, el('ul', {}, sections.map((s) => el('li', {}, el('a', {href: '#' + s.id}, s.title))))),
    reset, themeSwitch());
}

/* For printing, opens all details except the tables of charts, which repeat the charts, and the meanings of words. */
function printing() {
  let closed = [];
  window.addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll('details:not([open]):not(.cells):not(.rules)')];
    closed.forEach((details) => { details.open = true; });
  });
  window.addEventListener('afterprint', () => closed.forEach((details) => { details.open = false; }));
}

function showPage(title, sections, hint) {
  document.title = title + ' · Onrush';
  document.body.append(el('a', {class: 'skip', href: '#' + sections[0].id}, 'Skip to ' + sections[0].title.toLowerCase()), navigation(sections),
    el('main', {}, sections.map((s) => s.node)), spoken, el('footer', {class: 'muted'}, hint));
  printing();
}

const CHART_HINT = 'Charts: drag to zoom, double click to see all again; with the keyboard arrows, + and -, Escape.';

/* On a narrow page, each row of the table becomes a card whose cells show the names of their columns; wide cells fill a line. */
function carded(node, columns, wide) {
  node.classList.add('cards');
  for (const line of node.querySelectorAll('tbody tr:not(.details)')) {
    [...line.children].forEach((cell, i) => {
      if (i === 0) return;
      cell.dataset.label = columns[i].name;
      cell.classList.toggle('whole', wide.includes(columns[i].name));
    });
  }
  return node;
}
