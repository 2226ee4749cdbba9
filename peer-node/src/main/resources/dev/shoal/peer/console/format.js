/** Sizes, rates and times as people write them. */

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** Bytes, with three digits that count. */
export function size(bytes) {
  if (!(bytes >= 0)) {
    return 'unknown size';
  }
  let unit = 0;
  let number = bytes;
  while (number >= 999.5 && unit < UNITS.length - 1) {
    number /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || number >= 99.95 ? 0 : number >= 9.995 ? 1 : 2;
  return `${number.toFixed(digits)} ${UNITS[unit]}`;
}

/** Bytes a second. */
export function rate(bytesPerSecond) {
  return `${size(Math.max(0, bytesPerSecond))}/s`;
}

/** A limit, where 0 is none. */
export function limit(bytesPerSecond) {
  return bytesPerSecond > 0 ? rate(bytesPerSecond) : 'no limit';
}

/**
 * What somebody typed as a limit, in bytes a second; nothing, `0` and `none` are 0.
 *
 * @throws Error with a sentence
 */
export function parseLimit(text) {
  const words = text.trim().toLowerCase().replace(/\/s$|ps$/, '').trim();
  if (words === '' || words === 'none' || words === 'no limit') {
    return 0;
  }
  const parts = /^(\d+(?:[.,]\d+)?)\s*([kmgt]?)(?:i?b)?$/.exec(words);
  if (!parts) {
    throw new Error(`“${text.trim()}” is no rate. Write one like 500 KiB/s or 2 MiB/s, or nothing for no limit.`);
  }
  const bytes = Math.round(Number(parts[1].replace(',', '.')) * 1024 ** ' kmgt'.indexOf(parts[2] || ' '));
  if (bytes > 0 && bytes < 1024) {
    throw new Error('A limit is at least 1 KiB/s.');
  }
  return bytes;
}

/** Seconds, in the two largest units that count. */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const days = Math.floor(whole / 86400);
  const hours = Math.floor(whole / 3600) % 24;
  const minutes = Math.floor(whole / 60) % 60;
  if (days > 0) {
    return `${days} d ${hours} h`;
  }
  if (hours > 0) {
    return `${hours} h ${minutes} min`;
  }
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}

/** How much of it, in whole percent: 100 is all of it. */
export function percent(part, whole) {
  return whole > 0 ? Math.min(99, Math.floor((part / whole) * 100)) + (part >= whole ? 1 : 0) : part >= whole ? 100 : 0;
}

/** A number with its digits grouped. */
export function count(number) {
  return number.toLocaleString('en');
}

/** A number and a word in the number it needs. */
export function many(number, one, several = `${one}s`) {
  return `${count(number)} ${number === 1 ? one : several}`;
}

/** The time of the day; with the date where it is another day's. */
export function moment(millis) {
  const then = new Date(millis);
  const time = then.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
  return then.toDateString() === new Date().toDateString()
    ? time
    : `${then.toLocaleDateString([], { year: 'numeric', month: 'short', day: 'numeric' })} ${time}`;
}

/** How long ago, in one unit. */
export function ago(millis) {
  const seconds = Math.max(0, (Date.now() - millis) / 1000);
  for (const [span, word] of [[86400, 'd'], [3600, 'h'], [60, 'min']]) {
    if (seconds >= span) {
      return `${Math.floor(seconds / span)} ${word} ago`;
    }
  }
  return 'just now';
}

/** The beginning and the end of an id. */
export function shortId(id) {
  return id.length > 20 ? `${id.slice(0, 10)}…${id.slice(-6)}` : id;
}

/** A name that is not longer than a line or two: its beginning and its end. */
export function brief(name) {
  const letters = [...name];
  return letters.length > 60 ? `${letters.slice(0, 40).join('')}…${letters.slice(-15).join('')}` : name;
}
