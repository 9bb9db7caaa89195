/**
 * One import from the choice of files to the report. Nothing is written before `commit`. Every
 * change of the mapping or of an account reads the files again; an older reading is stopped.
 */
import { backend, type Stream } from '$lib/backend/backend';
import type {
  CsvMapping,
  FilePreview,
  ImportFileReq,
  ImportGlance,
  ImportPreview,
  ImportReport,
  ImportRows,
  JobProgress,
  OfferedFile,
  PreviewChoice,
  PreviewMany,
  PreviewRow,
  RowChoice,
  RowShow,
  StatementAccount,
  StatementPreview,
} from '$lib/backend/contract';
import { mutate, run } from '$lib/cache';
import { errorCode } from '$lib/errors';

export type Step = 'file' | 'columns' | 'check' | 'done' | 'history';

interface Reading {
  mapping: CsvMapping | null;
  accounts: StatementAccount[];
  dayFirst: boolean | null;
  positiveIsOut: boolean | null;
  /** A template's id, empty for none, null for the one that fits. */
  template: string | null;
}

/** What a file without columns may leave open, and the two answers. */
export type Answer = Partial<Pick<Reading, 'dayFirst' | 'positiveIsOut'>>;

/** The question that is answered beside the rows. */
const CURRENCY = 'currency';

const keyOf = (token: string, statement: number, row: number) => `${token} ${statement} ${row}`;

/** What becomes of a row unless the person decides otherwise. */
export const proposed = (row: PreviewRow): RowChoice =>
  row.verdict === 'new' ? 'add' : row.verdict === 'matched' ? 'link' : 'skip';

/** Whether a row asks: it looks like one in the book, or it is of days that a sync delivers. */
export const asks = (row: PreviewRow): boolean =>
  row.verdict === 'matched' || row.verdict === 'covered' || row.reason === 'twin';

/** What can be done with a row, the proposal first. */
export function possible(row: PreviewRow): readonly RowChoice[] {
  if (row.verdict === 'problem') return ['skip'];
  if (row.verdict === 'matched') return ['link', 'add', 'skip'];
  if (row.verdict === 'covered') return ['skip', 'add'];
  if (row.reason === 'twin') return ['add', 'link', 'skip'];
  if (row.verdict === 'duplicate') return row.reason === 'same_id' ? ['skip'] : ['skip', 'add'];
  return ['add', 'skip'];
}

/** Whether a row can be said to be any row of its account: not where the bank's own id is here already. */
export const linkable = (row: PreviewRow): boolean =>
  row.verdict !== 'problem' && row.reason !== 'same_id';

/** What was decided about a row, and the row of the book that it is. */
interface Decision {
  choice: RowChoice;
  into: string | null;
}

/** Rows asked for at once. */
const ROWS = 200;

/** Files of more bytes than this take a while to read: their first rows are shown before. */
const LONG = 2_000_000;

export class ImportSession {
  step = $state<Step>('file');
  files = $state.raw<readonly OfferedFile[]>([]);
  preview = $state.raw<ImportPreview | null>(null);
  report = $state.raw<ImportReport | null>(null);
  active = $state('');
  busy = $state<'reading' | 'saving' | 'undoing' | null>(null);
  progress = $state.raw<JobProgress | null>(null);
  error = $state.raw<unknown>(undefined);
  undone = $state(false);
  #readings = $state.raw<ReadonlyMap<string, Reading>>(new Map());
  /** Which rows are shown, and what is looked for in them. */
  show = $state<RowShow>('all');
  text = $state('');
  #choices = $state.raw<ReadonlyMap<string, Decision>>(new Map());
  #many = $state.raw<readonly PreviewMany[]>([]);
  /** Rows and sums as Rust counts them with what was decided, by file and statement. */
  #looked = $state.raw<ReadonlyMap<string, ImportRows>>(new Map());
  /** First rows of long files, by token. */
  glances = $state.raw<ReadonlyMap<string, ImportGlance>>(new Map());
  /** Names for what is remembered of a file's reading. */
  #names = $state.raw<ReadonlyMap<string, string>>(new Map());
  #looking = 0;
  /** Files whose columns the person has looked over. */
  #confirmed = $state.raw<ReadonlySet<string>>(new Set());
  #stream: Stream<unknown> | null = null;
  #generation = 0;

  get file(): FilePreview | undefined {
    return this.preview?.files.find((file) => file.token === this.active);
  }

  /** How a file is read: as the person said, else as Rust proposes. */
  mappingOf(file: FilePreview): CsvMapping | null {
    return this.#readings.get(file.token)?.mapping ?? file.mapping;
  }

  /** What must be answered before a file's rows mean anything. The currency is asked beside the rows. */
  open(file: FilePreview): string[] {
    if (this.#confirmed.has(file.token)) return [];
    return file.questions.filter((question) => question !== CURRENCY);
  }

  /** Whether a file's rows can be taken in. */
  ready(file: FilePreview): boolean {
    return file.outcome === 'import' || (file.outcome === 'ask' && this.open(file).length === 0);
  }

  /** Whether the file leaves the currency of a statement to the person. */
  asksCurrency(file: FilePreview, statement: number): boolean {
    return file.questions.includes(CURRENCY) || this.currencyOf(file, statement) !== null;
  }

  /** The currency the person chose for a statement. */
  currencyOf(file: FilePreview, statement: number): string | null {
    const chosen = this.#readings.get(file.token)?.accounts ?? [];
    return chosen.find((one) => one.statement === statement)?.currency ?? null;
  }

  /** The columns are as they should be. */
  confirm(): void {
    const looked = (this.preview?.files ?? []).filter((file) => file.mapping);
    this.#confirmed = new Set([...this.#confirmed, ...looked.map((file) => file.token)]);
    this.step = 'check';
  }

  choiceOf(token: string, statement: number, row: PreviewRow): RowChoice {
    return this.#choices.get(keyOf(token, statement, row.row))?.choice ?? row.choice;
  }

  /** Whether anything was decided otherwise than proposed. */
  get decided(): boolean {
    return this.#choices.size > 0 || this.#many.length > 0;
  }

  /** What Rust counted with everything decided; nothing before anything was. */
  looked(token: string, statement: number): ImportRows | undefined {
    return this.#looked.get(`${token} ${statement}`);
  }

  /** How many rows a statement adds. */
  adding(token: string, statement: StatementPreview): number {
    return this.looked(token, statement.statement)?.adding ?? statement.new;
  }

  /** The name under which a file's reading is remembered. */
  nameOf(file: FilePreview): string {
    const account = file.statements.length === 1 ? file.statements[0]?.accountName : undefined;
    return this.#names.get(file.token) ?? file.template?.name ?? account ?? file.name;
  }

  setName(token: string, name: string): void {
    this.#names = new Map(this.#names).set(token, name);
  }

  /** How many rows the whole import adds. */
  get total(): number {
    return (this.preview?.files ?? [])
      .filter((file) => this.ready(file))
      .flatMap((file) => file.statements.map((one) => this.adding(file.token, one)))
      .reduce((sum, count) => sum + count, 0);
  }

  /** How many trades in securities come with it. */
  get trades(): number {
    return (this.preview?.files ?? [])
      .filter((file) => this.ready(file))
      .flatMap((file) => file.statements)
      .reduce((sum, one) => sum + one.trades, 0);
  }

  /** Asks the system for files. */
  async pick(): Promise<void> {
    this.error = undefined;
    try {
      const files = await backend().call('import_pick', {});
      if (files.length > 0) await this.add(files);
    } catch (error) {
      this.error = error;
    }
  }

  /** Adds files and reads everything. */
  async add(files: readonly OfferedFile[]): Promise<void> {
    if (this.step === 'done' || this.step === 'history') this.reset();
    const known = new Set(this.files.map((file) => file.token));
    const added = files.filter((file) => !known.has(file.token));
    this.files = [...this.files, ...added];
    for (const file of added) if (file.bytes > LONG) void this.#glance(file.token);
    if (await this.read()) this.#proceed();
  }

  /** Fetches the first rows of a file; without them it is read all the same. */
  async #glance(token: string): Promise<void> {
    try {
      const glance = await backend().call('import_glance', { token });
      this.glances = new Map(this.glances).set(token, glance);
    } catch {
      // The reading of the whole file says what is wrong with it.
    }
  }

  /** Takes a file out. */
  async remove(token: string): Promise<void> {
    this.files = this.files.filter((file) => file.token !== token);
    this.#forget(token);
    if (this.files.length === 0) {
      this.cancel();
      this.reset();
    } else await this.read();
  }

  async setMapping(token: string, mapping: CsvMapping): Promise<void> {
    this.#reading(token, { mapping });
    await this.read();
  }

  /** Answers what a file without columns leaves open. */
  async answer(token: string, answer: Answer): Promise<void> {
    this.#reading(token, answer);
    await this.read();
  }

  async setAccount(file: FilePreview, change: StatementAccount): Promise<void> {
    const before = this.#readings.get(file.token)?.accounts ?? [];
    const accounts = [...before.filter((one) => one.statement !== change.statement), change];
    this.#reading(file.token, { accounts });
    await this.read();
  }

  /** Reads a file by a template; empty reads it anew. */
  async setTemplate(token: string, template: string): Promise<void> {
    this.#reading(token, { template, mapping: null, accounts: [] });
    const names = new Map(this.#names);
    names.delete(token);
    this.#names = names;
    await this.read();
  }

  async choose(
    token: string,
    statement: number,
    row: PreviewRow,
    choice: RowChoice,
  ): Promise<void> {
    this.#choices = new Map(this.#choices).set(keyOf(token, statement, row.row), {
      choice,
      into: null,
    });
    await this.look();
  }

  /** Says which row of the book a row is. */
  async link(token: string, statement: number, row: PreviewRow, into: string): Promise<void> {
    this.#choices = new Map(this.#choices).set(keyOf(token, statement, row.row), {
      choice: 'link',
      into,
    });
    await this.look();
  }

  /** Decides about every row shown, also those beyond the list. */
  async chooseShown(choice: RowChoice): Promise<void> {
    const { file, show, text } = this;
    if (!file) return;
    const made = file.statements.map(({ statement }): PreviewMany => ({
      token: file.token,
      statement,
      show,
      text,
      choice,
    }));
    this.#many = [...this.#many, ...made];
    // What was said of single rows before is overruled by what is said of all.
    this.#choices = new Map(
      [...this.#choices].filter(([key]) => !key.startsWith(`${file.token} `)),
    );
    await this.look();
  }

  /** Forgets every decision about the file at hand. */
  async decideAnew(): Promise<void> {
    this.#forget(this.active);
    await this.look();
  }

  /** Shows other rows. */
  async see(show: RowShow, text: string): Promise<void> {
    this.show = show;
    this.text = text;
    await this.look();
  }

  /** Counts anew, and fetches the rows that are to be seen; `more` of a statement adds to those there. */
  async look(more: number | null = null): Promise<void> {
    const { file, preview, show, text } = this;
    if (!file || !preview) return;
    const turn = ++this.#looking;
    try {
      const found = await Promise.all(
        file.statements.map(async ({ statement }) => {
          const before = more === statement ? this.looked(file.token, statement) : undefined;
          const rows = await backend().call('import_rows', {
            preview: preview.id,
            token: file.token,
            statement,
            show,
            text,
            from: before?.rows.length ?? 0,
            limit: ROWS,
            many: [...this.#many],
            choices: this.#sent(),
          });
          const all = before ? { ...rows, rows: [...before.rows, ...rows.rows] } : rows;
          return [`${file.token} ${statement}`, all] as const;
        }),
      );
      if (turn !== this.#looking) return;
      this.#looked = new Map([...this.#looked, ...found]);
    } catch (error) {
      if (turn === this.#looking) this.error = error;
    }
  }

  #sent(): PreviewChoice[] {
    return [...this.#choices].map(([key, { choice, into }]) => {
      const [token = '', statement, row] = key.split(' ');
      return { token, statement: Number(statement), row: Number(row), choice, into };
    });
  }

  #forget(token: string): void {
    const keep = (key: string) => !key.startsWith(`${token} `);
    this.#choices = new Map([...this.#choices].filter(([key]) => keep(key)));
    this.#many = this.#many.filter((one) => one.token !== token);
    this.#looked = new Map([...this.#looked].filter(([key]) => keep(key)));
    this.#looking += 1;
  }

  /** Reads the files; false when it failed or was overtaken. */
  async read(): Promise<boolean> {
    const generation = ++this.#generation;
    this.#stream?.cancel();
    this.busy = 'reading';
    this.error = undefined;
    this.progress = null;
    const files = this.files.map(({ token }): ImportFileReq => ({
      token,
      mapping: this.#readings.get(token)?.mapping ?? null,
      accounts: this.#readings.get(token)?.accounts ?? [],
      dayFirst: this.#readings.get(token)?.dayFirst ?? null,
      positiveIsOut: this.#readings.get(token)?.positiveIsOut ?? null,
      template: this.#readings.get(token)?.template ?? null,
    }));
    try {
      const stream = run('import_preview', { files }, (progress) => {
        if (generation === this.#generation) this.progress = progress;
      });
      this.#stream = stream;
      const preview = await stream.result;
      if (generation !== this.#generation) return false;
      this.preview = preview;
      this.#looked = new Map();
      this.#looking += 1;
      if (!preview.files.some((file) => file.token === this.active)) {
        this.active = preview.files[0]?.token ?? '';
      }
      if (this.decided || this.show !== 'all' || this.text !== '') await this.look();
      return true;
    } catch (error) {
      if (generation === this.#generation && errorCode(error) !== 'cancelled') this.error = error;
      return false;
    } finally {
      if (generation === this.#generation) {
        this.busy = null;
        this.#stream = null;
      }
    }
  }

  /** Stops reading or taking in. What was written in part is rolled back by Rust. */
  cancel(): void {
    this.#stream?.cancel();
  }

  async commit(): Promise<void> {
    const { preview } = this;
    if (!preview) return;
    this.busy = 'saving';
    this.error = undefined;
    this.progress = null;
    const names = [...this.#names]
      .map(([token, name]) => ({ token, name: name.trim() }))
      .filter(({ name }) => name !== '');
    const request = {
      preview: preview.id,
      choices: this.#sent(),
      many: [...this.#many],
      names,
    };
    try {
      const stream = run('import_commit', request, (progress) => {
        this.progress = progress;
      });
      this.#stream = stream;
      this.report = await stream.result;
      this.step = 'done';
    } catch (error) {
      if (errorCode(error) !== 'cancelled') this.error = error;
    } finally {
      this.busy = null;
      this.#stream = null;
    }
  }

  /** Takes the import back. `keep` names rows edited since that stay; the other edited ones go as well. */
  async undo(keep: string[] | null = null): Promise<void> {
    const batch = this.report?.batch;
    if (!batch) return;
    this.busy = 'undoing';
    this.error = undefined;
    try {
      await mutate('batch_undo', { batch, force: false, keep });
      this.undone = true;
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = null;
    }
  }

  reset(): void {
    this.#generation += 1;
    this.#stream?.cancel();
    this.#stream = null;
    this.step = 'file';
    this.files = [];
    this.preview = null;
    this.report = null;
    this.active = '';
    this.busy = null;
    this.progress = null;
    this.error = undefined;
    this.undone = false;
    this.#readings = new Map();
    this.#choices = new Map();
    this.#many = [];
    this.#looked = new Map();
    this.#names = new Map();
    this.glances = new Map();
    this.show = 'all';
    this.text = '';
    this.#confirmed = new Set();
  }

  #reading(token: string, change: Partial<Reading>): void {
    const before = this.#readings.get(token) ?? {
      mapping: null,
      accounts: [],
      dayFirst: null,
      positiveIsOut: null,
      template: null,
    };
    this.#readings = new Map(this.#readings).set(token, { ...before, ...change });
    // Another reading has other rows; decisions about the old ones mean nothing.
    this.#forget(token);
  }

  /** To the columns where a file leaves something open, to the rows where something can be read. */
  #proceed(): void {
    const files = this.preview?.files ?? [];
    const open = files.find((file) => file.outcome === 'ask' && file.mapping && !this.ready(file));
    const ready = files.find((file) => this.ready(file));
    if (open) {
      this.active = open.token;
      this.step = 'columns';
    } else if (ready) {
      this.active = ready.token;
      this.step = 'check';
    }
  }
}
