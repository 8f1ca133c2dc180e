/**
 * One SQL text with its row type. A named statement is prepared once a connection and reused; a list built from filters
 * has no name, so that each shape is planned for its own values.
 */
export interface Statement<Row> {
  readonly name: string | undefined;
  readonly text: string;
  /** Never set: carries the row's type. */
  readonly row?: Row;
}

const declared: Statement<unknown>[] = [];
/** Every named statement of the modules that are loaded: what a test of all of them goes through. */
export const declaredStatements = (): readonly Statement<unknown>[] => declared;

/** `name` is unique in the code base; PostgreSQL keeps at most 63 bytes of it. */
export const statement = <Row = Record<string, never>>(name: string, text: string): Statement<Row> => {
  const made: Statement<Row> = { name, text };
  declared.push(made);
  return made;
};

/** A text assembled from constant fragments at run time. Values always travel as parameters, never in the text. */
export const assembled = <Row>(text: string): Statement<Row> => ({ name: undefined, text });

/** Runs statements: the pool (each on its own) or a transaction (all or nothing). */
export interface Executor {
  query<Row>(statement: Statement<Row>, values: readonly unknown[]): Promise<Row[]>;
  /** The driver's own answer to pg-boss's statements, which may be several in one text. Nothing else uses it. */
  readonly forJobs: JobsExecutor;
}

export interface JobsExecutor {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: never[] }>;
}

export interface Transaction extends Executor {
  readonly kind: 'transaction';
  /** Runs after the commit, for nudges that may be lost: never for anything the business relies on. */
  afterCommit(nudge: () => void): void;
  /** From now on each statement of this transaction is given so long to be answered, as one that PostgreSQL allows more time needs. */
  waitForAnswers(milliseconds: number): void;
}

/**
 * An array as PostgreSQL reads it, of values that need no quotes: ids, numbers, words of ours. Several times cheaper than the driver's own way,
 * which looks at every value; refuses anything else.
 */
export const plainArray = (values: readonly (string | number | null)[]): string => {
  const text = values.map((value) => value ?? 'NULL').join(',');
  if (!/^[\w.,-]*$/.test(text)) throw new Error('a value of a plain array needs quotes');
  return `{${text}}`;
};

/** The one row that must be there. */
export const single = <Row>(rows: readonly Row[], what: string): Row => {
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new Error(`expected one ${what}, got ${rows.length}`);
  return row;
};
