// Several looks as one script: their texts and arguments are its values, and each runs in a subshell of its own.
import type { LookBatch, ScriptCall } from '#core/ports/hosts.ts';
import { argumentsOf } from './payload.ts';
import type { ScriptLibrary } from './scripts.ts';

/**
 * Reads `batchValues` look by look. Errors go the way of the rest, so that no line of one look comes after the end of it.
 * `hearth_tell part` ends each.
 */
export const batchText = `
set +e
hearth_at=0
while ((hearth_at < \${#hearth_values[@]})); do
  hearth_next=$((hearth_at + 2 + 2 * hearth_values[hearth_at + 1]))
  (
    exec 2>&1
    for ((hearth_name = hearth_at + 2; hearth_name < hearth_next; hearth_name += 2)); do
      printf -v "\${hearth_values[hearth_name]}" %s "\${hearth_values[hearth_name + 1]}"
    done
    set -euo pipefail
    eval "\${hearth_values[hearth_at]}"
  )
  hearth_tell part "$?"
  hearth_at=$hearth_next
done
`;

/** Of each look its text, the number of its arguments, and their names and values. Throws INPUT_INVALID, as a single call would. */
export const batchValues = (scripts: ScriptLibrary, { looks }: LookBatch): readonly string[] =>
  looks.flatMap(({ script, args }) => {
    const given = argumentsOf({ args });
    return [scripts.text(script), String(given.size), ...[...given].flat()];
  });

export const batchCall = ({ asRoot, looks, timeoutMs }: LookBatch): ScriptCall => ({
  // For sentences: "looking (facts, check-hostname) on node1".
  script: `looking (${looks.map(({ script }) => script).join(', ')})`,
  args: {},
  asRoot,
  changes: false,
  timeoutMs,
});
