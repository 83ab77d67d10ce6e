import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineChart } from '@archon/generator/define-chart';
import { generateChart } from '@archon/generator/generate-chart';
import { writeFiles } from '@archon/generator/write-files';
import { helmMajors, parseObjects, renderChart } from '@archon/testbed/helm';
import { validateObjects } from '@archon/testbed/validate-objects';
import { workspaceRoot } from '@archon/values';
import { problemsOf, textOf } from '@archon/values/testing/problems-of';
import { inFolder } from '@archon/values/testing/test-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const chart = defineChart({ name: 'hello-web' });

/** Everything that is written for a chart of one Deployment and one Service: no presets, no catalog, no functions. */
const sources: Record<string, string> = {
  'package.json': '{ "version": "1.2.3" }\n',
  'CHANGELOG.md': '## 1.2.3\n\n### Added\n\n- A chart.\n',
  'schemas/hello-web/chart.yaml': `name: hello-web
description: A web server that says hello
appVersion: 1.27.0
kubeVersion: ">=1.29.0-0"
features: [web]
`,
  'schemas/hello-web/web.yaml': `title: Web
description: The web server and its address.
values:
  replicas: { type: integer, minimum: 0, default: 1, description: Number of pods. }
  image:
    type: object
    description: The image of the web server.
    properties:
      repository: { type: string, pattern: "^[a-z0-9./-]+$", default: nginxinc/nginx-unprivileged, description: Repository. }
      tag: { type: string, pattern: "^[a-z0-9.-]+$", description: Tag. Unset means the chart's appVersion., examples: [1.27.0] }
  service:
    type: object
    description: The address of the web server inside the cluster.
    properties:
      port: { type: integer, minimum: 1, maximum: 65535, default: 80, description: Port of the Service. }
      nodePort: { type: integer, minimum: 1, maximum: 65535, description: Port on every node., examples: [30080] }
computed:
  tag: { description: Tag of the image., type: string, value: (firstGiven values.image.tag Chart.AppVersion) }
rules:
  - name: node-port
    path: service.nodePort
    when: (and (given values.service.nodePort) (lt values.service.nodePort 30000))
    message: service.nodePort is {{values.service.nodePort}}, and must be 30000 or more.
    examples: [{ broken: { service: { nodePort: 80 } }, fine: { service: { nodePort: 30080 } } }]
`,
  'packages/generator/templates/hello-web/README.md': '# hello-web\n\n<!-- values -->\n',
  'packages/generator/templates/hello-web/deployment.yaml.hbs': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{Release.Name}}
spec:
  replicas: {{values.replicas}}
  selector:
    matchLabels:
      app: {{Release.Name}}
  template:
    metadata:
      labels:
        app: {{Release.Name}}
    spec:
      containers:
        - name: web
          image: {{values.image.repository}}:{{computed.tag}}
          ports:
            - name: http
              containerPort: 8080
`,
  'packages/generator/templates/hello-web/service.yaml.hbs': `apiVersion: v1
kind: Service
metadata:
  name: {{Release.Name}}
spec:
  type: NodePort
  selector:
    app: {{Release.Name}}
  ports:
    - name: http
      port: {{values.service.port}}
      targetPort: http
      {{#given values.service.nodePort}}
      nodePort: {{values.service.nodePort}}
      {{/given}}
`,
};

/** Does work in a workspace that holds those sources, with some texts replaced. */
function inWorkspace<T>(work: (workspace: string) => T, changes: Record<string, string> = {}): T {
  return inFolder({ ...sources, ...changes }, (workspace) => {
    for (const shared of ['schemas/kubernetes', 'packages/generator/templates/common'])
      if (existsSync(join(workspaceRoot, shared)))
        cpSync(join(workspaceRoot, shared), join(workspace, shared), { recursive: true });
    return work(workspace);
  });
}

describe('A second chart', () => {
  const out = mkdtempSync(join(tmpdir(), 'archon-second-chart-'));
  const folder = join(out, chart.name);
  beforeAll(() => void inWorkspace((workspace) => writeFiles(folder, generateChart(workspace, chart))), 60_000);
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  it('should have the files of a chart, and none of presets', () => {
    const files = inWorkspace((workspace) => generateChart(workspace, chart).map(({ path }) => path));
    expect(files).toEqual([
      '.helmignore',
      'Chart.yaml',
      'README.md',
      'files/defaults.json',
      'templates/_computed.tpl',
      'templates/_functions.tpl',
      'templates/_values.tpl',
      'templates/checks.yaml',
      'templates/deployment.yaml',
      'templates/service.yaml',
      'values.schema.json',
      'values.yaml',
    ]);
  });

  it.each(helmMajors)('should be rendered by Helm %i, as Kubernetes takes it', (helm) => {
    const result = renderChart({ helm, chart: folder, valuesObject: { replicas: 2, service: { nodePort: 30080 } } });
    if (!result.ok) throw new Error(result.error);
    expect(validateObjects(result.manifest)).toEqual([]);
    const [deployment, service] = parseObjects(result.manifest);
    expect(service).toMatchObject({ kind: 'Service', spec: { ports: [{ port: 80, nodePort: 30080 }] } });
    expect(deployment).toMatchObject({
      kind: 'Deployment',
      spec: {
        replicas: 2,
        template: { spec: { containers: [{ image: 'nginxinc/nginx-unprivileged:1.27.0' }] } },
      },
    });
  });

  it.each(helmMajors)('should refuse on Helm %i what a rule or the schema refuses', (helm) => {
    const refusal = (valuesObject: object) => {
      const result = renderChart({ helm, chart: folder, valuesObject });
      return result.ok ? '' : result.error;
    };
    expect(refusal({ service: { nodePort: 80 } })).toContain(
      '- service.nodePort: service.nodePort is 80, and must be 30000 or more.',
    );
    expect(refusal({ replica: 1 })).toContain("additional properties 'replica' not allowed");
  });

  it('should be refused for what is wrong in its own sources', () => {
    const web = sources['schemas/hello-web/web.yaml']!;
    const changed = (from: string, to: string) =>
      inWorkspace((workspace) => textOf(() => generateChart(workspace, chart)), {
        'schemas/hello-web/web.yaml': web.replace(from, to),
      });
    expect(changed('firstGiven', 'firstGven')).toContain('There is no function "firstGven".');
    expect(changed('values.image.tag Chart', 'values.image.tga Chart')).toContain('There is no "values.image.tga".');
    expect(changed('default: 80,', 'default: 80, x-preset: hardware,')).toContain('This chart has no presets');
  });

  it('should say once for a whole object why no template uses it', () => {
    const web = sources['schemas/hello-web/web.yaml']!;
    const unused = (reason: string) =>
      `  extra: { type: object, description: Extra.,${reason} properties: { a: { type: boolean, default: false, description: A. } } }\n`;
    const problems = (reason: string) =>
      inWorkspace((workspace) => problemsOf(() => generateChart(workspace, chart)), {
        'schemas/hello-web/web.yaml': web.replace('computed:', `${unused(reason)}computed:`),
      });
    expect(problems('')).toMatchObject([{ path: 'extra.a', message: expect.stringContaining('No template uses') }]);
    expect(problems(' x-unused: Something else reads it.,')).toEqual([]);
  });

  it('should not take presets without saying how they are merged', () => {
    const preset = { name: 'small', title: 'Small', notes: [], source: 'here', values: {} };
    const withPresets = defineChart({ name: 'hello-web', presets: [preset] });
    const problems = inWorkspace((workspace) => problemsOf(() => generateChart(workspace, withPresets)));
    expect(problems).toEqual([
      { path: 'presets', message: 'schemas/hello-web/chart.yaml does not say how presets are merged.' },
    ]);
  });
});
