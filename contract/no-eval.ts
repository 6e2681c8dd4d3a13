// The window's content policy forbids evaluating text; zod compiles its checks that way unless told not to. Imported before any schema is used.
import { config } from 'zod';

config({ jitless: true });
