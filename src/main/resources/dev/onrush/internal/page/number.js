'use strict';

/* Numbers, in the same form as in all other reports; the rules are the same as in Quantity.java. */

/* Moves the decimal point in the text, so that 1.005 times 100 is 100.5, not 100.49999999999999. */
function shifted(value, places) {
  const [digits, exponent = '0'] = String(value).split('e');
  return Number(digits + 'e' + (Number(exponent) + places));
}

function fixed(size, decimals) {
  return shifted(Math.round(shifted(size, decimals)), -decimals).toFixed(decimals);
}

function grouped(digits) {
  const [whole, fraction] = String(digits).split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : '.' + fraction);
}

/* Two decimals below 10, one below 100, none from 100 on; below 1, at least three digits. */
function decimal(value, wholeIsWhole = false) {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size === 0) return '0';
  const sign = value < 0 ? '-' : '';
  if (wholeIsWhole && Number.isInteger(size)) return sign + grouped(fixed(size, 0));
  const power = (of) => Number(of.toExponential().split('e')[1]);
  // A number that is rounded up to the next power of ten has the decimals of that size: 9.999 is 10.0.
  const rounded = shifted(Math.round(shifted(size, 2 - power(size))), power(size) - 2);
  const decimals = Math.max(0, 2 - power(rounded));
  let text = fixed(size, decimals);
  if (size < 1) text = text.replace(/(\.\d\d\d*?)0+$/, '$1');
  return sign + grouped(text);
}

/* A share has as many decimals as are needed to tell it from 100 %. */
function share(value) {
  let text = decimal(value);
  for (let decimals = 1; decimals < 10 && value < 100 && text.startsWith('100'); decimals++) text = fixed(value, decimals);
  return text;
}

const UNITS = {
  time: (ms) => (Math.abs(ms) < 999.5 ? decimal(ms) + ' ms' : decimal(ms / 1000) + ' s'),
  rate: (value) => decimal(value) + '/s',
  count: (value) => grouped(Math.round(value)),
  percent: (value) => share(value) + ' %',
  number: (value) => decimal(value, true),
};

/* The numbers along an axis: all have the same unit, and as many decimals as the finest one needs. */
function axis(unit, values) {
  const most = Math.max(...values.map(Math.abs));
  const [factor, suffix] = axisUnit(unit, most);
  const places = Math.max(...values.map((value) => fractionDigits(Number((value / factor).toPrecision(12)))));
  return values.map((value) => (value === 0 ? '0' : grouped((value / factor).toFixed(places))) + (value === 0 ? '' : suffix));
}

/* The number of decimals of a number, also in JavaScript's form 1e-7, which has 7. */
function fractionDigits(value) {
  const [digits, exponent = '0'] = String(value).split('e');
  return Math.max(0, (digits.split('.')[1] || '').length - Number(exponent));
}

function axisUnit(unit, most) {
  if (unit === 'time') return most >= 1000 ? [1000, ' s'] : [1, ' ms'];
  if (unit === 'percent') return [1, ' %'];
  const [factor, prefix] = [[1e9, ' G'], [1e6, ' M'], [1e4, ' k'], [1, '']].find(([least]) => most >= least) || [1, ''];
  return [prefix === ' k' ? 1e3 : factor, prefix + (unit === 'rate' ? '/s' : '')];
}

/* 1 request, 12,000 requests. */
function counted(things, thing) {
  return grouped(things) + ' ' + thing + (things === 1 ? '' : thing.endsWith('s') ? 'es' : 's');
}

function clock(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n) => String(n).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? two(minutes) + ':' + two(seconds % 60)
    : Math.floor(minutes / 60) + ':' + two(minutes % 60) + ':' + two(seconds % 60);
}

