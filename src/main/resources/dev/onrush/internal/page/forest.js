
/*
 * A forest plot: each row shows the interval of a difference, its middle, and the band of differences that do not matter.
 * Better is left, worse is right. Changes in percent are drawn as ratios, so that double and half are equally far from
 * no change; percentage points have a separate linear scale.
 */

const FOREST = {width: 240, height: 18};
const LOOKS = {REGRESSION: 'FAIL', IMPROVEMENT: 'PASS', INCONCLUSIVE: 'NO_DATA'};

/* The possible right ends of a scale: ratios, or percentage points. */
const RATIOS = [1.1, 1.25, 1.5, 2, 4];
const POINTS = [1, 2, 5, 10, 25, 50, 100];

/* The drawn distance between a change and no change. */
function reach(change, relative) {
  return relative ? Math.log(Math.max(1e-9, 1 + change / 100)) : change;
}

/* One scale for all rows in percent and one for all rows in points; an arrow marks values beyond the scale. */
function forestScales(rows) {
  const of = (relative) => {
    const reaches = rows.filter((row) => row.relative === relative)
      .flatMap((row) => [row.low, row.high, row.change, 1.6 * row.margin])
      .filter((end) => end !== undefined).map((end) => Math.abs(reach(end, relative)));
    const most = Math.max(0, ...reaches);
    const ends = relative ? RATIOS.map(Math.log) : POINTS;
    return {relative, end: ends.find((end) => end >= most) || ends[ends.length - 1]};
  };
  return {true: of(true), false: of(false)};
}

function forestX(scale, change, more) {
  const at = reach(change, scale.relative) * (more ? -1 : 1); // for throughput, more is better
  return FOREST.width / 2 * (1 + Math.max(-1, Math.min(1, at / scale.end)));
}

function forest(row, scale) {
  const {width, height} = FOREST;
  const x = (change) => forestX(scale, change, row.more);
  const middle = height / 2;
  const beyond = (side) => [row.low, row.high].some((end) => end !== undefined && reach(end, scale.relative) * (row.more ? -1 : 1) * side > scale.end);
  const look = row.finding ? LOOKS[row.finding] || 'muted' : lookOf(row);
  const band = [x(-row.margin), x(row.margin)].sort((a, b) => a - b);
  return svg('svg', {class: 'forest ' + look, viewBox: '0 0 ' + width + ' ' + height, width, height, role: 'img', 'aria-label': row.label || row.texts[4]},
    svg('rect', {class: 'within', x: band[0], y: 0, width: band[1] - band[0], height}),
    svg('path', {class: 'tick', d: 'M.5 0V' + height + 'M' + (width - 0.5) + ' 0V' + height}),
    svg('path', {class: 'rule', d: 'M' + width / 2 + ' 0V' + height}),
    row.low === undefined ? null : svg('path', {class: 'interval', d: 'M' + x(row.low) + ' 5V13M' + x(row.low) + ' ' + middle + 'H' + x(row.high) + 'M' + x(row.high) + ' 5V13'}),
    beyond(1) ? svg('path', {class: 'beyond', d: 'M' + (width - 9) + ' 3l9 6l-9 6Z'}) : null,
    beyond(-1) ? svg('path', {class: 'beyond', d: 'M9 3l-9 6l9 6Z'}) : null,
    row.change === undefined || Math.abs(reach(row.change, scale.relative)) > scale.end ? null
      : svg('rect', {class: 'point', x: x(row.change) - 3.5, y: 5.5, width: 7, height: 7}));
}

/* The look of a row that has an interval but no finding: no change, worse, better, or unknown. */
function lookOf(row) {
  const [least, most] = row.more ? [-row.high, -row.low] : [row.low, row.high];
  if (least >= -row.margin && most <= row.margin) return 'muted';
  return least > 0 ? 'FAIL' : most < 0 ? 'PASS' : 'muted';
}

/* The axis above the plots. */
function forestAxis(scale) {
  const {width} = FOREST;
  const size = Math.exp(scale.end);
  const [left, right] = scale.relative ? ['÷' + Number(size.toFixed(2)), '×' + Number(size.toFixed(2))] : ['-' + counted(scale.end, 'point'), '+' + counted(scale.end, 'point')];
  return svg('svg', {class: 'forest axis', viewBox: '0 0 ' + width + ' 30', width, height: 30, role: 'img', 'aria-label': 'Scale: from ' + left + ', better, to ' + right + ', worse'},
    svg('text', {x: 0, y: 10}, left), svg('text', {x: width / 2, y: 10, 'text-anchor': 'middle'}, scale.relative ? '×1' : '0'), svg('text', {x: width, y: 10, 'text-anchor': 'end'}, right),
    svg('path', {class: 'tick', d: 'M.5 20V14H' + (width - 0.5) + 'V20M' + width / 2 + ' 14V20'}),
    svg('text', {x: width / 4, y: 26, 'text-anchor': 'middle'}, '← better'), svg('text', {x: 3 * width / 4, y: 26, 'text-anchor': 'middle'}, 'worse →'));
}
