// Writes theme and density on <html> before anything is painted. The values mirror the settings
// of the book and are kept by src/lib/appearance.ts; a missing or odd value means the default.
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
