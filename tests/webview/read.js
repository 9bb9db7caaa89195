// Waits until the page shows a text (or no longer shows it); what a person can read counts, and nothing hidden.
const [text, wanted, patience, done] = arguments;
const tidy = (words) => words.replace(/[\s\u00a0\u202f]+/g, ' ');
const shows = () => tidy(document.body.innerText).includes(tidy(text));
let timer;
let pause = 0;
const observer = new MutationObserver(() => {
  if (pause === 0) pause = setTimeout(check, 50);
});
function end(answer) {
  observer.disconnect();
  clearTimeout(timer);
  clearTimeout(pause);
  done(answer);
}
function check() {
  pause = 0;
  if (shows() === wanted) end(true);
}
timer = setTimeout(() => end(false), patience);
observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
check();
