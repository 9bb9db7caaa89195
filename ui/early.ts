/**
 * Names in the page's head what the first view needs, so that it is fetched while the scripts
 * before it are still being read: its own scripts and styles, and the letters it is set in.
 */
import type { HtmlTagDescriptor, Plugin } from 'vite';

/** The view that opens first. */
const VIEW = /\/features\/overview\/index\.svelte$/;
const LETTERS = /\/inter-latin-opsz-normal-[^/]*\.woff2$/;

export function firstViewEarly(): Plugin {
  return {
    name: 'first-view-early',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const files = Object.values(bundle ?? {});
        const tags: HtmlTagDescriptor[] = [];
        const link = (href: string, more: Record<string, string | boolean>) => {
          if (!html.includes(href))
            tags.push({
              tag: 'link',
              attrs: { crossorigin: true, href: `/${href}`, ...more },
              injectTo: 'head',
            });
        };
        const letters = files.find((file) => LETTERS.test(`/${file.fileName}`));
        const view = files.find(
          (file) => file.type === 'chunk' && VIEW.test(file.facadeModuleId ?? ''),
        );
        if (!view || !letters) throw new Error('the first view or its letters are not in the page');
        link(letters.fileName, { rel: 'preload', as: 'font', type: 'font/woff2' });
        const met = new Set<string>();
        const follow = (name: string): void => {
          const file = files.find((one) => one.fileName === name);
          if (file?.type !== 'chunk' || met.has(name)) return;
          met.add(name);
          link(name, { rel: 'modulepreload' });
          for (const style of file.viteMetadata?.importedCss ?? [])
            link(style, { rel: 'preload', as: 'style' });
          for (const next of file.imports) follow(next);
        };
        follow(view.fileName);
        return tags;
      },
    },
  };
}
