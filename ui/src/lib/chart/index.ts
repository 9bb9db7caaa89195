export * from './chart.svelte';
