// One document: raw and clean side by side, line by line.

const ROWS = 400; // lines put on the page at a time
const AROUND = 2; // unchanged lines shown around a change when only changes are
let open = null; // { facts, data, marks, shown }
let side = 'both';

const isQuiet = (part) => typeof part !== 'string' && part[1] !== null && !part[0].trim() && !part[1].trim();
const isLoud = (part) => typeof part !== 'string' && (part[1] !== null || part[3].length > 0) && !isQuiet(part);
const isGone = (row) => row.some((part) => isLoud(part) && part[1] === '') && row.every((part) => !partAfter(part).trim());
const scoreOf = (data, part) => part[2].map((why) => data.why[why][1]).find((facts) => facts && 'kind' in facts);

function showDocument(number) {
  const facts = all[number];
  const data = whole(number);
  open = { facts, data, numbered: numberLines(data.rows), next: 0 };
  byId('document-title').replaceChildren(visible(facts.path));
  byId('facts').replaceChildren(...documentFacts(facts, data));
  byId('found').replaceChildren(...data.findings.map(doubt));
  byId('view').hidden = !facts.copy;
  redraw();
}

function documentFacts(facts, data) {
  const pairs = [
    ['type', facts.type], ['language', facts.language], ['encoding', facts.encoding + (facts.how ? ' (' + facts.how + ')' : '')],
    ['raw', counted(facts.first, 'character') + (facts.page ? ' of visible text; the page itself is in raw' : '')],
    ['clean', facts.copy ? counted(facts.clean, 'character') + ', ' + facts.copy : 'not published'],
    ['removed as furniture', perCent(facts.removed, facts.first) || 'nothing'],
    ['sha256 of raw', facts.sha256],
  ];
  if (data.length) pairs.push(['shown', 'the beginning only; ' + 'pumice show ' + facts.path + ' tells the rest']);
  return pairs.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, visible(value))));
}

// Each row with the number its line has on either side; a side on which it holds nothing has none.
function numberLines(rows) {
  let raw = 1;
  let clean = 1;
  return rows.map((row, at) => {
    const before = row.map(partBefore).join('');
    const after = row.map(partAfter).join('');
    const numbered = { row, at, raw: before ? raw : null, clean: after && !isGone(row) ? clean : null, loud: row.some(isLoud) };
    raw += before.split('\n').length - 1;
    clean += after.split('\n').length - 1;
    return numbered;
  });
}

function redraw() {
  const sides = byId('sides');
  hideTip();
  open.next = 0;
  open.wanted = byId('only-changes').checked ? nearChanges(open.numbered) : open.numbered;
  const heads = element('div', { role: 'row', class: 'row heads' }, element('span', { role: 'columnheader', class: 'number' }, element('span', { class: 'unseen' }, 'line')), element('span', { role: 'columnheader' }, 'Raw'),
    element('span', { role: 'columnheader', class: 'number' }, element('span', { class: 'unseen' }, 'line')), element('span', { role: 'columnheader' }, 'Clean'));
  sides.className = side;
  sides.replaceChildren(heads);
  const loud = open.numbered.filter((row) => row.loud).length;
  byId('changed').textContent = loud ? counted(loud, 'line') + ' to look at' : 'Nothing but white space was changed.';
  byId('previous-change').disabled = byId('next-change').disabled = !loud;
  moreRows();
}

function nearChanges(numbered) {
  const near = new Set();
  for (const { at, loud } of numbered) {
    for (let other = at - AROUND; loud && other <= at + AROUND; other += 1) near.add(other);
  }
  return numbered.filter(({ at }) => near.has(at));
}

function moreRows(upTo = 0) {
  const end = Math.max(open.next + ROWS, upTo);
  const rows = [];
  for (const numbered of open.wanted.slice(open.next, end)) {
    const before = open.wanted[open.wanted.indexOf(numbered, open.next) - 1];
    if (numbered.at && (!before || before.at !== numbered.at - 1)) rows.push(element('div', { class: 'row gap', role: 'row' }, element('span', { role: 'cell' }, '⋯')));
    rows.push(drawRow(numbered));
  }
  byId('sides').append(...rows);
  open.next = Math.min(end, open.wanted.length);
  const left = open.wanted.length - open.next;
  byId('more-rows').hidden = !left;
  byId('more-rows').textContent = 'Show more: ' + counted(left, 'line') + ' left';
}

function drawRow(numbered) {
  const { row, raw, clean, loud } = numbered;
  const gone = isGone(row);
  const changed = row.some((part) => isLoud(part) && part[1] !== null);
  const kind = !loud ? 'same' : gone ? 'gone' : changed ? 'changed' : 'same doubtful';
  const cleanCell = element('span', { role: 'cell', class: 'text clean', dir: 'auto' });
  const rawCell = element('span', { role: 'cell', class: 'text raw', dir: 'auto' });
  for (const part of row) drawPart(part, rawCell, cleanCell);
  if (gone) cleanCell.replaceChildren(element('span', { class: 'unseen' }, 'removed'));
  return element('div', { role: 'row', class: 'row ' + kind, 'data-at': numbered.at },
    element('span', { role: 'cell', class: 'number' }, raw ? String(raw) : ''), rawCell,
    element('span', { role: 'cell', class: 'number' }, clean ? String(clean) : ''), cleanCell);
}

function drawPart(part, rawCell, cleanCell) {
  if (typeof part === 'string') {
    rawCell.append(visible(part.replace(/\n$/, '')));
    cleanCell.append(visible(part.replace(/\n$/, '')));
  } else if (part[1] === null) {
    rawCell.append(marked('mark', part[0].replace(/\n$/, ''), part, false));
    cleanCell.append(marked('mark', part[0].replace(/\n$/, ''), part, side === 'raw'));
  } else if (isQuiet(part) && !byId('white-space').checked) {
    rawCell.append(part[0].replace(/[\r\n]+$/, ''));
    cleanCell.append(part[1].replace(/\n$/, ''));
  } else {
    drawChange(part, rawCell, cleanCell);
  }
}

function drawChange(part, rawCell, cleanCell) {
  const quiet = isQuiet(part);
  const ending = quiet ? /$^/ : /\n$/;
  const [, indent, gone] = /^([ \t]*)([^]*)$/.exec(quiet ? '' : part[0].replace(ending, ''));
  rawCell.append(indent);
  if (part[0]) rawCell.append(marked('del', quiet ? part[0] : gone, part, !part[1] || side === 'raw', quiet));
  if (part[1]) cleanCell.append(marked('ins', part[1].replace(ending, ''), part, side !== 'raw', quiet));
  const facts = part[1] === '' && scoreOf(open.data, part);
  if (facts) rawCell.append(' ', element('span', { class: 'kind' }, safe(facts.kind) + ('score' in facts ? ' · score ' + facts.score : '')));
}

function marked(name, text, part, reached, spaces) {
  const mark = element(name, { tabindex: reached || name === 'mark' ? 0 : undefined, class: part[3].length ? 'doubted' : undefined }, visible(text, spaces));
  return tells(mark, () => [...part[2].map((why) => reason(open.data.why[why])), ...part[3].map((number) => doubt(open.data.findings[number]))]);
}

// Go to the next changed line, or back to the one before; from the end on to the beginning.
function goToChange(by) {
  const rows = open.wanted.filter((row) => row.loud);
  const current = document.activeElement.closest?.('.row');
  const at = current ? Number(current.dataset.at) : by > 0 ? -1 : Infinity;
  const target = by > 0 ? rows.find((row) => row.at > (open.reached ?? at)) || rows[0] : rows.findLast((row) => row.at < (open.reached ?? at)) || rows.at(-1);
  if (!target) return;
  const place = open.wanted.indexOf(target);
  if (place >= open.next) moreRows(place + 1 - open.next);
  open.reached = target.at;
  const drawn = byId('sides').querySelector('[data-at="' + target.at + '"]');
  drawn.scrollIntoView({ block: 'center' });
  drawn.querySelector('[tabindex]')?.focus({ preventScroll: true });
}

function startDocument() {
  byId('view').addEventListener('click', (event) => {
    const chosenSide = event.target.dataset.side;
    if (!chosenSide) return;
    side = chosenSide;
    for (const button of byId('view').querySelectorAll('[data-side]')) button.setAttribute('aria-pressed', String(button.dataset.side === side));
    redraw();
  });
  for (const id of ['only-changes', 'white-space']) byId(id).addEventListener('change', redraw);
  byId('more-rows').addEventListener('click', () => moreRows());
  byId('next-change').addEventListener('click', () => goToChange(1));
  byId('previous-change').addEventListener('click', () => goToChange(-1));
  byId('next-document').addEventListener('click', () => goToDocument(1));
  byId('previous-document').addEventListener('click', () => goToDocument(-1));
}

// The next document of the list as it is filtered and ordered.
function goToDocument(by) {
  const at = listed.indexOf(open.facts);
  const next = listed[(at + by + listed.length) % listed.length];
  if (next) location.hash = '#document/' + next.number;
}
