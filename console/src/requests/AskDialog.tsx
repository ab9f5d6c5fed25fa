import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { crossingQuery, useFramework, useOfficer } from "../api/queries";
import type { RequestAsk, RequestView } from "../api/types";
import { Button } from "../design/Button";
import { ErrorState, Notice, Skeleton } from "../design/Feedback";
import { Field, Select } from "../design/Field";
import { Modal } from "../design/Modal";
import { vocabularyQuery } from "../framework/queries";
import { toldAs } from "../hits/send";
import { t, word } from "../i18n";
import { useNames } from "../inbox/told";
import { basesQuery } from "./queries";
import { SUBJECTS } from "./requests";
import { useAsk } from "./send";
import "../inbox/inbox.css";
import "./requests.css";

/** Selects cannot have an empty choice: this one stands for the national level, and for a law. */
const NONE = "·";
/** Longest line and longest text. Characters, on the safe side of the server's bytes. */
const MAX_LINE = 200;
const MAX_WORDS = 4_000;

interface Props {
  /** The crossing that somebody is asked about. */
  crossing?: string | undefined;
  onClose: () => void;
  onAsked: (asked: RequestView) => void;
}

/** Asks another agency: whom, on which basis and for what, about whom, and what. */
export function AskDialog({ crossing, onClose, onAsked }: Props) {
  const officer = useOfficer();
  const names = useNames();
  const { agencyName } = useFramework();
  const vocabulary = useQuery(vocabularyQuery);
  const about = useQuery({ ...crossingQuery(crossing ?? ""), enabled: crossing !== undefined });
  const [to, setTo] = useState("");
  const [point, setPoint] = useState<string>();
  const [basis, setBasis] = useState<string>();
  const [law, setLaw] = useState("");
  const [purpose, setPurpose] = useState<string>();
  const [subject, setSubject] = useState<string>("person");
  const [name, setName] = useState<string>();
  const [born, setBorn] = useState("");
  const [country, setCountry] = useState("");
  const [number, setNumber] = useState("");
  const [title, setTitle] = useState("");
  const [question, setQuestion] = useState("");
  const [reference, setReference] = useState("");
  const [checked, setChecked] = useState(false);
  const bases = useQuery(basesQuery(to));
  const ask = useAsk(onAsked);

  const points = bases.data?.points ?? [];
  const agreements = bases.data?.agreements ?? [];
  // What can only be one thing is chosen already: the own post, the only agreement, the only purpose.
  const where = point ?? (points.includes(officer.point) ? officer.point : (points.find((p) => p === "") ?? points[0] ?? ""));
  const chosen = basis ?? agreements.find((a) => a.points.length === 0 || a.points.includes(where))?.id ?? (bases.data?.law ? NONE : "");
  const agreement = agreements.find((a) => a.id === chosen);
  const purposes = agreement ? agreement.purposes : (bases.data?.purposes ?? []);
  const wherefore = purposes.find((p) => p === purpose) ?? (purposes.length === 1 ? (purposes[0] ?? "") : "");
  const called = name ?? about.data?.card.label ?? "";
  const noWay = bases.data !== undefined && agreements.length === 0 && !bases.data.law;

  const lacks = {
    to: to === "",
    basis: chosen === "",
    law: chosen === NONE && !law.trim(),
    purpose: wherefore === "",
    about: !called.trim() && !number.trim(),
    title: !title.trim(),
    question: !question.trim(),
  };
  const need = (missing: boolean) => (checked && missing ? t("field.required") : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (ask.isPending || Object.values(lacks).some(Boolean)) return;
    const body: RequestAsk = {
      to,
      ...(where === "" ? {} : { point: where }),
      ...(agreement ? { agreement: agreement.id } : { law: law.trim() }),
      purpose: wherefore,
      concerns: {
        subject,
        name: called.trim(),
        born: born.trim(),
        country: country.trim(),
        number: number.trim(),
        crossing: crossing ?? "",
      },
      title: title.trim(),
      question: question.trim(),
      reference: reference.trim(),
    };
    ask.mutate(body);
  };
  const others = [...new Set((vocabulary.data?.desks ?? []).map((d) => d.agency))].filter((a) => a !== officer.agency);
  const moveTo = (id: string) => {
    setTo(id);
    setPoint(undefined);
    setBasis(undefined);
    setPurpose(undefined);
  };
  return (
    <Modal title={t("requests.ask")} isOpen wide onClose={() => !ask.isPending && onClose()}>
      <form className="stack" noValidate onSubmit={submit}>
        <div className="addressee-fields">
          <Select
            label={t("requests.whom")}
            isRequired
            value={to}
            onChange={moveTo}
            options={others
              .map((id) => ({ id, name: names.agency(id), detail: agencyName(id) }))
              .sort((a, b) => a.name.localeCompare(b.name))}
            error={need(lacks.to)}
          />
          {points.length > 0 && (
            <Select
              label={t("inbox.addressee.where")}
              isRequired
              value={where || NONE}
              onChange={(id) => setPoint(id === NONE ? "" : id)}
              options={points.map((p) => (p === "" ? { id: NONE, name: t("explorer.access.national") } : { id: p, name: names.point(p) }))}
            />
          )}
        </div>
        {to !== "" && bases.isPending && <Skeleton lines={2} />}
        {bases.isError && <ErrorState error={bases.error} retry={() => bases.refetch()} />}
        {noWay && <Notice tone="red">{t("requests.no_basis", { agency: names.agency(to) })}</Notice>}
        {bases.data && !noWay && (
          <>
            <div className="addressee-fields">
              <Select
                label={t("requests.basis")}
                isRequired
                value={chosen}
                onChange={setBasis}
                options={[
                  ...agreements.map((a) => ({ id: a.id, name: a.title, detail: a.legal_basis })),
                  ...(bases.data.law ? [{ id: NONE, name: t("requests.law") }] : []),
                ]}
                hint={agreement?.legal_basis}
                error={need(lacks.basis)}
              />
              <Select
                label={t("requests.purpose")}
                isRequired
                value={wherefore}
                onChange={setPurpose}
                options={purposes.map((id) => ({ id, name: word("purpose", id) }))}
                hint={purposes.length === 0 ? t("requests.purpose.none") : undefined}
                error={need(lacks.purpose)}
              />
            </div>
            {chosen === NONE && (
              <Field
                label={t("requests.law")}
                hint={t("requests.law.hint")}
                isRequired
                maxLength={MAX_LINE}
                value={law}
                onChange={setLaw}
                error={need(lacks.law)}
              />
            )}
            <fieldset className="request-about">
              <legend className="label">{t("requests.about")}</legend>
              <div className="addressee-fields">
                <Select
                  label={t("requests.subject")}
                  value={subject}
                  onChange={setSubject}
                  options={SUBJECTS.map((id) => ({ id, name: word("requestsubject", id) }))}
                />
                <Field label={t("requests.name")} maxLength={MAX_LINE} value={called} onChange={setName} error={need(lacks.about)} />
                <Field label={t("requests.number")} maxLength={MAX_LINE} mono value={number} onChange={setNumber} />
                <Field label={t("requests.born")} hint={t("requests.born.hint")} maxLength={10} value={born} onChange={setBorn} />
                <Field
                  label={t("requests.country")}
                  hint={t("requests.country.hint")}
                  maxLength={3}
                  value={country}
                  onChange={setCountry}
                />
              </div>
            </fieldset>
            <Field
              label={t("requests.short")}
              hint={t("requests.short.hint")}
              isRequired
              maxLength={MAX_LINE}
              value={title}
              onChange={setTitle}
              error={need(lacks.title)}
            />
            <Field
              label={t("requests.question")}
              rows={4}
              isRequired
              maxLength={MAX_WORDS}
              value={question}
              onChange={setQuestion}
              error={need(lacks.question)}
            />
            <Field label={t("requests.reference")} maxLength={MAX_LINE} value={reference} onChange={setReference} />
          </>
        )}
        {ask.isError && <ErrorState error={toldAs("request", ask.error, names)} />}
        <div className="dialog-actions">
          <Button onPress={onClose} isDisabled={ask.isPending}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" kind="primary" isPending={ask.isPending} isDisabled={noWay}>
            {t("requests.ask")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
