// What a reader without eyes or with weak ones needs, checked on the page as it stands. Returns what is wrong.
() => {
  const wrong = [];
  const seen = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length > 0;
  const nameOf = (node) => node.getAttribute('aria-label') || (node.labels && [...node.labels].map((it) => it.textContent).join('')) || node.textContent || node.title || '';
  for (const node of document.querySelectorAll('a[href], button, input, select, summary, [role=region], nav, table, section')) {
    if (!seen(node)) continue;
    const by = node.getAttribute('aria-labelledby');
    const name = by ? document.getElementById(by)?.textContent : node.tagName === 'TABLE' ? node.caption?.textContent : nameOf(node);
    if (!name?.trim()) wrong.push('no name: ' + node.outerHTML.slice(0, 80));
  }
  const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
  if (new Set(ids).size !== ids.length) wrong.push('an id stands twice');
  for (const picture of document.querySelectorAll('svg')) {
    if (picture.getAttribute('aria-hidden') !== 'true' && !picture.getAttribute('aria-label')) wrong.push('a picture without words');
  }
  for (const landmark of ['header', 'main', 'nav', 'footer']) if (!document.querySelector(landmark)) wrong.push('no ' + landmark);
  if ([...document.querySelectorAll('h1')].filter(seen).length !== 1) wrong.push('not one first heading');
  let level = 1;
  for (const heading of [...document.querySelectorAll('h1, h2, h3, h4')].filter(seen)) {
    const now = Number(heading.tagName[1]);
    if (now > level + 1) wrong.push('a heading level is left out before ' + heading.textContent);
    level = now;
  }
  if (document.documentElement.lang !== 'en') wrong.push('no language');

  const parse = (colour) => {
    const numbers = colour.match(/[\d.]+/g).map(Number);
    const scale = colour.startsWith('color(') ? 255 : 1;
    return [numbers[0] * scale, numbers[1] * scale, numbers[2] * scale, numbers[3] ?? 1];
  };
  const over = (top, below) => [0, 1, 2].map((at) => top[at] * top[3] + below[at] * (1 - top[3])).concat(1);
  const light = (colour) => {
    const [red, green, blue] = colour.map((value) => { const part = value / 255; return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const background = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const contrast = (one, other) => { const [high, low] = [light(one), light(other)].sort((a, b) => b - a); return (high + 0.05) / (low + 0.05); };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const told = new Set();
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !seen(node) || node.closest('script, style, button:disabled, .unseen, .skip')) continue;
    const style = getComputedStyle(node);
    const below = background(node);
    const ink = over(parse(node.closest('svg') ? style.fill : style.color), below);
    const ratio = contrast(ink, below);
    const key = node.tagName + '.' + (node.getAttribute('class') || '');
    if (ratio < 4.5 && !told.has(key)) {
      told.add(key);
      wrong.push('contrast ' + ratio.toFixed(2) + ' of ' + key + ': ' + walker.currentNode.data.slice(0, 40));
    }
  }
  for (const node of document.querySelectorAll('button, select, input[type=search], summary')) {
    if (seen(node) && !node.closest('.unseen') && node.getBoundingClientRect().height < 24) wrong.push('too small to touch: ' + node.outerHTML.slice(0, 80));
  }
  return wrong;
}
