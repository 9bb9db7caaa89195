/** The words of the page's polite live region. The frame draws it; anyone may speak. */
class Announcer {
  text = $state('');
  #flip = false;

  /** Says the words once the reader is idle. The same words twice are said twice. */
  say(text: string): void {
    this.#flip = !this.#flip;
    this.text = this.#flip ? text : `${text}\u00a0`;
  }
}

export const announcer = new Announcer();
export const announce = (text: string) => announcer.say(text);
