import { moduleVersion } from '../go/go.ts';
import { type GoRecipe, kubernetesRecipe } from '../go/go-recipes.ts';

const containerd = 'github.com/containerd/containerd/v2';
const cni = 'github.com/containernetworking/plugins';

/** The programs of a real node, besides the control plane and the packages of its root filesystem. */
export const nodeRecipes = {
  'node-namespace': {
    title: "the node's namespaces",
    folder: 'node',
    package: './namespace',
    takes: 'a few seconds',
  },
  kubelet: { ...kubernetesRecipe('kubelet', 'up to 1 min'), folder: 'node' },
  'kube-proxy': { ...kubernetesRecipe('kube-proxy', 'up to 20 s'), folder: 'node' },
  'device-plugin': {
    title: 'the device plugin',
    folder: 'node',
    package: './device-plugin',
    takes: 'a few seconds',
  },
  pause: { title: 'the pause program', folder: 'node', package: './pause', takes: 'a few seconds' },
  containerd: containerdRecipe('containerd', 'up to 90 s'),
  'containerd-shim-runc-v2': containerdRecipe('containerd-shim-runc-v2', 'a few seconds'),
  'folder-images': {
    title: 'the images made of folders',
    folder: 'node/containerd',
    package: './images',
    takes: 'a few seconds',
  },
  bridge: cniRecipe('bridge', 'main/bridge'),
  'host-local': cniRecipe('host-local', 'ipam/host-local'),
  loopback: cniRecipe('loopback', 'main/loopback'),
  coredns: { title: 'CoreDNS', folder: 'node/coredns', package: './server', takes: 'up to 1 min' },
} satisfies Record<string, GoRecipe>;

function containerdRecipe(title: string, takes: string): GoRecipe {
  const folder = 'node/containerd';
  const variables = () => ({ [`${containerd}/version.Version`]: moduleVersion(containerd, folder) });
  return { title, folder, module: containerd, package: `${containerd}/cmd/${title}`, takes, variables };
}

function cniRecipe(title: string, path: string): GoRecipe {
  return { title, folder: 'node/cni', module: cni, package: `${cni}/plugins/${path}`, takes: 'a few seconds' };
}
