import { permanent, transient } from './entry.ts';

export const generalFaults = {
  INPUT_INVALID: permanent<{ field: string; reason: string }>({
    status: 400,
    what: (d) => `${d.field}: ${d.reason}`,
    why: 'The value does not follow the rule of this field.',
    todo: (d) => `Correct ${d.field} and send it again. Nothing was changed.`,
  }),
  NOT_FOUND: permanent<{ thing: string; id: string }>({
    status: 404,
    what: (d) => `There is no ${d.thing} with the id ${d.id}.`,
    why: 'It was removed, or the address is from another data folder.',
    todo: 'Go back to the list and choose again.',
    action: 'reload',
  }),
  TOOL_UNKNOWN: permanent<{ tool: string; likely: string }>({
    status: 404,
    what: (d) => `There is no tool named ${d.tool}.`,
    why: (d) => (d.likely === '' ? 'No tool has a name like it.' : `The nearest name is ${d.likely}.`),
    todo: (d) =>
      d.likely === ''
        ? 'Ask for the list of tools (tools/list) and choose from it.'
        : `Call ${d.likely}, or ask for the list of tools (tools/list).`,
  }),
  CHANGED_MEANWHILE: permanent<{ thing: string; yours: number; stored: number }>({
    status: 409,
    // What has no revisions of its own, such as a merge, gives the same twice.
    what: (d) => `The ${d.thing} was changed elsewhere${d.stored === d.yours ? '' : ` (revision ${d.stored}, yours is ${d.yours})`}.`,
    why: 'Another window, REST or MCP saved it after you opened it.',
    todo: 'Load the newest revision, then make your change again. Your text is kept in the form.',
    action: 'reload',
  }),
  SIGN_IN_NEEDED: permanent({
    status: 401,
    what: 'This door needs a valid token or session.',
    why: 'No token was sent, or it was revoked or has expired.',
    todo: 'Open the address that Hearth printed at start, or send a bearer token made under Settings.',
    action: 'sign-in',
  }),
  NOT_ALLOWED: permanent<{ scope: string }>({
    status: 403,
    what: (d) => `This token may not do that; it lacks the scope "${d.scope}".`,
    why: 'Tokens carry only the scopes chosen when they were made.',
    todo: 'Make a token with that scope under Settings, Access.',
  }),
  STRANGER_REFUSED: permanent<{ reason: string }>({
    status: 403,
    what: (d) => `The request was refused: ${d.reason}.`,
    why: 'Hearth answers only to its own window and to callers on this machine that know its address.',
    todo: 'Use the address that Hearth printed at start.',
  }),
  NO_SUCH_PATH: permanent<{ path: string }>({
    status: 404,
    what: (d) => `Nothing answers at ${d.path}.`,
    why: 'The address is misspelt or from another version.',
    todo: 'Look it up in /api/v1/openapi.json.',
  }),
  WRONG_METHOD: permanent<{ method: string; allowed: string }>({
    status: 405,
    what: (d) => `The method ${d.method} is not possible here.`,
    why: (d) => `This address takes ${d.allowed}.`,
    todo: 'Look it up in /api/v1/openapi.json.',
  }),
  WRONG_CONTENT_TYPE: permanent<{ found: string }>({
    status: 415,
    what: (d) => (d.found === '' ? 'The request does not say what it carries.' : `The request carries ${d.found}.`),
    why: 'Only JSON is taken, so that no web form can speak to Hearth.',
    todo: 'Send JSON with the header content-type: application/json.',
  }),
  REQUEST_TOO_LARGE: permanent<{ limitBytes: number }>({
    status: 413,
    what: (d) => `The request is larger than ${d.limitBytes} bytes.`,
    why: 'Nothing that Hearth takes is that large.',
    todo: 'Send less at a time.',
  }),
  OPTION_UNKNOWN: permanent<{ reason: string }>({
    status: 400,
    what: (d) => d.reason,
    why: 'The command was given an option that it does not have, or one without its value.',
    todo: 'npm start -- --help lists the options.',
  }),
  NOT_POSSIBLE_NOW: permanent<{ reason: string }>({
    status: 409,
    what: (d) => d.reason,
    why: 'The state of things does not allow it at this moment.',
    todo: 'Look at the current state, then choose again.',
    action: 'reload',
  }),
  TIMED_OUT: transient<{ doing: string; seconds: number }>({
    status: 504,
    what: (d) => `${d.doing} gave no answer within ${d.seconds} s.`,
    why: 'The machine is busy, hangs, or the network drops packets.',
    todo: 'Try again; if it stays, open the log and look at the last line.',
    action: 'retry',
  }),
  CANCELLED: permanent<{ doing: string }>({
    status: 409,
    what: (d) => `${d.doing} was cancelled.`,
    why: 'Somebody asked for it.',
    todo: 'Start it again when you want it.',
    action: 'retry',
  }),
  INTERNAL: permanent<{ reference: string }>({
    status: 500,
    what: (d) => `Hearth made a mistake of its own (reference ${d.reference}).`,
    why: 'This is a defect of Hearth, not of your input or your machines.',
    todo: 'Nothing of yours was lost. Look at the log under this reference and report it.',
    action: 'open-log',
  }),
};
