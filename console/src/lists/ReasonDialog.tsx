import { type FormEvent, useState } from "react";
import { Button } from "../design/Button";
import { ErrorState } from "../design/Feedback";
import { Field } from "../design/Field";
import { Modal } from "../design/Modal";
import { t } from "../i18n";

const ROWS = 3;
const MAX_WORDS = 2_000;

interface Props {
  title: string;
  /** What it is about. */
  quoted: string;
  isPending: boolean;
  error: unknown;
  onClose: () => void;
  onSend: (reason: string) => void;
}

/** Asks why. */
export function ReasonDialog({ title, quoted, isPending, error, onClose, onSend }: Props) {
  const [reason, setReason] = useState("");
  const [checked, setChecked] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!isPending && reason.trim()) onSend(reason.trim());
  };
  return (
    <Modal title={title} isOpen onClose={() => !isPending && onClose()}>
      <form className="stack" noValidate onSubmit={submit}>
        <p className="muted" dir="auto">
          {quoted}
        </p>
        <Field
          label={t("ask.reason")}
          rows={ROWS}
          maxLength={MAX_WORDS}
          isRequired
          autoFocus
          value={reason}
          onChange={setReason}
          error={checked && !reason.trim() ? t("field.required") : undefined}
        />
        {Boolean(error) && <ErrorState error={error} />}
        <div className="dialog-actions">
          <Button onPress={onClose} isDisabled={isPending}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" kind="primary" isPending={isPending}>
            {title}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
