import { type FormEvent, useState } from "react";
import { useFramework } from "../api/queries";
import type { Meeting } from "../api/types";
import { Button } from "../design/Button";
import { ErrorState } from "../design/Feedback";
import { Checkbox, Field, Select } from "../design/Field";
import { Modal } from "../design/Modal";
import { t, word } from "../i18n";
import { instant } from "../i18n/time";
import { useNames } from "../inbox/told";
import { MAX_LABEL } from "./CallDialog";
import { QuorumMeter } from "./QuorumMeter";
import { told, useMeetingAct } from "./send";

const NOBODY = "·";

interface Props {
  view: Meeting;
  zone: string | undefined;
  onClose: () => void;
}

/** Begins a meeting: who is there for which agency, whether that is enough, who presides, and when it began where it is entered afterwards. */
export function OpenDialog({ view, zone, onClose }: Props) {
  const { agency, agencyName } = useFramework();
  const names = useNames();
  const [there, setThere] = useState<Record<string, string>>({});
  const [presiding, setPresiding] = useState("");
  const [began, setBegan] = useState("");
  const [checked, setChecked] = useState(false);
  const act = useMeetingAct(onClose);
  const came = view.seats.filter((s) => there[s.agency] !== undefined);
  const able = came.filter((s) => s.presides);
  const presides = able.find((s) => s.agency === presiding)?.agency ?? able[0]?.agency;
  const unnamed = came.filter((s) => !there[s.agency]?.trim());
  const us = began === "" ? undefined : instant(began, zone);
  const badTime = began !== "" && us === undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (act.isPending || unnamed.length > 0 || badTime) return;
    act.mutate({
      id: view.meeting.id,
      body: {
        command: "open",
        present: came.map((s) => ({ agency: s.agency, name: (there[s.agency] ?? "").trim() })),
        ...(presides ? { presiding: presides } : {}),
        ...(us === undefined ? {} : { began_us: us }),
      },
    });
  };
  const set = (id: string, name: string | undefined) => {
    const { [id]: _, ...rest } = there;
    setThere(name === undefined ? rest : { ...rest, [id]: name });
  };
  return (
    <Modal title={word("meetingcommand", "open")} isOpen wide onClose={() => !act.isPending && onClose()}>
      <form className="stack" noValidate onSubmit={submit}>
        <fieldset className="addressee">
          <legend className="label">{t("bodies.who")}</legend>
          <ul className="attendance">
            {view.seats.map((s) => (
              <li key={s.agency}>
                <span title={agencyName(s.agency)}>
                  <Checkbox isSelected={there[s.agency] !== undefined} onChange={(on) => set(s.agency, on ? "" : undefined)}>
                    {agency(s.agency)} <span className="muted small">{word("bodyseat", s.seat)}</span>
                  </Checkbox>
                </span>
                {there[s.agency] !== undefined && (
                  <Field
                    label={t("bodies.name.of", { agency: agency(s.agency) })}
                    isRequired
                    maxLength={MAX_LABEL}
                    value={there[s.agency] ?? ""}
                    onChange={(name) => set(s.agency, name)}
                    error={checked && !there[s.agency]?.trim() ? t("field.required") : undefined}
                  />
                )}
              </li>
            ))}
          </ul>
        </fieldset>
        <QuorumMeter
          quorum={view.quorum}
          present={came.filter((s) => s.votes).length}
          office={office(
            view.quorum.with,
            came.map((s) => s.seat),
          )}
        />
        <div className="addressee-fields">
          <Select
            label={t("bodies.presides")}
            value={presides ?? NOBODY}
            onChange={setPresiding}
            options={
              able.length > 0
                ? able.map((s) => ({ id: s.agency, name: agency(s.agency) }))
                : [{ id: NOBODY, name: t("bodies.presides.nobody") }]
            }
          />
          <Field
            label={t("bodies.began")}
            hint={t("bodies.began.hint", { zone: zone ?? "UTC" })}
            type="datetime-local"
            value={began}
            onChange={setBegan}
            error={checked && badTime ? t("field.required") : undefined}
          />
        </div>
        {act.isError && <ErrorState error={told(act.error, names)} />}
        <div className="dialog-actions">
          <Button onPress={onClose} isDisabled={act.isPending}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" kind="primary" isPending={act.isPending}>
            {word("meetingcommand", "open")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Whether whoever the rule wants among those present is. */
function office(rule: string, seats: readonly string[]): boolean {
  if (rule === "anybody") return true;
  return seats.includes("chair") || (rule === "chair_or_deputy" && seats.includes("deputy"));
}
