// Waits until the page is at rest: nothing loads, nothing moves, fonts are there.
const [patience, done] = arguments;
const until = performance.now() + patience;
const busy = () =>
  document.querySelector('[aria-busy="true"], .skel') !== null ||
  document.getAnimations().some((one) => one.playState === 'running' && one.effect?.getTiming().iterations !== Infinity);
let calm = 0;
function look() {
  calm = busy() ? 0 : calm + 1;
  if (calm >= 4) document.fonts.ready.then(() => done(true));
  else if (performance.now() > until) done(false);
  else setTimeout(() => requestAnimationFrame(look), 60);
}
look();
