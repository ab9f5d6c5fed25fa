import { type FormEvent, useState } from "react";
import type { List } from "../api/types";
import { Button } from "../design/Button";
import { ErrorState } from "../design/Feedback";
import { Field, Select } from "../design/Field";
import { Modal } from "../design/Modal";
import { toldAs } from "../hits/send";
import { t, word } from "../i18n";
import { useNames } from "../inbox/told";
import { type Draft, isNumbered, missing, requestOf } from "./lists";
import { useAsk } from "./queries";

const ROWS = 2;
const REASON_ROWS = 3;
const MAX_WORDS = 2_000;

/** Puts somebody or something on a list; somebody else approves it. */
export function EntryDialog({ list, onClose }: { list: List; onClose: () => void }) {
  const names = useNames();
  const ask = useAsk(list.id, t("lists.entry.sent"), onClose);
  const [draft, setDraft] = useState<Draft>({
    subject: list.subjects[0] ?? "",
    names: "",
    born: "",
    countries: "",
    documents: "",
    reason: "",
    days: "",
  });
  const [checked, setChecked] = useState(false);
  const wrong = checked ? missing(draft, list.max_days) : undefined;
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const numbered = isNumbered(draft.subject);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!ask.isPending && !missing(draft, list.max_days)) ask.mutate(requestOf(draft));
  };
  const required = (field: keyof Draft) => (wrong === field ? t("field.required") : undefined);
  return (
    <Modal title={t("lists.entry.new")} isOpen wide onClose={() => !ask.isPending && onClose()}>
      <form className="stack" noValidate onSubmit={submit}>
        <p className="muted">{t("lists.entry.second.lead")}</p>
        {list.subjects.length > 1 && (
          <Select
            label={t("lists.entry.subject")}
            value={draft.subject}
            onChange={(subject) => set({ subject })}
            isRequired
            options={list.subjects.map((id) => ({ id, name: word("listsubject", id) }))}
          />
        )}
        {!numbered && (
          <Field
            label={word("hitfield", "name")}
            hint={t("lists.entry.lines")}
            rows={ROWS}
            isRequired
            autoFocus
            value={draft.names}
            onChange={(v) => set({ names: v })}
            error={required("names")}
          />
        )}
        {draft.subject === "person" && (
          <Field
            label={word("hitfield", "born")}
            hint={t("lists.entry.born")}
            rows={ROWS}
            value={draft.born}
            onChange={(v) => set({ born: v })}
          />
        )}
        {!numbered && (
          <Field
            label={word("hitfield", "nationality")}
            hint={t("lists.entry.lines")}
            rows={ROWS}
            value={draft.countries}
            onChange={(v) => set({ countries: v })}
          />
        )}
        <Field
          label={word("hitfield", "number")}
          hint={t("lists.entry.lines")}
          rows={ROWS}
          mono
          isRequired={numbered}
          autoFocus={numbered}
          value={draft.documents}
          onChange={(v) => set({ documents: v })}
          error={required("documents")}
        />
        <Field
          label={t("ask.reason")}
          rows={REASON_ROWS}
          maxLength={MAX_WORDS}
          isRequired
          value={draft.reason}
          onChange={(v) => set({ reason: v })}
          error={required("reason")}
        />
        <Field
          label={t("lists.entry.days")}
          hint={t("lists.entry.days.hint", { count: list.max_days ?? 0 })}
          inputMode="numeric"
          value={draft.days}
          onChange={(v) => set({ days: v })}
          error={wrong === "days" ? t("lists.entry.days.hint", { count: list.max_days ?? 0 }) : undefined}
        />
        {ask.isError && <ErrorState error={toldAs("list", ask.error, names)} />}
        <div className="dialog-actions">
          <Button onPress={onClose} isDisabled={ask.isPending}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" kind="primary" isPending={ask.isPending}>
            {t("lists.entry.send")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
