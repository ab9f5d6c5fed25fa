import { type FormEvent, useState } from "react";
import { useOfficer } from "../api/queries";
import type { Assignment, AssignmentCommand } from "../api/types";
import { Button } from "../design/Button";
import { ErrorState } from "../design/Feedback";
import { Field } from "../design/Field";
import { Modal } from "../design/Modal";
import { Switch } from "../design/Tabs";
import { hasWord, t, word } from "../i18n";
import { AddresseeFields } from "./AddresseeFields";
import { MAX_WORDS } from "./AskDialog";
import { type Addressee, partyOf } from "./addressee";
import { type Action, isLink } from "./inbox";
import { told, useNames } from "./told";

const ROWS = 4;
const HTTPS = "https://";
const OUTCOMES = ["full", "part", "refused"] as const;
const DANGEROUS: readonly Action[] = ["decline", "withdraw"];

interface Props {
  assignment: Assignment;
  action: Action;
  isPending: boolean;
  error: unknown;
  onClose: () => void;
  onSend: (body: AssignmentCommand) => void;
}

/** Asks what an action needs. What was typed stays until it is done or put away. */
export function ActionDialog({ assignment, action, isPending, error, onClose, onSend }: Props) {
  const officer = useOfficer();
  const names = useNames();
  const [text, setText] = useState("");
  const [link, setLink] = useState("");
  const [outcome, setOutcome] = useState<string>("full");
  const [to, setTo] = useState<Addressee>({ how: "agency", point: assignment.point || officer.point, id: "" });
  const [checked, setChecked] = useState(false);
  const needsParty = action === "hand_on";
  const party = partyOf(to);
  const badLink = action === "note" && link.trim() !== "" && !isLink(link.trim());
  const says = action === "answer" || action === "note";

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (isPending || !text.trim() || badLink || (needsParty && !party)) return;
    onSend({
      command: action,
      ...(says ? { text: text.trim() } : { reason: text.trim() }),
      ...(action === "answer" ? { outcome } : {}),
      ...(needsParty ? { to: party as NonNullable<AssignmentCommand["to"]> } : {}),
      ...(action === "note" && link.trim() ? { link: link.trim() } : {}),
    });
  };
  return (
    <Modal title={word("assignmentcommand", action)} isOpen wide={needsParty} onClose={() => !isPending && onClose()}>
      <form
        className="stack"
        noValidate
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
        }}
      >
        <p className="muted inbox-quoted" dir="auto">
          {assignment.owed}
        </p>
        {hasWord("inbox.why", action) && <p>{word("inbox.why", action)}</p>}
        {action === "answer" && (
          <div>
            <Switch
              label={t("inbox.outcome")}
              value={outcome}
              onChange={setOutcome}
              tabs={OUTCOMES.map((id) => ({ id, name: word("answeroutcome", id) }))}
            />
          </div>
        )}
        {needsParty && <AddresseeFields value={to} onChange={setTo} error={checked && !party ? t("field.required") : undefined} />}
        <Field
          label={t(action === "answer" ? "inbox.answer" : action === "note" ? "inbox.note" : "ask.reason")}
          rows={ROWS}
          maxLength={MAX_WORDS}
          isRequired
          autoFocus={!needsParty}
          value={text}
          onChange={setText}
          error={checked && !text.trim() ? t("field.required") : undefined}
        />
        {action === "note" && (
          <Field
            label={t("inbox.link")}
            hint={t("inbox.link.hint", { https: HTTPS })}
            value={link}
            onChange={setLink}
            maxLength={MAX_WORDS}
            error={checked && badLink ? t("inbox.link.bad", { https: HTTPS }) : undefined}
          />
        )}
        {Boolean(error) && <ErrorState error={told(error, names)} />}
        <div className="dialog-actions">
          <Button onPress={onClose} isDisabled={isPending}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" kind={DANGEROUS.includes(action) ? "danger" : "primary"} isPending={isPending}>
            {word("assignmentcommand", action)}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
