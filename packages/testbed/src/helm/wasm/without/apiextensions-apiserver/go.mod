// What Helm's engine names of k8s.io/apiextensions-apiserver: its versions are among those of client-go's scheme here.
module k8s.io/apiextensions-apiserver

go 1.26.0
