import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { DropZone, FileTrigger } from "react-aria-components";
import { answer, api } from "../api/client";
import { Button } from "../design/Button";
import { ErrorState } from "../design/Feedback";
import { Field } from "../design/Field";
import { Modal } from "../design/Modal";
import { t } from "../i18n";
import { ReceiptList } from "./Receipts";
import { segmentsOf } from "./segments";

interface Props {
  point: string;
  isOpen: boolean;
  onClose: () => void;
}

/** A passenger list from a file, or pasted. */
export function SendDialog({ point, isOpen, onClose }: Props) {
  return (
    <Modal title={t("intake.send")} isOpen={isOpen} onClose={onClose} wide>
      <SendForm point={point} onClose={onClose} />
    </Modal>
  );
}

function SendForm({ point, onClose }: { point: string; onClose: () => void }) {
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [file, setFile] = useState<File>();
  const [empty, setEmpty] = useState(false);
  const send = useMutation({
    mutationFn: () =>
      answer(
        api.POST("/api/v1/intake/paxlst", {
          params: { query: { point } },
          body: text,
          // A file goes as it is: it may be in Latin-1, which a text in the browser no longer is.
          bodySerializer: (pasted) => file ?? pasted,
          headers: { "content-type": "text/plain" },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ["intake"] }),
  });
  const take = (chosen: File | undefined) => {
    if (!chosen) return;
    setFile(chosen);
    setEmpty(false);
    send.reset();
  };
  const nothing = !file && text.trim() === "";
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setEmpty(nothing);
        if (!nothing) send.mutate();
      }}
    >
      <DropZone
        className="drop"
        onDrop={async (event) => {
          const dropped = event.items.find((item) => item.kind === "file");
          take(dropped && (await dropped.getFile()));
        }}
      >
        <div className="row row-wrap">
          <FileTrigger onSelect={(files) => take(files?.[0])}>
            <Button icon="inbox">{t("intake.file")}</Button>
          </FileTrigger>
          {file ? (
            <>
              <span className="mono clip">{file.name}</span>
              <Button small kind="quiet" icon="cross" onPress={() => setFile(undefined)}>
                {t("action.remove")}
              </Button>
            </>
          ) : (
            <span className="muted">{t("intake.drop")}</span>
          )}
        </div>
      </DropZone>
      {!file && (
        <Field
          label={t("intake.paste")}
          rows={8}
          mono
          isRequired
          value={text}
          onChange={(value) => {
            setText(value);
            setEmpty(false);
            send.reset();
          }}
          hint={text.trim() ? t("intake.segments", { count: segmentsOf(text).length }) : undefined}
          error={empty ? t("field.required") : undefined}
        />
      )}
      {send.isError && <ErrorState error={send.error} />}
      {send.data && <ReceiptList receipts={send.data.receipts} />}
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("action.close")}</Button>
        <Button type="submit" kind="primary" isPending={send.isPending}>
          {t("intake.submit")}
        </Button>
      </div>
    </form>
  );
}
