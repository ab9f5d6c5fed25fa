import { type FormEvent, useState } from "react";
import { useFramework } from "../api/queries";
import type { BodyAtWork, Meeting } from "../api/types";
import { Button } from "../design/Button";
import { ErrorState } from "../design/Feedback";
import { Checkbox, Field, Select } from "../design/Field";
import { Modal } from "../design/Modal";
import { t } from "../i18n";
import { instant } from "../i18n/time";
import { useNames } from "../inbox/told";
import { told, useCall } from "./send";

/** Longest title, name or place. Characters, on the safe side of the server's bytes. */
export const MAX_LABEL = 100;
/** Longest reason. */
export const MAX_WORDS = 1_000;
const NOBODY = "·";
const MINUTES = ["60", "90", "120", "180", "240"];
const USUAL = "120";

interface Props {
  at: BodyAtWork;
  zone: string | undefined;
  onClose: () => void;
  onCalled: (called: Meeting) => void;
}

/** Calls a meeting: when, how long, where, at whose place, and why where it is extraordinary. */
export function CallDialog({ at, zone, onClose, onCalled }: Props) {
  const { agency } = useFramework();
  const names = useNames();
  const [planned, setPlanned] = useState("");
  const [length, setLength] = useState(USUAL);
  const [reference, setReference] = useState("");
  const [venue, setVenue] = useState("");
  const [host, setHost] = useState(at.next_host ?? NOBODY);
  const [extraordinary, setExtraordinary] = useState(false);
  const [confidential, setConfidential] = useState(false);
  const [reason, setReason] = useState("");
  const [checked, setChecked] = useState(false);
  const call = useCall(at.body.id, onCalled);
  const us = planned === "" ? undefined : instant(planned, zone);
  const needsReason = extraordinary && !reason.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (call.isPending || us === undefined || needsReason) return;
    call.mutate({
      planned_us: us,
      length_min: Number(length),
      extraordinary,
      confidential,
      reference: reference.trim(),
      venue: venue.trim(),
      ...(host === NOBODY ? {} : { host }),
      reason: reason.trim(),
    });
  };
  return (
    <Modal title={t("bodies.call")} isOpen wide onClose={() => !call.isPending && onClose()}>
      <form className="stack" noValidate onSubmit={submit}>
        <div className="addressee-fields">
          <Field
            label={t("bodies.planned")}
            hint={t("bodies.planned.hint", { zone: zone ?? "UTC" })}
            type="datetime-local"
            isRequired
            autoFocus
            value={planned}
            onChange={setPlanned}
            error={checked && us === undefined ? t("field.required") : undefined}
          />
          <Select
            label={t("bodies.length")}
            value={length}
            onChange={setLength}
            options={MINUTES.map((id) => ({ id, name: t("bodies.length.minutes", { count: Number(id) }) }))}
          />
        </div>
        <Field
          label={t("bodies.reference")}
          hint={t("bodies.reference.hint")}
          value={reference}
          onChange={setReference}
          maxLength={MAX_LABEL}
        />
        <div className="addressee-fields">
          <Field label={t("bodies.venue")} value={venue} onChange={setVenue} maxLength={MAX_LABEL} />
          <Select
            label={t("bodies.host")}
            hint={at.next_host ? t("bodies.host.turn", { agency: agency(at.next_host) }) : undefined}
            value={host}
            onChange={setHost}
            options={[
              { id: NOBODY, name: t("bodies.host.none") },
              ...at.seats.filter((s) => s.votes).map((s) => ({ id: s.agency, name: agency(s.agency) })),
            ]}
          />
        </div>
        <Checkbox isSelected={extraordinary} onChange={setExtraordinary}>
          {t("bodies.extraordinary.call")}
        </Checkbox>
        {extraordinary && (
          <Field
            label={t("ask.reason")}
            rows={3}
            isRequired
            value={reason}
            onChange={setReason}
            maxLength={MAX_WORDS}
            error={checked && needsReason ? t("field.required") : undefined}
          />
        )}
        <Checkbox isSelected={confidential} onChange={setConfidential}>
          {t("bodies.confidential.call")}
        </Checkbox>
        {call.isError && <ErrorState error={told(call.error, names)} />}
        <div className="dialog-actions">
          <Button onPress={onClose} isDisabled={call.isPending}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" kind="primary" isPending={call.isPending}>
            {t("bodies.call")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
