/** What the layout needs to know of a stage. */
export interface Placed {
  stage: string;
  after: readonly string[];
  state: string;
}

/** A place in the drawing: column by what comes first, row from the top. Places without a stage let a long line pass. */
export interface Cell {
  column: number;
  row: number;
  stage?: string;
}

export interface Line {
  from: string;
  to: string;
  /** From the first stage over the places between to the second. */
  through: Cell[];
}

export interface Layout {
  columns: number;
  rows: number;
  cells: Map<string, Cell>;
  lines: Line[];
}

/** What each applicable stage comes directly after: a stage that does not apply hands on what it comes after itself, and what follows anyway is left out. */
export function directly(stages: readonly Placed[]): Map<string, string[]> {
  const by = new Map(stages.map((s) => [s.stage, s]));
  const applies = (id: string) => by.get(id)?.state !== "not_applicable";
  const bridged = (ids: readonly string[], seen: ReadonlySet<string>): string[] =>
    ids.flatMap((id) => {
      if (!by.has(id) || seen.has(id)) return [];
      return applies(id) ? [id] : bridged(by.get(id)?.after ?? [], new Set([...seen, id]));
    });
  const after = new Map(stages.filter((s) => applies(s.stage)).map((s) => [s.stage, [...new Set(bridged(s.after, new Set([s.stage])))]]));
  const above = new Map<string, Set<string>>();
  const ancestors = (id: string): Set<string> => {
    const known = above.get(id);
    if (known) return known;
    const found = new Set<string>();
    above.set(id, found);
    for (const a of after.get(id) ?? []) for (const b of [a, ...ancestors(a)]) found.add(b);
    return found;
  };
  return new Map([...after].map(([id, ids]) => [id, ids.filter((a) => !ids.some((b) => b !== a && ancestors(b).has(a)))]));
}

/** Places stages from left to right by what they come after, and keeps lines short: a stage stands near what it follows. */
export function layout(stages: readonly Placed[]): Layout {
  const after = directly(stages);
  const column = new Map<string, number>();
  const place = (id: string, under: ReadonlySet<string>): number => {
    const known = column.get(id);
    if (known !== undefined) return known;
    const ids = (after.get(id) ?? []).filter((a) => !under.has(a));
    const at = ids.length === 0 ? 0 : 1 + Math.max(...ids.map((a) => place(a, new Set([...under, id]))));
    column.set(id, at);
    return at;
  };
  for (const id of after.keys()) place(id, new Set());
  const columns = Math.max(-1, ...column.values()) + 1;

  const lines: Line[] = [];
  const inColumn: { cell: Cell; before: Cell[] }[][] = Array.from({ length: columns }, () => []);
  const cells = new Map<string, Cell>();
  const byColumn = [...after.keys()].sort((a, b) => (column.get(a) ?? 0) - (column.get(b) ?? 0));
  for (const id of byColumn) {
    const cell: Cell = { column: column.get(id) ?? 0, row: 0, stage: id };
    cells.set(id, cell);
    const before: Cell[] = [];
    for (const from of after.get(id) ?? []) {
      const start = cells.get(from);
      if (!start) continue;
      const through = [start];
      for (let at = start.column + 1; at < cell.column; at++) {
        const pass: Cell = { column: at, row: 0 };
        inColumn[at]?.push({ cell: pass, before: [through.at(-1) ?? start] });
        through.push(pass);
      }
      before.push(through.at(-1) ?? start);
      lines.push({ from, to: id, through: [...through, cell] });
    }
    inColumn[cell.column]?.push({ cell, before });
  }
  // Column by column: in the order of what stands before; a line that only passes goes below the stages.
  for (const places of inColumn) {
    const wish = (p: { before: Cell[] }) => (p.before.length === 0 ? 0 : p.before.reduce((n, b) => n + b.row, 0) / p.before.length);
    const passes = (p: { cell: Cell }) => Number(p.cell.stage === undefined);
    const ordered = [...places].sort((a, b) => wish(a) - wish(b) || passes(a) - passes(b));
    ordered.forEach((p, row) => {
      p.cell.row = row;
    });
  }
  const rows = Math.max(0, ...inColumn.map((c) => c.length));
  return { columns, rows, cells, lines };
}

/** Sizes of the drawing. Pixels. */
export const NODE_PX = { height: 74, down: 8, across: 26, least: 132, most: 240 } as const;

/** The width of a drawing whose columns have this width. */
export const widthOf = (columns: number, column: number): number => columns * column + (columns - 1) * NODE_PX.across;

/** A line as an SVG path in a drawing of this width: bends between columns, straight through them. */
export function curve(through: readonly Cell[], columns: number, width: number): string {
  const wide = (width - (columns - 1) * NODE_PX.across) / columns;
  const left = (c: Cell) => c.column * (wide + NODE_PX.across);
  const middle = (c: Cell) => c.row * (NODE_PX.height + NODE_PX.down) + NODE_PX.height / 2;
  const [start, ...rest] = through;
  if (!start) return "";
  const parts = [`M${left(start) + wide} ${middle(start)}`];
  let at = { x: left(start) + wide, y: middle(start) };
  rest.forEach((cell, i) => {
    const to = { x: left(cell), y: middle(cell) };
    const bend = (to.x - at.x) / 2;
    parts.push(`C${at.x + bend} ${at.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`);
    at = to;
    if (i < rest.length - 1) {
      at = { x: to.x + wide, y: to.y };
      parts.push(`H${at.x}`);
    }
  });
  return parts.join("");
}
