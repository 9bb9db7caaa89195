export * from './announce.svelte';
export * from './roving';
