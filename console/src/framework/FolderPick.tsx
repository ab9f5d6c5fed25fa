import { useMutation } from "@tanstack/react-query";
import { useId } from "react";
import { FileTrigger } from "react-aria-components";
import { Button } from "../design/Button";
import { ErrorState } from "../design/Feedback";
import { t } from "../i18n";
import { type Folder, kilobytes, readFolder } from "./folder";

interface Props {
  folder: Folder | undefined;
  onChange: (folder: Folder | undefined) => void;
  error?: string | undefined;
}

/** Chooses the folder of a framework and reads it at once: what is sent is what was there when it was chosen. */
export function FolderPick({ folder, onChange, error }: Props) {
  const hint = useId();
  const read = useMutation({ mutationFn: (files: FileList) => readFolder(files), onSuccess: onChange });
  return (
    <div className="field">
      <span className="label">{t("explorer.folder")}</span>
      <div className="row row-wrap">
        <FileTrigger
          acceptDirectory
          onSelect={(files) => {
            if (!files || files.length === 0) return;
            onChange(undefined);
            read.mutate(files);
          }}
        >
          <Button icon="inbox" isPending={read.isPending} aria-describedby={hint}>
            {t(folder ? "explorer.folder.again" : "explorer.folder.choose")}
          </Button>
        </FileTrigger>
        <span role="status" className="row row-wrap">
          {folder && (
            <>
              <bdi className="mono">{folder.name}</bdi>
              <span className="muted small">
                {t("explorer.folder.files", { count: Object.keys(folder.files).length, size: kilobytes(folder.bytes) })}
              </span>
            </>
          )}
        </span>
      </div>
      <span id={hint} className="hint">
        {t("explorer.folder.hint")}
      </span>
      {error && (
        <span className="field-error" role="alert">
          {error}
        </span>
      )}
      {read.isError && <ErrorState error={read.error} />}
    </div>
  );
}
