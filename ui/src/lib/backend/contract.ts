/** The wire as the page sees it. */

export type CommandName = string;
export type Request<_N extends CommandName> = unknown;
export type Response<_N extends CommandName> = unknown;
export type Progress<_N extends CommandName> = unknown;

export interface ApiError {
  code: string;
  params: Record<string, string>;
  trace: string;
}

export const tagsRead = (_name: CommandName): readonly string[] => [];
export const tagsWritten = (_name: CommandName): readonly string[] => [];
