import { type FormEvent, useState } from "react";
import { useNow } from "../api/clock";
import { useFramework, useOfficer } from "../api/queries";
import type { Notice, NoticeContent } from "../api/types";
import { Button } from "../design/Button";
import { ErrorState } from "../design/Feedback";
import { Checkbox, Field } from "../design/Field";
import { Modal } from "../design/Modal";
import { homeZone } from "../framework/versions";
import { toldAs } from "../hits/send";
import { t, word } from "../i18n";
import { instant } from "../i18n/time";
import { useNames } from "../inbox/told";
import { codes, empty, isCode, type Typed, typedOf } from "./notices";
import { useDraft, useNoticeAct } from "./send";

/** Longest texts. Characters, on the safe side of the server's bytes. */
const MAX_TITLE = 160;
const MAX_WORDS = 2_500;
const ROWS = 3;
const DIRECTIONS = ["inbound", "outbound"] as const;

interface Props {
  classes: readonly string[];
  /** The text that is to be changed; a new notice when absent. */
  changes?: { id: string; content: NoticeContent };
  onClose: () => void;
  onDrafted: (view: Notice) => void;
}

/** Writes a notice, or another text of one. What was typed stays until it is sent or put away. */
export function DraftDialog({ classes, changes, onClose, onDrafted }: Props) {
  const officer = useOfficer();
  const names = useNames();
  const now = useNow();
  const { framework, zone: zoneOf } = useFramework();
  const zone = zoneOf(officer.point) ?? homeZone(framework);
  const [typed, setTyped] = useState<Typed>(() => (changes ? typedOf(changes.content, zone) : empty(officer.point)));
  const [checked, setChecked] = useState(false);
  const draft = useDraft(onDrafted);
  const amend = useNoticeAct(changes?.id ?? "", onClose);
  const sent = changes ? amend : draft;
  const set = (part: Partial<Typed>) => setTyped({ ...typed, ...part });
  const effective = instant(typed.effective, zone);
  const ends = typed.ends === "" ? undefined : instant(typed.ends, zone);
  const goods = codes(typed.goods);
  const required = (value: string) => (value.trim() === "" ? t("field.required") : undefined);
  const wrong = {
    title: required(typed.title),
    text: required(typed.text),
    legal: required(typed.legal),
    required: required(typed.required),
    effective: effective === undefined ? t("field.required") : effective <= now ? t("notices.past") : undefined,
    ends: typed.ends !== "" && (ends === undefined || ends <= (effective ?? 0)) ? t("problem.notice_ends_before") : undefined,
    points: typed.points.length === 0 ? t("notices.points.none") : undefined,
    goods: goods.every(isCode) ? undefined : t("notices.goods.bad"),
    named: goods.length === 0 && typed.classes.length === 0 ? t("notices.named.none") : undefined,
  };
  const said = (error: string | undefined) => (checked ? error : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (sent.isPending || effective === undefined || Object.values(wrong).some(Boolean)) return;
    const content: NoticeContent = {
      title: typed.title.trim(),
      text: typed.text.trim(),
      legal: typed.legal.trim(),
      required: typed.required.trim(),
      effective_us: effective,
      ...(ends === undefined ? {} : { ends_us: ends }),
      points: typed.points,
      directions: DIRECTIONS.filter((d) => typed.directions.includes(d)),
      goods,
      classes: typed.classes,
    };
    if (changes) amend.mutate({ command: "amend", content });
    else draft.mutate(content);
  };
  // A post speaks for itself; a national desk for every point.
  const points = officer.point ? [officer.point] : (framework?.points.map((p) => p.id) ?? []);
  const title = changes ? word("noticecommand", "amend") : t("notices.draft");
  const texts = [
    ["title", t("notices.field.title"), 0, MAX_TITLE],
    ["text", t("notices.field.text"), ROWS, MAX_WORDS],
    ["required", t("notices.field.required"), ROWS, MAX_WORDS],
    ["legal", t("notices.field.legal"), 0, MAX_TITLE],
  ] as const;
  return (
    <Modal title={title} isOpen wide onClose={() => !sent.isPending && onClose()}>
      <form className="stack" noValidate onSubmit={submit}>
        <p className="muted">{t(changes ? "notices.amend.why" : "notices.draft.why")}</p>
        {texts.map(([field, label, rows, most]) => (
          <Field
            key={field}
            label={label}
            isRequired
            {...(rows > 0 ? { rows } : {})}
            maxLength={most}
            value={typed[field]}
            onChange={(value) => set({ [field]: value })}
            error={said(wrong[field])}
            autoFocus={field === "title"}
          />
        ))}
        <div className="notices-two">
          <Field
            label={t("notices.effective")}
            hint={t("notices.zone", { zone: zone ?? "UTC" })}
            type="datetime-local"
            isRequired
            value={typed.effective}
            onChange={(value) => set({ effective: value })}
            error={said(wrong.effective)}
          />
          <Field
            label={t("notices.ends")}
            type="datetime-local"
            value={typed.ends}
            onChange={(value) => set({ ends: value })}
            error={said(wrong.ends)}
          />
        </div>
        <Choices
          legend={t("notices.points")}
          all={points.map((id) => ({ id, name: names.point(id) }))}
          chosen={typed.points}
          onChange={(ids) => set({ points: ids })}
          error={said(wrong.points)}
        />
        <Choices
          legend={t("notices.directions")}
          all={DIRECTIONS.map((id) => ({ id, name: word("direction", id) }))}
          chosen={typed.directions}
          onChange={(ids) => set({ directions: ids })}
        />
        <Field
          label={t("notices.goods")}
          hint={t("notices.goods.hint")}
          value={typed.goods}
          onChange={(value) => set({ goods: value })}
          error={said(wrong.goods)}
        />
        <Choices
          legend={t("notices.classes")}
          all={classes.map((id) => ({ id, name: word("subject", id) }))}
          chosen={typed.classes}
          onChange={(ids) => set({ classes: ids })}
          error={said(wrong.named)}
        />
        {sent.isError && <ErrorState error={toldAs("notice", sent.error, names)} />}
        <div className="dialog-actions">
          <Button onPress={onClose} isDisabled={sent.isPending}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" kind="primary" isPending={sent.isPending}>
            {title}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface ChoicesProps {
  legend: string;
  all: readonly { id: string; name: string }[];
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
  error?: string | undefined;
}

function Choices({ legend, all, chosen, onChange, error }: ChoicesProps) {
  const pick = (id: string, on: boolean) => onChange(on ? [...chosen, id] : chosen.filter((c) => c !== id));
  return (
    <fieldset className="notices-choices">
      <legend className="label">{legend}</legend>
      <div className="notices-boxes">
        {all.map((x) => (
          <Checkbox key={x.id} isSelected={chosen.includes(x.id)} onChange={(on) => pick(x.id, on)}>
            {x.name}
          </Checkbox>
        ))}
      </div>
      {error && <p className="field-error">{error}</p>}
    </fieldset>
  );
}
