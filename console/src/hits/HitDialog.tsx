import { type FormEvent, useState } from "react";
import type { Hit } from "../api/types";
import { Button } from "../design/Button";
import { ErrorState } from "../design/Feedback";
import { Field, Select } from "../design/Field";
import { Modal } from "../design/Modal";
import { Switch } from "../design/Tabs";
import { hasWord, t, word } from "../i18n";
import { useNames } from "../inbox/told";
import { CHOICES, commandOf, FACTORS, type Step } from "./hits";
import { toldAs, useHitAct } from "./send";

const ROWS = 4;
const MAX_WORDS = 2_000;

/** Asks what a step needs. What was typed stays until it is done or put away. */
export function HitDialog({ hit, step, onClose }: { hit: Hit; step: Step; onClose: () => void }) {
  const names = useNames();
  const { mutate, isPending, error } = useHitAct(hit.id, onClose);
  const choices = CHOICES[step];
  const [choice, setChoice] = useState(choices[0] ?? "");
  const [factor, setFactor] = useState("");
  const [words, setWords] = useState("");
  const [checked, setChecked] = useState(false);
  const missingFactor = step === "check" && factor === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (isPending || !words.trim() || missingFactor) return;
    mutate(commandOf(step, choice, factor, words.trim()));
  };
  return (
    <Modal title={word("hitcommand", step)} isOpen onClose={() => !isPending && onClose()}>
      <form className="stack" noValidate onSubmit={submit}>
        {hasWord("hits.why", step) && <p>{word("hits.why", step)}</p>}
        {choices.length > 0 && (
          <div>
            <Switch
              label={word("hitcommand", step)}
              value={choice}
              onChange={setChoice}
              tabs={choices.map((id) => ({ id, name: word("hitchoice", id) }))}
            />
          </div>
        )}
        {step === "check" && (
          <Select
            label={t("hits.factor")}
            value={factor}
            onChange={setFactor}
            isRequired
            options={FACTORS.map((id) => ({ id, name: word("hitfactor", id) }))}
            error={checked && missingFactor ? t("field.required") : undefined}
          />
        )}
        <Field
          label={t(step === "reply" || step === "act" ? "hits.text" : "ask.reason")}
          rows={ROWS}
          maxLength={MAX_WORDS}
          isRequired
          value={words}
          onChange={setWords}
          error={checked && !words.trim() ? t("field.required") : undefined}
        />
        {Boolean(error) && <ErrorState error={toldAs("hit", error, names)} />}
        <div className="dialog-actions">
          <Button onPress={onClose} isDisabled={isPending}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" kind="primary" isPending={isPending}>
            {word("hitcommand", step)}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
