/** The pictures that a category may have, as the book lists them. */
import { ICON_PATHS, type IconName } from '$design/primitives';

export const CHART_ICONS = [
  'home',
  'tools',
  'leaf',
  'bolt',
  'water',
  'wifi',
  'phone',
  'cart',
  'fork',
  'cup',
  'car',
  'train',
  'plane',
  'globe',
  'key',
  'tag',
  'shirt',
  'gift',
  'heart',
  'sport',
  'users',
  'paw',
  'book',
  'play',
  'recur',
  'bell',
  'flag',
  'work',
  'bank',
  'card',
  'cash',
  'piggy',
  'layers',
  'shield',
  'box',
  'swap',
] as const satisfies readonly IconName[];

/** The picture by its word; a word of a later version has none of its own. */
export const chartIcon = (word: string): IconName =>
  word in ICON_PATHS ? (word as IconName) : 'tag';
