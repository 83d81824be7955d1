// Searching the texts: a slice of the documents at a time, so that the page stays alive; a new search ends the old one.

const SLICE = 30; // milliseconds between two breaths
let searching = 0;

const folded = (text) => text.normalize('NFC').toLowerCase();

function holds(number, wanted) {
  const rows = whole(number).rows;
  const side = (take) => folded(rows.map((row) => row.map(take).join('')).join(''));
  return side(partAfter).includes(wanted) || side(partBefore).includes(wanted);
}

// The documents of `candidates` whose path, or with `texts` text, holds the query; null if another search began.
async function search(candidates, query, texts, tell) {
  const mine = ++searching;
  const wanted = folded(query.trim());
  if (!wanted) return candidates;
  const found = [];
  let breath = performance.now();
  for (const [done, facts] of candidates.entries()) {
    if (folded(facts.path).includes(wanted) || (texts && holds(facts.number, wanted))) found.push(facts);
    if (texts && performance.now() - breath > SLICE) {
      tell('Searching: ' + done.toLocaleString('en') + ' of ' + counted(candidates.length, 'document') + ' …');
      await new Promise((go) => setTimeout(go));
      if (mine !== searching) return null;
      breath = performance.now();
    }
  }
  return found;
}
