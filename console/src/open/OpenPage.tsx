import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { useAttempt } from "../api/attempt";
import { answer, api } from "../api/client";
import { problemOf, problemText } from "../api/problem";
import { crossingQuery, pathsQuery, useFramework, useOfficer } from "../api/queries";
import type { Subject } from "../api/subject";
import type { OpenRequest, PointPaths } from "../api/types";
import { Button } from "../design/Button";
import { EmptyState, ErrorState, Loaded } from "../design/Feedback";
import { Checkbox, Field, Select } from "../design/Field";
import { KindIcon } from "../design/Icon";
import { PageHead, Panel } from "../design/Panel";
import { Switch } from "../design/Tabs";
import { say } from "../design/Toast";
import { type Key, t, word } from "../i18n";
import { instant } from "../i18n/time";
import { type Draft, EMPTY, isKind, KINDS, placed, subjectOf, wrong } from "./form";
import { Fields, RowGroup } from "./Inputs";
import "./open.css";

/** Opens a crossing by hand. */
export function OpenPage() {
  const officer = useOfficer();
  const paths = useQuery(pathsQuery(officer.point));
  const { point } = useFramework();
  return (
    <div className="page open-page">
      <PageHead title={t("open.title")} detail={point(officer.point)?.name} />
      {officer.point === "" ? (
        <EmptyState icon="info" title={t("open.nopoint")} />
      ) : (
        <Loaded query={paths} lines={6}>
          {(all) => <OpenForm paths={all} />}
        </Loaded>
      )}
    </div>
  );
}

const unique = <T,>(items: readonly T[]): T[] => [...new Set(items)];

function OpenForm({ paths: { point, paths } }: { paths: PointPaths }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { zone } = useFramework();
  const form = useRef<HTMLFormElement>(null);
  const kinds = useMemo(() => unique(paths.map((p) => p.subject)).filter(isKind), [paths]);
  const [chosen, setKind] = useState<string>();
  const [direction, setDirection] = useState("");
  const [procedure, setProcedure] = useState("");
  const [conditions, setConditions] = useState<readonly string[]>([]);
  const [arrived, setArrived] = useState(true);
  const [expected, setExpected] = useState("");
  const [draft, fill] = useState<Draft>(EMPTY);
  const [own, setOwn] = useState<ReadonlyMap<string, Key>>(new Map());
  const { headersOf } = useAttempt();

  const kind: Subject["kind"] | undefined = kinds.find((k) => k === chosen) ?? kinds[0];
  const ofKind = paths.filter((p) => p.subject === kind);
  const directions = unique(ofKind.map((p) => p.direction));
  const way = directions.includes(direction) ? direction : (directions[0] ?? "");
  const choices = ofKind.filter((p) => p.direction === way);
  const path = choices.find((p) => p.procedure === procedure) ?? choices[0];
  const held = conditions.filter((c) => path?.conditions.includes(c));

  const send = useMutation({
    mutationFn: (body: OpenRequest) => {
      // The same form sent again, by a second press or after a lost answer, opens the same file.
      return answer(api.POST("/api/v1/crossings", { body, headers: headersOf(body) }));
    },
    onSuccess: (view) => {
      client.setQueryData(crossingQuery(view.card.id).queryKey, view);
      say(t("open.done"));
      return navigate({ to: "/crossings/$id", params: { id: view.card.id } });
    },
  });

  /** What was said of the form before it changed is said no longer. */
  const setDraft = (to: Draft) => {
    fill(to);
    setOwn(new Map());
    send.reset();
  };
  const problem = send.isError ? problemOf(send.error) : undefined;
  const told = kind && problem ? placed(kind, draft, problem) : undefined;
  const errorAt = (place: string): string | undefined => {
    const mine = own.get(place);
    if (mine) return t(mine);
    if (!problem || place !== told) return undefined;
    return problem.code === "field_missing" ? t("field.required") : problemText(problem);
  };
  const failures = own.size > 0 ? own : problem;
  useEffect(() => {
    if (failures) form.current?.querySelector<HTMLElement>("[data-invalid] input, input[data-invalid]")?.focus();
  }, [failures]);

  useEffect(() => form.current?.querySelector<HTMLElement>("input[type=text]")?.focus(), []);

  if (!kind || !path) return <EmptyState icon="info" title={t("open.none")} />;
  const submit = () => {
    if (send.isPending) return;
    const found = wrong(kind, draft);
    setOwn(found);
    if (found.size > 0) return;
    const due = arrived ? undefined : instant(expected, zone(point));
    send.mutate({
      point,
      procedure: path.procedure,
      direction: path.direction,
      // The API's document says only that it is an object.
      subject: subjectOf(kind, draft) as unknown as OpenRequest["subject"],
      conditions: [...held],
      arrived,
      ...(due === undefined ? {} : { expected_us: due }),
      origin: "hand",
    });
  };
  return (
    <form
      ref={form}
      noValidate
      className="open-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="open-what panel">
        <Switch
          label={t("open.kind")}
          value={kind}
          onChange={(to) => {
            setKind(to);
            setDraft(draft);
          }}
          tabs={kinds.map((k) => ({
            id: k,
            name: (
              <span className="row">
                <KindIcon kind={k} /> {word("subject", k)}
              </span>
            ),
          }))}
        />
        <div className="row row-wrap">
          {directions.length > 1 && (
            <Switch
              label={t("open.direction")}
              value={way}
              onChange={setDirection}
              tabs={directions.map((d) => ({ id: d, name: word("direction", d) }))}
            />
          )}
          {choices.length > 1 ? (
            <Select
              label={t("open.procedure")}
              compact
              value={path.procedure}
              onChange={setProcedure}
              options={choices.map((p) => ({ id: p.procedure, name: p.title }))}
            />
          ) : (
            <span className="muted" dir="auto">
              {path.title}
            </span>
          )}
        </div>
      </div>
      <Panel title={word("subject", kind)}>
        <Fields specs={KINDS[kind].specs} values={draft.values} errorAt={errorAt} onChange={(values) => setDraft({ ...draft, values })} />
      </Panel>
      {KINDS[kind].rows.map((group) => (
        <RowGroup
          key={group.name}
          group={group}
          rows={draft.rows[group.name] ?? []}
          errorAt={errorAt}
          onChange={(rows) => setDraft({ ...draft, rows: { ...draft.rows, [group.name]: rows } })}
        />
      ))}
      <div className="open-last panel">
        {path.conditions.length > 0 && (
          <fieldset className="open-conditions">
            <legend className="label">{t("open.conditions")}</legend>
            {path.conditions.map((c) => (
              <Checkbox
                key={c}
                isSelected={held.includes(c)}
                onChange={(on) => setConditions(on ? [...held, c] : held.filter((other) => other !== c))}
              >
                {word("condition", c)}
              </Checkbox>
            ))}
          </fieldset>
        )}
        <div className="row row-wrap">
          <Checkbox isSelected={arrived} onChange={setArrived}>
            {t("open.arrived")}
          </Checkbox>
          {!arrived && <Field label={t("open.expected")} type="datetime-local" value={expected} onChange={setExpected} />}
        </div>
        {problem && !told && <ErrorState error={problem} retry={problem.status === 0 ? submit : undefined} />}
        <div className="row row-wrap">
          <Button type="submit" kind="primary" icon="plus" isPending={send.isPending}>
            {t("open.submit")}
          </Button>
          {(told || own.size > 0) && (
            <span className="field-error" role="alert">
              {t("open.look")}
            </span>
          )}
        </div>
      </div>
    </form>
  );
}
