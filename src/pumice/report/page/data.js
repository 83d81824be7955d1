// The documents: what the list needs of all of them, and the whole of one when it is opened.

const known = JSON.parse(byId('known').textContent);
const all = [];

function readFacts() {
  for (let number = 0; number < known.documents; number += 1) {
    const block = byId('facts' + number);
    const facts = JSON.parse(block.textContent);
    block.remove();
    facts.number = number;
    facts.repairs = sum(facts.rules, 'repair.');
    facts.grave = Object.entries(facts.findings).filter(([code]) => severityOf(code) !== 'note');
    facts.doubts = facts.grave.reduce((total, [, count]) => total + count, 0);
    all.push(facts);
  }
}

const sum = (rules, start) => Object.entries(rules).reduce((total, [rule, count]) => total + (rule.startsWith(start) ? count : 0), 0);
const severityOf = (code) => (known.codes[code] || ['note'])[0];
const whole = (number) => JSON.parse(byId('text' + number).textContent);
const partBefore = (part) => (typeof part === 'string' ? part : part[0]);
const partAfter = (part) => (typeof part === 'string' ? part : part[1] === null ? part[0] : part[1]);

// How often each value of a fact occurs, most frequent first.
function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
}
