import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useAttempt } from "../api/attempt";
import { answer, api } from "../api/client";
import { useFramework } from "../api/queries";
import type { Statement } from "../api/types";
import { Button } from "../design/Button";
import { Chip } from "../design/Chip";
import { ErrorState, Loaded } from "../design/Feedback";
import { Field, Select } from "../design/Field";
import { Modal } from "../design/Modal";
import { Panel } from "../design/Panel";
import { Switch } from "../design/Tabs";
import { homeZone } from "../framework/versions";
import { toldAs } from "../hits/send";
import { t, word } from "../i18n";
import { dateAndTime } from "../i18n/time";
import { useNames } from "../inbox/told";
import { SUBJECTS } from "../requests/requests";
import { CERTAINTIES, thingOf } from "./statements";
import "../requests/requests.css";

const MAX_WORDS = 2_000;
const MAX_LABEL = 100;

const statementsQuery = (about: string) =>
  queryOptions({
    queryKey: ["statements", about],
    queryFn: () => answer(api.GET("/api/v1/statements", { params: { query: { about } } })),
  });

type Thing = Statement["things"][number];

/** What officers have stated about this record and others: that they are about the same, or are not. */
export function Statements({ about }: { about: string }) {
  const query = useQuery(statementsQuery(about));
  const [asked, setAsked] = useState<"make" | Statement>();
  return (
    <Panel
      title={t("statements.title")}
      aside={
        <Button small icon="plus" onPress={() => setAsked("make")}>
          {t("statements.make")}
        </Button>
      }
    >
      <Loaded query={query} lines={2}>
        {({ statements }) =>
          statements.length > 0 ? (
            <ul className="request-lines stack">
              {statements.map((s) => (
                <Line key={s.id} statement={s} about={about} onWithdraw={() => setAsked(s)} />
              ))}
            </ul>
          ) : (
            <p className="muted">{t("statements.none")}</p>
          )
        }
      </Loaded>
      {asked === "make" && <MakeDialog about={about} onClose={() => setAsked(undefined)} />}
      {asked && asked !== "make" && <WithdrawDialog about={about} statement={asked} onClose={() => setAsked(undefined)} />}
    </Panel>
  );
}

function Line({ statement: s, about, onWithdraw }: { statement: Statement; about: string; onWithdraw: () => void }) {
  const names = useNames();
  const { framework } = useFramework();
  const others = s.things.filter((thing) => thing.id !== about);
  return (
    <li>
      <p className="row row-wrap">
        <Chip tone={s.withdrawn ? "outline" : s.same ? "green" : "red"} icon={s.same ? "check" : "cross"}>
          {t(s.same ? "statements.same" : "statements.different")}
        </Chip>
        <span>
          {word("requestsubject", s.subject)} · {word("certainty", s.certainty)}
        </span>
        {s.withdrawn && <Chip tone="amber">{t("statements.withdrawn")}</Chip>}
      </p>
      {others.map((thing) => (
        <p key={`${thing.system}${thing.id}`} dir="auto">
          <ThingLink thing={thing} />
        </p>
      ))}
      <p dir="auto">{s.withdrawn ? s.withdrawn_reason : s.reason}</p>
      <p className="muted small">
        {names.officer((s.withdrawn ?? s.by).officer)} · {names.agency((s.withdrawn ?? s.by).agency)} ·{" "}
        <span className="num">{dateAndTime((s.withdrawn ?? s.by).at_us, homeZone(framework))}</span>
      </p>
      {s.commands.includes("withdraw") && (
        <p>
          <Button small icon="cross" onPress={onWithdraw}>
            {t("statements.withdraw")}
          </Button>
        </p>
      )}
    </li>
  );
}

function ThingLink({ thing }: { thing: Thing }) {
  const name = (
    <>
      {thing.kind === "elsewhere" ? thing.system : word("record", thing.kind)} <code dir="ltr">{thing.id}</code>
    </>
  );
  const { id } = thing;
  if (thing.kind === "crossing")
    return (
      <Link to="/crossings/$id" params={{ id }}>
        {name}
      </Link>
    );
  if (thing.kind === "request")
    return (
      <Link to="/requests/$id" params={{ id }}>
        {name}
      </Link>
    );
  if (thing.kind === "hit")
    return (
      <Link to="/hits" search={{ id }}>
        {name}
      </Link>
    );
  return <span>{name}</span>;
}

/** Tells whoever looks at the record again. */
function useDone(about: string, onClose: () => void) {
  const client = useQueryClient();
  return () => {
    client.invalidateQueries({ queryKey: statementsQuery(about).queryKey });
    onClose();
  };
}

interface DialogProps {
  about: string;
  onClose: () => void;
}

function MakeDialog({ about, onClose }: DialogProps) {
  const names = useNames();
  const [same, setSame] = useState("same");
  const [subject, setSubject] = useState<string>("person");
  const [certainty, setCertainty] = useState<string>("likely");
  const [other, setOther] = useState("");
  const [system, setSystem] = useState("");
  const [reason, setReason] = useState("");
  const [checked, setChecked] = useState(false);
  const { headersOf } = useAttempt();
  const done = useDone(about, onClose);
  const make = useMutation({
    mutationFn: () =>
      answer(
        api.POST("/api/v1/statements", {
          headers: headersOf({ other, system, subject, certainty, same, reason }),
          body: {
            subject,
            certainty,
            same: same === "same",
            reason: reason.trim(),
            things: [
              { kind: "", id: about, system: "" },
              { kind: "", ...thingOf(other, system) },
            ],
          },
        }),
      ),
    onSuccess: done,
  });
  const need = (missing: boolean) => (checked && missing ? t("field.required") : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!make.isPending && other.trim() && reason.trim()) make.mutate();
  };
  return (
    <Modal title={t("statements.make")} isOpen onClose={() => !make.isPending && onClose()}>
      <form className="stack" noValidate onSubmit={submit}>
        <div>
          <Switch
            label={t("statements.which")}
            value={same}
            onChange={setSame}
            tabs={(["same", "different"] as const).map((id) => ({ id, name: t(`statements.${id}`) }))}
          />
        </div>
        <Field
          label={t("statements.other")}
          hint={t("statements.other.hint")}
          isRequired
          autoFocus
          maxLength={MAX_WORDS}
          value={other}
          onChange={setOther}
          error={need(!other.trim())}
        />
        <Field
          label={t("statements.system")}
          hint={t("statements.system.hint")}
          maxLength={MAX_LABEL}
          value={system}
          onChange={setSystem}
        />
        <div className="addressee-fields">
          <Select
            label={t("requests.subject")}
            value={subject}
            onChange={setSubject}
            options={SUBJECTS.map((id) => ({ id, name: word("requestsubject", id) }))}
          />
          <Select
            label={t("statements.certainty")}
            value={certainty}
            onChange={setCertainty}
            options={CERTAINTIES.map((id) => ({ id, name: word("certainty", id) }))}
          />
        </div>
        <Field
          label={t("ask.reason")}
          rows={3}
          isRequired
          maxLength={MAX_WORDS}
          value={reason}
          onChange={setReason}
          error={need(!reason.trim())}
        />
        {make.isError && <ErrorState error={toldAs("statement", make.error, names)} />}
        <Actions onClose={onClose} pending={make.isPending} name={t("statements.make")} />
      </form>
    </Modal>
  );
}

function WithdrawDialog({ about, statement, onClose }: DialogProps & { statement: Statement }) {
  const names = useNames();
  const [reason, setReason] = useState("");
  const [checked, setChecked] = useState(false);
  const done = useDone(about, onClose);
  const act = useMutation({
    mutationFn: () =>
      answer(
        api.POST("/api/v1/statements/{id}/commands", {
          params: { path: { id: statement.id } },
          body: { command: "withdraw", reason: reason.trim() },
        }),
      ),
    onSuccess: done,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!act.isPending && reason.trim()) act.mutate();
  };
  return (
    <Modal title={t("statements.withdraw")} isOpen onClose={() => !act.isPending && onClose()}>
      <form className="stack" noValidate onSubmit={submit}>
        <Field
          label={t("ask.reason")}
          rows={3}
          isRequired
          autoFocus
          maxLength={MAX_WORDS}
          value={reason}
          onChange={setReason}
          error={checked && !reason.trim() ? t("field.required") : undefined}
        />
        {act.isError && <ErrorState error={toldAs("statement", act.error, names)} />}
        <Actions onClose={onClose} pending={act.isPending} name={t("statements.withdraw")} />
      </form>
    </Modal>
  );
}

function Actions({ onClose, pending, name }: { onClose: () => void; pending: boolean; name: string }) {
  return (
    <div className="dialog-actions">
      <Button onPress={onClose} isDisabled={pending}>
        {t("action.cancel")}
      </Button>
      <Button type="submit" kind="primary" isPending={pending}>
        {name}
      </Button>
    </div>
  );
}
