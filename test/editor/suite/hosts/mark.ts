/** What each line begins with that the suite prints, by which the runner tells it from the chatter of VS Code. */
export const mark = '[suite] ';
