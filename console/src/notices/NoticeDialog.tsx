import { type FormEvent, useState } from "react";
import type { Notice, NoticeCommand } from "../api/types";
import { Button } from "../design/Button";
import { ErrorState } from "../design/Feedback";
import { Field, Select } from "../design/Field";
import { Modal } from "../design/Modal";
import { toldAs } from "../hits/send";
import { t, word } from "../i18n";
import { useNames } from "../inbox/told";
import { Figures } from "./NoticePage";
import { useNoticeAct } from "./send";

const ROWS = 4;
const MAX_WORDS = 2_500;
const OUTCOMES = ["kept", "changed", "withdrawn"];

export type Step = "issue" | "acknowledge" | "withdraw" | "review";

interface Props {
  view: Notice;
  step: Step;
  onClose: () => void;
}

/** Asks what a command on a notice needs, after saying what it does. */
export function NoticeDialog({ view, step, onClose }: Props) {
  const names = useNames();
  const [words, setWords] = useState("");
  const [outcome, setOutcome] = useState("");
  const [checked, setChecked] = useState(false);
  const act = useNoticeAct(view.notice.id, onClose);
  const wordless = step === "issue" || step === "acknowledge";
  const lacks = { words: !wordless && !words.trim(), outcome: step === "review" && outcome === "" };
  const need = (is: boolean) => (checked && is ? t("field.required") : undefined);
  const draft = view.pending?.draft ?? view.draft;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (act.isPending || lacks.words || lacks.outcome) return;
    const said = words.trim();
    const bodies: Record<Step, NoticeCommand> = {
      issue: { command: "issue", draft },
      acknowledge: { command: "acknowledge", draft: view.draft, text: said },
      withdraw: { command: "withdraw", reason: said },
      review: { command: "review", outcome, text: said },
    };
    act.mutate(bodies[step]);
  };
  return (
    <Modal title={word("noticecommand", step)} isOpen onClose={() => !act.isPending && onClose()}>
      <form className="stack" noValidate onSubmit={submit}>
        <p>{word("notices.why", step)}</p>
        {step === "review" && view.figures && <Figures figures={view.figures} />}
        {step === "review" && (
          <Select
            label={t("notices.outcome")}
            isRequired
            value={outcome}
            onChange={setOutcome}
            options={OUTCOMES.map((id) => ({ id, name: word("noticeoutcome", id) }))}
            error={need(lacks.outcome)}
          />
        )}
        {step !== "issue" && (
          <Field
            label={t(step === "withdraw" ? "ask.reason" : "notices.words")}
            rows={ROWS}
            maxLength={MAX_WORDS}
            isRequired={!wordless}
            value={words}
            onChange={setWords}
            error={need(lacks.words)}
          />
        )}
        {act.isError && <ErrorState error={toldAs("notice", act.error, names)} />}
        <div className="dialog-actions">
          <Button onPress={onClose} isDisabled={act.isPending}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" kind={step === "withdraw" ? "danger" : "primary"} isPending={act.isPending}>
            {word("noticecommand", step)}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
