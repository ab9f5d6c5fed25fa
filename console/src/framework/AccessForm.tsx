import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { demoOfficersQuery, sessionQuery, useOfficer } from "../api/queries";
import type { Framework, Vocabulary } from "../api/types";
import { Checkbox, type Option, Select } from "../design/Field";
import { Panel } from "../design/Panel";
import { t, word } from "../i18n";
import { NO_PURPOSE, several, toggled } from "./question";
import type { ExplorerSearch } from "./search";

const route = getRouteApi("/shell/framework");

/** Selects cannot have an empty choice: this one stands for it. */
const NONE = "·";
const none = (name: string): Option => ({ id: NONE, name });

interface Props {
  framework: Framework;
  vocabulary: Vocabulary;
}

/** Writes the question into the address. */
function useQuestion() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const set = (change: ExplorerSearch) => {
    const next: ExplorerSearch = { ...search, view: "access", ...change };
    navigate({ search: next, replace: true, resetScroll: false });
  };
  return { search, set };
}

const byName = (a: Option, b: Option) => a.name.localeCompare(b.name);

export function AccessForm(props: Props) {
  return (
    <div className="access-form">
      <Panel title={t("explorer.access.officer")}>
        <OfficerFields {...props} />
      </Panel>
      <Panel title={t("explorer.access.record")}>
        <RecordFields {...props} />
      </Panel>
    </div>
  );
}

function OfficerFields({ framework, vocabulary }: Props) {
  const { search, set } = useQuestion();
  const self = useOfficer();
  const { data: session } = useQuery(sessionQuery);
  const demo = useQuery({ ...demoOfficersQuery, enabled: session?.demo ?? false });
  const others = (demo.data ?? []).filter((o) => o.id !== self.id);
  const who: Option[] = [
    none(t("explorer.access.described")),
    { id: self.id, name: t("explorer.access.self", { name: self.name }), detail: `${self.agency_name}, ${self.desk_name}` },
    ...others.map((o) => ({ id: o.id, name: `${o.agency_name}, ${o.desk_name}`, detail: o.name })),
  ];
  const known = search.account ? [self, ...others].find((o) => o.id === search.account) : undefined;
  return (
    <div className="access-fields">
      <Select
        label={t("explorer.access.as")}
        isRequired
        options={who}
        value={search.account ?? NONE}
        onChange={(id) => set({ account: id === NONE ? undefined : id, purpose: undefined })}
      />
      {!search.account && <Described framework={framework} vocabulary={vocabulary} />}
      <Purpose purposes={search.account ? (known?.purposes ?? vocabulary.purposes) : several(search.purposes)} />
    </div>
  );
}

function Described({ framework, vocabulary }: Props) {
  const { search, set } = useQuestion();
  const agencies = framework.agencies.map((a) => ({ id: a.id, name: a.short, detail: `${a.name}, ${a.state}` })).sort(byName);
  const points = framework.points.map((p) => ({ id: p.id, name: p.name, detail: word("environment", p.environment) })).sort(byName);
  const desks = vocabulary.desks.filter((d) => d.agency === search.agency && (d.point ?? undefined) === search.at);
  const levels = vocabulary.levels.map((l) => ({ id: String(l.rank), name: l.name }));
  return (
    <>
      <Select
        label={t("account.agency")}
        isRequired
        options={agencies}
        value={search.agency ?? ""}
        onChange={(agency) => set({ agency, desk: undefined })}
      />
      <Select
        label={t("overview.point")}
        isRequired
        options={[none(t("explorer.access.national")), ...points]}
        value={search.at ?? NONE}
        onChange={(id) => set({ at: id === NONE ? undefined : id, desk: undefined })}
      />
      {desks.length > 0 && (
        <Select
          label={t("account.desk")}
          isRequired
          options={[none(t("explorer.access.anydesk")), ...desks.map((d) => ({ id: d.id, name: d.name }))]}
          value={search.desk ?? NONE}
          onChange={(id) => set({ desk: id === NONE ? undefined : id })}
        />
      )}
      {levels.length > 0 && (
        <Select
          label={t("explorer.access.clearance")}
          isRequired
          options={levels}
          value={search.clearance ?? "0"}
          onChange={(clearance) => set({ clearance })}
        />
      )}
      <Words label={t("account.roles")} group="role" all={vocabulary.roles} field="roles" />
      <Words label={t("explorer.access.purposes")} group="purpose" all={vocabulary.purposes} field="purposes" />
    </>
  );
}

/** Any of a few words. */
function Words({ label, group, all, field }: { label: string; group: string; all: readonly string[]; field: "roles" | "purposes" }) {
  const { search, set } = useQuestion();
  const has = several(search[field]);
  return (
    <fieldset className="access-words">
      <legend className="label">{label}</legend>
      <div>
        {all.map((w) => (
          <Checkbox
            key={w}
            isSelected={has.includes(w)}
            onChange={(on) => set({ [field]: toggled(search[field], w, on), purpose: undefined })}
          >
            {word(group, w)}
          </Checkbox>
        ))}
      </div>
    </fieldset>
  );
}

function Purpose({ purposes }: { purposes: readonly string[] }) {
  const { search, set } = useQuestion();
  const first = [...purposes].sort()[0];
  return (
    <Select
      label={t("explorer.access.purpose")}
      isRequired
      options={[
        ...[...purposes].sort().map((p) => ({ id: p, name: word("purpose", p) })),
        { id: NO_PURPOSE, name: t("explorer.access.purpose.none") },
      ]}
      value={search.purpose ?? first ?? NO_PURPOSE}
      onChange={(purpose) => set({ purpose })}
    />
  );
}

function RecordFields({ framework, vocabulary }: Props) {
  const { search, set } = useQuestion();
  const words = (group: string, all: readonly string[]): Option[] => all.map((w) => ({ id: w, name: word(group, w) }));
  const agencies = framework.agencies.map((a) => ({ id: a.id, name: a.short, detail: `${a.name}, ${a.state}` })).sort(byName);
  const points = framework.points.map((p) => ({ id: p.id, name: p.name, detail: word("environment", p.environment) })).sort(byName);
  const choose = (field: keyof ExplorerSearch) => (id: string) => set({ [field]: id === NONE ? undefined : id });
  const states = vocabulary.states.map((s) => ({ id: s, name: s }));
  return (
    <div className="access-fields">
      <Select
        label={t("explorer.access.kind")}
        isRequired
        options={words("record", vocabulary.kinds)}
        value={search.kind ?? ""}
        onChange={choose("kind")}
      />
      <Select
        label={t("ask.topic")}
        isRequired
        options={words("topic", vocabulary.topics)}
        value={search.topic ?? "general"}
        onChange={choose("topic")}
      />
      <Select
        label={t("explorer.access.owner")}
        isRequired
        options={[none(t("explorer.access.owner.none")), ...agencies]}
        value={search.owner ?? NONE}
        onChange={choose("owner")}
      />
      <Select
        label={t("explorer.access.where")}
        isRequired
        options={[none(t("explorer.access.nowhere")), ...points]}
        value={search.where ?? NONE}
        onChange={choose("where")}
      />
      <Select
        label={t("explorer.access.tlp")}
        isRequired
        options={vocabulary.tlp.map((w) => ({ id: w, name: w, detail: word("tlp", w) }))}
        value={search.tlp ?? vocabulary.tlp[0] ?? ""}
        onChange={choose("tlp")}
      />
      <Select
        label={t("explorer.access.level")}
        isRequired
        options={vocabulary.levels.map((l) => ({ id: l.id, name: l.name }))}
        value={search.level ?? vocabulary.levels[0]?.id ?? ""}
        onChange={choose("level")}
      />
      <Select
        label={t("explorer.access.released")}
        isRequired
        options={[none(t("explorer.nobody")), ...states, ...agencies]}
        value={search.released ?? NONE}
        onChange={choose("released")}
      />
      <Select
        label={t("explorer.access.action")}
        isRequired
        options={words("act", vocabulary.actions)}
        value={search.action ?? "read"}
        onChange={choose("action")}
      />
      <div className="access-words">
        <div>
          <Checkbox isSelected={search.silent === "true"} onChange={(on) => set({ silent: on ? "true" : undefined })}>
            {t("explorer.access.silent")}
          </Checkbox>
          <Checkbox isSelected={search.own === "true"} onChange={(on) => set({ own: on ? "true" : undefined })}>
            {t("explorer.access.own")}
          </Checkbox>
        </div>
      </div>
    </div>
  );
}
