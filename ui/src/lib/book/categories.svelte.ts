/** The categories of the book, by id. */
import type { Category } from '$lib/backend/contract';
import { query } from '$lib/cache';
import { t } from '$lib/messages';

/** Slot of the hollow dot: a transfer, or no category. */
const HOLLOW = 9;
/** Slot of the green dot. */
const INCOME = 0;

export interface CategoryFace {
  name: string;
  slot: number;
}

/** Name and dot of a category; a missing one reads as none. */
export function faceOf(category: Category | undefined): CategoryFace {
  if (!category) return { name: t('category.none'), slot: HOLLOW };
  const slot =
    category.kind === 'transfer' ? HOLLOW : category.kind === 'income' ? INCOME : category.slot;
  return { name: category.name, slot };
}

export interface Categories {
  readonly all: readonly Category[];
  get(id: string | null): Category | undefined;
  face(id: string | null): CategoryFace;
}

/** Call it while a component is made. */
export function categories(): Categories {
  const answer = query('categories_list', () => ({}));
  const byId = $derived(new Map((answer.data ?? []).map((one) => [one.id, one])));
  return {
    get all() {
      return answer.data ?? [];
    },
    get: (id) => (id === null ? undefined : byId.get(id)),
    face: (id) => faceOf(id === null ? undefined : byId.get(id)),
  };
}
