
/*
 * The run at a glance: panels above each other on one time axis.
 * panels: {title, unit, series, bounds, area: filled below the line}.
 */
const PANEL = {height: 74, gap: 20};

class HeroChart extends Chart {
  constructor(options) {
    const series = options.panels.flatMap((panel, at) => panel.series.map((of) => ({...of, unit: panel.unit, panel: at})));
    super({...options, unit: options.panels[0].unit, series, bounds: options.panels.flatMap((panel) => panel.bounds || []),
      height: MARGIN.top + 22 + options.panels.length * (PANEL.height + PANEL.gap) + MARGIN.bottom});
    this.panels = options.panels;
    if (options.broken) this.keysOfLegend.append(sign('broken'));
  }

  boxOf(at) {
    const top = MARGIN.top + 36 + at * (PANEL.height + PANEL.gap);
    return {left: this.box.left, right: this.box.right, top, bottom: top + PANEL.height};
  }

  yScale() {
    const shown = this.visible();
    this.scales = this.panels.map((panel, at) => {
      const box = this.boxOf(at);
      let high = 0;
      for (const series of this.series) {
        if (series.panel === at && !series.hidden) shown.forEach((i) => { high = Math.max(high, series.values[i] || 0); });
      }
      high = withBounds(high, panel.bounds || []);
      const ticks = linearTicks(high || 1, 2, panel.unit === 'count' ? 1 : 0);
      const scale = linearScale(0, ticks[ticks.length - 1], box.bottom, box.top);
      scale.ticks = labelled(panel.unit, ticks);
      return scale;
    });
    return this.scales[0];
  }

  yTicks() {
    return [];
  }

  grid() {
    const panels = this.panels.map((panel, at) => {
      const box = this.boxOf(at);
      return svg('g', {class: 'grid'},
        svg('text', {class: 'panel', x: box.left, y: box.top - 5}, panel.title),
        this.scales[at].ticks.map(([value, text]) => {
          const y = Math.round(this.scales[at](value)) + 0.5;
          return [svg('path', {class: 'rule', d: 'M' + box.left + ' ' + y + 'H' + box.right}),
            svg('text', {class: 'tick', x: box.left - 6, y: y + 3.5, 'text-anchor': 'end'}, text)];
        }));
    });
    return svg('g', {}, super.grid(), panels);
  }

  marks(into) {
    this.panels.forEach((panel, at) => {
      const box = this.boxOf(at);
      const y = this.scales[at];
      for (const span of panel.broken || []) {
        const from = this.x(span.from);
        into.append(svg('rect', {class: 'shaded broken', x: from, y: box.top, width: Math.max(1, this.x(span.to) - from), height: PANEL.height}));
      }
      into.append(limits(this, panel.bounds || [], y, box));
      for (const series of this.series) {
        if (series.panel !== at || series.hidden) continue;
        if (panel.area && series.look === 0) into.append(svg('path', {class: 'below c' + series.color, d: this.below(series.values, y)}));
        into.append(svg('path', {class: 'line c' + series.color + ' look' + (series.look % 4), d: this.path(series.values, y)}),
          svg('path', {class: 'dot c' + series.color, d: this.dots(series.values, y)}));
      }
    });
  }

  below(values, y) {
    let d = '';
    let from = -1;
    for (let i = 0; i <= values.length; i++) {
      if (!missing(values[i])) {
        if (from < 0) {
          from = i;
          d += 'M' + this.x(this.middle(i)).toFixed(1) + ' ' + y(0).toFixed(1);
        }
        d += 'L' + this.x(this.middle(i)).toFixed(1) + ' ' + y(values[i]).toFixed(1);
      } else if (from >= 0) {
        d += 'L' + this.x(this.middle(i - 1)).toFixed(1) + ' ' + y(0).toFixed(1) + 'Z';
        from = -1;
      }
    }
    return d;
  }

  words() {
    return this.series.map((series) => {
      const known = series.values.filter((value) => !missing(value));
      return known.length ? short(series.name) + ': ' + this.textOf(series, Math.max(...known)) + ' at most.' : '';
    }).filter(Boolean).join(' ') || 'No data.';
  }
}

const PERCENTILES = {p50: 'p50', p95: 'p95', p99: 'p99', p100: 'max', max: 'max'};

/* The intervals in which a value was beyond a bound, if the bound as a whole was broken. */
function broken(ends, values, bound) {
  const spans = [];
  ends.forEach((end, i) => {
    const start = i === 0 ? 0 : ends[i - 1];
    const within = !bound.spans || bound.spans.some((span) => end > span.from && start < span.to);
    if (!within || missing(values[i])) return;
    const beyond = (bound.upper && values[i] > bound.value) || (bound.lower && values[i] < bound.value);
    if (!beyond) return;
    const last = spans[spans.length - 1];
    if (last && last.to === start) last.to = end;
    else spans.push({from: start, to: end});
  });
  return spans;
}

/* Joins times that overlap, so that none is shaded twice. */
function union(spans) {
  const joined = [];
  for (const {from, to} of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined[joined.length - 1];
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({from, to});
  }
  return joined;
}

function shades() {
  return [
    ...union(data.breaches || []).map((span) => ({...span, kind: 'broken'})),
    ...union(data.generator.spans || []).map((span) => ({...span, kind: 'standstill'})),
  ];
}

function hero() {
  const t = data.time;
  const plan = plans();
  const load = plan.length === 1
    ? {title: plan[0].unit === 'rate' ? 'Load: arrivals' : 'Load: users', unit: plan[0].unit, area: true, series: [
      {name: plan[0].unit === 'rate' ? 'arrivals' : 'users', values: plan[0].actual, color: 0, look: 0}, {name: 'planned', values: plan[0].planned, color: 5, look: 1}]}
    : {title: 'Load: users', unit: 'count', area: true, series: [{name: 'users', values: total(t.users), color: 0, look: 0}]};
  const all = t.ok.map((ok, i) => ok + (t.failed[i] || 0));
  const judged = Object.keys(PERCENTILES).filter((p) => p === 'p95' || bounds([p]).length);
  const times = [...new Set(judged.map((p) => PERCENTILES[p]))];
  const panels = [
    load,
    {title: 'Throughput', unit: 'rate', area: true, bounds: bounds(['throughput']), of: () => all,
      series: [{name: 'requests', values: all, color: 2, look: 0}]},
    {title: 'Response times: ' + times.join(', '), unit: 'time', bounds: bounds(judged), of: (bound) => t[PERCENTILES[bound.statistic]],
      series: times.map((p, i) => ({name: p, values: t[p], color: [1, 3, 6, 7][i % 4], look: i}))},
    {title: 'Failures, of all requests', unit: 'percent', area: true, bounds: bounds(['error rate']), of: () => t.errorRate,
      series: [{name: 'failed', values: t.errorRate, color: 4, look: 0}]},
  ];
  for (const panel of panels) panel.broken = (panel.bounds || []).filter((bound) => !bound.kept).flatMap((bound) => broken(t.ends, panel.of(bound), bound));
  const seen = panels.some((panel) => panel.broken.length);
  return new HeroChart({title: 'Load, throughput, response times and failures', anchor: 'chart-run', ends: t.ends, markers: numbered(), panels,
    // A breach that no panel shows, for example of one request, is shaded in all panels.
    shades: shades().filter((shade) => shade.kind !== 'broken' || !seen), broken: seen});
}

/* Numbers all events except phases, which are bands in the charts. */
function numbered() {
  let n = 0;
  return data.events.filter((event) => event.kind !== 'phase').map((event) => ({...event, n: ++n}));
}
