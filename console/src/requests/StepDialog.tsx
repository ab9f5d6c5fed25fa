import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useFramework } from "../api/queries";
import type { RequestCommand, RequestView } from "../api/types";
import { Button } from "../design/Button";
import { ErrorState } from "../design/Feedback";
import { Field, Select } from "../design/Field";
import { Modal } from "../design/Modal";
import { Switch } from "../design/Tabs";
import { vocabularyQuery } from "../framework/queries";
import { toldAs } from "../hits/send";
import { hasWord, t, word } from "../i18n";
import { useNames } from "../inbox/told";
import { GROUNDS, OUTCOMES, type Step, USES } from "./requests";
import { useRequestAct } from "./send";

const MAX_WORDS = 4_000;
const MAX_LINK = 500;
/** Steps that say something, and steps that give a reason. */
const TEXT: readonly Step[] = ["answer", "supplement", "correct", "judge"];
const REASON: readonly Step[] = ["correct", "recall", "release", "withdraw"];

interface Props {
  view: RequestView;
  step: Step;
  /** Which of what was given. */
  item: number;
  onClose: () => void;
}

/** Asks what a step needs. What was typed stays until it is done or put away. */
export function StepDialog({ view, step, item, onClose }: Props) {
  const names = useNames();
  const { agencyName } = useFramework();
  const vocabulary = useQuery(vocabularyQuery);
  const act = useRequestAct(view.card.id, onClose);
  const given = view.given[item];
  const [outcome, setOutcome] = useState<string>("full");
  const [ground, setGround] = useState("");
  const [text, setText] = useState(step === "correct" ? (given?.text ?? "") : "");
  const [reason, setReason] = useState("");
  const [link, setLink] = useState("");
  const [used, setUsed] = useState<string>("used");
  const [to, setTo] = useState("");
  const [checked, setChecked] = useState(false);
  const grounded = step === "answer" && outcome !== "full";
  const lacks = {
    text: TEXT.includes(step) && !text.trim(),
    reason: REASON.includes(step) && !reason.trim(),
    ground: grounded && ground === "",
    to: step === "release" && to === "",
  };
  const need = (missing: boolean) => (checked && missing ? t("field.required") : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (act.isPending || Object.values(lacks).some(Boolean)) return;
    const said = text.trim();
    const why = reason.trim();
    const where = link.trim() ? { link: link.trim() } : {};
    const bodies: Record<Step, Omit<RequestCommand, "command">> = {
      answer: { outcome, text: said, ...(grounded ? { ground } : {}), ...where },
      supplement: { text: said, ...where },
      correct: { item, text: said, reason: why },
      recall: { item, reason: why },
      judge: { item, used, text: said },
      release: { to, reason: why },
      withdraw: { reason: why },
    };
    act.mutate({ command: step, ...bodies[step] });
  };
  const has = new Set([view.card.from, view.card.to, ...view.released.map((r) => r.agency)]);
  const others = [...new Set((vocabulary.data?.desks ?? []).map((d) => d.agency))].filter((a) => !has.has(a));
  return (
    <Modal title={word("requestcommand", step)} isOpen wide={step === "answer"} onClose={() => !act.isPending && onClose()}>
      <form className="stack" noValidate onSubmit={submit}>
        {hasWord("requests.why", step) && <p>{word("requests.why", step)}</p>}
        {step === "answer" && (
          <div>
            <Switch
              label={t("requests.outcome")}
              value={outcome}
              onChange={setOutcome}
              tabs={OUTCOMES.map((id) => ({ id, name: word("answeroutcome", id) }))}
            />
          </div>
        )}
        {grounded && (
          <Select
            label={t("requests.ground")}
            isRequired
            value={ground}
            onChange={setGround}
            options={GROUNDS.map((id) => ({ id, name: word("requestground", id) }))}
            error={need(lacks.ground)}
          />
        )}
        {step === "judge" && (
          <div>
            <Switch
              label={t("requests.used")}
              value={used}
              onChange={setUsed}
              tabs={USES.map((id) => ({ id, name: word("requestuse", id) }))}
            />
          </div>
        )}
        {step === "release" && (
          <Select
            label={t("requests.whom")}
            isRequired
            value={to}
            onChange={setTo}
            options={others
              .map((id) => ({ id, name: names.agency(id), detail: agencyName(id) }))
              .sort((a, b) => a.name.localeCompare(b.name))}
            error={need(lacks.to)}
          />
        )}
        {TEXT.includes(step) && (
          <Field
            label={t(step === "answer" && outcome === "refused" ? "ask.reason" : "requests.text")}
            rows={5}
            isRequired
            autoFocus
            maxLength={MAX_WORDS}
            value={text}
            onChange={setText}
            error={need(lacks.text)}
          />
        )}
        {REASON.includes(step) && (
          <Field
            label={t("ask.reason")}
            rows={3}
            isRequired
            maxLength={MAX_WORDS}
            value={reason}
            onChange={setReason}
            error={need(lacks.reason)}
          />
        )}
        {(step === "supplement" || (step === "answer" && outcome !== "refused")) && (
          <Field label={t("requests.link")} hint={t("requests.link.hint")} mono maxLength={MAX_LINK} value={link} onChange={setLink} />
        )}
        {act.isError && <ErrorState error={toldAs("request", act.error, names)} />}
        <div className="dialog-actions">
          <Button onPress={onClose} isDisabled={act.isPending}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" kind={step === "recall" ? "danger" : "primary"} isPending={act.isPending}>
            {word("requestcommand", step)}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
