import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { Button, DialogTrigger, Popover } from "react-aria-components";
import { useFramework } from "../api/queries";
import type { Crossing, StageNow } from "../api/types";
import { STATES } from "../design/Chip";
import { Clock, Countdown } from "../design/Clock";
import { Icon } from "../design/Icon";
import { rightToLeft, t, word } from "../i18n";
import { duration, MICROS } from "../i18n/time";
import { sinceOf } from "./holders";
import { curve, layout, NODE_PX, widthOf } from "./layout";
import { StageDetail } from "./StageDetail";
import "./path.css";

const DONE = ["passed", "joint", "waived"];

/** The way through the controls: what comes after what, whose each stage is, and how far it has come. On a phone one below the other. */
export function PathGraph({ crossing }: { crossing: Crossing }) {
  const { path } = crossing;
  const drawn = useMemo(() => layout(shown(path)), [path]);
  const host = useRef<HTMLOListElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const seen = new ResizeObserver(() => setWidth(element.clientWidth));
    seen.observe(element);
    return () => seen.disconnect();
  }, []);
  const by = new Map(path.map((s) => [s.stage, s]));
  const height = drawn.rows * (NODE_PX.height + NODE_PX.down) - NODE_PX.down;
  return (
    <div className="path">
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
          {path.map((stage) => {
            const cell = drawn.cells.get(stage.stage);
            if (!cell) return null;
            return (
              <li key={stage.stage} style={{ gridColumn: cell.column + 1, gridRow: cell.row + 1 }}>
                <Node stage={stage} crossing={crossing} />
              </li>
            );
          })}
          {width > 0 && (
            <li className="path-lines" aria-hidden="true">
              <svg width={width} height={height} className={rightToLeft() ? "mirrored" : undefined}>
                <title>{t("crossing.path")}</title>
                {drawn.lines.map(({ from, to, through }) => (
                  <path
                    key={`${from} ${to}`}
                    className={DONE.includes(by.get(from)?.state ?? "") ? "done" : undefined}
                    d={curve(through, drawn.columns, width)}
                  />
                ))}
              </svg>
            </li>
          )}
        </ol>
      </div>
      <Left name={t("crossing.path.optional")} stages={path.filter(isSpare)} />
      <Left name={word("state", "not_applicable")} stages={path.filter((s) => s.state === "not_applicable")} />
    </div>
  );
}

/** What may be done but need not, as long as nobody does it. */
const isSpare = (s: StageNow): boolean => !s.mandatory && ["pending", "ready"].includes(s.state) && !s.joint;

/** Stages that are drawn; those that nobody needs now are named below, so that the way through stays clear. */
const shown = (path: readonly StageNow[]) => path.map((s) => (isSpare(s) ? { ...s, state: "not_applicable" } : s));

function Left({ name, stages }: { name: string; stages: readonly StageNow[] }) {
  if (stages.length === 0) return null;
  return (
    <p className="path-left small">
      <span className="muted">{name}: </span>
      <span dir="auto">{stages.map((s) => s.title).join(", ")}</span>
    </p>
  );
}

/** One stage. A press says everything about it. */
function Node({ stage, crossing }: { stage: StageNow; crossing: Crossing }) {
  const { agency, agencyName } = useFramework();
  const look = STATES[stage.state];
  return (
    <DialogTrigger>
      <Button className={`node ${look?.tone ?? "neutral"} is-${stage.state}${stage.mandatory ? "" : " optional"}`}>
        <span className="node-title" dir="auto">
          {stage.title}
        </span>
        <span className="node-owner">
          {crossing.custody && (
            <b>
              {word("side", stage.side)} {stage.state_code}
            </b>
          )}
          <span className="clip" dir="auto" title={agencyName(stage.agency)}>
            {agency(stage.agency)}
          </span>
        </span>
        <span className="node-state">
          {look?.icon && <Icon name={look.icon} size={12} />}
          <b>{word("state", stage.state)}</b>
          <NodeTime stage={stage} />
        </span>
      </Button>
      <Popover className="popover stage-popover" offset={4}>
        <StageDetail stage={stage} crossing={crossing} />
      </Popover>
    </DialogTrigger>
  );
}

/** How long a stage took, takes, or will take. */
function NodeTime({ stage }: { stage: StageNow }) {
  const since = sinceOf(stage);
  if (stage.hold) return <Countdown until={stage.hold.until_us} label={t("clock.hold")} />;
  if (stage.ended_us && since) return <span className="node-time num">{duration(stage.ended_us - since)}</span>;
  if (["in_progress", "ready", "referred"].includes(stage.state) && since && stage.mandatory)
    return <Clock since={since} due={since + stage.target_s * MICROS} label={t("clock.stage")} />;
  if (stage.state === "pending")
    return <span className="node-time num">{t("crossing.path.expected", { time: duration(stage.expected_s * MICROS) })}</span>;
  return null;
}
