import { it } from 'vitest';
import { expectSuites, runSuites } from '../../archon-vllm/tests/support/unittest.ts';
import { chart } from './support/chart.ts';

it('should have a suite for helm-unittest for every template', () => expectSuites(chart));

it('should pass helm-unittest', () => runSuites(chart));
