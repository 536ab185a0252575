/** Yes or no as both databases keep it: PostgreSQL's boolean and SQLite's number would be two things. */
export type Flag = 0 | 1;
