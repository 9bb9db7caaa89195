import type { Attachment } from 'svelte/attachments';

/** Writes CSS properties through the object model: the content policy allows no style attributes. */
export function cssVars(
  values: Readonly<Record<string, string>>,
): Attachment<HTMLElement | SVGElement> {
  return (element) => {
    for (const [name, value] of Object.entries(values)) element.style.setProperty(name, value);
  };
}
