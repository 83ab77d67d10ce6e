import { createProgram } from './cli/create-program.ts';

// `npm run cluster -- up | down | status`
await createProgram().parseAsync();
