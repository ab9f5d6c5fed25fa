import { Button } from "../design/Button";
import { Field, Select } from "../design/Field";
import { Panel } from "../design/Panel";
import { type Key, t, word } from "../i18n";
import { type Draft, placeOf, type Rows, type Spec, type Values } from "./form";

const HINTS: Partial<Record<NonNullable<Spec["type"]>, Key>> = { list: "open.list.hint", goods: "open.list.hint" };

interface FieldsProps {
  specs: readonly Spec[];
  values: Values;
  onChange: (values: Values) => void;
  errorAt: (place: string) => string | undefined;
  /** Where these fields stand in the form. */
  at?: (name: string) => string;
}

/** The fields of one thing. */
export function Fields({ specs, values, onChange, errorAt, at = (name) => name }: FieldsProps) {
  return (
    <div className="open-fields">
      {specs.map((spec) => {
        const { name, choice, type } = spec;
        const common = { label: t(spec.label), isRequired: spec.required ?? false, value: values[name] ?? "" };
        const change = (value: string) => onChange({ ...values, [name]: value });
        if (choice)
          return (
            <Select key={name} {...common} onChange={change} options={choice.ids.map((id) => ({ id, name: word(choice.group, id) }))} />
          );
        const hint = type && HINTS[type];
        return (
          <Field
            key={name}
            {...common}
            onChange={change}
            error={errorAt(at(name))}
            hint={hint && t(hint)}
            mono={type === "code" || type === "list"}
            {...(type === "date" ? { placeholder: t("open.date.format") } : {})}
            {...(type === "moment" ? { type: "datetime-local" as const } : {})}
            {...(type === "number" ? { inputMode: "numeric" as const } : {})}
            autoComplete="off"
          />
        );
      })}
    </div>
  );
}

type RowList = Draft["rows"][string];

interface RowGroupProps {
  group: Rows;
  rows: RowList;
  onChange: (rows: RowList) => void;
  errorAt: (place: string) => string | undefined;
}

/** A list of things of the same kind, each with its own fields. */
export function RowGroup({ group, rows, onChange, errorAt }: RowGroupProps) {
  return (
    <Panel
      title={t(group.title)}
      aside={
        <Button
          small
          icon="plus"
          aria-label={`${t("action.add")}: ${t(group.title)}`}
          onPress={() => onChange([...rows, { key: crypto.randomUUID(), values: {} }])}
        >
          {t("action.add")}
        </Button>
      }
    >
      {rows.length === 0 ? (
        <p className="muted">{t("open.rows.none")}</p>
      ) : (
        <ol className="open-rows">
          {rows.map((row, i) => (
            <li key={row.key}>
              <fieldset>
                <legend>{t(group.one, { count: i + 1 })}</legend>
                <Fields
                  specs={group.specs}
                  values={row.values}
                  errorAt={errorAt}
                  at={(name) => placeOf(name, group.name, row.key)}
                  onChange={(values) => onChange(rows.map((r) => (r.key === row.key ? { ...r, values } : r)))}
                />
              </fieldset>
              <Button
                small
                kind="quiet"
                icon="cross"
                aria-label={`${t("action.remove")} ${t(group.one, { count: i + 1 })}`}
                onPress={() => onChange(rows.filter((r) => r.key !== row.key))}
              >
                {t("action.remove")}
              </Button>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
