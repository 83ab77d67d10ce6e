import { describe, expect, it } from 'vitest';
import { parseCheckov } from './checkov.ts';
import { parseKubeScore } from './kube-score.ts';
import { parseKubesec } from './kubesec.ts';
import { parseTrivy } from './trivy.ts';

describe('parseKubeScore', () => {
  const object = { type_meta: { kind: 'Deployment' }, object_meta: { name: 'web' } };
  const check = (id: string, grade: number, more: object = {}) => ({
    check: { id, comment: `What ${id} asks` },
    grade,
    skipped: false,
    comments: null,
    ...more,
  });

  it('should take every grade below the best for a finding, and name the containers', () => {
    const comments = [
      { path: 'app', summary: 'no limit' },
      { path: '', summary: 'no request' },
    ];
    const json = [{ ...object, checks: [check('good', 10), check('warned', 5), check('bad', 1, { comments })] }];
    expect(parseKubeScore(json)).toEqual({
      passed: 1,
      findings: [
        { check: 'bad', object: 'Deployment/web', message: 'app: no limit; no request' },
        { check: 'warned', object: 'Deployment/web', message: 'What warned asks' },
      ],
    });
  });

  it('should leave out what was skipped', () => {
    const json = [{ ...object, checks: [check('skipped', 0, { skipped: true })] }];
    expect(parseKubeScore(json)).toEqual({ passed: 0, findings: [] });
  });
});

describe('parseCheckov', () => {
  it('should name the object, also where labels follow its name', () => {
    const failed = [
      { check_id: 'CKV2_K8S_6', check_name: 'a policy', resource: 'Pod.apps.web.app.kubernetes.io/name-web' },
      { check_id: 'CKV_K8S_22', check_name: 'a root', resource: 'Deployment.apps.web' },
    ];
    expect(parseCheckov({ summary: { passed: 90 }, results: { failed_checks: failed } })).toEqual({
      passed: 90,
      findings: [
        { check: 'CKV2_K8S_6', object: 'Pod/web', message: 'a policy' },
        { check: 'CKV_K8S_22', object: 'Deployment/web', message: 'a root' },
      ],
    });
  });
});

describe('parseTrivy', () => {
  it('should join what two containers of a pod get from one check', () => {
    const result = { object: 'Deployment/web', check: 'KSV-0014', passed: false };
    const json = [
      { ...result, message: 'one' },
      { ...result, message: 'two' },
      { ...result, message: '', passed: true },
    ];
    expect(parseTrivy(json)).toEqual({
      passed: 1,
      findings: [{ check: 'KSV-0014', object: 'Deployment/web', message: 'one; two' }],
    });
  });
});

describe('parseKubesec', () => {
  const rule = (id: string) => ({ id, reason: `Why ${id}` });

  it('should take advice for a finding as well, and objects that it does not know for nothing', () => {
    const scoring = { passed: [rule('a'), rule('b')], critical: [rule('c')], advise: [rule('d')] };
    const json = [
      { object: 'Service/web.apps', valid: true, message: 'not supported', scoring: {} },
      { object: 'Deployment/web.apps', valid: true, message: 'Failed', scoring },
    ];
    expect(parseKubesec(json)).toEqual({
      passed: 2,
      findings: [
        { check: 'c', object: 'Deployment/web', message: 'Why c' },
        { check: 'd', object: 'Deployment/web', message: 'Why d' },
      ],
    });
  });

  it('should refuse to call an object scanned that kubesec takes for invalid', () => {
    const json = [{ object: 'Service/web.apps', valid: false, message: 'no schema', scoring: {} }];
    expect(() => parseKubesec(json)).toThrow('kubesec does not take Service/web.apps for valid: no schema');
  });
});
