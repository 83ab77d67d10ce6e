import { createProgram } from '@archon/testbed/create-program';
import { clusterContent } from './cluster/content.ts';

// `npm run cluster -- up | down | status`
await createProgram(clusterContent).parseAsync();
