import { useQuery } from "@tanstack/react-query";
import { useFramework } from "../api/queries";
import { ErrorState } from "../design/Feedback";
import { type Option, Select } from "../design/Field";
import { Switch } from "../design/Tabs";
import { vocabularyQuery } from "../framework/queries";
import { t, word } from "../i18n";
import { type Addressee, agenciesAt, desksAt, HOWS, type How, moved } from "./addressee";

/** Selects cannot have an empty choice: this one stands for the national level. */
const NATIONAL = "·";
const byName = (a: Option, b: Option) => a.name.localeCompare(b.name);

interface Props {
  value: Addressee;
  onChange: (to: Addressee) => void;
  /** Why it cannot be sent like that. */
  error?: string | undefined;
}

/** Who is meant: an agency, a desk or a role, at a crossing point or at the national level. */
export function AddresseeFields({ value, onChange, error }: Props) {
  const { framework, agency, agencyName } = useFramework();
  const vocabulary = useQuery(vocabularyQuery);
  const desks = vocabulary.data?.desks ?? [];
  const change = (to: Partial<Addressee>) => onChange(moved(value, to, desks));
  const points = (framework?.points ?? []).map((p) => ({ id: p.id, name: p.name })).sort(byName);
  const choices: Record<How, () => Option[]> = {
    agency: () => agenciesAt(desks, value.point).map((id) => ({ id, name: agency(id), detail: agencyName(id) })),
    desk: () => desksAt(desks, value.point).map((d) => ({ id: d.id, name: d.name, detail: agency(d.agency) })),
    role: () => (vocabulary.data?.roles ?? []).map((id) => ({ id, name: word("role", id) })),
  };
  if (vocabulary.isError && !vocabulary.data) return <ErrorState error={vocabulary.error} retry={() => vocabulary.refetch()} />;
  return (
    <fieldset className="addressee">
      <legend className="label">{t("inbox.addressee")}</legend>
      <div>
        <Switch
          label={t("inbox.addressee")}
          value={value.how}
          onChange={(how) => change({ how: HOWS.find((h) => h === how) ?? "agency" })}
          tabs={HOWS.map((id) => ({ id, name: t(`inbox.addressee.${id}`) }))}
        />
      </div>
      <div className="addressee-fields">
        <Select
          label={t("inbox.addressee.where")}
          isRequired
          value={value.point || NATIONAL}
          onChange={(id) => change({ point: id === NATIONAL ? "" : id })}
          options={[{ id: NATIONAL, name: t("explorer.access.national") }, ...points]}
        />
        <Select
          key={value.how}
          label={t(`inbox.addressee.which.${value.how}`)}
          isRequired
          value={value.id}
          onChange={(id) => change({ id })}
          options={choices[value.how]().sort(byName)}
          error={error}
        />
      </div>
    </fieldset>
  );
}
