import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Version } from "../api/types";
import { Button } from "../design/Button";
import { Notice } from "../design/Feedback";
import { Field } from "../design/Field";
import { Modal } from "../design/Modal";
import { say } from "../design/Toast";
import { t } from "../i18n";
import { FolderPick } from "./FolderPick";
import type { Folder } from "./folder";
import { propose } from "./queries";
import { Refused } from "./Refused";
import { MAX_WORDS } from "./versions";

interface Props {
  onClose: () => void;
  onDone: (version: Version) => void;
}

/** A changed framework from a folder. The server checks and proves it before it registers anything. */
export function Propose({ onClose, onDone }: Props) {
  const client = useQueryClient();
  const [folder, setFolder] = useState<Folder>();
  const [note, setNote] = useState("");
  const [checked, setChecked] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: ["framework", "versions"] });
  const proposal = useMutation({
    mutationFn: (files: Folder["files"]) => propose(files, note),
    onSuccess: async (version) => {
      await refresh();
      say(t("explorer.propose.done", { version: version.version }));
      onDone(version);
    },
    // A version may have been registered although its answer was lost on the way.
    onError: refresh,
  });
  const { isPending } = proposal;
  return (
    <Modal title={t("explorer.propose")} isOpen onClose={() => !isPending && onClose()} wide>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setChecked(true);
          if (folder && note.trim() && !isPending) proposal.mutate(folder.files);
        }}
      >
        <p>{t("explorer.propose.lead")}</p>
        <FolderPick
          folder={folder}
          onChange={(chosen) => {
            setFolder(chosen);
            proposal.reset();
          }}
          error={checked && !folder ? t("explorer.folder.needed") : undefined}
        />
        <Field
          label={t("explorer.propose.note")}
          hint={t("explorer.propose.note.hint")}
          rows={3}
          maxLength={MAX_WORDS}
          isRequired
          value={note}
          onChange={setNote}
          error={checked && !note.trim() ? t("field.required") : undefined}
        />
        <div role="status" className="propose-status">
          {isPending && <Notice icon="clock">{t("explorer.propose.busy")}</Notice>}
        </div>
        {proposal.isError && <Refused error={proposal.error} />}
        <div className="dialog-actions">
          <Button onPress={onClose} isDisabled={isPending}>
            {t("action.cancel")}
          </Button>
          <Button type="submit" kind="primary" isPending={isPending}>
            {t("explorer.propose.submit")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
