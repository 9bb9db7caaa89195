/**
 * The view on paper, or as a PDF by the system's own dialog. Paper is light whatever the screen is, so the theme is put aside
 * for as long as the system takes the picture.
 */
export function followPrinting(target: Window = window): () => void {
  const { dataset } = target.document.documentElement;
  let kept: string | undefined;
  let printing = false;
  const before = (): void => {
    if (printing) return;
    printing = true;
    kept = dataset.theme;
    dataset.theme = 'light';
  };
  const after = (): void => {
    if (!printing) return;
    printing = false;
    if (kept === undefined) delete dataset.theme;
    else dataset.theme = kept;
  };
  target.addEventListener('beforeprint', before);
  target.addEventListener('afterprint', after);
  return () => {
    after();
    target.removeEventListener('beforeprint', before);
    target.removeEventListener('afterprint', after);
  };
}

export const printView = (): void => window.print();
