import { type FormEvent, useState } from "react";
import { FileTrigger } from "react-aria-components";
import { problemOf } from "../api/problem";
import type { List } from "../api/types";
import { Button } from "../design/Button";
import { ErrorState } from "../design/Feedback";
import { Field, Select } from "../design/Field";
import { Modal } from "../design/Modal";
import { toldAs } from "../hits/send";
import { t, word } from "../i18n";
import { useNames } from "../inbox/told";
import { FORMATS } from "./lists";
import { useBring } from "./queries";

const MAX_WORDS = 500;

/** A record that could not be read. */
interface Damaged {
  part: string;
  record: number;
  what: string;
}

/** Brings the files of an edition; what is damaged of them is named, and nothing is taken. */
export function EditionDialog({ list, onClose }: { list: List; onClose: () => void }) {
  const names = useNames();
  const bring = useBring(list.id, t("lists.edition.sent"), onClose);
  const [format, setFormat] = useState<string>("csv");
  const [note, setNote] = useState("");
  const [files, setFiles] = useState<readonly File[]>([]);
  const [checked, setChecked] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (bring.isPending || !note.trim() || files.length === 0) return;
    const texts = await Promise.all(files.map(async (file) => [file.name, await file.text()] as const));
    bring.mutate({ format, files: Object.fromEntries(texts), note: note.trim() });
  };
  const damaged = bring.isError ? ((problemOf(bring.error).fields.records as Damaged[] | undefined) ?? []) : [];
  return (
    <Modal title={t("lists.edition.new")} isOpen wide onClose={() => !bring.isPending && onClose()}>
      <form className="stack" noValidate onSubmit={submit}>
        <p className="muted">{t("lists.edition.lead")}</p>
        <Select
          label={t("lists.edition.format")}
          value={format}
          onChange={setFormat}
          isRequired
          options={FORMATS.map((id) => ({ id, name: word("listformat", id) }))}
        />
        <div className="field">
          <span className="label">{t("lists.edition.files")}</span>
          <div className="row row-wrap">
            <FileTrigger allowsMultiple={format === "ofac-sdn"} onSelect={(chosen) => setFiles([...(chosen ?? [])])}>
              <Button icon="plus">{t("lists.edition.choose")}</Button>
            </FileTrigger>
            <span dir="ltr">{files.map((f) => f.name).join(", ")}</span>
          </div>
          {format === "ofac-sdn" && <span className="hint">{t("lists.edition.ofac")}</span>}
          {checked && files.length === 0 && <span className="field-error">{t("field.required")}</span>}
        </div>
        <Field
          label={t("lists.edition.note")}
          hint={t("lists.edition.note.hint")}
          isRequired
          maxLength={MAX_WORDS}
          value={note}
          onChange={setNote}
          error={checked && !note.trim() ? t("field.required") : undefined}
        />
        {bring.isError && <ErrorState error={toldAs("list", bring.error, names)} />}
        {damaged.length > 0 && (
          <table className="list-damaged" aria-label={t("lists.edition.damaged")}>
            <thead>
              <tr>
                <th scope="col">{t("lists.edition.record")}</th>
                <th scope="col">{t("lists.edition.wrong")}</th>
              </tr>
            </thead>
            <tbody>
              {damaged.map((d) => (
                <tr key={`${d.part} ${d.record} ${d.what}`}>
                  <td dir="ltr">
                    {d.part} {d.record}
                  </td>
                  <td lang="en" dir="ltr">
                    {d.what}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <div className="dialog-actions">
          <Button onPress={onClose} isDisabled={bring.isPending}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" kind="primary" isPending={bring.isPending}>
            {t("lists.edition.send")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
