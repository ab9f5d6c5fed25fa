import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { serverNow } from "../api/clock";
import type { Version } from "../api/types";
import { Button } from "../design/Button";
import { ErrorState } from "../design/Feedback";
import { Field } from "../design/Field";
import { Modal } from "../design/Modal";
import { Switch } from "../design/Tabs";
import { say } from "../design/Toast";
import { type Key, t } from "../i18n";
import { instant } from "../i18n/time";
import { approve, withdraw } from "./queries";
import { MAX_WORDS } from "./versions";

interface Props {
  version: Version;
  onClose: () => void;
  /** Called when the list shows what was decided. */
  onDone: (version: Version) => void;
}

/** Agrees to a version that somebody else proposed, and says from when it is in force. */
export function Approve({ version, zone, onClose, onDone }: Props & { zone: string | undefined }) {
  const [when, setWhen] = useState<"now" | "later">("now");
  const [time, setTime] = useState("");
  const [checked, setChecked] = useState(false);
  const stated = instant(time, zone);
  const isPast = stated === undefined || stated <= serverNow();
  const approval = useDecision(onDone, () => approve(version.version, when === "later" ? stated : undefined), "explorer.approve.done");
  return (
    <Decision
      title={t("explorer.approve.title", { version: version.version })}
      submit={t("explorer.approve")}
      decision={approval}
      onClose={onClose}
      onSubmit={() => {
        setChecked(true);
        return when === "now" || !isPast;
      }}
    >
      <div>
        <Switch
          label={t("explorer.approve.when")}
          value={when}
          onChange={(id) => setWhen(id === "later" ? "later" : "now")}
          tabs={[
            { id: "now", name: t("explorer.approve.now") },
            { id: "later", name: t("explorer.approve.later") },
          ]}
        />
      </div>
      {when === "later" && (
        <Field
          label={t("explorer.approve.time")}
          hint={zone && t("explorer.approve.zone", { zone })}
          type="datetime-local"
          isRequired
          autoFocus
          value={time}
          onChange={setTime}
          error={checked && isPast ? t("explorer.approve.past") : undefined}
        />
      )}
      <ul className="approve-means">
        <li>{t("explorer.approve.crossings")}</li>
        <li>{t("explorer.approve.sharing")}</li>
      </ul>
    </Decision>
  );
}

/** Takes a version back that is not yet in force. */
export function Withdraw({ version, onClose, onDone }: Props) {
  const [reason, setReason] = useState("");
  const [checked, setChecked] = useState(false);
  const withdrawal = useDecision(onDone, () => withdraw(version.version, reason), "explorer.withdraw.done");
  return (
    <Decision
      title={t("explorer.withdraw.title", { version: version.version })}
      submit={t("explorer.withdraw")}
      danger
      decision={withdrawal}
      onClose={onClose}
      onSubmit={() => {
        setChecked(true);
        return reason.trim() !== "";
      }}
    >
      <p>{t("explorer.withdraw.detail")}</p>
      <Field
        label={t("ask.reason")}
        rows={3}
        maxLength={MAX_WORDS}
        isRequired
        autoFocus
        value={reason}
        onChange={setReason}
        error={checked && !reason.trim() ? t("field.required") : undefined}
      />
    </Decision>
  );
}

/** A decision on a version. It is done when the lists that show it have been asked for again. */
function useDecision(onDone: Props["onDone"], send: () => Promise<Version>, said: Key) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ["framework"] });
  return useMutation({
    mutationFn: send,
    onSuccess: async (version) => {
      await refresh();
      say(t(said, { version: version.version }));
      onDone(version);
    },
    // Somebody else may have decided meanwhile.
    onError: refresh,
  });
}

function Decision({
  title,
  submit,
  danger,
  decision,
  onClose,
  onSubmit,
  children,
}: {
  title: string;
  submit: string;
  danger?: boolean;
  decision: { isPending: boolean; isError: boolean; error: unknown; mutate: () => void };
  onClose: () => void;
  /** Whether what was filled in can be sent. */
  onSubmit: () => boolean;
  children: ReactNode;
}) {
  const { isPending } = decision;
  return (
    <Modal title={title} isOpen onClose={() => !isPending && onClose()}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (onSubmit() && !isPending) decision.mutate();
        }}
      >
        {children}
        {decision.isError && <ErrorState error={decision.error} />}
        <div className="dialog-actions">
          <Button onPress={onClose} isDisabled={isPending}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" kind={danger ? "danger" : "primary"} isPending={isPending}>
            {submit}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
