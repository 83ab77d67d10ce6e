/** What Kubernetes refuses and the chart does not: the fields, and why. docs/07-what-is-proven.md has the same list. */
export const openRefusals: { line: RegExp; why: string }[] = [
  { line: /volumeDevices/, why: 'block devices of init containers: hardly anyone has them here' },
  { line: /envFrom: .*must specify one of/, why: 'a prefix without a ConfigMap or Secret' },
  { line: /localhostProfile/, why: 'the path of a profile on the node' },
  { line: /atchLabelKeys/, why: 'keys that are also in the selector, or are not label keys' },
  {
    line: /iscsi|\.fc\b|\.csi\b|clusterTrustBundle|podCertificate/i,
    why: 'addresses and ids of storage and certificates',
  },
  { line: /minDomains/, why: 'it depends on whenUnsatisfiable' },
  { line: /seLinux/, why: 'SELinux labels of the node' },
  { line: /sysctls/, why: 'names of the kernel, and twice the same' },
  { line: /dataSource|volumeAttributesClassName|volumeClaimTemplate/, why: 'what a claim is made of' },
  { line: /[pP]robe|lifecycle|resizePolicy|restartPolicyRules|ports\[/, why: 'probes, hooks and ports of sidecars' },
  { line: /fileKeyRef|\.image: |divisor|resourceFieldRef/, why: 'fields that depend on other fields' },
  // The first container is the chart's own.
  {
    line: /(initContainers\[\d+\]|[^t]containers\[[1-9]\d*\])/,
    why: 'what your own containers repeat: mounts, variables, requests above limits',
  },
  { line: /hostAliases|hugepages-/, why: 'IPv6 addresses in full; multiples of the size of a huge page' },
  { line: /dnsConfig|resourceClaims/, why: 'how many name servers and search paths; a claim without a source' },
  { line: /Duplicate value/, why: 'lists with the same entry twice, where no rule compares them' },
  { line: /Too long|must be no more than/, why: 'lengths of a whole that is put together, such as annotations' },
];
