// Why something was changed, or doubted: shown beside it when it is pointed at or has the keyboard's focus. Escape
// hides it; it stays while the pointer is on it.

const tip = byId('tip');
let told = null; // the mark it is about
let leaving = 0;

function factList(facts) {
  const list = element('dl');
  for (const [name, value] of Object.entries(facts || {})) {
    list.append(element('dt', {}, safe(name.replaceAll('_', ' '))), element('dd', { dir: 'auto' }, visible(String(value))));
  }
  return list;
}

// A sentence in which backticks are around code.
const worded = (sentence) => sentence.split('`').map((part, at) => (at % 2 ? element('code', {}, part) : part));

function reason([rule, facts]) {
  return element('div', { class: 'reason' }, element('p', {}, element('code', {}, rule), ' ', ...worded(known.rules[rule] || '')), factList(facts));
}

function doubt(finding) {
  const [severity, meaning] = known.codes[finding.code] || ['note', ''];
  return element('div', { class: 'reason' },
    element('p', {}, element('span', { class: 'tag ' + severity }, finding.code), ' ', meaning),
    element('p', { dir: 'auto' }, visible(finding.message)), factList(finding.evidence));
}

// Makes an element tell what `say` gives when it is reached; `say` is asked then, not before.
function tells(mark, say) {
  mark.setAttribute('aria-describedby', 'tip');
  const show = () => showTip(mark, say());
  mark.addEventListener('focus', show);
  mark.addEventListener('mouseenter', show);
  mark.addEventListener('mouseleave', () => leave(mark));
  mark.addEventListener('blur', hideTip);
  return mark;
}

function showTip(mark, content) {
  clearTimeout(leaving);
  told = mark;
  tip.replaceChildren(...content);
  tip.hidden = false;
  placeTip(mark);
}

function placeTip(mark) {
  if (matchMedia('(max-width: 40rem)').matches) {
    tip.style.removeProperty('left');
    tip.style.removeProperty('top');
    return;
  }
  const [at] = mark.getClientRects();
  const box = tip.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, innerWidth - box.width - 8));
  const below = at.bottom + 6;
  const top = below + box.height > innerHeight && at.top > box.height + 6 ? at.top - box.height - 6 : below;
  tip.style.left = left + scrollX + 'px';
  tip.style.top = top + scrollY + 'px';
}

function leave(mark) {
  leaving = setTimeout(() => { if (told === mark && document.activeElement !== mark) hideTip(); }, 250);
}

function hideTip() {
  clearTimeout(leaving);
  tip.hidden = true;
  told = null;
}

function startTip() {
  tip.addEventListener('mouseenter', () => clearTimeout(leaving));
  tip.addEventListener('mouseleave', () => { if (told) leave(told); });
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') hideTip(); });
}
