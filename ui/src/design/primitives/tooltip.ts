import type { Attachment } from 'svelte/attachments';

const DELAY_MS = 450;
const GAP = 6;
let box: HTMLElement | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Shows words beside an element on hover and on keyboard focus. The element's own name says the same.
 * With `when`, only while it holds, for example while the label is not drawn.
 */
export function tooltip(
  text: string,
  when: (element: HTMLElement) => boolean = () => true,
): Attachment<HTMLElement> {
  return (element) => {
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (when(element)) show(element, text);
      }, DELAY_MS);
    };
    const focus = () => {
      if (element.matches(':focus-visible')) soon();
    };
    const away = () => hide();
    element.addEventListener('pointerenter', soon);
    element.addEventListener('focus', focus);
    for (const event of ['pointerleave', 'pointerdown', 'blur', 'keydown']) {
      element.addEventListener(event, away);
    }
    return () => {
      hide();
      element.removeEventListener('pointerenter', soon);
      element.removeEventListener('focus', focus);
      for (const event of ['pointerleave', 'pointerdown', 'blur', 'keydown']) {
        element.removeEventListener(event, away);
      }
    };
  };
}

function show(element: HTMLElement, text: string): void {
  if (!element.isConnected) return;
  hide();
  box = document.createElement('div');
  box.className = 'tooltip';
  box.setAttribute('aria-hidden', 'true');
  box.textContent = text;
  document.body.append(box);
  const target = element.getBoundingClientRect();
  const own = box.getBoundingClientRect();
  const centre = target.left + target.width / 2 - own.width / 2;
  const left = Math.min(Math.max(8, centre), window.innerWidth - own.width - 8);
  const below = target.bottom + GAP + own.height < window.innerHeight;
  box.style.setProperty('left', `${left}px`);
  box.style.setProperty('top', `${below ? target.bottom + GAP : target.top - GAP - own.height}px`);
}

function hide(): void {
  clearTimeout(timer);
  box?.remove();
  box = null;
}
