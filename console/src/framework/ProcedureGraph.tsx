import { useMemo } from "react";
import { Button, Dialog, DialogTrigger, Heading, Popover } from "react-aria-components";
import { placeText } from "../api/problem";
import { useFramework } from "../api/queries";
import type { Path, Stage } from "../api/types";
import { Graph, Left } from "../crossing/Graph";
import { Chip } from "../design/Chip";
import { DataList } from "../design/DataList";
import { Icon, type IconName } from "../design/Icon";
import { t, word } from "../i18n";
import { duration, MICROS } from "../i18n/time";
import { drawn } from "./procedure";

const SIGNS: Record<string, IconName> = { gate: "flag", handover: "right", joint_examination: "user", release: "check" };

/** The procedure drawn as a crossing would go through it. */
export function ProcedureGraph({ path, without }: { path: Path; without: ReadonlySet<string> }) {
  const stages = useMemo(() => drawn(path, without), [path, without]);
  const states = new Set(path.stages.map((s) => s.state));
  return (
    <div className="path procedure">
      <Graph stages={stages}>{({ of }) => <Node stage={of} path={path} shared={states.size > 1} />}</Graph>
      <Left
        name={t("explorer.procedure.without")}
        stages={stages.filter((s) => s.state === "not_applicable").map((s) => ({ title: s.of.title }))}
      />
    </div>
  );
}

/** One stage. Where two states work, each half has its own edge. */
function Node({ stage, path, shared }: { stage: Stage; path: Path; shared: boolean }) {
  const { agency, agencyName } = useFramework();
  const sign = SIGNS[stage.kind];
  const optional = !stage.mandatory || Boolean(stage.applies);
  return (
    <DialogTrigger>
      <Button className={`node kind-${stage.kind}${shared ? ` half-${stage.side}` : ""}${optional ? " optional" : ""}`}>
        <span className="node-title" dir="auto">
          {stage.title}
        </span>
        <span className="node-owner">
          {shared && (
            <b>
              {word("side", stage.side)} {stage.state}
            </b>
          )}
          <span className="clip" dir="auto" title={agencyName(stage.agency)}>
            {agency(stage.agency)}
          </span>
        </span>
        <span className="node-state">
          {sign && <Icon name={sign} size={12} />}
          <b className="clip" title={stage.applies ? word("condition", stage.applies) : undefined}>
            {stage.applies
              ? word("condition", stage.applies)
              : stage.mandatory
                ? word("stagekind", stage.kind)
                : t("crossing.path.optional")}
          </b>
          <span className="node-time num">{duration(stage.expected_s * MICROS)}</span>
        </span>
      </Button>
      <Popover className="popover stage-popover" offset={4}>
        <Detail stage={stage} path={path} />
      </Popover>
    </DialogTrigger>
  );
}

/** Everything that the framework says of a stage. */
function Detail({ stage, path }: { stage: Stage; path: Path }) {
  const { agencyName } = useFramework();
  const titles = (ids: readonly string[]) => ids.map((id) => path.stages.find((s) => s.id === id)?.title ?? id).join(", ");
  return (
    <Dialog className="stage-detail">
      <header>
        <Heading slot="title" level={3} dir="auto">
          {stage.title}
        </Heading>
        <Chip>{word("stagekind", stage.kind)}</Chip>
      </header>
      <DataList
        items={[
          [t("account.agency"), `${agencyName(stage.agency)}, ${stage.state}`],
          [t("explorer.half"), word("side", stage.side)],
          [t("crossing.path.after"), titles(stage.after)],
          [t("explorer.applies"), stage.applies ? word("condition", stage.applies) : t("explorer.applies.always")],
          [t("explorer.needed"), stage.mandatory ? t("crossing.mandatory") : t("crossing.path.optional")],
          [t("explorer.waivable"), stage.waivable ? t("explorer.waivable.yes") : t("explorer.waivable.no")],
          [t("explorer.examines"), stage.examines && word("examines", stage.examines)],
          [t("explorer.joins"), titles(stage.joins)],
          [t("explorer.expected"), duration(stage.expected_s * MICROS)],
          [t("crossing.path.target"), duration(stage.target_s * MICROS)],
          [
            t("crossing.place"),
            <code key="place" dir="ltr">
              {placeText(stage.place)}
            </code>,
          ],
        ]}
      />
    </Dialog>
  );
}
