import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { serverNow } from "../api/clock";
import { useFramework, useOfficer } from "../api/queries";
import type { Assignment, MakeRequest, Rules } from "../api/types";
import { Button, type ButtonProps } from "../design/Button";
import { ErrorState } from "../design/Feedback";
import { Field, Select } from "../design/Field";
import { Modal } from "../design/Modal";
import { say } from "../design/Toast";
import { rulesQuery } from "../framework/queries";
import { homeZone } from "../framework/versions";
import { t } from "../i18n";
import { dayAndTime, duration, instant, MICROS } from "../i18n/time";
import { AddresseeFields } from "./AddresseeFields";
import { type Addressee, partyOf } from "./addressee";
import { useMake } from "./send";
import { told, useNames } from "./told";
import "./inbox.css";

/** What the server takes at most. Characters, on the safe side of its bytes. */
export const MAX_WORDS = 2_000;
/** What officers ask each other for most, where the framework has it. */
const USUAL = "request.information";

/** What somebody is asked about. */
export interface About {
  kind: string;
  id: string;
  label: string;
  point: string;
}

interface AskProps {
  about?: About;
  onMade?: (made: Assignment) => void;
}

/** A button behind which somebody is asked for something. */
export function AskButton({ about, onMade, kind = "plain" }: AskProps & { kind?: ButtonProps["kind"] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind={kind} icon="plus" onPress={() => setOpen(true)}>
        {t(about ? "inbox.ask.agency" : "inbox.ask")}
      </Button>
      {isOpen && (
        <AskDialog
          {...(about ? { about } : {})}
          onClose={() => setOpen(false)}
          onMade={(made) => {
            setOpen(false);
            onMade?.(made);
          }}
        />
      )}
    </>
  );
}

function AskDialog({ about, onClose, onMade }: AskProps & { onClose: () => void }) {
  const officer = useOfficer();
  const names = useNames();
  const { framework, zone: zoneOf } = useFramework();
  const rules = useQuery(rulesQuery);
  const clocks = rules.data?.clocks ?? [];
  const zone = zoneOf(about?.point || officer.point) ?? homeZone(framework);
  const [kind, setKind] = useState("");
  const [to, setTo] = useState<Addressee>({ how: "agency", point: about?.point || officer.point, id: "" });
  const [owed, setOwed] = useState("");
  const [due, setDue] = useState("");
  const [checked, setChecked] = useState(false);
  const clock = clocks.find((c) => c.id === kind) ?? clocks.find((c) => c.id === USUAL) ?? clocks[0];
  const party = partyOf(to);
  const stated = due === "" ? undefined : instant(due, zone);
  const isPast = due !== "" && (stated === undefined || stated <= serverNow());
  const make = useMake((made) => {
    say(t("inbox.ask.done", { time: dayAndTime(made.due_us, zone) }));
    onMade?.(made);
  });
  const submit = () => {
    setChecked(true);
    if (make.isPending || !clock || !party || !owed.trim() || isPast) return;
    make.mutate({
      kind: clock.id,
      // What is not stated of a party is left out.
      to: party as MakeRequest["to"],
      owed: owed.trim(),
      ...(about ? { about_kind: about.kind, about: about.id, ...(about.point ? { point: about.point } : {}) } : {}),
      ...(stated === undefined ? {} : { due_us: stated }),
    });
  };
  return (
    <Modal title={t(about ? "inbox.ask.agency" : "inbox.ask")} isOpen wide onClose={() => !make.isPending && onClose()}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {about && (
          <p className="muted" dir="auto">
            {t("inbox.ask.about", { label: about.label })}
          </p>
        )}
        <AddresseeFields value={to} onChange={setTo} error={checked && !party ? t("field.required") : undefined} />
        {rules.isError && !rules.data && <ErrorState error={rules.error} retry={() => rules.refetch()} />}
        <Select
          label={t("inbox.ask.kind")}
          isRequired
          value={clock?.id ?? ""}
          onChange={setKind}
          options={clocks.map((c) => ({ id: c.id, name: c.title, detail: clockText(c) }))}
          error={checked && rules.data && !clock ? t("field.required") : undefined}
        />
        <Field
          label={t("inbox.ask.owed")}
          hint={t("inbox.ask.owed.hint")}
          rows={4}
          isRequired
          maxLength={MAX_WORDS}
          value={owed}
          onChange={setOwed}
          error={checked && !owed.trim() ? t("field.required") : undefined}
        />
        <Field
          label={t("inbox.ask.due")}
          hint={t("inbox.ask.due.hint", { zone: zone ?? "UTC", clock: clock ? clockText(clock) : "–" })}
          type="datetime-local"
          value={due}
          onChange={setDue}
          error={checked && isPast ? t("inbox.ask.due.past") : undefined}
        />
        {make.isError && <ErrorState error={told(make.error, names)} />}
        <div className="dialog-actions">
          <Button onPress={onClose} isDisabled={make.isPending}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" kind="primary" isPending={make.isPending}>
            {t("inbox.ask.submit")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** How long the framework allows for a kind. */
function clockText(clock: Rules["clocks"][number]): string {
  const time = duration((clock.duration_s ?? 0) * MICROS);
  return t(clock.time === "working" ? "inbox.ask.kind.working" : "inbox.ask.kind.within", { time });
}
