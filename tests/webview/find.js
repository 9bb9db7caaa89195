// Waits until a control of this role and name is on screen, and gives it; `null` when time is up.
// Role and name are computed as a screen reader does, by axe. A name that ends in “…” is a beginning.
const [role, name, mode, patience, done] = arguments;

const TAGS = {
  alert: '',
  button: 'button, summary',
  checkbox: 'input',
  columnheader: 'th',
  combobox: 'select, input, button',
  dialog: 'dialog',
  figure: 'figure',
  grid: '',
  gridcell: '',
  group: 'fieldset, details',
  heading: 'h1, h2, h3, h4',
  link: 'a[href]',
  listbox: 'select',
  listitem: 'li',
  main: 'main',
  menuitem: '',
  navigation: 'nav',
  option: 'option',
  progressbar: 'progress',
  radio: 'input',
  region: 'section',
  row: 'tr',
  searchbox: 'input',
  slider: 'input',
  status: 'output',
  switch: 'input, button',
  tab: '',
  table: 'table',
  textbox: 'input, textarea',
};
const begins = name.endsWith('…');
const wanted = begins ? name.slice(0, -1) : name;
const tidy = (text) => text.replace(/\s+/g, ' ').trim();
const fits = (text) => (begins ? tidy(text).startsWith(wanted) : tidy(text) === wanted);
const selector = [`[role="${role}"]`, TAGS[role]].filter(Boolean).join(', ');
const shown = (element) =>
  element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: false }) &&
  element.getClientRects().length > 0;
const idle = (element) =>
  !element.disabled && element.closest('[aria-disabled="true"], [aria-busy="true"]:is(button)') === null;
const is = (element) => {
  const found = axe.commons.aria.getRole(element, { noPresentational: true });
  if (role === 'button' && element.localName === 'summary') return true;
  // A field for a secret has no role of its own; to a person it is a field.
  return found === role || (role === 'textbox' && element.type === 'password');
};

// Axe leaves out the label of a button, which browsers do not.
const labels = (element) => [...(element.labels ?? [])].map((label) => label.innerText);

function look() {
  let candidates = [...document.querySelectorAll(selector)].filter(shown);
  if (candidates.length === 0) return [];
  axe.setup(document.documentElement);
  try {
    candidates = candidates.filter(
      (element) => is(element) && [axe.commons.text.accessibleText(element), ...labels(element)].some(fits),
    );
  } finally {
    axe.teardown();
  }
  // What lies under a dialog is out of reach.
  const dialogs = [...document.querySelectorAll('[role="dialog"], [role="alertdialog"]')].filter(shown);
  const top = dialogs.at(-1);
  const within = top ? candidates.filter((element) => top.contains(element) || element === top) : [];
  return within.length > 0 ? within : candidates;
}

let timer;
let frame = 0;
const observer = new MutationObserver(() => {
  if (frame === 0) frame = setTimeout(check, 50);
});
function end(answer) {
  observer.disconnect();
  clearTimeout(timer);
  clearTimeout(frame);
  done(answer);
}
function check() {
  frame = 0;
  const found = look();
  if (mode === 'gone') {
    if (found.length === 0) end(true);
  } else {
    const one = mode === 'use' ? found.find(idle) : found[0];
    if (one) {
      one.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      end(one);
    }
  }
}
timer = setTimeout(() => end(mode === 'gone' ? false : null), patience);
observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
check();
