/** Identifies the SQLite files of this program: "task" in ASCII. */
export const APPLICATION_ID = 0x7461736b;
