export * from './accounts.svelte';
export * from './categories.svelte';
export * from './importing.svelte';
