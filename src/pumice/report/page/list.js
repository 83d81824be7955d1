// The list of documents: filters, order, pages.

const A_PAGE = 50;
const ORDERS = {
  path: () => 0,
  removed: (one, other) => other.removed / (other.first || 1) - one.removed / (one.first || 1),
  repairs: (one, other) => other.repairs - one.repairs,
  findings: (one, other) => other.doubts - one.doubts,
};
let listed = [];
let page = 0;
const chosen = (id) => byId(id).value;

function fillFilters() {
  const names = languageNames();
  options('language', tally(all.map((facts) => facts.language)), (code) => (names(code) === code ? code : names(code) + ' (' + code + ')'));
  options('type', tally(all.map((facts) => facts.type)));
  options('encoding', tally(all.map((facts) => facts.encoding)));
  options('rule', tally(all.flatMap((facts) => Object.keys(facts.rules))).sort());
  options('finding', tally(all.flatMap((facts) => Object.keys(facts.findings))));
}

function languageNames() {
  try {
    const names = new Intl.DisplayNames(['en'], { type: 'language' });
    return (code) => (code === 'und' ? 'not determined' : names.of(code) || code);
  } catch {
    return (code) => code;
  }
}

function options(id, counts, called = (value) => value) {
  for (const [value, count] of counts) {
    byId(id).append(element('option', { value }, safe(called(value)) + ' · ' + count.toLocaleString('en')));
  }
}

function fits(facts) {
  return (
    (!chosen('language') || facts.language === chosen('language')) &&
    (!chosen('type') || facts.type === chosen('type')) &&
    (!chosen('encoding') || facts.encoding === chosen('encoding')) &&
    (!chosen('rule') || chosen('rule') in facts.rules) &&
    (!chosen('finding') || chosen('finding') in facts.findings)
  );
}

async function refresh() {
  byId('query').placeholder = byId('in-texts').checked ? 'part of a path or a text' : 'part of a path';
  const tell = (text) => { byId('count').textContent = text; };
  const found = await search(all.filter(fits), chosen('query'), byId('in-texts').checked, tell);
  if (found === null) return;
  listed = [...found].sort(ORDERS[chosen('order')]);
  page = 0;
  showPage();
  tell(listed.length === all.length ? counted(all.length, 'document') : counted(listed.length, 'document') + ' of ' + all.length.toLocaleString('en'));
}

function showPage() {
  const pages = Math.max(1, Math.ceil(listed.length / A_PAGE));
  const rows = listed.slice(page * A_PAGE, (page + 1) * A_PAGE).map(listRow);
  byId('list').tBodies[0].replaceChildren(...rows);
  byId('list').hidden = !rows.length;
  byId('pages').hidden = pages === 1;
  byId('page').textContent = 'Page ' + (page + 1) + ' of ' + pages;
  byId('earlier').disabled = page === 0;
  byId('later').disabled = page === pages - 1;
}

function listRow(facts) {
  const link = element('a', { href: '#document/' + facts.number, dir: 'auto' }, visible(facts.path));
  const tags = facts.grave.map(([code, count]) => findingTag(code, count));
  return element('tr', {},
    element('th', { scope: 'row' }, link),
    element('td', {}, facts.language),
    element('td', { class: 'wider' }, facts.type),
    element('td', { class: 'wider' }, facts.encoding),
    element('td', { class: 'number' }, perCent(facts.removed, facts.first)),
    element('td', { class: 'number' }, facts.repairs ? facts.repairs.toLocaleString('en') : ''),
    element('td', {}, ...tags));
}

function findingTag(code, count) {
  return element('span', { class: 'tag ' + severityOf(code), title: (known.codes[code] || [])[1] }, code.split('.')[1] + (count > 1 ? ' ' + count : ''));
}

function turn(by) {
  page += by;
  showPage();
  byId('documents-title').focus();
}

function startList() {
  fillFilters();
  byId('filters').hidden = false;
  byId('filters').addEventListener('submit', (event) => event.preventDefault());
  // The search field has told its text already: listing again as it loses focus would take a link from under a click.
  byId('filters').addEventListener('change', (event) => { if (event.target.id !== 'query') refresh(); });
  byId('filters').addEventListener('reset', () => setTimeout(refresh));
  let waiting = 0;
  byId('query').addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(refresh, 200); });
  byId('earlier').addEventListener('click', () => turn(-1));
  byId('later').addEventListener('click', () => turn(1));
  return refresh();
}

// A name in a plot chooses the documents that have it.
function startPicks() {
  for (const place of document.querySelectorAll('[data-pick]')) {
    const { pick, value } = place.dataset;
    const button = element('button', { type: 'button', class: 'pick' }, ...place.childNodes);
    button.append(element('span', { class: 'unseen' }, ': list these documents'));
    button.addEventListener('click', () => choose(pick, value));
    place.append(button);
  }
}

function choose(pick, value) {
  byId('filters').reset();
  if (pick === 'furniture') byId('rule').value = 'furniture.' + value;
  else byId(pick).value = value;
  refresh();
  location.hash = '#documents';
  byId('documents').scrollIntoView();
  byId('documents-title').focus({ preventScroll: true });
}
