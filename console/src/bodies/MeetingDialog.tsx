import { type FormEvent, useState } from "react";
import { useFramework } from "../api/queries";
import type { Directive, Meeting, MeetingCommand } from "../api/types";
import { Button } from "../design/Button";
import { ErrorState } from "../design/Feedback";
import { Field, Select } from "../design/Field";
import { Modal } from "../design/Modal";
import { hasWord, t, word } from "../i18n";
import { instant } from "../i18n/time";
import { isLink } from "../inbox/inbox";
import { useNames } from "../inbox/told";
import { MAX_LABEL, MAX_WORDS } from "./CallDialog";
import { told, useMeetingAct } from "./send";

const HTTPS = "https://";
const ROWS = 4;
const MINUTES_ROWS = 16;
const MAX_MINUTES = 60_000;
const DANGEROUS = ["cancel", "withdraw_item"];

/** What each command asks: fields in the order in which they stand, those that may be left empty with a question mark. */
const ASKS: Record<string, readonly string[]> = {
  postpone: ["planned", "reason"],
  cancel: ["reason"],
  add_item: ["title"],
  withdraw_item: ["reason"],
  add_paper: ["title", "link"],
  co_opt: ["stranger", "reason"],
  arrive: ["away", "name"],
  leave: ["there"],
  preside: ["presides"],
  draft: ["minutes"],
  accept: ["note?"],
  return: ["reason", "due?"],
};

interface Props {
  meeting: string;
  command: string;
  view?: Meeting;
  /** The item that is taken off. */
  item?: number | undefined;
  /** The directive that is judged. */
  directive?: Directive;
  zone: string | undefined;
  onClose: () => void;
}

/** Asks what a command on a meeting needs. What was typed stays until it is done or put away. */
export function MeetingDialog({ meeting, command, view, item, directive, zone, onClose }: Props) {
  const names = useNames();
  const asks = ASKS[command] ?? [];
  const [values, setValues] = useState<Record<string, string>>({ minutes: view?.minutes.text ?? "" });
  const [checked, setChecked] = useState(false);
  const act = useMeetingAct(onClose);
  const at = (field: string) => values[field.replace("?", "")] ?? "";
  const wrong = (field: string): string | undefined => {
    const value = at(field).trim();
    if (value === "") return field.endsWith("?") ? undefined : t("field.required");
    if (field === "link" && !isLink(value)) return t("inbox.link.bad", { https: HTTPS });
    if ((field === "planned" || field === "due?") && instant(value, zone) === undefined) return t("field.required");
    return undefined;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (act.isPending || asks.some((field) => wrong(field))) return;
    const body: MeetingCommand = { command };
    const texts = ["reason", "title", "link", "name", "note?"] as const;
    for (const field of texts) if (asks.includes(field)) Object.assign(body, { [field.replace("?", "")]: at(field).trim() });
    for (const field of ["stranger", "away", "there", "presides"]) if (asks.includes(field)) body.agency = at(field);
    if (asks.includes("minutes")) body.text = at("minutes").trim();
    if (asks.includes("planned")) body.planned_us = instant(at("planned"), zone) ?? null;
    if (at("due?") && asks.includes("due?")) body.due_us = instant(at("due?"), zone) ?? null;
    if (item !== undefined) body.item = item;
    if (directive) body.directive = directive.id;
    act.mutate({ id: meeting, body });
  };
  return (
    <Modal title={word("meetingcommand", command)} isOpen wide={command === "draft"} onClose={() => !act.isPending && onClose()}>
      <form className="stack" noValidate onSubmit={submit}>
        {directive && (
          <p className="muted inbox-quoted" dir="auto">
            {directive.owed}
          </p>
        )}
        {hasWord("bodies.why", command) && <p className="muted">{word("bodies.why", command)}</p>}
        {asks.map((field, i) => (
          <Asked
            key={field}
            field={field}
            value={at(field)}
            onChange={(value) => setValues({ ...values, [field.replace("?", "")]: value })}
            error={checked ? wrong(field) : undefined}
            autoFocus={i === 0}
            zone={zone}
            view={view}
          />
        ))}
        {act.isError && <ErrorState error={told(act.error, names)} />}
        <div className="dialog-actions">
          <Button onPress={onClose} isDisabled={act.isPending}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" kind={DANGEROUS.includes(command) ? "danger" : "primary"} isPending={act.isPending}>
            {word("meetingcommand", command)}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface AskedProps {
  field: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
  autoFocus: boolean;
  zone: string | undefined;
  view: Meeting | undefined;
}

function Asked({ field, value, onChange, error, autoFocus, zone, view }: AskedProps) {
  const { framework, agency, agencyName } = useFramework();
  const common = { value, onChange, error, autoFocus };
  const seats = view?.seats ?? [];
  const options = (ids: readonly string[]) =>
    ids.map((id) => ({ id, name: agency(id), detail: agencyName(id) })).sort((a, b) => a.name.localeCompare(b.name));
  switch (field) {
    case "planned":
    case "due?":
      return (
        <Field
          {...common}
          label={t(field === "planned" ? "bodies.planned" : "inbox.ask.due")}
          hint={field === "planned" ? t("bodies.planned.hint", { zone: zone ?? "UTC" }) : t("bodies.due.hint", { zone: zone ?? "UTC" })}
          type="datetime-local"
          isRequired={field === "planned"}
        />
      );
    case "title":
      return <Field {...common} label={t("bodies.item.title")} isRequired maxLength={MAX_LABEL} />;
    case "name":
      return <Field {...common} label={t("bodies.name")} isRequired maxLength={MAX_LABEL} />;
    case "link":
      return <Field {...common} label={t("inbox.link")} hint={t("inbox.link.hint", { https: HTTPS })} isRequired />;
    case "minutes":
      return (
        <Field
          {...common}
          label={t("bodies.minutes.text")}
          hint={t("bodies.minutes.hint")}
          rows={MINUTES_ROWS}
          isRequired
          maxLength={MAX_MINUTES}
        />
      );
    case "note?":
      return <Field {...common} label={t("inbox.note")} rows={ROWS} maxLength={MAX_WORDS} />;
    case "stranger": {
      const seated = seats.map((s) => s.agency);
      const others = (framework?.agencies ?? []).map((a) => a.id).filter((id) => !seated.includes(id));
      return <Select {...common} label={t("bodies.agency")} isRequired options={options(others)} />;
    }
    case "away":
      return (
        <Select {...common} label={t("bodies.agency")} isRequired options={options(seats.filter((s) => !s.there).map((s) => s.agency))} />
      );
    case "there":
      return (
        <Select {...common} label={t("bodies.agency")} isRequired options={options(seats.filter((s) => s.there).map((s) => s.agency))} />
      );
    case "presides": {
      const able = seats.filter((s) => s.there && s.presides && s.agency !== view?.presiding);
      return <Select {...common} label={t("bodies.agency")} isRequired options={options(able.map((s) => s.agency))} />;
    }
    default:
      return <Field {...common} label={t("ask.reason")} rows={ROWS} isRequired maxLength={MAX_WORDS} />;
  }
}
