/** What the overview asks for: so many of the newest rows, and so many days ahead. */
export const OVERVIEW = { recent: 8, comingDays: 14 };
