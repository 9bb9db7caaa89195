import { fakeBackend } from './fake';

/** An invented household, for looking at the page without Rust. Built only by `--mode fake`. */
export const practiceBackend = () => fakeBackend({});
