// A second home of the inventory: a file on this computer, or a git repository. Hearth's own store stays the first.
import { z } from 'zod';
import { id, instant, line, procedure } from '#contract/base.ts';
import { faultView } from '#contract/faults/entry.ts';
import { platform } from '#contract/platforms.ts';

/** An absolute path on the computer that Hearth runs on. */
const filePath = z
  .string()
  .min(1, 'Choose a file.')
  .max(1024)
  .refine((text) => !/\p{Cc}/u.test(text), 'Leave out control characters.')
  .refine((text) => /^(?:\/|[a-z]:[\\/]|\\\\)/i.test(text), 'Enter the whole path, such as /home/anna/platform.yaml.');
/** Inside the repository; no way out of it. */
const repositoryPath = z
  .string()
  .regex(
    /^(?!\/)(?!.*(^|\/)\.{0,2}(\/|$))(?!.*(^|\/)\.git(\/|$))[^\p{Cc}\\]{1,300}$/iu,
    'A path inside the repository, such as platforms/home.yaml.',
  );
/** https, ssh, or a folder; never an option or a transport that runs a program. */
const remote = line
  .trim()
  .regex(
    /^(https?:\/\/|ssh:\/\/|file:\/\/\/|\/|[a-z_][a-z0-9_-]*@[a-zA-Z0-9.-]+:)[^\s]+$/,
    'Enter https://…, ssh://…, user@host:path or the path of a folder.',
  );
const branch = z.string().regex(/^(?![-./])(?!.*(\.\.|\/\/|@\{|\.lock$|[/.]$))[a-zA-Z0-9._/-]{1,100}$/, 'A branch such as main.');

export const inventoryHome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), path: filePath }),
  z.object({
    kind: z.literal('git'),
    remote,
    branch: branch.default('main'),
    path: repositoryPath.default('hearth.yaml'),
    /** Sent with the token that is kept for this home, where the remote is https. */
    user: z.string().max(100).default(''),
  }),
]);
export type InventoryHome = z.infer<typeof inventoryHome>;

const standings = [
  /** Both hold the same. */
  'same',
  /** Saved here and not written there yet. */
  'ahead',
  /** Changed there and not here: taking it over loses nothing. */
  'behind',
  /** Changed on both sides: to be merged. */
  'diverged',
  /** There is no such file there yet. */
  'absent',
] as const;

export const homeState = z.object({
  home: inventoryHome,
  /** A token for https is kept. */
  hasToken: z.boolean(),
  state: z.enum([
    ...standings,
    /** It could not be read or written; see the fault. */
    'unreachable',
  ]),
  /** As it stands by what was there when it last answered; null before the first answer. */
  known: z.enum(standings).nullable(),
  fault: faultView.nullable(),
  /** When it last answered, and when both last held the same. */
  checkedAt: instant.nullable(),
  sameAt: instant.nullable(),
  /** Of the repository; "" for a file. */
  commit: z.string(),
});
export type HomeState = z.infer<typeof homeState>;

const one = z.object({ platformId: id });
const path = '/platforms/{platformId}/inventory/home';
export const inventoryHomes = {
  get: procedure
    .route({ method: 'GET', path, summary: 'Say where else the inventory lives, and whether both hold the same' })
    .input(one)
    .output(homeState.nullable()),
  /** Any file that the person may read or write, and repositories with the person's own keys. */
  set: procedure
    .route({ method: 'PUT', path, summary: 'Give the inventory a second home: a file, or a git repository' })
    .meta({ scope: 'admin' })
    .input(one.extend({ home: inventoryHome, token: z.string().max(1024).optional() }))
    .output(homeState),
  /** The file or repository is left as it is. */
  forget: procedure
    .route({ method: 'DELETE', path, summary: 'Forget the second home; the file or repository stays as it is' })
    .meta({ scope: 'change' })
    .input(one)
    .output(z.object({ forgotten: z.literal(true) })),
  check: procedure
    .route({ method: 'POST', path: `${path}/check`, summary: 'Look now whether the second home holds the same' })
    .input(one)
    .output(homeState),
  /** HOME_DIVERGED when it holds changes that are not here: merge first. */
  push: procedure
    .route({ method: 'POST', path: `${path}/push`, summary: 'Write the saved inventory to its second home' })
    .meta({ scope: 'change' })
    .input(one.extend({ message: line.max(200).default('') }))
    .output(homeState),
  /** HOME_DIVERGED when both sides have changed: merge in a draft. Where only the saved inventory has, there is nothing to take over. */
  pull: procedure
    .route({ method: 'POST', path: `${path}/pull`, summary: 'Save what the second home holds as the newest version' })
    .meta({ scope: 'change' })
    .input(one)
    .output(z.object({ platform, home: homeState })),
};
