/** The wire as the page sees it: generated types, and the tables that come with them. */
import { tags, type Calls, type Streams } from './generated/commands';

export type * from './generated/types';

export type CallName = keyof Calls;
export type StreamName = keyof Streams;
export type CommandName = CallName | StreamName;
type Commands = Calls & Streams;
export type Request<N extends CommandName> = Commands[N]['request'];
export type Response<N extends CommandName> = Commands[N]['response'];
export type Progress<N extends StreamName> = Streams[N]['progress'];

/** What the answer of a command is made of. */
export const tagsRead = (name: CommandName) => tags[name].reads;

/** What a command makes stale. */
export const tagsWritten = (name: CommandName) => tags[name].writes;
