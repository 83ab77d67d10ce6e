import { createProgram } from '@archon/testbed/create-program';

// `npm run cluster -- up | down | status`
await createProgram().parseAsync();
