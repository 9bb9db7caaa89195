export * from './accounts.svelte';
export * from './attention';
export * from './categories.svelte';
export * from './copies.svelte';
export * from './importing.svelte';
export * from './pace';
export * from './say';
export * from './synced';
