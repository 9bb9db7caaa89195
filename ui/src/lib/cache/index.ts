export { canonical } from '$lib/backend/canonical';
export * from './cache.svelte';
