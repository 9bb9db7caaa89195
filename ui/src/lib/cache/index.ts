export * from './cache.svelte';
