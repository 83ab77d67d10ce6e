import { it } from 'vitest';
import { chart } from './support/chart.ts';
import { expectSuites, runSuites } from '../../archon-vllm/tests/support/unittest.ts';

it('should have a suite for helm-unittest for every template', () => expectSuites(chart));

it('should pass helm-unittest', () => runSuites(chart));
