import type { CommandName } from '$lib/backend/contract';
import type { Answer } from './fake';

/** Answers of one part of the fake backend. */
export type Answers = Partial<Record<CommandName, Answer>>;
