import { useMemo } from "react";
import { Button, DialogTrigger, Popover } from "react-aria-components";
import { useFramework } from "../api/queries";
import type { Crossing, StageNow } from "../api/types";
import { STATES } from "../design/Chip";
import { Clock, Countdown } from "../design/Clock";
import { Icon } from "../design/Icon";
import { t, word } from "../i18n";
import { duration, MICROS } from "../i18n/time";
import { Graph, Left } from "./Graph";
import { sinceOf } from "./holders";
import { StageDetail } from "./StageDetail";

const DONE = ["passed", "joint", "waived"];

/** The way through the controls: what comes after what, whose each stage is, and how far it has come. */
export function PathGraph({ crossing }: { crossing: Crossing }) {
  const { path } = crossing;
  const drawn = useMemo(() => shown(path), [path]);
  const by = new Map(path.map((s) => [s.stage, s]));
  return (
    <div className="path">
      <Graph stages={drawn} isDone={(s) => DONE.includes(s.state)}>
        {({ stage }) => {
          const now = by.get(stage);
          return now && <Node stage={now} crossing={crossing} />;
        }}
      </Graph>
      <Left name={t("crossing.path.optional")} stages={path.filter(isSpare)} />
      <Left name={word("state", "not_applicable")} stages={path.filter((s) => s.state === "not_applicable")} />
    </div>
  );
}

/** What may be done but need not, as long as nobody does it. */
const isSpare = (s: StageNow): boolean => !s.mandatory && ["pending", "ready"].includes(s.state) && !s.joint;

/** Stages that are drawn; those that nobody needs now are named below, so that the way through stays clear. */
const shown = (path: readonly StageNow[]) => path.map((s) => (isSpare(s) ? { ...s, state: "not_applicable" } : s));

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
