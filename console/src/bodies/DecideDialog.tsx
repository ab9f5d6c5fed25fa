import { type FormEvent, useState } from "react";
import { serverNow } from "../api/clock";
import type { Meeting, MeetingCommand } from "../api/types";
import { Button } from "../design/Button";
import { ErrorState, Notice } from "../design/Feedback";
import { Field, Select } from "../design/Field";
import { Modal } from "../design/Modal";
import { Switch } from "../design/Tabs";
import { t, word } from "../i18n";
import { instant } from "../i18n/time";
import { AddresseeFields } from "../inbox/AddresseeFields";
import { type Addressee, partyOf } from "../inbox/addressee";
import { useNames } from "../inbox/told";
import { MAX_WORDS } from "./CallDialog";
import { told, useMeetingAct } from "./send";

const NO_ITEM = "·";
const HOW = ["consensus", "vote"] as const;
const KINDS = ["directive", "action"] as const;
const VOTES = ["in_favour", "against", "abstained"] as const;

interface Issue {
  key: number;
  action: boolean;
  to: Addressee;
  owed: string;
  due: string;
}

interface Props {
  view: Meeting;
  zone: string | undefined;
  onClose: () => void;
}

/** Writes a decision down: what, how, and what it makes others owe. */
export function DecideDialog({ view, zone, onClose }: Props) {
  const names = useNames();
  const [text, setText] = useState("");
  const [item, setItem] = useState(NO_ITEM);
  const [how, setHow] = useState<string>("consensus");
  const [votes, setVotes] = useState<Record<string, string>>({});
  const [issues, setIssues] = useState<Issue[]>([]);
  const [checked, setChecked] = useState(false);
  const act = useMeetingAct(onClose);
  const count = (id: string) => Number(votes[id] || "0");
  const cast = VOTES.reduce((sum, id) => sum + count(id), 0);
  const badVotes = how === "vote" && (cast === 0 || cast > view.quorum.present || VOTES.some((id) => !/^\d*$/.test(votes[id] ?? "")));
  const adopted = how === "consensus" || count("in_favour") > count("against");
  const bad = (i: Issue) => !partyOf(i.to) || !i.owed.trim() || badDue(i.due, zone);
  const live = view.agenda.filter((a) => !a.withdrawn && typeof a.item === "number");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (act.isPending || !text.trim() || badVotes || (adopted && issues.some(bad))) return;
    const body: MeetingCommand = {
      command: "decide",
      text: text.trim(),
      how,
      ...(item === NO_ITEM ? {} : { item: Number(item) }),
      ...(how === "vote" ? Object.fromEntries(VOTES.map((id) => [id, count(id)])) : {}),
      issues: (adopted ? issues : []).map((i) => ({
        action: i.action,
        to: partyOf(i.to) as NonNullable<MeetingCommand["issues"]>[number]["to"],
        owed: i.owed.trim(),
        ...(i.due ? { due_us: instant(i.due, zone) ?? null } : {}),
      })),
    };
    act.mutate({ id: view.meeting.id, body });
  };
  const change = (key: number, to: Partial<Issue>) => setIssues(issues.map((i) => (i.key === key ? { ...i, ...to } : i)));
  return (
    <Modal title={word("meetingcommand", "decide")} isOpen wide onClose={() => !act.isPending && onClose()}>
      <form className="stack" noValidate onSubmit={submit}>
        <Field
          label={t("bodies.decision.text")}
          rows={4}
          isRequired
          autoFocus
          maxLength={MAX_WORDS}
          value={text}
          onChange={setText}
          error={checked && !text.trim() ? t("field.required") : undefined}
        />
        {live.length > 0 && (
          <Select
            label={t("bodies.decision.item")}
            value={item}
            onChange={setItem}
            options={[
              { id: NO_ITEM, name: t("bodies.decision.item.none") },
              ...live.map((a) => ({ id: String(a.item), name: a.title, detail: word("agendakind", a.kind) })),
            ]}
          />
        )}
        <div>
          <Switch label={t("bodies.how")} value={how} onChange={setHow} tabs={HOW.map((id) => ({ id, name: word("how", id) }))} />
        </div>
        {how === "vote" && (
          <>
            <div className="votes">
              {VOTES.map((id) => (
                <Field
                  key={id}
                  label={word("vote", id)}
                  isRequired
                  inputMode="numeric"
                  value={votes[id] ?? ""}
                  onChange={(value) => setVotes({ ...votes, [id]: value })}
                />
              ))}
            </div>
            {checked && badVotes && <p className="field-error">{t("bodies.votes.bad", { present: view.quorum.present })}</p>}
            {!adopted && <Notice tone="amber">{t("bodies.votes.rejected")}</Notice>}
          </>
        )}
        {adopted &&
          issues.map((i, n) => (
            <fieldset key={i.key} className="issue">
              <legend className="label">{t("bodies.issue", { number: n + 1 })}</legend>
              <Switch
                label={t("bodies.issue.kind")}
                value={i.action ? "action" : "directive"}
                onChange={(id) => change(i.key, { action: id === "action" })}
                tabs={KINDS.map((id) => ({ id, name: t(`bodies.issue.${id}`) }))}
              />
              <AddresseeFields
                value={i.to}
                onChange={(to) => change(i.key, { to })}
                error={checked && !partyOf(i.to) ? t("field.required") : undefined}
              />
              <Field
                label={t("inbox.ask.owed")}
                rows={3}
                isRequired
                maxLength={MAX_WORDS}
                value={i.owed}
                onChange={(owed) => change(i.key, { owed })}
                error={checked && !i.owed.trim() ? t("field.required") : undefined}
              />
              <Field
                label={t("inbox.ask.due")}
                hint={t("bodies.due.hint", { zone: zone ?? "UTC" })}
                type="datetime-local"
                value={i.due}
                onChange={(due) => change(i.key, { due })}
                error={checked && badDue(i.due, zone) ? t("inbox.ask.due.past") : undefined}
              />
              <p>
                <Button small kind="quiet" icon="cross" onPress={() => setIssues(issues.filter((x) => x.key !== i.key))}>
                  {t("bodies.issue.remove")}
                </Button>
              </p>
            </fieldset>
          ))}
        {adopted && (
          <p>
            <Button icon="plus" onPress={() => setIssues([...issues, fresh(issues, view.point)])}>
              {t("bodies.issue.add")}
            </Button>
          </p>
        )}
        {act.isError && <ErrorState error={told(act.error, names)} />}
        <div className="dialog-actions">
          <Button onPress={onClose} isDisabled={act.isPending}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" kind="primary" isPending={act.isPending}>
            {word("meetingcommand", "decide")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function badDue(due: string, zone: string | undefined): boolean {
  if (due === "") return false;
  const us = instant(due, zone);
  return us === undefined || us <= serverNow();
}

const fresh = (issues: readonly Issue[], point: string): Issue => ({
  key: Math.max(0, ...issues.map((i) => i.key)) + 1,
  action: false,
  to: { how: "agency", point, id: "" },
  owed: "",
  due: "",
});
