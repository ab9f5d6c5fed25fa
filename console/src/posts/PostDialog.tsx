import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useOfficer } from "../api/queries";
import type { PostCommand, Shift } from "../api/types";
import { Button } from "../design/Button";
import { ErrorState, Loaded } from "../design/Feedback";
import { Checkbox, Field, Select } from "../design/Field";
import { Modal } from "../design/Modal";
import { toldAs } from "../hits/send";
import { hasWord, t, word } from "../i18n";
import { useNames } from "../inbox/told";
import { BROKEN, type Step } from "./posts";
import { figuresQuery } from "./queries";
import { Figures } from "./ShiftPanels";
import { usePostAct } from "./send";

const ROWS = 4;
const MAX_WORDS = 8_000;
const MAX_NAME = 200;
/** Steps whose words may be left out. */
const WORDLESS: readonly Step[] = ["restore", "take_over", "come_other"];

interface Props {
  point: string;
  shift: Shift;
  step: Step;
  outage?: string | undefined;
  onClose: () => void;
}

/** Asks what a step needs. What was typed stays until it is done or put away. */
export function PostDialog({ point, shift, step, outage, onClose }: Props) {
  const names = useNames();
  const officer = useOfficer();
  const { mutate, isPending, error } = usePostAct(point, onClose);
  const [words, setWords] = useState("");
  const [name, setName] = useState("");
  const [agency, setAgency] = useState("");
  const [what, setWhat] = useState<string>("");
  const [fallback, setFallback] = useState(false);
  const [checked, setChecked] = useState(false);
  const missing = {
    words: !WORDLESS.includes(step) && !words.trim(),
    name: step === "come_other" && !name.trim(),
    agency: step === "come_other" && agency === "",
    what: step === "outage" && what === "",
  };
  const need = (lacks: boolean) => (checked && lacks ? t("field.required") : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (isPending || Object.values(missing).some(Boolean)) return;
    const said = words.trim();
    const bodies: Record<Step, PostCommand> = {
      come_other: { command: "come", name: name.trim(), agency },
      outage: { command: "outage", what, text: said, fallback, ...(agency && { agency }) },
      restore: { command: "restore", outage: outage ?? "", text: said },
      hand_over: { command: "hand_over", text: said, shift: shift.id },
      take_over: { command: "take_over", text: said, shift: shift.id },
      report: { command: "report", text: said, shift: shift.id },
    };
    mutate(bodies[step]);
  };
  // Whoever leads writes down everybody who is needed; a supervisor those of the own agency.
  const agencies = shift.agencies.map((a) => ({ id: a.agency, name: names.agency(a.agency) }));
  const choices = agencies.some((a) => a.id === officer.agency)
    ? agencies
    : [...agencies, { id: officer.agency, name: names.agency(officer.agency) }];
  return (
    <Modal title={word("postcommand", step)} isOpen onClose={() => !isPending && onClose()}>
      <form className="stack" noValidate onSubmit={submit}>
        {hasWord("post.why", step) && <p>{word("post.why", step)}</p>}
        {step === "report" && <Draft shift={shift.id} />}
        {step === "come_other" && (
          <Field
            label={t("post.name")}
            isRequired
            maxLength={MAX_NAME}
            value={name}
            onChange={setName}
            error={need(missing.name)}
            autoFocus
          />
        )}
        {step === "outage" && (
          <Select
            label={t("post.what")}
            isRequired
            value={what}
            onChange={setWhat}
            options={BROKEN.map((id) => ({ id, name: word("broken", id) }))}
            error={need(missing.what)}
          />
        )}
        {(step === "come_other" || step === "outage") && (
          <Select
            label={t("post.agency")}
            isRequired={step === "come_other"}
            value={agency}
            onChange={setAgency}
            options={choices}
            error={need(missing.agency)}
          />
        )}
        {step !== "come_other" && (
          <Field
            label={t("post.words")}
            rows={ROWS}
            maxLength={MAX_WORDS}
            isRequired={!WORDLESS.includes(step)}
            value={words}
            onChange={setWords}
            error={need(missing.words)}
          />
        )}
        {step === "outage" && (
          <Checkbox isSelected={fallback} onChange={setFallback}>
            {t("post.fallback.ask")}
          </Checkbox>
        )}
        {Boolean(error) && <ErrorState error={toldAs("post", error, names)} />}
        <div className="dialog-actions">
          <Button onPress={onClose} isDisabled={isPending}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" kind="primary" isPending={isPending}>
            {word("postcommand", step)}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** The figures that the report will carry. */
function Draft({ shift }: { shift: string }) {
  const query = useQuery(figuresQuery(shift));
  return (
    <Loaded query={query} lines={3}>
      {(figures) => <Figures figures={figures} />}
    </Loaded>
  );
}
