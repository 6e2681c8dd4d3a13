// Several looks as one script: their texts and arguments are its arguments, and each runs in a subshell of its own.
import type { LookBatch, ScriptCall } from '#core/ports/hosts.ts';
import { variableOf } from './payload.ts';
import type { ScriptLibrary } from './scripts.ts';

/** Errors go the way of the rest, so that no line of one look comes after the end of it. `hearth_tell part` ends each. */
export const batchText = `
set +e
for ((hearth_look = 0; hearth_look < ARG_HEARTH_COUNT; hearth_look++)); do
  (
    exec 2>&1
    hearth_text="ARG_HEARTH_TEXT_$hearth_look" hearth_names="ARG_HEARTH_NAMES_$hearth_look" hearth_values=()
    hearth_text=\${!hearth_text} hearth_names=\${!hearth_names}
    for hearth_name in $hearth_names; do
      hearth_value="ARG_HEARTH_VALUE_\${hearth_look}_\${#hearth_values[@]}"
      hearth_values+=("\${!hearth_value}")
    done
    # Before its own are set, which may have any name.
    unset "\${!ARG_HEARTH_@}"
    for hearth_name in $hearth_names; do
      printf -v "$hearth_name" %s "\${hearth_values[0]}"
      hearth_values=("\${hearth_values[@]:1}")
    done
    set -euo pipefail
    eval "$hearth_text"
  )
  hearth_tell part "$?"
done
`;

function argsOf(
  scripts: ScriptLibrary,
  { script, args }: LookBatch['looks'][number],
  index: number,
): readonly (readonly [string, string])[] {
  return [
    [`hearth_text_${index}`, scripts.text(script)],
    [`hearth_names_${index}`, Object.keys(args).map(variableOf).join(' ')],
    ...Object.values(args).map((value, at) => [`hearth_value_${index}_${at}`, value] as const),
  ];
}

/** Throws INPUT_INVALID, as a single call would. */
export function batchCall(scripts: ScriptLibrary, { asRoot, looks, timeoutMs }: LookBatch): ScriptCall {
  const args = Object.fromEntries(looks.flatMap((look, index) => argsOf(scripts, look, index)));
  return {
    // For sentences: "looking (facts, check-hostname) on node1".
    script: `looking (${looks.map(({ script }) => script).join(', ')})`,
    args: { ...args, hearth_count: String(looks.length) },
    asRoot,
    changes: false,
    timeoutMs,
  };
}
