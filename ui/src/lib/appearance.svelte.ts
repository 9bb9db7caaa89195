/** Theme and density on `<html>`, mirrored to local storage for `first-paint.js`. */
export type Theme = 'system' | 'light' | 'dark';
export type Density = 'compact' | 'normal' | 'comfortable';

class Appearance {
  theme = $state<Theme>('system');
  density = $state<Density>('normal');

  /** Takes over what the first paint wrote. */
  constructor() {
    if (typeof document === 'undefined') return;
    const { theme, density } = document.documentElement.dataset;
    if (theme === 'light' || theme === 'dark') this.theme = theme;
    if (density === 'compact' || density === 'comfortable') this.density = density;
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    write('theme', theme === 'system' ? null : theme);
  }

  setDensity(density: Density): void {
    this.density = density;
    write('density', density === 'normal' ? null : density);
  }
}

function write(name: 'theme' | 'density', value: string | null): void {
  const { dataset } = document.documentElement;
  if (value === null) delete dataset[name];
  else dataset[name] = value;
  try {
    if (value === null) localStorage.removeItem(`coffer.${name}`);
    else localStorage.setItem(`coffer.${name}`, value);
  } catch {
    // Storage can be refused; the setting in the book still holds after start.
  }
}

export const appearance = new Appearance();
