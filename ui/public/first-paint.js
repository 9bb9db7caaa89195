// Writes theme and density on <html> before anything is painted. The values mirror the settings
// of the book and are kept by src/lib/appearance.svelte.ts; a missing or odd value means the default.
(function () {
  try {
    var root = document.documentElement;
    var theme = localStorage.getItem('coffer.theme');
    var density = localStorage.getItem('coffer.density');
    if (theme === 'light' || theme === 'dark') root.setAttribute('data-theme', theme);
    if (density === 'compact' || density === 'comfortable')
      root.setAttribute('data-density', density);
  } catch {
    // Without storage the defaults hold.
  }
})();

// Asks for what the first view shows while the page's own scripts are still being read. The answers
// wait in window.__ahead for src/lib/backend/early.ts, which also says when they no longer count.
(function () {
  var host = window.__TAURI_INTERNALS__;
  if (!host || (location.hash && location.hash !== '#/' && location.hash !== '#/overview')) return;
  var ahead = {};
  var ask = function (name, request) {
    var answer = host.invoke(name, { request: request });
    answer.catch(function () {}); // A refusal is asked for again, and told then.
    ahead[name + ' ' + JSON.stringify(request)] = answer;
  };
  ask('app_status', {});
  ask('settings_get', {});
  ask('accounts_list', {});
  ask('connections_list', {});
  ask('overview_get', { comingDays: 14, recent: 8 });
  window.__ahead = ahead;
})();
