import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { serverNow } from "../api/clock";
import { type Problem, problemOf } from "../api/problem";
import { pathsQuery, useFramework, useOfficer } from "../api/queries";
import type { CommandOffer, CommandRequest, Crossing } from "../api/types";
import { Button } from "../design/Button";
import { ErrorState, Notice } from "../design/Feedback";
import { Field, type Option, Select } from "../design/Field";
import { Modal } from "../design/Modal";
import { t, word } from "../i18n";
import { duration, MICROS } from "../i18n/time";
import { type Ask, asksOf, groundsFor, holdLengths, isNeeded, markable, missing, referable, type Said } from "./asks";
import { lookOf, wordOf } from "./offers";

const TOPICS = ["general", "medical", "intelligence", "risk"];
const VERDICTS = ["clear", "objection"];
/** A hold that lasts as long as its ground allows: what the server takes when nothing is said. */
const LONGEST = "longest";
const REASON_ROWS = 3;
/** Longest reason, note, finding or remark that the server keeps. Characters, on the safe side of its bytes. */
const MAX_WORDS = 2_000;

interface Props {
  crossing: Crossing;
  offer: CommandOffer;
  isPending: boolean;
  error: Problem | null;
  onClose: () => void;
  onSend: (said: Partial<CommandRequest>) => void;
}

/** Asks what a command needs. What was typed stays until the command is done or put away. */
export function CommandForm({ crossing, offer, isPending, error, onClose, onSend }: Props) {
  const asks = asksOf(offer);
  const options = useOptions(crossing, offer);
  const [said, setSaid] = useState<Said>(() => only(options));
  const [checked, setChecked] = useState(false);
  const gaps = checked ? missing(asks, said) : [];
  const second = error?.code === "second_examination" ? error : null;
  const stage = crossing.path.find((s) => s.stage === offer.stage);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (missing(asks, said).length === 0)
      onSend(
        requestOf(
          asks.map((a) => a.ask),
          said,
        ),
      );
  };
  return (
    <Modal title={word("command", wordOf(offer))} isOpen onClose={() => !isPending && onClose()}>
      <form
        className="stack"
        noValidate
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
        }}
      >
        <p className="muted" dir="auto">
          {[stage?.title, crossing.card.label].filter(Boolean).join(" · ")}
        </p>
        {second && (
          <Notice tone="amber" icon="alert">
            {t("ask.second")}
          </Notice>
        )}
        {asks.map((asked, i) => {
          const { ask } = asked;
          const common = {
            label: t(`ask.${ask}`),
            value: said[ask] ?? "",
            onChange: (value: string) => setSaid((s) => ({ ...s, [ask]: value })),
            isRequired: isNeeded(asked, said),
            error: gaps.includes(ask) ? t("field.required") : undefined,
            autoFocus: i === 0,
          };
          const choices = ask === "until" ? lengths(said.ground, options.max) : options[ask];
          if (choices) {
            if (ask === "until" && choices.length < 2) return null;
            return <Select key={ask} {...common} options={choices} hint={choices.find((o) => o.id === said[ask])?.detail} />;
          }
          return <Field key={ask} {...common} rows={REASON_ROWS} maxLength={MAX_WORDS} />;
        })}
        {error && !second && <ErrorState error={problemOf(error)} />}
        <div className="dialog-actions">
          <Button onPress={onClose} isDisabled={isPending}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" kind={lookOf(offer).danger ? "danger" : "primary"} isPending={isPending}>
            {word("command", wordOf(offer))}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

type Options = Partial<Record<Ask, Option[]>> & { max: Record<string, number> };

/** What can be chosen for each question that has a list of answers. */
function useOptions(crossing: Crossing, offer: CommandOffer): Options {
  const { framework, agencyName } = useFramework();
  const officer = useOfficer();
  const { procedure, direction, point } = crossing.card;
  const paths = useQuery(pathsQuery(point));
  const path = paths.data?.paths.find((p) => p.procedure === procedure && p.direction === direction);
  const grounds = groundsFor(offer.command, framework, officer);
  const most = (max_s: number | null | undefined) => (max_s ? t("ask.ground.max", { time: duration(max_s * MICROS) }) : "");
  const named = (group: string, values: readonly string[]) => values.map((id) => ({ id, name: word(group, id) }));
  return {
    ground: grounds.map((g) => ({ id: g.id, name: g.title, detail: [g.legal_basis, most(g.max_s)].filter(Boolean).join(" · ") })),
    to: referable(crossing, offer.stage).map((s) => ({ id: s.stage, name: s.title, detail: agencyName(s.agency) })),
    verdict: named("verdict", VERDICTS),
    agreement: crossing.reversal.map((id) => ({ id, name: id })),
    condition: markable(crossing, path).map((m) => ({
      id: m.condition,
      name: word("condition", m.condition),
      detail: m.stages.join(", "),
    })),
    topic: named("topic", TOPICS),
    max: Object.fromEntries(grounds.map((g) => [g.id, g.max_s ?? 0])),
  };
}

/** Where there is only one answer it is given already. */
function only(options: Options): Said {
  const one = (ask: Ask) => (options[ask]?.length === 1 ? { [ask]: options[ask]?.[0]?.id } : {});
  return { topic: TOPICS[0], until: LONGEST, ...one("ground"), ...one("agreement"), ...one("to"), ...one("condition") };
}

/** How long a hold lasts: as long as its ground allows, or shorter. */
function lengths(ground: string | undefined, max: Record<string, number>): Option[] {
  const most = ground ? max[ground] : undefined;
  if (!most) return [];
  const shorter = holdLengths(most).map((s) => ({ id: String(s), name: duration(s * MICROS) }));
  return [...shorter, { id: LONGEST, name: t("ask.ground.max", { time: duration(most * MICROS) }) }];
}

function requestOf(asks: readonly Ask[], said: Said): Partial<CommandRequest> {
  const { until, ...words } = Object.fromEntries(asks.map((a) => [a, said[a]?.trim()]).filter(([, v]) => v)) as Said;
  return { ...words, ...(until && until !== LONGEST ? { until_us: Math.floor(serverNow() + Number(until) * MICROS) } : {}) };
}
