import { afterEach, expect, it } from 'vitest';
import { followPrinting } from './printing';

const { dataset } = document.documentElement;
afterEach(() => {
  delete dataset.theme;
});

it.each([['dark'], [undefined]])('is light on paper and %s again after it', (theme) => {
  if (theme) dataset.theme = theme;
  const stop = followPrinting();
  window.dispatchEvent(new Event('beforeprint'));
  // Some systems say it twice.
  window.dispatchEvent(new Event('beforeprint'));
  expect(dataset.theme).toBe('light');
  window.dispatchEvent(new Event('afterprint'));
  expect(dataset.theme).toBe(theme);
  stop();
  window.dispatchEvent(new Event('beforeprint'));
  expect(dataset.theme).toBe(theme);
});
