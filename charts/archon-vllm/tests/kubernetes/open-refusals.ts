/** What Kubernetes refuses and the chart does not: the fields, and why. docs/07-what-is-proven.md names the most important ones. */
export const openRefusals: { line: RegExp; why: string }[] = [
  { line: /volumeDevices/, why: 'block devices of init containers: hardly anyone has them here' },
  { line: /envFrom: .*must specify one of/, why: 'a prefix without a ConfigMap or Secret' },
  { line: /localhostProfile/, why: 'the path of a profile on the node' },
  { line: /atchLabelKeys/, why: 'keys that are also in the selector' },
  {
    line: /iscsi|\.fc\b|\.csi\b|clusterTrustBundle|podCertificate/i,
    why: 'addresses and ids of storage and certificates',
  },
  { line: /sysctls/, why: 'names of the kernel, and twice the same' },
  { line: /volumeClaimTemplate/, why: 'two sources of a claim that differ; ReadWriteOncePod with other modes' },
  { line: /[pP]robe|lifecycle|resizePolicy|restartPolicyRules/, why: 'probes and hooks of sidecars' },
  { line: /fileKeyRef|\.image: |divisor|resourceFieldRef/, why: 'fields that depend on other fields' },
  // The first container is the chart's own.
  {
    line: /(initContainers\[\d+\]|[^t]containers\[[1-9]\d*\])/,
    why: 'what your own containers repeat: mounts, variables, requests above limits',
  },
  { line: /hostAliases|dnsConfig|hugepages-/, why: 'IPv6 addresses in full; multiples of the size of a huge page' },
  { line: /Duplicate value/, why: 'lists with the same entry twice, where no rule compares them' },
  { line: /Too long|must be no more than/, why: 'lengths of a whole that is put together, such as annotations' },
];
