export * from './country';
export * from './date';
export * from './labels';
export * from './money';
export * from './number';
export { isLocale, region, systemLocale } from './region.svelte';
