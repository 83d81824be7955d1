// Which part of the page is seen, and in which colours.

let left = 0; // how far the archive was scrolled when a document was opened

function route() {
  const found = /^#document\/(\d+)$/.exec(location.hash);
  const number = found && Number(found[1]);
  const opening = found !== null && number < all.length;
  const wasOpen = !byId('document').hidden;
  if (opening && !wasOpen) left = scrollY;
  byId('archive').hidden = opening;
  byId('document').hidden = !opening;
  hideTip();
  byId('skip').setAttribute('href', opening ? '#document-title' : '#documents');
  byId('skip').textContent = opening ? 'Skip to the document' : 'Skip to the documents';
  if (opening) {
    showDocument(number);
    scrollTo(0, 0);
    byId('document-title').focus({ preventScroll: true });
  } else if (wasOpen) {
    const from = location.hash === '#documents' && document.querySelector('#list a[href="#document/' + open.facts.number + '"]');
    if (from) {
      scrollTo(0, left);
      from.focus({ preventScroll: true });
    } else if (location.hash) {
      byId(location.hash.slice(1))?.scrollIntoView();
    }
  }
}

// The address names the open document, so skipping within it must not change it.
function startSkip() {
  byId('skip').addEventListener('click', (event) => {
    if (byId('document').hidden) return;
    event.preventDefault();
    byId('document-title').focus();
  });
}

function startTheme() {
  const button = byId('theme');
  const wanted = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (document.documentElement.dataset.theme || (wanted.matches ? 'dark' : 'light')) === 'dark';
  const name = () => { button.textContent = isDark() ? 'Light' : 'Dark'; button.setAttribute('aria-label', (isDark() ? 'Light' : 'Dark') + ' colours'); };
  button.addEventListener('click', () => { document.documentElement.dataset.theme = isDark() ? 'light' : 'dark'; name(); });
  wanted.addEventListener('change', name);
  button.hidden = false;
  name();
}

function nameLanguages() {
  const names = languageNames();
  for (const place of document.querySelectorAll('[data-pick="language"]')) {
    const code = place.dataset.value;
    if (names(code) !== code) place.append(element('span', { class: 'aside' }, ' ' + names(code)));
  }
}

addEventListener('beforeprint', () => { for (const fold of document.querySelectorAll('details')) fold.open = true; });
addEventListener('hashchange', route);
startTheme();
startSkip();
readFacts();
nameLanguages();
startPicks();
startTip();
startDocument();
startList().then(route);
