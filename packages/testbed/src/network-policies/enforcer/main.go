// kube-network-policies for one node, by a kubeconfig: its own command knows only the service account of a pod, listens for
// Prometheus, and goes on without a queue. It gives the verdict on each packet that a rule of iptables puts into the queue.
package main

import (
	"context"
	"errors"
	"flag"
	"log"
	"os/signal"
	"syscall"

	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/kube-network-policies/pkg/networkpolicy"
)

func main() {
	kubeconfig := flag.String("kubeconfig", "", "how to reach the API server")
	node := flag.String("node", "", "the name of the node whose pods are protected")
	queue := flag.Int("queue", 0, "the number of the NFQUEUE")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if err := run(ctx, *kubeconfig, networkpolicy.Config{NodeName: *node, QueueID: *queue}); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, kubeconfig string, config networkpolicy.Config) error {
	access, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(access)
	if err != nil {
		return err
	}
	watched := informers.NewSharedInformerFactory(client, 0)
	core := watched.Core().V1()
	controller, err := networkpolicy.NewController(
		client, watched.Networking().V1().NetworkPolicies(), core.Namespaces(), core.Pods(),
		nil, nil, nil, nil, config,
	)
	if err != nil {
		return err
	}
	watched.Start(ctx.Done())
	if err := controller.Run(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	return errors.New("the queue was closed")
}
