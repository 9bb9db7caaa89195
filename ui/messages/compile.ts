/**
 * Reads the messages when the page is built, so that the page itself need not: a sentence with
 * values in it arrives taken apart, one without as it is.
 */
import { type MessageFormatElement, parse } from '@formatjs/icu-messageformat-parser';
import type { Plugin } from 'vite';

/** A message as the page gets it. */
export type Message = string | MessageFormatElement[];

/** Whether the text of a message is what is shown: nothing in it stands for something else. */
const verbatim = (text: string): boolean => !/[{}<>']/.test(text);

/** Throws where the text is no message. */
export function compile(text: string): Message {
  return verbatim(text) ? text : parse(text);
}

export function compiledMessages(): Plugin {
  return {
    name: 'messages',
    enforce: 'pre',
    transform: {
      filter: { id: /\/messages\/[a-z]+\/[\w-]+\.json$/ },
      handler(code) {
        const texts = Object.entries(JSON.parse(code) as Record<string, string>);
        const compiled = texts.map(([key, text]) => [key, compile(text)]);
        return { code: JSON.stringify(Object.fromEntries(compiled)), map: null };
      },
    },
  };
}
