import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from "react";
import { rightToLeft, t } from "../i18n";
import { curve, layout, NODE_PX, type Placed, widthOf } from "./layout";
import "./path.css";

interface Props<S extends Placed> {
  stages: readonly S[];
  /** Whether a stage is behind the crossing: the line from it is drawn through. */
  isDone?: (stage: S) => boolean;
  children: (stage: S) => ReactNode;
}

/** A procedure as a drawing: what comes after what, from the first stage to the release. On a phone one below the other. */
export function Graph<S extends Placed>({ stages, isDone = () => false, children }: Props<S>) {
  const drawn = useMemo(() => layout(stages), [stages]);
  const host = useRef<HTMLOListElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const seen = new ResizeObserver(() => setWidth(element.clientWidth));
    seen.observe(element);
    return () => seen.disconnect();
  }, []);
  const done = new Set(stages.filter(isDone).map((s) => s.stage));
  const height = drawn.rows * (NODE_PX.height + NODE_PX.down) - NODE_PX.down;
  return (
    <div className="path-scroll">
      <ol
        ref={host}
        className="path-grid"
        style={{
          gridTemplateColumns: `repeat(${drawn.columns}, minmax(0, 1fr))`,
          gridTemplateRows: `repeat(${drawn.rows}, ${NODE_PX.height}px)`,
          columnGap: NODE_PX.across,
          rowGap: NODE_PX.down,
          ["--least" as string]: `${widthOf(drawn.columns, NODE_PX.least)}px`,
          ["--most" as string]: `${widthOf(drawn.columns, NODE_PX.most)}px`,
        }}
      >
        {stages.map((stage) => {
          const cell = drawn.cells.get(stage.stage);
          if (!cell) return null;
          return (
            <li key={stage.stage} style={{ gridColumn: cell.column + 1, gridRow: cell.row + 1 }}>
              {children(stage)}
            </li>
          );
        })}
        {width > 0 && (
          <li className="path-lines" aria-hidden="true">
            <svg width={width} height={height} className={rightToLeft() ? "mirrored" : undefined}>
              <title>{t("crossing.path")}</title>
              {drawn.lines.map(({ from, to, through }) => (
                <path key={`${from} ${to}`} className={done.has(from) ? "done" : undefined} d={curve(through, drawn.columns, width)} />
              ))}
            </svg>
          </li>
        )}
      </ol>
    </div>
  );
}

/** Stages that are named and not drawn. */
export function Left({ name, stages }: { name: string; stages: readonly { title: string }[] }) {
  if (stages.length === 0) return null;
  return (
    <p className="path-left small">
      <span className="muted">{name}: </span>
      <span dir="auto">{stages.map((s) => s.title).join(", ")}</span>
    </p>
  );
}
