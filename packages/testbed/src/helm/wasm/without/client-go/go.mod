// What Helm's engine names of k8s.io/client-go, without a cluster.
module k8s.io/client-go

go 1.26.0
