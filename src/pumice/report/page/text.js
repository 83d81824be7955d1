// Text of the archive as text of the page. What is not seen, or would turn or hide the text around it, is spelled out.

const UNSEEN = /[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const SPACES = /[ \t\n\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;
const SPACE_SIGNS = { ' ': '·', '\t': '→', '\n': '↵' };
const NAMES = {
  '\0': 'NUL', '\r': 'CR', '\x1b': 'ESC', '\x7f': 'DEL', '\xad': 'SHY', '\u200b': 'ZWSP', '\u200c': 'ZWNJ',
  '\u200d': 'ZWJ', '\u200e': 'LRM', '\u200f': 'RLM', '\u2028': 'LS', '\u2029': 'PS', '\u202a': 'LRE', '\u202b': 'RLE',
  '\u202c': 'PDF', '\u202d': 'LRO', '\u202e': 'RLO', '\u2066': 'LRI', '\u2067': 'RLI', '\u2068': 'FSI',
  '\u2069': 'PDI', '\ufeff': 'BOM',
};

// An element with attributes and what is in it: elements, or texts that are put in as they are.
function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) made.setAttribute(key, value);
  }
  made.append(...inside);
  return made;
}

function signOf(character) {
  const code = character.charCodeAt(0);
  if (code >= 0xdc80 && code <= 0xdcff) return ['byte ' + (code - 0xdc00).toString(16).toUpperCase(), 'a byte that means nothing in this encoding'];
  const number = 'U+' + code.toString(16).toUpperCase().padStart(4, '0');
  return [NAMES[character] || number, number + ', a character that is not seen'];
}

// What cannot be seen becomes a sign with a name; with `spaces`, white space too.
function visible(text, spaces = false) {
  const out = document.createDocumentFragment();
  let at = 0;
  for (const found of text.matchAll(UNSEEN)) {
    out.append(plain(text.slice(at, found.index), spaces));
    const [sign, name] = signOf(found[0]);
    out.append(element('span', { class: 'sign', title: name }, sign));
    at = found.index + found[0].length;
  }
  out.append(plain(text.slice(at), spaces));
  return out;
}

function plain(text, spaces) {
  return spaces ? text.replace(SPACES, (space) => SPACE_SIGNS[space] || '°') : text;
}

// A text on one line, for attributes and titles.
function safe(text) {
  return String(text).replace(UNSEEN, (character) => '[' + signOf(character)[0] + ']');
}

function counted(number, thing) {
  return number.toLocaleString('en') + ' ' + thing + (number === 1 ? '' : 's');
}

function perCent(part, whole) {
  if (!part || !whole) return '';
  const share = (part * 100) / whole;
  return share < 0.1 ? '< 0.1 %' : share.toFixed(1) + ' %';
}

const byId = (id) => document.getElementById(id);
